"""Gradient-boosted trees as plain arrays: evaluation without the library that grew them.

A Forest is what scikit-learn's HistGradientBoosting models come to once trained: regression trees whose leaf values add
up, with a baseline, to log-odds or to the figure that was learned. Numerical features only, no missing values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ModelError(ValueError):
    """A plain value does not describe a model."""


_MOST_SPLIT = 4
"""Splits that most paths have at least."""


@dataclass(frozen=True)
class Forest:
    """Trees one after another; the arrays have one entry a node, children after their parents.

    Attributes:
        features: the names of the columns, in the order ``values`` expects them.
        baseline: what is added to every sum of leaves.
        roots: the first node of each tree.
        feature: the column a node splits on; 0 at a leaf.
        threshold: a row goes left where its value is at most this.
        left: the node to go to then; a leaf points to itself.
        right: the node to go to otherwise; a leaf points to itself.
        children: for each node its right child, then its left, so that whether a row goes left says where it goes.
        value: what a leaf adds.
        splits: whether a node is no leaf.
        depth: the most splits on any path.
    """

    features: tuple[str, ...]
    baseline: float
    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    children: NDArray[np.intp]
    value: NDArray[np.float64]
    splits: NDArray[np.bool_]
    depth: int

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Forest:
        """A Forest from its plain form.

        That is ``features``, ``baseline``, ``nodes`` (how many each tree has) and, beside one another for all nodes,
        ``feature`` (−1 at a leaf), ``figure`` (a split's threshold or a leaf's value), ``left`` and ``right`` (places
        within the tree; 0 at a leaf).

        Raises:
            ModelError: the value has another form.
        """
        try:
            features = tuple(str(name) for name in plain["features"])
            counts = np.array(plain["nodes"], dtype=np.intp)
            column, left, right = (np.array(plain[name], dtype=np.intp) for name in ("feature", "left", "right"))
            figure = np.array(plain["figure"], dtype=np.float64)
            baseline = float(plain["baseline"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ModelError(f"not a forest: {error}") from error
        if not column.shape == left.shape == right.shape == figure.shape == (int(counts.sum()),) or (counts < 1).any():
            raise ModelError("not a forest: its arrays differ in length")
        ends = np.cumsum(counts)
        roots = ends - counts
        first, last, here = np.repeat(roots, counts), np.repeat(ends, counts), np.arange(len(column))
        leaf = column < 0
        left, right = (np.where(leaf, here, first + child) for child in (left, right))
        for child in (left, right):
            if ((child <= here) & ~leaf).any() or (child >= last).any():
                raise ModelError("a node points outside its tree, or back")
        if (column >= len(features)).any():
            raise ModelError("a node splits on a feature that has no name")
        return cls(
            features,
            baseline,
            roots,
            np.where(leaf, 0, column),
            np.where(leaf, np.inf, figure),
            left,
            right,
            np.stack([right, left], axis=1).ravel(),
            np.where(leaf, figure, 0.0),
            ~leaf,
            _depth(roots, left, right),
        )

    def values(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each row's leaves; ``rows`` has one column a feature, in the order of ``features``."""
        values, trees = rows.ravel(), len(self.roots)
        node = np.tile(self.roots, len(rows))
        base = np.repeat(np.arange(len(rows)) * rows.shape[1], trees)
        reached = node.copy()
        under_way = np.arange(len(node))
        for level in range(1, self.depth + 1):
            place = self.feature.take(node)
            place += base
            goes_left = values.take(place) <= self.threshold.take(node)
            node *= 2
            node += goes_left
            node = self.children.take(node)
            if level >= _MOST_SPLIT and level % 2 == 0:
                # Few paths are as long as the longest; what has come to a leaf is left behind.
                reached[under_way] = node
                splits = self.splits.take(node)
                node, base, under_way = node[splits], base[splits], under_way[splits]
        reached[under_way] = node
        total: NDArray[np.float64] = self.value.take(reached).reshape(len(rows), trees).sum(axis=1)
        return total + self.baseline


def _depth(roots: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp]) -> int:
    level, depth = roots, 0
    while True:
        below = np.zeros(len(left), dtype=np.bool_)
        below[left[level]] = below[right[level]] = True
        below[level] = False  # A leaf points to itself.
        level = np.flatnonzero(below)
        if not len(level):
            return depth
        depth += 1
