"""Growing forests that put the right one of a list first.

The loss is of lists, not of rows: the cross entropy between what is right and the softmax of a list's scores (ListNet's
"top one", Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", 2007), by Newton steps as in
gradient boosting. The trees are scikit-learn's own; it only has no such loss, so the rounds are turned here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.learning.growing import BINS, LEARNING_RATE, PULL, Size, plain_forest

Floats = NDArray[np.float64]
_LEAST = 1e-6


def grow_ranked(
    features: Floats, right: NDArray[np.bool_], lengths: Sequence[int], names: Sequence[str], size: Size
) -> dict[str, Any]:
    """A forest in the plain form ``bot.answer.forest`` reads, whose highest value in each list is that of a right row.

    ``lengths`` are those of the lists, whose rows follow each other; a list with no right row teaches nothing. Of
    several right ones each is as good. Values compare within a list only.
    """
    # No public name gives trees for a loss of one's own; the lock holds the version.
    from sklearn.ensemble._hist_gradient_boosting.binning import _BinMapper
    from sklearn.ensemble._hist_gradient_boosting.grower import TreeGrower

    bins = _BinMapper(n_bins=BINS + 1, random_state=0)
    binned = np.asfortranarray(bins.fit_transform(features))
    lists = Lists(right, np.asarray(lengths))
    scores = np.zeros(len(right))
    trees = []
    for _ in range(size.trees):
        slopes, bends = lists.derivatives(scores)
        grower = TreeGrower(
            binned,
            slopes.astype(np.float32),
            bends.astype(np.float32),
            max_leaf_nodes=size.leaves,
            min_samples_leaf=size.smallest_leaf,
            l2_regularization=PULL,
            shrinkage=LEARNING_RATE,
            n_bins=BINS + 1,
            n_bins_non_missing=bins.n_bins_non_missing_,
        )
        grower.grow()
        for leaf in grower.finalized_leaves:
            scores[leaf.sample_indices] += leaf.value
        trees.append(grower.make_predictor(binning_thresholds=bins.bin_thresholds_).nodes)
    return plain_forest(trees, 0.0, names)


class Lists:
    """Rows in lists, and how their loss changes with their scores."""

    def __init__(self, right: NDArray[np.bool_], lengths: NDArray[np.int64]) -> None:
        self._starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        self._of = np.repeat(np.arange(len(lengths)), lengths)
        count = np.add.reduceat(right.astype(np.float64), self._starts)[self._of]
        self._teaches = count > 0
        self._wanted = right / np.maximum(count, 1)

    def derivatives(self, scores: Floats) -> tuple[Floats, Floats]:
        """The first and the second derivative of the loss by each row's score."""
        raised = np.exp(scores - np.maximum.reduceat(scores, self._starts)[self._of])
        shares = raised / np.add.reduceat(raised, self._starts)[self._of]
        slopes = np.where(self._teaches, shares - self._wanted, 0.0)
        return slopes, np.where(self._teaches, np.maximum(shares * (1 - shares), _LEAST), _LEAST)
