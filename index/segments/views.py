"""Several members as one: their articles and paragraphs as sequences, their terms' frequencies as a mapping.

Nothing is copied; what is asked for is looked up.
"""

from __future__ import annotations

import heapq
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from corpus.model import Article, Paragraph
from index.segments.member import Member

Default = TypeVar("Default")


class Frequencies(Mapping[str, int]):
    """In how many paragraphs each term occurs, over all members; going through all of them takes its time."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = members

    def __getitem__(self, term: str) -> int:
        frequency = self._of(term)
        if not frequency:
            raise KeyError(term)
        return frequency

    # Many of the terms that are asked for are not there, and to raise and catch an error takes longer than to look.
    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self._of(term) > 0

    @overload
    def get(self, term: str, /) -> int | None: ...
    @overload
    def get(self, term: str, default: Default, /) -> int | Default: ...
    def get(self, term: str, default: Default | None = None, /) -> int | Default | None:
        """In how many paragraphs a term occurs; ``default`` where it does in none."""
        return self._of(term) or default

    def _of(self, term: str) -> int:
        return sum([member.frequency(term) for member in self._members])

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
        return self.between("")

    def between(self, low: str, high: str | None = None) -> Iterator[tuple[str, int]]:
        """Terms from ``low`` on that come before ``high``, in order, with their frequencies."""
        if len(self._members) == 1:
            pairs = self._members[0].frequencies(low, high)
        else:
            merged = heapq.merge(*(member.frequencies(low, high) for member in self._members))
            pairs = ((term, sum(n for _, n in same)) for term, same in groupby(merged, key=itemgetter(0)))
        return ((term, frequency) for term, frequency in pairs if frequency)

    def ending(self, tail: str, length: int) -> Iterable[str]:
        """The words of ``length`` Han characters that end in ``tail``."""
        found = {word for member in self._members for word in member.segment.ending(tail, length)}
        return (word for word in found if f"w:{word}" in self)


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
