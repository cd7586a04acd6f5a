"""The engine for the largest corpora: a kernel of ours, compiled by numba, that leaves out what cannot be of the best.

Paragraphs stand in blocks of 64. A query's rare terms are added up for every paragraph they occur in; the k-th best sum
is a bound that the final k-th best score cannot fall under. Of a frequent term only its greatest share of a score in
each block is added; where a block's best sum with these stays under the bound, the frequent terms' postings there are
not looked at. What is left decides by exact scores.

Shares are computed while searching, from counts and the paragraphs' lengths, so that the statistics may change without
an index being written again. The greatest shares of a frequent term are computed when it is first asked for.

Source: the bounds are those of Turtle and Flood, "Query evaluation" (1995), by blocks as in Ding and Suel, "Faster
top-k document retrieval using block-max indexes" (2011).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from index.engines.exact import exact_scores
from index.engines.over_parts import PartSearch, PartsEngine
from index.engines.parts import Part
from index.engines.plan import Plan
from index.model import Hit, Query
from index.scoring import CollectionStats

_BLOCK = 64
_FREQUENT = 4
"""A term is frequent when it has this many postings for each block there is."""
_ROUNDING = 1e-5
"""More than 32-bit sums of a query's terms can be off by, as a share."""


class BlockEngine(PartsEngine):
    """An Engine over Parts, whose statistics are ``stats``."""

    @staticmethod
    def _search(part: Part, stats: CollectionStats, k1: float, b: float) -> PartSearch:
        return _Blocks(part, stats, k1, b)


