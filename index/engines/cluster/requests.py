"""What is asked of the cluster, as JSON, and what its answers mean. Nothing here speaks to it."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from typing import Any

from index.engines.cluster.documents import Found, from_source
from index.engines.cluster.settings import ClusterSettings
from index.engines.cluster.tokens import token
from index.model import Hit, Query, Ranking
from index.scoring import CollectionStats

FORMAT = "yuanhua-cluster"
VERSION = 1
SEARCH = {
    # Idf and mean length of the whole collection, not of each shard.
    "search_type": "dfs_query_then_fetch",
    # A shard that cannot answer is an error, and asked again; never a shorter ranking.
    "allow_partial_search_results": "false",
}
MOST_TERMS = 1000
"""Of a query, the heaviest; Lucene allows 1,024 clauses."""


def creation(settings: ClusterSettings, k1: float, b: float) -> dict[str, Any]:
    """The settings and mappings of a new generation, for loading: nothing can be found in it until it is refreshed."""
    text = {"type": "text", "analyzer": "terms", "similarity": "terms", "index_options": "freqs"}
    keyword = {"type": "keyword", "ignore_above": 32_766}
    return {
        "settings": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            "refresh_interval": "-1",
            "similarity": {"terms": {"type": "BM25", "k1": k1, "b": b}},
            "analysis": {
                "analyzer": {"terms": {"type": "custom", "tokenizer": "terms"}},
                "tokenizer": {"terms": {"type": "whitespace", "max_token_length": 10_000}},
            },
        },
        "mappings": {
            # What is not named here, the body that is, is kept and never looked into.
            "dynamic": False,
            "_meta": {"format": FORMAT, "version": VERSION},
            "properties": {
                "kind": {**keyword, "doc_values": False},
                "terms": text,
                "paragraph": {**keyword, "index": False},
                "article": {**keyword, "doc_values": False},
            },
        },
    }


def search(
    query: Query,
    frequencies: Mapping[str, int],
    size: int,
    article: str | None = None,
    after: Sequence[Any] | None = None,
) -> dict[str, Any]:
    """A search for the best ``size`` paragraphs, in one article or in all, further on than ``after`` if that is given.

    ``frequencies`` of the query's terms decide which go where there are too many.
    """
    known = [(weight, term) for term, weight in query.items() if weight > 0 and frequencies.get(term, 0) > 0]
    if len(known) > MOST_TERMS:
        known = heapq.nlargest(MOST_TERMS, known, key=lambda one: (one[0] / frequencies[one[1]], one[1]))
    clauses = [{"term": {"terms": {"value": token(term), "boost": weight}}} for weight, term in known]
    matching: dict[str, Any] = {"should": clauses, "minimum_should_match": 1}
    if article is not None:
        matching["filter"] = [{"term": {"article": token(article)}}]
    body: dict[str, Any] = {
        "query": {"bool": matching},
        "size": size,
        "sort": ["_score", {"paragraph": "asc"}],
        "track_total_hits": False,
        "_source": ["terms", "body"],
    }
    return body if after is None else {**body, "search_after": list(after)}


def found(answer: Mapping[str, Any]) -> list[Found]:
    """The paragraphs of an answer, in its order."""
    return [from_source(hit["_source"], hit["sort"][0]) for hit in answer["hits"]["hits"]]


def scored(found: Sequence[Found], query: Query, stats: CollectionStats, k1: float, b: float) -> Ranking:
    """The paragraphs in order of the formula's scores, from the counts that came with them.

    Figures are multiplied and added in the reference engine's order, so that both have the same scores to the last bit.
    """
    groups: defaultdict[float, list[tuple[str, float]]] = defaultdict(list)
    for term, weight in query.items():
        if weight > 0 and term in stats.frequencies:
            groups[weight].append((token(term), stats.idf(term)))
    if not groups:
        return ()
    wanted = {one for terms in groups.values() for one, _ in terms}
    hits = [Hit(one.id, score) for one in found if (score := _score(one, groups, wanted, stats, k1, b)) > 0]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.paragraph)))


def _score(
    found: Found,
    groups: Mapping[float, Sequence[tuple[str, float]]],
    wanted: Container[str],
    stats: CollectionStats,
    k1: float,
    b: float,
) -> float:
    counts, length = found.counts(wanted)
    saturation = k1 * (1 - b + b * length / stats.average_length)
    score = 0.0
    for weight, terms in groups.items():
        together = 0.0
        for one, idf in terms:
            count = counts[one]
            together += idf * (count * (k1 + 1) / (count + saturation))
        score += weight * together
    return score
