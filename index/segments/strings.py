"""Many strings in two flat arrays: their UTF-8 bytes one after another, and where each begins.

A million of them take no time to open: each is decoded when it is asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import starts_of

Bytes = NDArray[np.uint8]
_REMEMBERED = 1 << 15
_AT_ONCE = 1 << 16


def joined(pieces: Iterable[bytes]) -> tuple[Bytes, NDArray[np.int64]]:
    """Byte strings as one array, and where each begins and the last ends."""
    kept = list(pieces)
    sizes = np.fromiter(map(len, kept), dtype=np.int64, count=len(kept))
    return np.frombuffer(b"".join(kept), dtype=np.uint8), starts_of(sizes)


def encoded(text: str) -> bytes:
    """A string as UTF-8; half a surrogate pair survives."""
    return text.encode("utf-8", "surrogatepass")


class Strings(Sequence[str]):
    """Strings by their places; those asked for last are remembered."""

    def __init__(self, content: Bytes, starts: NDArray[np.int64]) -> None:
        self.content = content
        self.starts = starts
        self._remembered = lru_cache(_REMEMBERED)(self._decoded)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Strings:
        """The strings in arrays."""
        return cls(*joined(map(encoded, texts)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._remembered(place)

    def _decoded(self, place: int) -> str:
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.bytes_at(place % len(self)).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return self.between(0, len(self))

    def between(self, low: int, high: int) -> Iterator[str]:
        """The strings at places from ``low`` to before ``high``."""
        for first in range(low, high, _AT_ONCE):
            starts = self.starts[first : min(high, first + _AT_ONCE) + 1]
            content = self.content[starts[0] : starts[-1]].tobytes()
            ends = (starts - starts[0]).tolist()
            for begin, end in itertools.pairwise(ends):
                yield content[begin:end].decode("utf-8", "surrogatepass")

    def bytes_at(self, place: int) -> bytes:
        """A string's bytes; ``place`` is not negative."""
        return self.content[self.starts[place] : self.starts[place + 1]].tobytes()


class SortedStrings(Mapping[str, int]):
    """Strings, each with its place, found by bisection.

    ``order`` has the places in the strings' order (by code points, as Python sorts and as their bytes do); None where
    they stand in that order.
    """

    def __init__(self, strings: Strings, order: NDArray[np.int32] | None = None) -> None:
        self.strings = strings
        self._order = order
        self._remembered = lru_cache(_REMEMBERED)(self._found)

    @classmethod
    def of(cls, texts: Iterable[str]) -> SortedStrings:
        """Strings that are in order."""
        return cls(Strings.of(texts))

    def __getitem__(self, text: str) -> int:
        place = self._remembered(text)
        if place is None:
            raise KeyError(text)
        return place

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self._remembered(text) is not None

    def __len__(self) -> int:
        return len(self.strings)

    def __iter__(self) -> Iterator[str]:
        if self._order is None:
            return iter(self.strings)
        return (self.strings[place] for place in self._order.tolist())

    def first_from(self, text: str) -> int:
        """How many strings come before ``text``."""
        wanted = encoded(text)
        low, high = 0, len(self.strings)
        while low < high:
            middle = (low + high) // 2
            if self.strings.bytes_at(self._nth(middle)) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _found(self, text: str) -> int | None:
        first = self.first_from(text)
        if first == len(self.strings):
            return None
        place = self._nth(first)
        return place if self.strings.bytes_at(place) == encoded(text) else None

    def _nth(self, number: int) -> int:
        return number if self._order is None else int(self._order[number])
