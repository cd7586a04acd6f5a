"""Growing forests by scikit-learn, and their plain form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEARNING_RATE = 0.06
PULL = 1.0
"""How strongly leaf values are drawn to 0."""
BINS = 255


@dataclass(frozen=True, slots=True)
class Size:
    """How large a forest grows: its trees, the leaves of each, and the rows that a leaf has at least."""

    trees: int
    leaves: int
    smallest_leaf: int = 60


def grow(
    features: NDArray[np.float64],
    wanted: NDArray[np.bool_] | NDArray[np.float64],
    names: Sequence[str],
    size: Size,
    weights: NDArray[np.float64] | None = None,
) -> dict[str, Any]:
    """A forest in the plain form ``bot.answer.forest`` reads, learned from rows with what is wanted of each.

    Yes or no gives log-odds, numbers give numbers. ``weights`` say how much each row counts, by default alike.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    library = HistGradientBoostingClassifier if wanted.dtype == np.bool_ else HistGradientBoostingRegressor
    model = library(
        max_iter=size.trees,
        learning_rate=LEARNING_RATE,
        max_leaf_nodes=size.leaves,
        min_samples_leaf=size.smallest_leaf,
        l2_regularization=PULL,
        max_bins=BINS,
        early_stopping=False,
        random_state=0,
    )
    model.fit(features, wanted, sample_weight=weights)
    trees = [stage[0].nodes for stage in model._predictors]
    return plain_forest(trees, float(model._baseline_prediction.item()), names)


def plain_forest(trees: Sequence[Any], baseline: float, names: Sequence[str]) -> dict[str, Any]:
    """The library's trees, as arrays of nodes, in plain form.

    Leaf values are kept to 6 significant digits. Thresholds are kept whole: they lie between values that may be close.
    """
    nodes = [node for tree in trees for node in tree]
    return {
        "features": list(names),
        "baseline": _short(baseline),
        "nodes": [len(tree) for tree in trees],
        "feature": [-1 if node["is_leaf"] else int(node["feature_idx"]) for node in nodes],
        "figure": [_short(node["value"]) if node["is_leaf"] else float(node["num_threshold"]) for node in nodes],
        "left": [0 if node["is_leaf"] else int(node["left"]) for node in nodes],
        "right": [0 if node["is_leaf"] else int(node["right"]) for node in nodes],
    }


def _short(number: float) -> float:
    return float(f"{number:.6g}")
