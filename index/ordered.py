"""Terms in order: those that begin alike stand together, and can be had without going through all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol, runtime_checkable


@runtime_checkable
class Ordered(Protocol):
    """Terms with their document frequencies, in order."""

    def between(self, low: str, high: str) -> Iterator[tuple[str, int]]:
        """Those from ``low`` on that come before ``high``."""
        ...

    def ending(self, tail: str, length: int) -> Iterable[str]:
        """The words of ``length`` Han characters that end in ``tail``, of Han characters too."""
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

    def ending(self, tail: str, length: int) -> Iterable[str]:
        """The words of ``length`` Han characters that end in ``tail``."""
        return [word for word in self._ends.get((length, tail[-1:]), ()) if word.endswith(tail)]

    @cached_property
    def _ends(self) -> Mapping[tuple[int, str], list[str]]:
        """Words of Han characters by their length and their last character."""
        found: dict[tuple[int, str], list[str]] = {}
        for term, _ in self.between("w:\u4e00", "w:\ua000"):
            found.setdefault((len(term) - 2, term[-1]), []).append(term[2:])
        return found


def in_order(frequencies: Mapping[str, int]) -> Ordered:
    """Frequencies in order: themselves where they stand so."""
    return frequencies if isinstance(frequencies, Ordered) else Sorted(frequencies)


def beginning(ordered: Ordered, prefix: str) -> Iterator[tuple[str, int]]:
    """The terms that begin with ``prefix``, which is not empty."""
    return ordered.between(prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))
