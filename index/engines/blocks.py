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

from threading import Lock, local
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
_ROWS = 64
"""For how many frequent terms there is room to begin with."""
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
        self._shares = _Shares(part, self._rounded, k1, self._count)
        self._own = local()

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
        rows = [self._shares.row(int(term)) for term in plan.terms[frequent]]
        places: NDArray[np.int64] = _propose(
            self._sums,
            firsts[~frequent],
            lasts[~frequent],
            weights[~frequent],
            weights[frequent],
            np.array(rows, dtype=np.int64),
            self._shares.greatest,
            self._shares.starts,
            part.paragraphs,
            part.counts,
            self._rounded,
            np.float32(self._k1 + 1),
            k,
            np.float32(1 - _ROUNDING),
        )
        return places

    @property
    def _sums(self) -> NDArray[np.float32]:
        """A zero for each paragraph, which whoever takes them leaves so; each thread has its own."""
        if not hasattr(self._own, "sums"):
            self._own.sums = np.zeros(len(self._part), dtype=np.float32)
        sums: NDArray[np.float32] = self._own.sums
        return sums


class _Shares:
    """What the frequent terms are worth at most in each block, a row a term, computed when first asked for.

    Attributes:
        greatest: the greatest share of a term in each block, for idf and weight 1.
        starts: where its postings in each block begin, and the last one's end.
    """

    def __init__(self, part: Part, saturations: NDArray[np.float32], k1: float, blocks: int) -> None:
        self._part = part
        self._saturations = saturations
        self._factor = np.float32(k1 + 1)
        self._rows: dict[int, int] = {}
        self._lock = Lock()
        self.greatest = np.empty((_ROWS, blocks), dtype=np.float32)
        self.starts = np.empty((_ROWS, blocks + 1), dtype=np.int64)

    def row(self, term: int) -> int:
        """The row of a term, by its number."""
        if term not in self._rows:
            with self._lock:
                self._rows.setdefault(term, self._filled(len(self._rows), term))
        return self._rows[term]

    def _filled(self, row: int, term: int) -> int:
        if row == len(self.greatest):
            # Whoever still reads the smaller ones has all rows that they know of.
            self.greatest = np.concatenate((self.greatest, np.empty_like(self.greatest)))
            self.starts = np.concatenate((self.starts, np.empty_like(self.starts)))
        part = self._part
        first, last = int(part.starts[term]), int(part.starts[term + 1])
        _fill(
            self.greatest[row],
            self.starts[row],
            first,
            last,
            part.paragraphs,
            part.counts,
            self._saturations,
            self._factor,
        )
        return row


@njit(nogil=True)
def _fill(
    greatest: Any, starts: Any, first: int, last: int, paragraphs: Any, counts: Any, saturations: Any, factor: Any
) -> None:
    greatest[:] = 0
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
    starts[block + 1 :] = last


@njit(nogil=True)
def _propose(
    sums: Any,
    firsts: Any,
    lasts: Any,
    weights: Any,
    frequent_weights: Any,
    rows: Any,
    greatest: Any,
    starts: Any,
    paragraphs: Any,
    counts: Any,
    saturations: Any,
    factor: Any,
    k: int,
    slack: Any,
) -> Any:
    for term in range(len(firsts)):
        _add(sums, weights[term] * factor, firsts[term], lasts[term], paragraphs, counts, saturations)
    best = np.zeros(k, dtype=np.float32)  # A heap, the least first.
    bounds = _bounds(sums, best)
    touched = bounds > 0
    if len(rows):
        for place in range(len(rows)):
            bounds += frequent_weights[place] * greatest[rows[place]]
        least = best[0]
        best[:] = 0
        for block in range(len(bounds)):
            if bounds[block] < max(least, best[0]) * slack:
                bounds[block] = 0
            elif bounds[block] > 0:
                touched[block] = True
                for place in range(len(rows)):
                    first, last = starts[rows[place], block], starts[rows[place], block + 1]
                    _add(sums, frequent_weights[place] * factor, first, last, paragraphs, counts, saturations)
                _offer(best, sums, block)
    found = _found(sums, bounds, best[0] * slack)
    _clear(sums, touched)
    return found


@njit(nogil=True, fastmath=True)
def _bounds(sums: Any, best: Any) -> Any:
    """The best sum of each block; the best of all are put into ``best``."""
    bounds = np.zeros((len(sums) + _BLOCK - 1) // _BLOCK, dtype=np.float32)
    whole = len(sums) // _BLOCK
    for block in range(len(bounds)):
        greatest = np.float32(0)
        if block < whole:
            for place in range(_BLOCK):
                greatest = max(greatest, sums[block * _BLOCK + place])
        else:
            for place in range(block * _BLOCK, len(sums)):
                greatest = max(greatest, sums[place])
        bounds[block] = greatest
        if greatest > best[0]:
            _offer(best, sums, block)
    return bounds


@njit(nogil=True)
def _clear(sums: Any, touched: Any) -> None:
    for block in range(len(touched)):
        if touched[block]:
            sums[block * _BLOCK : (block + 1) * _BLOCK] = 0


@njit(nogil=True)
def _add(sums: Any, weight: Any, first: int, last: int, paragraphs: Any, counts: Any, saturations: Any) -> None:
    for posting in range(first, last):
        paragraph = paragraphs[posting]
        count = np.float32(counts[posting])
        sums[paragraph] += weight * count / (count + saturations[paragraph])


@njit(nogil=True)
def _offer(best: Any, sums: Any, block: int) -> None:
    for paragraph in range(block * _BLOCK, min(len(sums), (block + 1) * _BLOCK)):
        if sums[paragraph] > best[0]:
            _replace_least(best, sums[paragraph])


@njit(nogil=True)
def _found(sums: Any, bounds: Any, least: Any) -> Any:
    """The places, in blocks that were looked at, whose sums are not under the least."""
    room = 0
    for block in range(len(bounds)):
        if bounds[block] > 0 and bounds[block] >= least:
            room += _BLOCK
    found = np.empty(room, dtype=np.int64)
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
