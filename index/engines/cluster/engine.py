"""The engine: a query to the cluster, a Ranking by the formula from what comes back.

An engine reads one generation of an index. When the index is built anew, the generation stays until the build after the
next, so that whoever reads it can take their time to open the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.engines.cluster import requests
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import Found, from_source, paragraph_key
from index.engines.cluster.vocabulary import Frequencies
from index.errors import ClusterError
from index.model import Query, Ranking
from index.scoring import CollectionStats

_PAGE = 500
"""Hits that one request may bring; Lucene's order goes on from page to page."""


@dataclass(frozen=True)
class Generation:
    """One build of an index: the name of its own, and what was noted when it was complete."""

    index: str
    meta: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """Names what it was built from."""
        return str(self.meta["digest"])


def current_generation(connection: Connection) -> Generation:
    """The generation that the index's name stands for now.

    Raises:
        MissingClusterIndexError: nothing was built.
        ClusterError: there is an index of that name that is none of ours, or of another version.
    """
    name = connection.settings.index
    told = connection.ask(lambda client: client.indices.get_mapping(index=name))
    index, content = max(told.items())
    meta = content["mappings"].get("_meta", {})
    if meta.get("format") != requests.FORMAT or "digest" not in meta:
        raise ClusterError(f"{connection.settings.where}: an index, but not of this program; set cluster.index")
    if meta["version"] != requests.VERSION:
        raise ClusterError(
            f"{connection.settings.where}: index format {meta['version']}, this program reads {requests.VERSION};"
            " rebuild it with: yuanhua index"
        )
    return Generation(index, meta)


class ClusterEngine:
    """An Engine over one generation of an index on a cluster."""

    def __init__(self, connection: Connection, generation: Generation) -> None:
        self.connection = connection
        self.generation = generation
        meta = generation.meta
        self._k1, self._b = float(meta["k1"]), float(meta["b"])
        self._frequencies = Frequencies(connection, generation.index, int(meta["vocabulary"]))
        self._stats = CollectionStats(int(meta["paragraphs"]), int(meta["terms"]), self._frequencies)

    @property
    def stats(self) -> CollectionStats:
        """The collection's statistics; frequencies are fetched as they are asked for."""
        return self._stats

    @property
    def superseded(self) -> bool:
        """Whether the index has been built anew since."""
        return current_generation(self.connection).index != self.generation.index

    def rank(self, query: Query, k: int) -> Ranking:
        """The best ``k`` paragraphs."""
        return self.search(query, k)[0]

    def search(self, query: Query, k: int, article: str | None = None) -> tuple[Ranking, Mapping[str, Found]]:
        """The best ``k`` paragraphs, of one article or of all, and each one's terms, text and spans by id.

        Raises:
            ValueError: ``k`` is less than 1.
        """
        if k < 1:
            raise ValueError(f"k is {k}; ask for 1 paragraph at least")
        frequencies = {term: df for term, df in self._frequencies.of(query).items() if df}
        if not frequencies:
            return (), {}
        # Some more than asked for: where lengths differ in what one byte does not say, the order does too.
        hits = self._hits(query, frequencies, k + max(10, k // 5), article)
        stats = CollectionStats(self._stats.paragraphs, self._stats.terms, frequencies)
        ranking = requests.scored(hits, query, stats, self._k1, self._b)[:k]
        wanted = {hit.paragraph for hit in ranking}
        return ranking, {one.id: one for one in hits if one.id in wanted}

    def fetch(self, ids: Sequence[str]) -> dict[str, Found]:
        """Paragraphs by id, those that there are."""
        keys = [paragraph_key(id) for id in ids]
        sources = self.connection.sources(self.generation.index, keys, "terms,body")
        return {one.id: one for one in map(from_source, sources.values())}

    def _hits(self, query: Query, frequencies: Mapping[str, int], wanted: int, article: str | None) -> list[Found]:
        hits: list[Found] = []
        after: Sequence[Any] | None = None
        while len(hits) < wanted:
            size = min(_PAGE, wanted - len(hits))
            body = requests.search(query, frequencies, size, article, after)
            answer = self._asked(body)
            hits += requests.found(answer)
            page = answer["hits"]["hits"]
            if len(page) < size:
                break
            after = page[-1]["sort"]
        return hits

    def _asked(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.connection.ask(
            lambda client: client.search(body=body, index=self.generation.index, params=requests.SEARCH)
        )
        return answer
