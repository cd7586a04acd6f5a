"""The second look: how well each sentence of a paragraph matches by itself.

Scores are BM25 with the collection's idf and the sentences' own lengths, so that a short sentence holding the
question's rare terms beats a long one that merely shares its paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.bags import Bags
from index.model import Query
from index.scoring import CollectionStats


class SentenceScorer:
    """Scores rows of ``bags`` (sentences); ``firsts[p]`` is the row of paragraph ``p``'s first sentence.

    ``firsts`` is one longer than there are paragraphs and ends with the number of rows; ``mean`` is the sentences' mean
    length in the whole collection, where ``bags`` are not all of it.
    """

    def __init__(
        self,
        bags: Bags,
        firsts: Sequence[int] | NDArray[np.int64],
        stats: CollectionStats,
        k1: float,
        b: float,
        mean: float | None = None,
    ) -> None:
        self._bags = bags
        self._firsts = firsts
        self._stats = stats
        self._k1 = k1
        self._b = b
        self._mean = (float(bags.lengths.mean()) if len(bags) else 0.0) if mean is None else mean

    def weights(self, query: Query) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The query's known terms as ascending ids, and each one's weight times idf."""
        known = sorted(
            (id, weight * self._stats.idf(term))
            for term, weight in query.items()
            if (id := self._bags.vocabulary.get(term)) is not None
        )
        ids = np.array([id for id, _ in known], dtype=np.int32)
        return ids, np.array([weight for _, weight in known], dtype=np.float64)

    def scores(self, weights: tuple[NDArray[np.int32], NDArray[np.float64]], paragraph: int) -> NDArray[np.float64]:
        """One score a sentence of the ``paragraph``-th paragraph, 0 where nothing matches."""
        ids, values = weights
        first, last = int(self._firsts[paragraph]), int(self._firsts[paragraph + 1])
        scores = np.zeros(last - first)
        if not len(ids):
            return scores
        starts = self._bags.starts
        place = slice(int(starts[first]), int(starts[last]))
        terms = self._bags.ids[place]
        found = np.searchsorted(ids, terms)
        found[found == len(ids)] = 0
        matching = np.flatnonzero(ids[found] == terms)
        if not len(matching):
            return scores
        rows = np.searchsorted(starts[first : last + 1], matching + place.start, side="right") - 1
        counts = self._bags.counts[place][matching].astype(np.float64)
        saturations = self._k1 * (1 - self._b + self._b * self._bags.lengths[first:last] / self._mean)
        parts = values[found[matching]] * counts * (self._k1 + 1) / (counts + saturations[rows])
        np.add.at(scores, rows, parts)
        return scores
