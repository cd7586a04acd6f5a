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
_MANY = 1_000
"""Paths so few are all followed as far as the longest goes: to leave some behind would take longer."""


@dataclass(frozen=True)
class Forest:
    """Trees as arrays that have one entry a node: the roots, then everything below them level by level.

    A node's children stand side by side, so that whether a row goes left says where it goes.

    Attributes:
        features: the names of the columns, in the order ``values`` expects them.
        baseline: what is added to every sum of leaves.
        trees: how many there are; so many nodes are roots.
        feature: the column a node splits on; 0 at a leaf.
        threshold: a row goes left where its value is at most this; −∞ at a leaf.
        right: the node to go to otherwise, the one to go to on the left being the next; a leaf points to itself.
        value: what a leaf adds.
        splits: whether a node is no leaf.
        depth: the most splits on any path.
    """

    features: tuple[str, ...]
    baseline: float
    trees: int
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    right: NDArray[np.intp]
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
        if not np.array_equal(np.sort(np.concatenate([roots, left[~leaf], right[~leaf]])), here):
            raise ModelError("a node is not the child of one other")
        levels = _levels(roots, left, right)
        order = np.concatenate(levels)
        place = np.empty_like(order)
        place[order] = here
        return cls(
            features,
            baseline,
            len(roots),
            np.where(leaf, 0, column)[order],
            np.where(leaf, -np.inf, figure)[order],
            place[right[order]],
            np.where(leaf, figure, 0.0)[order],
            ~leaf[order],
            len(levels) - 1,
        )

    def values(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each row's leaves; ``rows`` has one column a feature, in the order of ``features``."""
        count = len(rows)
        if count == 1:
            return self._value_of_one(rows[0])
        # A path for each tree and row, a tree's side by side: what they read of the nodes is small, and still at hand.
        node = self._below_the_roots(rows).ravel()
        row = np.broadcast_to(np.arange(count), (self.trees, count)).ravel()
        many = len(node) > _MANY
        values, columns = rows.T.ravel(), self.feature * count
        reached = node.copy()
        under_way = np.arange(len(node))
        for level in range(2, self.depth + 1):
            place = columns.take(node)
            place += row
            goes_left = values.take(place) <= self.threshold.take(node)
            node = self.right.take(node)
            node += goes_left
            if many and level >= _MOST_SPLIT and level % 2 == 0:
                # Few paths are as long as the longest; what has come to a leaf is left behind.
                reached[under_way] = node
                on = self.splits.take(node).nonzero()[0]
                node, row, under_way = node.take(on), row.take(on), under_way.take(on)
        reached[under_way] = node
        leaves: NDArray[np.float64] = self.value.take(reached.reshape(self.trees, count).T)
        # As C order has it, for the order of a sum tells in its last digits.
        total: NDArray[np.float64] = np.ascontiguousarray(leaves).sum(axis=1)
        return total + self.baseline

    def _value_of_one(self, row: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value of a single row: where it goes from every node is looked up at once."""
        below = self.right + (row.take(self.feature) <= self.threshold)
        node = np.arange(self.trees)
        for _ in range(self.depth):
            node = below.take(node)
        return np.array([self.value.take(node).sum() + self.baseline])

    def _below_the_roots(self, rows: NDArray[np.float64]) -> NDArray[np.intp]:
        """Where each row goes from each tree's root; shape (trees, rows).

        All rows are at one node there, so they need not be looked up one by one.
        """
        roots = slice(self.trees)
        if not self.depth:
            return np.repeat(np.arange(self.trees)[:, np.newaxis], len(rows), axis=1)
        goes_left = rows.T[self.feature[roots]] <= self.threshold[roots, np.newaxis]
        below: NDArray[np.intp] = self.right[roots, np.newaxis] + goes_left
        return below


def _levels(roots: NDArray[np.intp], left: NDArray[np.intp], right: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The nodes of all trees, level by level; each one's right child, then its left. A leaf points to itself."""
    levels = [roots]
    while True:
        above = levels[-1]
        above = above[left[above] != above]
        if not len(above):
            return levels
        levels.append(np.stack([right[above], left[above]], axis=1).ravel())
