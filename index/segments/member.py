"""A Segment as it belongs to an index at one moment: without what was removed from it, and with sums over the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import Part
from index.segments.making import digest_sum, new_name
from index.segments.segment import Segment

_NONE = np.empty(0, dtype=np.int32)
_NO_COUNTS = np.empty(0, dtype=np.int64)
_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over articles, which add up and can be taken away again.

    Attributes:
        articles: how many there are.
        paragraphs: how many they have.
        terms: term occurrences of the paragraphs, as they are searched.
        sentences: how many sentences the paragraphs have.
        sentence_terms: term occurrences of the sentences.
        digests: the articles' digests added up.
    """

    articles: int = 0
    paragraphs: int = 0
    terms: int = 0
    sentences: int = 0
    sentence_terms: int = 0
    digests: int = 0

    def __add__(self, other: Totals) -> Totals:
        return self._combined(other, 1)

    def __sub__(self, other: Totals) -> Totals:
        return self._combined(other, -1)

    def _combined(self, other: Totals, sign: int) -> Totals:
        return Totals(
            self.articles + sign * other.articles,
            self.paragraphs + sign * other.paragraphs,
            self.terms + sign * other.terms,
            self.sentences + sign * other.sentences,
            self.sentence_terms + sign * other.sentence_terms,
            (self.digests + sign * other.digests) % (1 << 256),
        )


@dataclass(frozen=True, eq=False)
class Removed:
    """What is no longer there of a Segment.

    Attributes:
        articles: the articles' places, ascending.
        terms: numbers of the terms of their paragraphs, ascending.
        frequencies: in how many of their paragraphs each occurs, beside ``terms``.
        name: names it within an index.
    """

    articles: NDArray[np.int32] = field(default_factory=lambda: _NONE)
    terms: NDArray[np.int32] = field(default_factory=lambda: _NONE)
    frequencies: NDArray[np.int64] = field(default_factory=lambda: _NO_COUNTS)
    name: str = ""

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, eq=False)
class Member:
    """A Segment as it belongs to a Snapshot: without what was removed from it, with the totals of what is there."""

    segment: Segment
    totals: Totals
    removed: Removed = field(default_factory=Removed)

    @classmethod
    def of(cls, segment: Segment) -> Member:
        """A Segment with all its articles."""
        return cls(segment, totals_of(segment, range(len(segment.article_ids)), whole=True))

    @cached_property
    def part(self) -> Part:
        """What engines read of it."""
        return self.segment.part(self._removed_paragraphs())

    @cached_property
    def kept(self) -> NDArray[np.int32]:
        """The places of the articles that are there, ascending."""
        kept = np.ones(len(self.segment.article_ids), dtype=np.bool_)
        kept[self.removed.articles] = False
        return np.flatnonzero(kept).astype(np.int32)

    def place_of(self, article: str) -> int | None:
        """The place of an article that is there, by its id."""
        place = self.segment.article_places.get(article)
        if place is None or not len(self.removed):
            return place
        found = int(np.searchsorted(self.removed.articles, place))
        gone = found < len(self.removed) and self.removed.articles[found] == place
        return None if gone else place

    def without(self, articles: Sequence[int], context: bool) -> Member:
        """This without more articles, given by their places; none of them was removed before."""
        terms, frequencies = self.segment.frequencies(articles, context)
        old = self.removed
        all_terms = np.union1d(old.terms, terms).astype(np.int32)
        added = np.zeros(len(all_terms), dtype=np.int64)
        added[np.searchsorted(all_terms, old.terms)] += old.frequencies
        added[np.searchsorted(all_terms, terms)] += frequencies
        gone = np.union1d(old.articles, np.array(articles, dtype=np.int32)).astype(np.int32)
        return Member(
            self.segment, self.totals - totals_of(self.segment, articles), Removed(gone, all_terms, added, new_name())
        )

    def frequency(self, term: str) -> int:
        """In how many paragraphs that are there a term occurs."""
        number = self.segment.terms.get(term)
        if number is None:
            return 0
        starts = self.segment.arrays["posting_starts"]
        return int(starts[number + 1] - starts[number]) - self._gone(number)

    def frequencies(self, low: str = "", high: str | None = None) -> Iterator[tuple[str, int]]:
        """Each term from ``low`` on (and before ``high``), in order, with its frequency, which may be 0."""
        terms, starts = self.segment.terms, self.segment.arrays["posting_starts"]
        begin, end = terms.first_from(low), len(terms) if high is None else terms.first_from(high)
        texts = terms.strings.between(begin, end)
        for first in range(begin, end, _AT_ONCE):
            sizes = np.diff(starts[first : min(end, first + _AT_ONCE) + 1])
            low, high = np.searchsorted(self.removed.terms, (first, first + len(sizes)))
            sizes[self.removed.terms[low:high] - first] -= self.removed.frequencies[low:high]
            for size in sizes.tolist():
                yield next(texts), size

    def _gone(self, number: int) -> int:
        if not len(self.removed):
            return 0
        place = int(np.searchsorted(self.removed.terms, number))
        if place == len(self.removed.terms) or self.removed.terms[place] != number:
            return 0
        return int(self.removed.frequencies[place])

    def _removed_paragraphs(self) -> NDArray[np.bool_] | None:
        if not len(self.removed):
            return None
        removed = np.zeros(len(self.segment), dtype=np.bool_)
        for article in self.removed.articles.tolist():
            places = self.segment.paragraphs_of(article)
            removed[places.start : places.stop] = True
        return removed


def totals_of(segment: Segment, articles: Sequence[int], *, whole: bool = False) -> Totals:
    """The totals of some articles of a Segment, by their places; of the ``whole`` Segment in one go."""
    arrays = segment.arrays
    if whole:
        digests = arrays["digests"].reshape(-1, 32)
        return Totals(
            len(articles),
            len(segment),
            int(arrays["lengths"].sum(dtype=np.int64)),
            len(segment.sentences),
            int(arrays["sentence_lengths"].sum(dtype=np.int64)),
            digest_sum(row.tobytes() for row in digests),
        )
    totals = Totals()
    for article in articles:
        places = segment.paragraphs_of(article)
        rows = slice(*(int(arrays["sentence_firsts"][edge]) for edge in (places.start, places.stop)))
        totals += Totals(
            1,
            len(places),
            int(arrays["lengths"][places.start : places.stop].sum(dtype=np.int64)),
            rows.stop - rows.start,
            int(arrays["sentence_lengths"][rows].sum(dtype=np.int64)),
            digest_sum([arrays["digests"][32 * article : 32 * article + 32].tobytes()]),
        )
    return totals
