"""Gradient-boosted trees as plain arrays: evaluation without the library that grew them.

A Forest is what scikit-learn's HistGradientBoostingClassifier comes to once trained: regression trees whose leaf values
add up, with a baseline, to the log-odds. Numerical features only, no missing values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ModelError(ValueError):
    """A plain value does not describe a model."""


@dataclass(frozen=True)
class Forest:
    """Trees side by side; all arrays have the shape (trees, nodes of the largest tree).

    Attributes:
        features: the names of the columns, in the order ``log_odds`` expects them.
        baseline: the log-odds before any tree.
        feature: the column a node splits on; 0 at a leaf.
        threshold: a row goes left where its value is at most this.
        left: the node to go to then; a leaf points to itself.
        right: the node to go to otherwise; a leaf points to itself.
        value: what a leaf adds.
        depth: the most splits on any path.
    """

    features: tuple[str, ...]
    baseline: float
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    depth: int

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Forest:
        """A Forest from its plain form: ``features``, ``baseline``, and ``trees``, each a list of nodes.

        A node is ``[feature, threshold, left, right]`` or, for a leaf, ``[value]``.

        Raises:
            ModelError: the value has another form.
        """
        try:
            features = tuple(str(name) for name in plain["features"])
            trees: Sequence[Sequence[Sequence[float]]] = plain["trees"]
            shape = (len(trees), max((len(tree) for tree in trees), default=1))
            feature, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
            threshold, value = np.full(shape, np.inf), np.zeros(shape)
            for t, tree in enumerate(trees):
                for n, node in enumerate(tree):
                    if len(node) == 1:
                        value[t, n] = node[0]
                        left[t, n] = right[t, n] = n
                    else:
                        column, threshold[t, n], go_left, go_right = node
                        if (
                            not 0 <= column < len(features)
                            or not n < go_left < len(tree)
                            or not n < go_right < len(tree)
                        ):
                            raise ModelError(f"tree {t} node {n} points outside the tree or the features")
                        feature[t, n], left[t, n], right[t, n] = int(column), int(go_left), int(go_right)
            depth = max((_depth(tree) for tree in trees), default=0)
            return cls(features, float(plain["baseline"]), feature, threshold, left, right, value, depth)
        except (KeyError, TypeError, IndexError) as error:
            raise ModelError(f"not a forest: {error}") from error

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of each row; ``rows`` has one column a feature, in the order of ``features``."""
        trees, widest = self.value.shape
        # Flat indices: a node is tree × widest + place, a value is row × columns + column.
        offset = (np.arange(trees) * widest)[np.newaxis, :]
        base = (np.arange(len(rows)) * rows.shape[1])[:, np.newaxis]
        values = rows.ravel()
        node = np.repeat(offset, len(rows), axis=0)
        for _ in range(self.depth):
            goes_left = values.take(base + self.feature.take(node)) <= self.threshold.take(node)
            node = offset + np.where(goes_left, self.left.take(node), self.right.take(node))
        total: NDArray[np.float64] = self.value.take(node).sum(axis=1)
        return total + self.baseline


def _depth(tree: Sequence[Sequence[float]]) -> int:
    # Children come after their parents, so one pass from the end knows every subtree before it is needed.
    depths = [0] * len(tree)
    for n in range(len(tree) - 1, -1, -1):
        if len(tree[n]) > 1:
            depths[n] = 1 + max(depths[int(tree[n][2])], depths[int(tree[n][3])])
    return depths[0] if depths else 0
