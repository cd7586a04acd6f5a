"""The engine for many paragraphs: only the postings of a query's terms are looked at, a term at a time by numpy.

It needs nothing compiled and nothing built beforehand, so that a process that asks one question of a mapped index pays
for that question only. Sums are made in the order of the reference engine, whose figures it gives to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import Part
from index.engines.plan import Plan
from index.model import Hit, Query, Ranking
from index.scoring import CollectionStats


class PostingsEngine:
    """An Engine over Parts, whose statistics are ``stats``."""

    def __init__(self, parts: Sequence[Part], stats: CollectionStats, k1: float, b: float) -> None:
        self._stats = stats
        self._k1 = k1
        self._parts = [
            (part, part.saturations(stats.average_length, k1, b)) for part in parts if len(part) and stats.terms
        ]

    @classmethod
    def of(cls, ids: Sequence[str], bags: Sequence[Mapping[str, int]], k1: float, b: float) -> PostingsEngine:
        """An engine over paragraphs given as ids and term counts, in the same order."""
        return cls([Part.of(ids, bags)], CollectionStats.of(bags), k1, b)

    @property
    def stats(self) -> CollectionStats:
        """The collection's statistics."""
        return self._stats

    def rank(self, query: Query, k: int) -> Ranking:
        """The best ``k`` paragraphs."""
        if k < 1:
            raise ValueError(f"k is {k}; ask for 1 paragraph at least")
        hits = [hit for part, saturations in self._parts for hit in self._best(part, saturations, query, k)]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.paragraph))[:k])

    def _best(self, part: Part, saturations: NDArray[np.float64], query: Query, k: int) -> list[Hit]:
        """A Part's best ``k``, and those that tie with the last."""
        plan = Plan.of(query, part, self._stats)
        if not len(plan):
            return []
        scores = self._scores(part, saturations, plan)
        found = np.flatnonzero(scores > 0)
        if len(found) > k:
            least = np.partition(scores[found], len(found) - k)[len(found) - k]
            found = found[scores[found] >= least]
        return [
            Hit(part.ids[place], score) for place, score in zip(found.tolist(), scores[found].tolist(), strict=True)
        ]

    def _scores(self, part: Part, saturations: NDArray[np.float64], plan: Plan) -> NDArray[np.float64]:
        """The scores of a Part's paragraphs."""
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
