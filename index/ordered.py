"""Terms in order: those that begin alike stand together, and can be had without going through all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol, runtime_checkable


@runtime_checkable
class Ordered(Protocol):
    """Terms with their document frequencies, in order."""

    def between(self, low: str, high: str) -> Iterator[tuple[str, int]]:
        """Those from ``low`` on that come before ``high``."""
        ...

    def preceding(self, character: str) -> Iterable[str]:
        """The Han characters that stand before one in a term of two (``b:月亮``)."""
        ...


class Sorted:
    """The terms of a mapping, put in order once."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._pairs = sorted(frequencies.items())

    def between(self, low: str, high: str) -> Iterator[tuple[str, int]]:
        """Those from ``low`` on that come before ``high``."""
        for place in range(bisect_left(self._pairs, (low,)), len(self._pairs)):
            if self._pairs[place][0] >= high:
                return
            yield self._pairs[place]

    def preceding(self, character: str) -> Iterable[str]:
        """The Han characters that stand before one in a term of two."""
        return self._preceding.get(character, ())

    @cached_property
    def _preceding(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for term, _ in beginning(self, "b:"):
            if len(term) == 4:
                found.setdefault(term[3], []).append(term[2])
        return found


def in_order(frequencies: Mapping[str, int]) -> Ordered:
    """Frequencies in order: themselves where they stand so."""
    return frequencies if isinstance(frequencies, Ordered) else Sorted(frequencies)


def beginning(ordered: Ordered, prefix: str) -> Iterator[tuple[str, int]]:
    """The terms that begin with ``prefix``, which is not empty."""
    return ordered.between(prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))
