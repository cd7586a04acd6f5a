"""A Snapshot: the Segments of an index at one moment, what was removed from them, and their statistics together.

The statistics are those of the articles that are there, whatever the Segments and in whatever order they came, so that
a Snapshot ranks like an index made of the same articles at once.
"""

from __future__ import annotations

import heapq
from collections.abc import ItemsView, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.model import Article, Paragraph
from index.engines.parts import Part
from index.scoring import CollectionStats
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

    def frequencies(self) -> Iterator[tuple[str, int]]:
        """Each term, in order, with its frequency, which may be 0."""
        starts, texts = self.segment.arrays["posting_starts"], iter(self.segment.terms.strings)
        for first in range(0, len(self.segment.terms), _AT_ONCE):
            sizes = np.diff(starts[first : first + _AT_ONCE + 1])
            low, high = np.searchsorted(self.removed.terms, (first, first + len(sizes)))
            sizes[self.removed.terms[low:high] - first] -= self.removed.frequencies[low:high]
            for size in sizes.tolist():
                yield next(texts), size

    def _gone(self, number: int) -> int:
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


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Members, whose articles have different ids."""

    members: tuple[Member, ...]

    @cached_property
    def totals(self) -> Totals:
        """The totals of all that is there."""
        return sum((member.totals for member in self.members), Totals())

    @cached_property
    def stats(self) -> CollectionStats:
        """The statistics of all that is there; frequencies are looked up when asked for."""
        return CollectionStats(self.totals.paragraphs, self.totals.terms, Frequencies(self.members))

    @cached_property
    def articles(self) -> Sequence[Article]:
        """The articles that are there, in the order of the Segments; read when asked for."""
        return Articles(self.members)

    @cached_property
    def paragraphs(self) -> Sequence[Paragraph]:
        """Their paragraphs."""
        return Paragraphs(self.members)

    def located(self, article: str) -> tuple[int, int] | None:
        """The member that has an article, and the article's place there."""
        for number, member in enumerate(self.members):
            if (place := member.place_of(article)) is not None:
                return number, place
        return None


class Frequencies(Mapping[str, int]):
    """In how many paragraphs each term occurs, over all members; going through all of them takes its time."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members

    def __getitem__(self, term: str) -> int:
        frequency = sum(member.frequency(term) for member in self._members)
        if not frequency:
            raise KeyError(term)
        return frequency

    def __iter__(self) -> Iterator[str]:
        return (term for term, _ in self.merged())

    def __len__(self) -> int:
        if len(self._members) == 1 and not len(self._members[0].removed):
            return int(np.count_nonzero(np.diff(self._members[0].segment.arrays["posting_starts"])))
        return sum(1 for _ in self.merged())

    def items(self) -> ItemsView[str, int]:
        """Terms in order, with their frequencies."""
        return _Items(self)

    def merged(self) -> Iterator[tuple[str, int]]:
        """Terms in order, with their frequencies."""
        if len(self._members) == 1:
            pairs = self._members[0].frequencies()
        else:
            merged = heapq.merge(*(member.frequencies() for member in self._members))
            pairs = ((term, sum(n for _, n in same)) for term, same in groupby(merged, key=itemgetter(0)))
        return ((term, frequency) for term, frequency in pairs if frequency)


class _Items(ItemsView[str, int]):
    def __init__(self, frequencies: Frequencies) -> None:
        super().__init__(frequencies)
        self._frequencies = frequencies

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self._frequencies.merged()


class Articles(Sequence[Article]):
    """The articles that are there, of all members."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members

    def __len__(self) -> int:
        return sum(member.totals.articles for member in self._members)

    def __iter__(self) -> Iterator[Article]:
        for member in self._members:
            for place in member.kept.tolist():
                yield member.segment.articles[place]

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, place: int | slice) -> Article | tuple[Article, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        number, within = _nth(place, [member.totals.articles for member in self._members])
        member = self._members[number]
        return member.segment.articles[int(member.kept[within])]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_equal, self, other))

    __hash__ = None  # type: ignore[assignment]


class Paragraphs(Sequence[Paragraph]):
    """The paragraphs of the articles that are there."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members

    def __len__(self) -> int:
        return sum(member.totals.paragraphs for member in self._members)

    def __iter__(self) -> Iterator[Paragraph]:
        for article in Articles(self._members):
            yield from article.paragraphs

    @overload
    def __getitem__(self, place: int) -> Paragraph: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Paragraph, ...]: ...
    def __getitem__(self, place: int | slice) -> Paragraph | tuple[Paragraph, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        number, within = _nth(place, [member.totals.paragraphs for member in self._members])
        member = self._members[number]
        if len(member.removed):
            within = int(self._places(number)[within])
        return member.segment.paragraph_at(within)

    def _places(self, number: int) -> NDArray[Any]:
        removed = self._members[number].part.removed
        assert removed is not None
        return np.flatnonzero(~removed)


def _nth(place: int, sizes: Sequence[int]) -> tuple[int, int]:
    """Which of several runs of those sizes a place is in, and where in it."""
    total = sum(sizes)
    if not -total <= place < total:
        raise IndexError(place)
    place %= total
    for number, size in enumerate(sizes):
        if place < size:
            return number, place
        place -= size
    raise AssertionError


def _equal(left: object, right: object) -> bool:
    return left == right
