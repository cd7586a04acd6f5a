"""A collection's document frequencies, kept in the cluster in buckets of terms and read as they are needed."""

from __future__ import annotations

import json
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from typing import Any
from zlib import crc32

from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import as_body
from index.engines.cluster.keeping import Kept

_TERMS_A_BUCKET = 64
_AT_ONCE = 1000
_KEPT = 8192
"""How many buckets are remembered: half a million terms, among them all that questions share."""


def buckets_for(terms: int) -> int:
    """Into how many buckets a vocabulary goes."""
    return max(1, terms // _TERMS_A_BUCKET)


def bucket_of(term: str, buckets: int) -> int:
    """The bucket that a term is in, the same on every machine."""
    return crc32(term.encode("utf-8", "surrogatepass")) % buckets


def bucket_sources(frequencies: Mapping[str, int]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The buckets as the cluster's ids and JSON."""
    buckets = buckets_for(len(frequencies))
    contents: list[dict[str, int]] = [{} for _ in range(buckets)]
    for term, frequency in frequencies.items():
        contents[bucket_of(term, buckets)][term] = frequency
    for number, content in enumerate(contents):
        yield _key(number), {"kind": "vocabulary", "body": as_body(content)}


class Frequencies(Mapping[str, int]):
    """Document frequencies by term; a bucket is fetched when one of its terms is first asked for.

    To go through all of them fetches the whole vocabulary.
    """

    def __init__(self, connection: Connection, index: str, terms: int) -> None:
        self._connection = connection
        self._index = index
        self._terms = terms
        self._buckets = buckets_for(terms)
        self._kept: Kept[int, dict[str, int]] = Kept(_KEPT, self._fetched)

    def __getitem__(self, term: str) -> int:
        number = bucket_of(term, self._buckets)
        return self._kept.get([number])[number][term]

    def __iter__(self) -> Iterator[str]:
        return (term for term, _ in self.every())

    def __len__(self) -> int:
        return self._terms

    def items(self) -> ItemsView[str, int]:
        """All terms with their frequencies."""
        return _Items(self)

    def of(self, terms: Iterable[str]) -> dict[str, int]:
        """The frequencies of some terms, in one request at most; 0 for terms never seen."""
        numbers = {term: bucket_of(term, self._buckets) for term in terms}
        buckets = self._kept.get(numbers.values())
        return {term: buckets[number].get(term, 0) for term, number in numbers.items()}

    def every(self) -> Iterator[tuple[str, int]]:
        """All terms with their frequencies, fetched now."""
        # Past what is kept, which is for the terms that questions share.
        for first in range(0, self._buckets, _AT_ONCE):
            for bucket in self._fetched(list(range(first, min(first + _AT_ONCE, self._buckets)))).values():
                yield from bucket.items()

    def _fetched(self, numbers: list[int]) -> dict[int, dict[str, int]]:
        sources = self._connection.sources(self._index, [_key(number) for number in numbers], "body")
        return {number: json.loads(sources[_key(number)]["body"]) for number in numbers}


class _Items(ItemsView[str, int]):
    def __init__(self, frequencies: Frequencies) -> None:
        super().__init__(frequencies)
        self._frequencies = frequencies

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return self._frequencies.every()


def _key(number: int) -> str:
    return f"v:{number}"
