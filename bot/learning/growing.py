"""Growing forests by scikit-learn, and their plain form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Size:
    """How large a forest grows."""

    trees: int
    leaves: int


def grow(
    features: NDArray[np.float64],
    wanted: NDArray[np.bool_] | NDArray[np.float64],
    names: Sequence[str],
    size: Size,
) -> dict[str, Any]:
    """A forest in the plain form ``bot.answer.forest`` reads, learned from rows with what is wanted of each.

    Yes or no gives log-odds, numbers give numbers. Leaf values are kept to 6 significant digits. Thresholds are kept
    whole: they lie between values that may be close.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    library = HistGradientBoostingClassifier if wanted.dtype == np.bool_ else HistGradientBoostingRegressor
    model = library(
        max_iter=size.trees,
        learning_rate=0.06,
        max_leaf_nodes=size.leaves,
        min_samples_leaf=60,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    )
    model.fit(features, wanted)
    trees = [stage[0].nodes for stage in model._predictors]
    nodes = [node for tree in trees for node in tree]
    return {
        "features": list(names),
        "baseline": _short(float(model._baseline_prediction.item())),
        "nodes": [len(tree) for tree in trees],
        "feature": [-1 if node["is_leaf"] else int(node["feature_idx"]) for node in nodes],
        "figure": [_short(node["value"]) if node["is_leaf"] else float(node["num_threshold"]) for node in nodes],
        "left": [0 if node["is_leaf"] else int(node["left"]) for node in nodes],
        "right": [0 if node["is_leaf"] else int(node["right"]) for node in nodes],
    }


def _short(number: float) -> float:
    return float(f"{number:.6g}")
