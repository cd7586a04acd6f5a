"""The second look: how well each sentence of a paragraph matches by itself.

Scores are BM25 with the collection's idf and the sentences' own lengths, so that a short sentence holding the
question's rare terms beats a long one that merely shares its paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.bags import Bags
from index.model import Query
from index.scoring import CollectionStats

Weights: TypeAlias = tuple[NDArray[np.int32], NDArray[np.float64]]
"""A query's known terms as ascending ids, and each one's weight times idf."""


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

    def weights(self, query: Query) -> Weights:
        """The query's known terms as ascending ids, and each one's weight times idf."""
        known = sorted(
            (id, weight * self._stats.idf(term))
            for term, weight in query.items()
            if (id := self._bags.vocabulary.get(term)) is not None
        )
        ids = np.array([id for id, _ in known], dtype=np.int32)
        return ids, np.array([weight for _, weight in known], dtype=np.float64)

    def scores(self, weights: Weights, paragraph: int) -> NDArray[np.float64]:
        """One score a sentence of the ``paragraph``-th paragraph, 0 where nothing matches."""
        return self.scores_of_each(weights, (paragraph,))[0]

    def scores_of_each(self, weights: Weights, paragraphs: Sequence[int]) -> list[NDArray[np.float64]]:
        """The scores of several paragraphs' sentences, looked at together."""
        ids, values = weights
        bags, firsts = self._bags, self._firsts
        places = [(int(firsts[place]), int(firsts[place + 1])) for place in paragraphs]
        sizes = np.array([last - first for first, last in places], dtype=np.intp)
        scores = np.zeros(int(sizes.sum()))
        if len(ids) and len(scores):
            starts = bags.starts
            ranges = [slice(int(starts[first]), int(starts[last])) for first, last in places]
            terms = _joined([bags.ids[place] for place in ranges])
            found = np.searchsorted(ids, terms)
            found[found == len(ids)] = 0
            matching = np.flatnonzero(ids[found] == terms)
            if len(matching):
                ends = np.cumsum(_joined([starts[first + 1 : last + 1] - starts[first:last] for first, last in places]))
                rows = np.searchsorted(ends, matching, side="right")
                counts = _joined([bags.counts[place] for place in ranges])[matching].astype(np.float64)
                lengths = _joined([bags.lengths[first:last] for first, last in places])
                saturations = self._k1 * (1 - self._b + self._b * lengths / self._mean)
                parts = values[found[matching]] * counts * (self._k1 + 1) / (counts + saturations[rows])
                np.add.at(scores, rows, parts)
        return np.split(scores, np.cumsum(sizes)[:-1])


def _joined(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
