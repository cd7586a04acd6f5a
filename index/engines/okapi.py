"""The reference engine: rank_bm25 with Lucene's idf. The only module that knows rank_bm25.

It looks at every paragraph for every term, which is what makes it easy to trust and slow beyond some thousand
paragraphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.model import Hit, Query, Ranking
from index.scoring import CollectionStats, idf


class _LuceneOkapi(BM25Okapi):  # type: ignore[misc]
    """BM25Okapi with the idf that is positive for every term, where the original puts a floor under negative ones."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: idf(self.corpus_size, frequency) for term, frequency in nd.items()}


class OkapiEngine:
    """An Engine over paragraphs given as ids and term counts, in the same order."""

    def __init__(self, ids: Sequence[str], bags: Sequence[Mapping[str, int]], k1: float, b: float) -> None:
        self._ids = list(ids)
        self._stats = CollectionStats.of(bags)
        # rank_bm25 divides by the number of documents and by their mean length; without terms there is nothing to ask.
        self._okapi = (
            _LuceneOkapi([[term for term, count in bag.items() for _ in range(count)] for bag in bags], k1=k1, b=b)
            if self._stats.terms
            else None
        )

    @property
    def stats(self) -> CollectionStats:
        """The collection's statistics."""
        return self._stats

    def rank(self, query: Query, k: int) -> Ranking:
        """The best ``k`` paragraphs."""
        if k < 1:
            raise ValueError(f"k is {k}; ask for 1 paragraph at least")
        if self._okapi is None:
            return ()
        scores = self._scores(query)
        found = ((self._ids[place], float(scores[place])) for place in np.flatnonzero(scores > 0))
        best = sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]
        return tuple(Hit(paragraph, score) for paragraph, score in best)

    def _scores(self, query: Query) -> NDArray[np.float64]:
        """Scores beside ``ids``. rank_bm25 knows no weights, so terms are scored a weight at a time."""
        assert self._okapi is not None
        groups: defaultdict[float, list[str]] = defaultdict(list)
        for term, weight in query.items():
            if term in self._okapi.idf and weight > 0:
                groups[weight].append(term)
        scores = np.zeros(len(self._ids))
        for weight, terms in groups.items():
            scores += weight * self._okapi.get_scores(terms)
        return scores
