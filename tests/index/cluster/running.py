"""The cluster that tests ask: the one that ``OPENSEARCH_URL`` names, or three nodes of their own.

Nodes are started where ``YUANHUA_TEST_CLUSTER=1`` allows it, since that takes half a minute and 1.5 GB. They end with
the process that started them, however it ends.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from uuid import uuid4

import pytest
from hypothesis import settings

from index.engines.cluster.building import build_generation
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import Document
from index.engines.cluster.engine import ClusterEngine
from index.engines.cluster.settings import ClusterSettings
from tests.index.cluster.start import Cluster, missing

URL = os.environ.get("OPENSEARCH_URL", "")
ALLOWED = os.environ.get("YUANHUA_TEST_CLUSTER", "") == "1"
K1, B = 0.9, 0.4


def _reason(own: bool) -> str:
    """Why there is no cluster to ask, or "" where there is; ``own``: nodes that may be killed."""
    if find_spec("opensearchpy") is None:
        return "opensearch-py is not installed: pip install -e '.[cluster]'"
    if URL and not own:
        return ""
    if not ALLOWED:
        return "no cluster: set YUANHUA_TEST_CLUSTER=1 to start one (Java 17, Maven)" + (
            "" if own else ", or OPENSEARCH_URL to the URL of one"
        )
    return missing() or ""


_ANY, _OWN = _reason(own=False), _reason(own=True)
few = settings(max_examples=100 if _ANY else 15)
"""For properties that are tried on a cluster too, where an example takes a second."""
needs_a_cluster = pytest.mark.skipif(bool(_ANY), reason=_ANY or "a cluster is there")
needs_own_nodes = pytest.mark.skipif(bool(_OWN), reason=_OWN or "nodes can be started")


@cache
def own_cluster() -> Cluster:
    """Nodes of our own, started once a process."""
    cluster = Cluster()
    atexit.register(cluster.__exit__)
    return cluster.__enter__()


def urls() -> tuple[str, ...]:
    """Where the cluster is asked."""
    return tuple(URL.split(",")) if URL else own_cluster().urls


@cache
def connection(index: str, shards: int = 1, replicas: int = 0) -> Connection:
    """A connection for an index of that name."""
    return Connection(ClusterSettings(urls=urls(), index=index, shards=shards, replicas=replicas), os.environ)


@cache
def own_name() -> str:
    """A name that no other process uses on the same cluster."""
    return f"yuanhua-test-{uuid4().hex[:8]}"


def engine_of(ids: Sequence[str], bags: Sequence[Mapping[str, int]]) -> ClusterEngine:
    """An engine over paragraphs given as ids and term counts; it lives until the second one after it."""
    there = connection(f"{own_name()}-contract")
    return ClusterEngine(there, build_generation(there, documents(ids, bags), K1, B, digest="contract"))


def documents(ids: Sequence[str], bags: Sequence[Mapping[str, int]]) -> Iterator[Document]:
    """Paragraphs of terms only."""
    return (Document(id, (bag,)) for id, bag in zip(ids, bags, strict=True))


@atexit.register
def _clean_up() -> None:
    """Leaves nothing on a cluster that is not ours."""
    if URL and own_name.cache_info().currsize:
        pattern = f"{own_name()}-*"
        connection("any").ask(lambda client: client.indices.delete(index=pattern))
