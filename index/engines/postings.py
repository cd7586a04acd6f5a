"""The engine for many paragraphs: only the postings of a query's terms are looked at, by numpy, and not all of those.

It needs nothing compiled and nothing built beforehand, so that a process that asks one question of a mapped index pays
for that question only. Rare terms come first. Once the k-th best sum so far is more than all frequent terms together
could give, no further paragraph can be among the best: the frequent terms are then only looked up for those paragraphs
that still can. Exact scores decide, summed in the order of the reference engine, whose figures they are to the last
bit.

Source: MaxScore, of Turtle and Flood, "Query evaluation: strategies and optimizations" (1995), a term at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.over_parts import PartSearch, PartsEngine
from index.engines.parts import Part
from index.engines.plan import Plan
from index.model import Hit, Query
from index.scoring import CollectionStats

_FEW = 40_000
"""Up to this many postings it costs less to add them all up than to find out which matter."""
_FIRST = 16
"""The share of all postings that is added up before the first look at how good the best are."""
_ENOUGH = 100
"""So few paragraphs are looked up at once in all terms."""
_ROUNDING = 1e-9
"""More than sums in another order can be off by, as a share."""

_Places = NDArray[np.signedinteger[Any]]
_Figures = NDArray[np.float64]


class PostingsEngine(PartsEngine):
    """An Engine over Parts, whose statistics are ``stats``."""

    @staticmethod
    def _search(part: Part, stats: CollectionStats, k1: float, b: float) -> PartSearch:
        return _Postings(part, stats, k1, b)


@dataclass(frozen=True)
class _Rows:
    """A plan's terms, the rarest first.

    Attributes:
        firsts: where each one's postings begin.
        lasts: where they end.
        factors: what a share of 1 is worth.
        rest: what this one and all after it can be worth at most; at the end 0.
    """

    firsts: list[int]
    lasts: list[int]
    factors: _Figures
    rest: list[float]

    @classmethod
    def of(cls, plan: Plan, part: Part, k1: float) -> _Rows:
        firsts, lasts = part.starts[plan.terms], part.starts[plan.terms + 1]
        order = np.argsort(lasts - firsts, kind="stable")
        factors = (plan.idfs * plan.weights * (k1 + 1))[order]
        rest = np.append(np.cumsum(factors[::-1])[::-1], 0.0)
        return cls(firsts[order].tolist(), lasts[order].tolist(), factors, rest.tolist())

    def __len__(self) -> int:
        return len(self.firsts)


class _Postings:
    """One Part's postings."""

    def __init__(self, part: Part, stats: CollectionStats, k1: float, b: float) -> None:
        self._part = part
        self._stats = stats
        self._k1 = k1
        self._saturations = part.saturations(stats.average_length, k1, b)
        self._own = local()

    def best(self, query: Query, k: int) -> list[Hit]:
        """The best ``k``, and those that tie with the last."""
        plan = Plan.of(query, self._part, self._stats)
        if not len(plan):
            return []
        places, scores = self._every(plan) if self._postings(plan) <= _FEW else self._some(plan, k)
        least = _kth(scores, k) if len(scores) > k else 0.0
        chosen = np.flatnonzero((scores >= least) & (scores > 0))
        return [Hit(self._part.ids[int(places[one])], float(scores[one])) for one in chosen.tolist()]

    def _postings(self, plan: Plan) -> int:
        """How many the terms have together."""
        return int(np.sum(self._part.starts[plan.terms + 1] - self._part.starts[plan.terms]))

    def _some(self, plan: Plan, k: int) -> tuple[_Places, _Figures]:
        """The places among which the best ``k`` are, and their scores."""
        places = self._proposed(plan, k)
        return places, self._scores_at(plan, places)

    def _every(self, plan: Plan) -> tuple[_Places, _Figures]:
        """The places that have any of the terms, and their scores."""
        part, saturations = self._part, self._saturations
        sums = np.zeros((len(plan.group_weights), len(part)))
        firsts, lasts = part.starts[plan.terms].tolist(), part.starts[plan.terms + 1].tolist()
        for first, last, idf, group in zip(firsts, lasts, plan.idfs.tolist(), plan.groups.tolist(), strict=True):
            places = part.paragraphs[first:last]
            counts = part.counts[first:last].astype(np.float64)
            sums[group, places] += idf * (counts * (self._k1 + 1) / (counts + saturations[places]))
        scores = np.zeros(len(part))
        for weight, summed in zip(plan.group_weights.tolist(), sums, strict=True):
            scores += weight * summed
        found = np.flatnonzero(scores)
        return found, scores[found]

    def _scores_at(self, plan: Plan, places: _Places) -> _Figures:
        """The scores of the paragraphs at ``places``, which ascend."""
        firsts, lasts = self._part.starts[plan.terms].tolist(), self._part.starts[plan.terms + 1].tolist()
        counts = np.array([self._counts(*row, places) for row in zip(firsts, lasts, strict=True)], dtype=np.float64)
        parts = plan.idfs[:, None] * (counts * (self._k1 + 1) / (counts + self._saturations[places]))
        scores = np.zeros(len(places))
        for group, weight in enumerate(plan.group_weights.tolist()):
            # A running sum goes from term to term; numpy's own sum would pair them.
            scores += weight * np.cumsum(parts[plan.groups == group], axis=0)[-1]
        return scores

    def _counts(self, first: int, last: int, places: _Places) -> NDArray[Any]:
        """How often a term occurs at places, which ascend."""
        paragraphs = self._part.paragraphs[first:last]
        found = np.searchsorted(paragraphs, places)
        found[found == len(paragraphs)] = 0
        return np.where(paragraphs[found] == places, self._part.counts[first:last][found], 0)

    def _proposed(self, plan: Plan, k: int) -> _Places:
        """Places among which the best ``k`` are for certain, ascending."""
        rows = _Rows.of(plan, self._part, self._k1)
        places, sums, done = self._gathered(rows, k)
        order = np.argsort(places)
        places, sums = places[order], sums[order]
        for row in range(done, len(rows)):
            if len(places) <= max(k, _ENOUGH):
                break
            counts = self._counts(rows.firsts[row], rows.lasts[row], places)
            sums = sums + rows.factors[row] * (counts / (counts + self._saturations[places]))
            kept = sums + rows.rest[row + 1] >= _kth(sums, k) * (1 - _ROUNDING)
            places, sums = places[kept], sums[kept]
        return places

    def _gathered(self, rows: _Rows, k: int) -> tuple[_Places, _Figures, int]:
        """The paragraphs that can be among the best, their sums over the rarest terms, and over how many of these."""
        every = sum(rows.lasts) - sum(rows.firsts)
        places, shares = np.empty(0, np.int32), np.empty(0)
        done, least, goal = 0, 0.0, every // _FIRST
        while True:
            end, size = done, len(places)
            while end < len(rows) and rows.rest[end] >= least and (end == done or size < goal):
                size += rows.lasts[end] - rows.firsts[end]
                end += 1
            more = self._shares(rows, done, end)
            places, shares = np.concatenate((places, more[0])), np.concatenate((shares, more[1]))
            done, goal = end, 2 * size
            firsts, sums = self._summed(places, shares)
            if np.count_nonzero(firsts) > k:
                least = _kth(sums, k) * (1 - _ROUNDING)
            if done == len(rows) or rows.rest[done] < least:
                kept = np.flatnonzero(firsts & (sums + rows.rest[done] >= least))
                return places[kept], sums[kept], done

    def _shares(self, rows: _Rows, begin: int, end: int) -> tuple[_Places, _Figures]:
        """The postings of some terms: their paragraphs, and what each adds to a score."""
        slices = [slice(rows.firsts[row], rows.lasts[row]) for row in range(begin, end)]
        places = np.concatenate([self._part.paragraphs[one] for one in slices])
        counts = np.concatenate([self._part.counts[one] for one in slices]).astype(np.float64)
        factors = np.repeat(rows.factors[begin:end], [one.stop - one.start for one in slices])
        return places, factors * (counts / (counts + self._saturations[places]))

    def _summed(self, places: _Places, shares: _Figures) -> tuple[NDArray[np.bool_], _Figures]:
        """Shares added up a paragraph: which entry stands for its paragraph, and there the sum; elsewhere 0."""
        entries = np.arange(len(places), dtype=np.int32)
        standing = self._standing
        standing[places] = entries
        owners = standing[places]
        first: NDArray[np.bool_] = owners == entries
        return first, np.asarray(np.bincount(owners, shares, minlength=len(places)), dtype=np.float64)

    @property
    def _standing(self) -> _Places:
        """A number for each paragraph, whatever was left in it; each thread has its own."""
        if not hasattr(self._own, "standing"):
            self._own.standing = np.zeros(len(self._part), dtype=np.int32)
        standing: _Places = self._own.standing
        return standing


def _kth(scores: _Figures, k: int) -> float:
    """The ``k``-th best of at least ``k``."""
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])
