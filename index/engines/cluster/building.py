"""A generation of an index: made beside the current one, then put in its place in one step.

Whoever asks gets the old generation until the new one is complete, and the old one stays for those who have it open. A
build that fails or is interrupted removes what it has made.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from corpus.model import Article
from index.engines.cluster import requests
from index.engines.cluster.bulk import send
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import (
    Document,
    article_key,
    article_source,
    catalogue_sources,
    paragraph_key,
    to_source,
)
from index.engines.cluster.engine import Generation
from index.engines.cluster.vocabulary import bucket_sources
from index.errors import ClusterError, MissingClusterIndexError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

_ABANDONED = 24 * 3600
"""Seconds after which a build that is not complete was given up, by a machine that lost power for instance."""

_COPIES = 30
"""Seconds that the copies of an empty index may take; without all of them it is filled all the same."""


def build_generation(
    connection: Connection,
    documents: Iterable[Document | Article],
    k1: float,
    b: float,
    digest: str,
    more: Mapping[str, Any] | None = None,
) -> Generation:
    """An index over documents, read once and never held together; it becomes the current generation.

    Args:
        connection: to the cluster.
        documents: the paragraphs, and the articles if they should be kept too; their ids must differ.
        k1: BM25's saturation.
        b: BM25's normalisation by length.
        digest: names what it is built from.
        more: what should be noted with the generation.

    Raises:
        ClusterError: the cluster cannot be reached or refuses; what was current still is.
    """
    name = connection.settings.index
    index = f"{name}-{uuid4().hex[:12]}"
    body = requests.creation(connection.settings, k1, b)
    meta = body["mappings"]["_meta"]
    meta |= {"index": name, "begun": int(time.time())}
    _create(connection, index, body)
    try:
        counting = _Counting(documents)
        send(connection, index, counting)
        send(connection, index, catalogue_sources(counting.articles))
        send(connection, index, bucket_sources(counting.frequencies))
        meta |= {
            **(more or {}),
            "digest": digest,
            "k1": k1,
            "b": b,
            "paragraphs": counting.paragraphs,
            "terms": counting.terms,
            "sentences": counting.sentences,
            "sentence_terms": counting.sentence_terms,
            "articles": len(counting.articles),
            "vocabulary": len(counting.frequencies),
        }
        _complete(connection, index, counting, meta)
        _make_current(connection, index)
    except BaseException:
        _remove(connection, index)
        raise
    return Generation(index, meta)


def _create(connection: Connection, index: str, body: Mapping[str, Any]) -> None:
    """Makes an index, and waits for the copies of its parts: a part without a copy could be lost with its node."""
    nodes = connection.ask(lambda client: client.cluster.health())["number_of_data_nodes"]
    copies = min(connection.settings.replicas + 1, nodes)

    def create(client: OpenSearch) -> None:
        # Asked again after no answer, it may be there already.
        if not client.indices.exists(index=index):
            waiting = {"wait_for_active_shards": str(copies), "timeout": f"{_COPIES}s", "request_timeout": 2 * _COPIES}
            client.indices.create(index=index, body=body, params=waiting)

    connection.ask(create)


class _Counting:
    """Documents as they are sent, and the statistics of those that were."""

    def __init__(self, documents: Iterable[Document | Article]) -> None:
        self._documents = documents
        self.paragraphs = self.terms = self.sentences = self.sentence_terms = 0
        self.frequencies: Counter[str] = Counter()
        self.articles: list[tuple[str, int]] = []

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for document in self._documents:
            if isinstance(document, Article):
                self.articles.append((document.id, len(document.paragraphs)))
                yield article_key(document.id), article_source(document)
                continue
            bag = document.bag()
            self.paragraphs += 1
            self.terms += bag.total()
            self.sentences += len(document.bags) - 1
            self.sentence_terms += sum(sum(sentence.values()) for sentence in document.bags[1:])
            self.frequencies.update(bag.keys())
            yield paragraph_key(document.id), to_source(document)


def _complete(connection: Connection, index: str, counting: _Counting, meta: Mapping[str, Any]) -> None:
    """Makes what was sent findable, and notes that it is all there."""
    connection.ask(lambda client: client.indices.refresh(index=index))
    told = connection.ask(lambda client: client.count(index=index, body={"query": {"term": {"kind": "paragraph"}}}))
    if told["count"] != counting.paragraphs:
        raise ClusterError(
            f"{connection.settings.where}: {told['count']} of {counting.paragraphs} paragraphs are there;"
            " two of them have the same id, or the cluster has lost some: build again"
        )
    connection.ask(lambda client: client.indices.put_mapping(index=index, body={"_meta": meta}))


def _make_current(connection: Connection, index: str) -> None:
    """Lets the name stand for this index, in one step; what it stood for before stays, what came before that goes."""
    name = connection.settings.index
    before = _current(connection)
    actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": name}}]
    actions += [{"remove": {"index": old, "alias": name, "must_exist": False}} for old in before if old != index]
    connection.ask(lambda client: client.indices.update_aliases(body={"actions": actions}))
    for old in _left_over(connection):
        if old != index and old not in before:
            _remove(connection, old)


def _current(connection: Connection) -> set[str]:
    name = connection.settings.index
    try:
        return set(connection.ask(lambda client: client.indices.get_alias(name=name)))
    except MissingClusterIndexError:
        return set()


def _left_over(connection: Connection) -> Iterator[str]:
    """Indexes made under this name, but for those that somebody may be building now."""
    name = connection.settings.index
    told = connection.ask(lambda client: client.indices.get_mapping(index=f"{name}-*"))
    for index, content in told.items():
        meta = content["mappings"].get("_meta", {})
        ours = meta.get("format") == requests.FORMAT and meta.get("index") == name
        if ours and ("digest" in meta or time.time() - meta["begun"] > _ABANDONED):
            yield index


def _remove(connection: Connection, index: str) -> None:
    """Removes an index; one that cannot be removed is left."""
    try:
        connection.ask(lambda client: client.indices.delete(index=index, params={"ignore_unavailable": "true"}))
    except ClusterError:
        return