class _Blocks:
    """One Part, its paragraphs in blocks."""

    def __init__(self, part: Part, stats: CollectionStats, k1: float, b: float) -> None:
        self._part = part
        self._stats = stats
        self._k1 = k1
        self._saturations = part.saturations(stats.average_length, k1, b)
        self._rounded = self._saturations.astype(np.float32)
        self._count = -(-len(part) // _BLOCK)
        self._frequent: dict[int, tuple[NDArray[np.float32], NDArray[np.int64]]] = {}

    def best(self, query: Query, k: int) -> list[Hit]:
        """The best ``k``, and those that tie with the last."""
        part = self._part
        plan = Plan.of(query, part, self._stats)
        if not len(plan):
            return []
        places = self._proposed(plan, min(k, len(part)))
        scores = exact_scores(part, plan, self._saturations, self._k1, places)
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if len(scores) > k else 0.0
        chosen = np.flatnonzero((scores >= least) & (scores > 0))
        return [Hit(part.ids[int(places[one])], float(scores[one])) for one in chosen]

    def _proposed(self, plan: Plan, k: int) -> NDArray[np.int64]:
        """Places among which the best ``k`` are for certain, ascending."""
        part, weights = self._part, (plan.idfs * plan.weights).astype(np.float32)
        firsts, lasts = part.starts[plan.terms], part.starts[plan.terms + 1]
        frequent = lasts - firsts > _FREQUENT * self._count
        if frequent.all():
            frequent[np.argmin(lasts - firsts)] = False  # Something must give a bound to begin with.
        shares = [self._shares(int(term)) for term in plan.terms[frequent]]
        places: NDArray[np.int64] = _propose(
            firsts[~frequent],
            lasts[~frequent],
            weights[~frequent],
            weights[frequent],
            np.stack([greatest for greatest, _ in shares]) if shares else np.empty((0, self._count), np.float32),
            np.stack([starts for _, starts in shares]) if shares else np.empty((0, self._count + 1), np.int64),
            part.paragraphs,
            part.counts,
            self._rounded,
            np.float32(self._k1 + 1),
            k,
            np.float32(1 - _ROUNDING),
        )
        return places

    def _shares(self, term: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The greatest share of a frequent term in each block, for idf and weight 1, and where its postings begin."""
        if term not in self._frequent:
            part = self._part
            self._frequent[term] = _greatest(
                int(part.starts[term]),
                int(part.starts[term + 1]),
                part.paragraphs,
                part.counts,
                self._rounded,
                np.float32(self._k1 + 1),
                self._count,
            )
        return self._frequent[term]


@njit(nogil=True)
def _greatest(first: int, last: int, paragraphs: Any, counts: Any, saturations: Any, factor: Any, blocks: int) -> Any:
    greatest = np.zeros(blocks, dtype=np.float32)
    starts = np.empty(blocks + 1, dtype=np.int64)
    block = 0
    starts[0] = first
    for posting in range(first, last):
        paragraph = paragraphs[posting]
        while paragraph // _BLOCK > block:
            block += 1
            starts[block] = posting
        count = np.float32(counts[posting])
        share = count * factor / (count + saturations[paragraph])
        if share > greatest[block]:
            greatest[block] = share
    for rest in range(block + 1, blocks + 1):
        starts[rest] = last
    return greatest, starts


@njit(nogil=True)
def _propose(
    firsts: Any,
    lasts: Any,
    weights: Any,
    frequent_weights: Any,
    greatest: Any,
    frequent_starts: Any,
    paragraphs: Any,
    counts: Any,
    saturations: Any,
    factor: Any,
    k: int,
    slack: Any,
) -> Any:
    sums = np.zeros(len(saturations), dtype=np.float32)
    for term in range(len(firsts)):
        _add(sums, weights[term] * factor, firsts[term], lasts[term], paragraphs, counts, saturations)
    best = np.zeros(k, dtype=np.float32)  # A heap, the least first.
    bounds = _bounds(sums, best)
    if len(frequent_weights):
        for term in range(len(frequent_weights)):
            bounds += frequent_weights[term] * greatest[term]
        least = best[0]
        best[:] = 0
        for block in range(len(bounds)):
            if bounds[block] < max(least, best[0]) * slack:
                bounds[block] = 0
            elif bounds[block] > 0:
                for term in range(len(frequent_weights)):
                    first, last = frequent_starts[term, block], frequent_starts[term, block + 1]
                    _add(sums, frequent_weights[term] * factor, first, last, paragraphs, counts, saturations)
                _offer(best, sums, block)
    return _found(sums, bounds, best[0] * slack)


@njit(nogil=True)
def _add(sums: Any, weight: Any, first: int, last: int, paragraphs: Any, counts: Any, saturations: Any) -> None:
    for posting in range(first, last):
        paragraph = paragraphs[posting]
        count = np.float32(counts[posting])
        sums[paragraph] += weight * count / (count + saturations[paragraph])


@njit(nogil=True)
def _bounds(sums: Any, best: Any) -> Any:
    """The best sum of each block; the best of all are put into ``best``."""
    bounds = np.zeros((len(sums) + _BLOCK - 1) // _BLOCK, dtype=np.float32)
    for block in range(len(bounds)):
        for paragraph in range(block * _BLOCK, min(len(sums), (block + 1) * _BLOCK)):
            bounds[block] = max(bounds[block], sums[paragraph])
        if bounds[block] > best[0]:
            _offer(best, sums, block)
    return bounds


@njit(nogil=True)
def _offer(best: Any, sums: Any, block: int) -> None:
    for paragraph in range(block * _BLOCK, min(len(sums), (block + 1) * _BLOCK)):
        if sums[paragraph] > best[0]:
            _replace_least(best, sums[paragraph])


@njit(nogil=True)
def _found(sums: Any, bounds: Any, least: Any) -> Any:
    """The places, in blocks that were looked at, whose sums are not under the least."""
    found = np.empty(len(sums), dtype=np.int64)
    many = 0
    for block in range(len(bounds)):
        if bounds[block] > 0 and bounds[block] >= least:
            for paragraph in range(block * _BLOCK, min(len(sums), (block + 1) * _BLOCK)):
                if sums[paragraph] >= least and sums[paragraph] > 0:
                    found[many] = paragraph
                    many += 1
    return found[:many].copy()


@njit(nogil=True)
def _replace_least(heap: Any, value: Any) -> None:
    place, size = 0, len(heap)
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = value
