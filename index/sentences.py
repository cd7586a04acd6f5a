"""The second look: how well each sentence of a paragraph matches by itself.

Scores are BM25 with the collection's idf and the sentences' own lengths, so that a short sentence holding the
question's rare terms beats a long one that merely shares its paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bags import Bags
from index.model import Query
from index.scoring import CollectionStats


@dataclass(frozen=True, slots=True)
class Weights:
    """A query's known terms.

    Attributes:
        ids: their ids, ascending.
        values: each one's weight times idf.
        terms: the terms themselves.
    """

    ids: NDArray[np.int32]
    values: NDArray[np.float64]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Matches:
    """Where a query's known terms stand in the sentences of some paragraphs.

    Attributes:
        spans: the range of rows of each paragraph's sentences.
        places: which of the sentences' terms, one after another, are the query's.
        rows: the sentence that each of those is in, from 0 through all paragraphs.
        found: which of the query's terms each is.
        slices: where each paragraph's terms stand in the forward index.
    """

    spans: Sequence[tuple[int, int]]
    places: NDArray[np.intp]
    rows: NDArray[np.intp]
    found: NDArray[np.intp]
    slices: Sequence[slice]

    @property
    def sizes(self) -> list[int]:
        """How many sentences each paragraph has."""
        return [last - first for first, last in self.spans]


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
        """The query's known terms with their weights."""
        known = sorted(
            (id, weight * self._stats.idf(term), term)
            for term, weight in query.items()
            if (id := self._bags.vocabulary.get(term)) is not None
        )
        ids = np.array([id for id, _, _ in known], dtype=np.int32)
        values = np.array([weight for _, weight, _ in known], dtype=np.float64)
        return Weights(ids, values, tuple(term for _, _, term in known))

    def scores(self, weights: Weights, paragraph: int) -> NDArray[np.float64]:
        """One score a sentence of the ``paragraph``-th paragraph, 0 where nothing matches."""
        return self.scores_of_each(weights, (paragraph,))[0]

    def scores_of_each(self, weights: Weights, paragraphs: Sequence[int]) -> list[NDArray[np.float64]]:
        """The scores of several paragraphs' sentences, looked at together."""
        matches, bags = self._matches(weights, paragraphs), self._bags
        scores = np.zeros(sum(matches.sizes))
        if len(matches.places):
            counts = _joined([bags.counts[place] for place in matches.slices])[matches.places].astype(np.float64)
            lengths = _joined([bags.lengths[first:last] for first, last in matches.spans])
            saturations = self._k1 * (1 - self._b + self._b * lengths / self._mean)
            parts = weights.values[matches.found] * counts * (self._k1 + 1) / (counts + saturations[matches.rows])
            np.add.at(scores, matches.rows, parts)
        return np.split(scores, np.cumsum(matches.sizes)[:-1])

    def shared_by_each(self, weights: Weights, paragraphs: Sequence[int]) -> list[tuple[frozenset[str], ...]]:
        """Of several paragraphs, the query's terms that each sentence holds."""
        matches = self._matches(weights, paragraphs)
        held: list[list[str]] = [[] for _ in range(sum(matches.sizes))]
        for row, term in zip(matches.rows.tolist(), matches.found.tolist(), strict=True):
            held[row].append(weights.terms[term])
        sets = list(map(frozenset, held))
        ends = np.cumsum([0, *matches.sizes]).tolist()
        return [tuple(sets[first:last]) for first, last in pairwise(ends)]

    def _matches(self, weights: Weights, paragraphs: Sequence[int]) -> _Matches:
        bags, firsts, ids = self._bags, self._firsts, weights.ids
        spans = [(int(firsts[place]), int(firsts[place + 1])) for place in paragraphs]
        starts, none = bags.starts, np.zeros(0, dtype=np.intp)
        slices = [slice(int(starts[first]), int(starts[last])) for first, last in spans]
        if not len(ids) or not slices:
            return _Matches(spans, none, none, none, slices)
        terms = _joined([bags.ids[place] for place in slices])
        found = ids.searchsorted(terms)
        found[found == len(ids)] = 0
        places = (ids.take(found) == terms).nonzero()[0]
        if not len(places):
            return _Matches(spans, none, none, none, slices)
        ends = _joined([starts[first + 1 : last + 1] - starts[first:last] for first, last in spans]).cumsum()
        return _Matches(spans, places, ends.searchsorted(places, side="right"), found.take(places), slices)


def _joined(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
