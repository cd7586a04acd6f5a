"""Exact scores of a few paragraphs, compiled by numba, in the order of operations of the reference engine.

Fast engines find paragraphs by scores that are rounded or summed in another order; these then decide, so that every
engine gives the same figures to the last bit, and the same order among paragraphs that tie.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from index.engines.parts import Part
from index.engines.plan import Plan


def exact_scores(
    part: Part, plan: Plan, saturations: NDArray[np.float64], k1: float, places: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The scores of the paragraphs at ``places``, which ascend."""
    scores: NDArray[np.float64] = _scores(
        part.starts[plan.terms],
        part.starts[plan.terms + 1],
        plan.idfs,
        plan.groups,
        plan.group_weights,
        part.paragraphs,
        part.counts,
        saturations,
        k1,
        places,
    )
    return scores


@njit(nogil=True)
def _scores(
    firsts: Any,
    lasts: Any,
    idfs: Any,
    groups: Any,
    weights: Any,
    paragraphs: Any,
    counts: Any,
    saturations: Any,
    k1: float,
    places: Any,
) -> Any:
    sums = np.zeros((len(places), len(weights)))
    for term in range(len(firsts)):
        low, last = firsts[term], lasts[term]
        for row in range(len(places)):
            paragraph = places[row]
            high = last
            while low < high:
                middle = (low + high) // 2
                if paragraphs[middle] < paragraph:
                    low = middle + 1
                else:
                    high = middle
            if low == last:
                break
            if paragraphs[low] == paragraph:
                count = counts[low]
                sums[row, groups[term]] += idfs[term] * (count * (k1 + 1) / (count + saturations[paragraph]))
    scores = np.zeros(len(places))
    for group in range(len(weights)):
        for row in range(len(places)):
            scores[row] += weights[group] * sums[row, group]
    return scores
