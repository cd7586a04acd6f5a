"""Growing forests by scikit-learn, and their plain form."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def grow(
    features: NDArray[np.float64], answers: NDArray[np.bool_], names: list[str], trees: int, leaves: int
) -> dict[str, Any]:
    """A forest in the plain form ``bot.answer.forest`` reads, learned from labelled rows.

    Leaf values are kept to 6 significant digits. Thresholds are kept whole: they lie between values that may be close.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.06,
        max_leaf_nodes=leaves,
        min_samples_leaf=60,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    )
    model.fit(features, answers)
    return {
        "features": names,
        "baseline": _short(float(model._baseline_prediction.item())),
        "trees": [_nodes(stage[0].nodes) for stage in model._predictors],
    }


def _nodes(nodes: Any) -> list[list[float]]:
    return [
        [_short(float(node["value"]))]
        if node["is_leaf"]
        else [int(node["feature_idx"]), float(node["num_threshold"]), int(node["left"]), int(node["right"])]
        for node in nodes
    ]


def _short(number: float) -> float:
    return float(f"{number:.6g}")
