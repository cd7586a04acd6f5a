"""The engine for many paragraphs: only the postings of a query's terms are looked at, a term at a time by numpy.

It needs nothing compiled and nothing built beforehand, so that a process that asks one question of a mapped index pays
for that question only. Sums are made in the order of the reference engine, whose figures it gives to the last bit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.engines.over_parts import PartSearch, PartsEngine
from index.engines.parts import Part
from index.engines.plan import Plan
from index.model import Hit, Query
from index.scoring import CollectionStats


class PostingsEngine(PartsEngine):
    """An Engine over Parts, whose statistics are ``stats``."""

    @staticmethod
    def _search(part: Part, stats: CollectionStats, k1: float, b: float) -> PartSearch:
        return _Postings(part, stats, k1, b)


class _Postings:
    """One Part's postings."""

    def __init__(self, part: Part, stats: CollectionStats, k1: float, b: float) -> None:
        self._part = part
        self._stats = stats
        self._k1 = k1
        self._saturations = part.saturations(stats.average_length, k1, b)

    def best(self, query: Query, k: int) -> list[Hit]:
        """The best ``k``, and those that tie with the last."""
        plan = Plan.of(query, self._part, self._stats)
        if not len(plan):
            return []
        scores = self._scores(plan)
        found = np.flatnonzero(scores > 0)
        if len(found) > k:
            least = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= least]
        return [Hit(self._part.ids[place], float(scores[place])) for place in found.tolist()]

    def _scores(self, plan: Plan) -> NDArray[np.float64]:
        """The scores of all paragraphs."""
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
        return scores
