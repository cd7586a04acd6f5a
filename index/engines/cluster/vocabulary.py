"""A collection's document frequencies, kept in the cluster in buckets of terms and read as they are needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import Any
from zlib import crc32

from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import as_body

_TERMS_A_BUCKET = 64
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
        self._known: dict[int, Mapping[str, int]] = {}
        self._lock = Lock()

    def __getitem__(self, term: str) -> int:
        number = bucket_of(term, self._buckets)
        bucket = self._known.get(number)
        return self._fetched({number})[number][term] if bucket is None else bucket[term]

    def __iter__(self) -> Iterator[str]:
        for first in range(0, self._buckets, _KEPT // 2):
            some = self.of_buckets(range(first, min(first + _KEPT // 2, self._buckets)))
            for number in sorted(some):
                yield from some[number]

    def __len__(self) -> int:
        return self._terms

    def of(self, terms: Iterable[str]) -> dict[str, int]:
        """The frequencies of some terms, in one request at most; 0 for terms never seen."""
        numbers = {term: bucket_of(term, self._buckets) for term in terms}
        buckets = self.of_buckets(set(numbers.values()))
        return {term: buckets[number].get(term, 0) for term, number in numbers.items()}

    def of_buckets(self, numbers: Iterable[int]) -> dict[int, Mapping[str, int]]:
        """Whole buckets by number."""
        with self._lock:
            found = {number: self._known[number] for number in numbers if number in self._known}
        missing = set(numbers) - found.keys()
        return {**found, **self._fetched(missing)} if missing else found

    def _fetched(self, numbers: set[int]) -> dict[int, Mapping[str, int]]:
        ids = [_key(number) for number in sorted(numbers)]
        told = self._connection.ask(
            lambda client: client.mget(body={"ids": ids}, index=self._index, params={"_source_includes": "body"})
        )
        contents = {doc["_id"]: json.loads(doc["_source"]["body"]) for doc in told["docs"] if doc.get("found")}
        found = {number: contents.get(_key(number), {}) for number in numbers}
        with self._lock:
            if len(self._known) + len(found) > _KEPT:
                self._known.clear()
            self._known.update(found)
        return found


def _key(number: int) -> str:
    return f"v:{number}"
