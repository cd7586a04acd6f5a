"""Documents sent to a cluster that takes them, is too busy, or refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from index.engines.cluster.bulk import send
from index.engines.cluster.connection import Connection
from index.engines.cluster.settings import ClusterSettings
from index.errors import ClusterError, ClusterUnreachableError
from tests.index.cluster.standing_in import Answer, Request, standing_in

pytest.importorskip("opensearchpy")


def documents(count: int, size: int = 10) -> Iterator[tuple[str, dict[str, str]]]:
    return ((f"d{number}", {"body": "字" * size}) for number in range(count))


def ids(request: Request) -> list[str]:
    lines: list[Any] = request.lines()
    return [line["index"]["_id"] for line in lines[::2]]


def taken(request: Request, **statuses: int) -> Answer:
    """Everything kept but what ``statuses`` says."""
    error = {"type": "some_error", "reason": "said why"}
    items = [
        {"index": {"_id": id, "status": statuses.get(id, 201), **({"error": error} if id in statuses else {})}}
        for id in ids(request)
    ]
    return 200, {"errors": not statuses.keys().isdisjoint(ids(request)), "items": items}


def connection(url: str, patience: float = 5.0) -> Connection:
    return Connection(ClusterSettings(urls=(url,), timeout=5.0, patience=patience), {})


def test_all_documents_are_sent_once_in_requests_of_a_megabyte() -> None:
    with standing_in(taken) as server:
        assert send(connection(server.url), "i", documents(12, 100_000)) == 12
    assert [ids(request) for request in server.requests] == [
        ["d0", "d1", "d2", "d3"],
        ["d4", "d5", "d6", "d7", "d8"],
        ["d9", "d10", "d11"],
    ]


def test_nothing_is_sent_of_nothing() -> None:
    with standing_in(taken) as server:
        assert send(connection(server.url), "i", []) == 0
    assert server.requests == []


def test_only_what_was_turned_away_is_sent_again() -> None:
    answers = iter([{"d1": 429, "d3": 503}, {"d3": 500}, {}])
    with standing_in(lambda request: taken(request, **next(answers))) as server:
        assert send(connection(server.url), "i", documents(4)) == 4
    assert [ids(request) for request in server.requests] == [["d0", "d1", "d2", "d3"], ["d1", "d3"], ["d3"]]


def test_a_busy_cluster_is_sent_less_at_a_time() -> None:
    sizes: list[int] = []

    def answer(request: Request) -> Answer:
        sizes.append(len(request.body.encode()))
        return taken(request, **(dict.fromkeys(ids(request), 429) if len(sizes) <= 2 else {}))

    with standing_in(answer) as server:
        assert send(connection(server.url), "i", documents(80, 10_000)) == 80
    assert sizes[0] > 1 << 20
    assert max(sizes[3:5]) < sizes[0] / 2


def test_a_document_that_is_refused_is_named() -> None:
    refused = pytest.raises(ClusterError, match=r"d2 is refused \(some_error: said why\)")
    with standing_in(lambda request: taken(request, d2=400)) as server, refused:
        send(connection(server.url), "i", documents(4))


def test_a_cluster_that_takes_nothing_ends_patience() -> None:
    given_up = pytest.raises(ClusterUnreachableError, match="turned 1 paragraphs away")
    with standing_in(lambda request: taken(request, d0=429)) as server, given_up:
        send(connection(server.url, patience=0.3), "i", documents(1))
