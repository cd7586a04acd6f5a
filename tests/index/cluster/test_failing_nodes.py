"""Nodes that go and come back: three real ones, each in a process of its own, killed without a word."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from index.engines.cluster.building import build_generation
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import Document
from index.engines.cluster.engine import ClusterEngine, current_generation
from index.engines.cluster.settings import ClusterSettings
from index.engines.okapi import OkapiEngine
from index.model import Query, Ranking
from tests.index.cluster.running import K1, B, documents, needs_own_nodes, own_cluster
from tests.index.cluster.start import Cluster

pytestmark = needs_own_nodes

K = 10
Bag = dict[str, int]


@dataclass(frozen=True)
class Collection:
    """Paragraphs of made-up terms, some frequent and most rare, and what the reference engine says of them."""

    seed: int
    size: int

    @property
    def ids(self) -> list[str]:
        return [f"s{self.seed}#{number:04d}" for number in range(1, self.size + 1)]

    def bags(self) -> list[Bag]:
        chance = random.Random(self.seed)  # noqa: S311 - no secret
        return [
            {f"w:{int(chance.paretovariate(0.7)) % 2000}": chance.randint(1, 3) for _ in range(chance.randint(1, 60))}
            for _ in range(self.size)
        ]

    def documents(self) -> Iterator[Document]:
        return documents(self.ids, self.bags())

    def expected(self, queries: Sequence[Query]) -> list[Ranking]:
        engine = OkapiEngine(self.ids, self.bags(), K1, B)
        return [engine.rank(query, K) for query in queries]


def queries(count: int) -> list[Query]:
    chance = random.Random(0)  # noqa: S311 - no secret
    return [
        {f"w:{int(chance.paretovariate(0.7)) % 2000}": chance.choice([0.5, 1.0]) for _ in range(12)}
        for _ in range(count)
    ]


@dataclass
class Asking:
    """Threads that ask without a pause, and what came of it."""

    ask: Callable[[int], bool]
    """Asks the question of that number; whether the answer was right."""
    threads: int = 2
    asked: int = 0
    wrong: list[int] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)
    longest: float = 0.0

    def __enter__(self) -> Asking:
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._running = [threading.Thread(target=self._run, args=(number,)) for number in range(self.threads)]
        for thread in self._running:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._running:
            thread.join()

    def _run(self, number: int) -> None:
        while not self._stop.is_set():
            begin = time.monotonic()
            try:
                right = self.ask(number)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
                self.failed.append(error)
                return
            with self._lock:
                self.asked += 1
                self.longest = max(self.longest, time.monotonic() - begin)
                if not right:
                    self.wrong.append(number)
            number += self.threads


@pytest.fixture
def cluster() -> Cluster:
    """All nodes there, and every copy of everything."""
    cluster = own_cluster()
    gone = [node for node in cluster.nodes if node.process is None]
    cluster.start(*gone)
    cluster.wait(len(cluster.nodes), "green")
    return cluster


@pytest.fixture
def connection(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[Connection]:
    settings = ClusterSettings(urls=cluster.urls, index=f"t-{abs(hash(request.node.name))}", shards=3, replicas=1)
    connection = Connection(settings, {})
    yield connection
    connection.ask(lambda client: client.indices.delete(index=f"{settings.index}-*"))
    connection.close()


def asking(engine: ClusterEngine, asked: Sequence[Query], expected: Sequence[Ranking]) -> Callable[[int], bool]:
    def ask(number: int) -> bool:
        place = number % len(asked)
        return engine.rank(asked[place], K) == expected[place]

    return ask


@pytest.mark.parametrize("which", ["the manager", "another"])
def test_a_node_killed_under_load_fails_no_query_and_loses_nothing(
    cluster: Cluster, connection: Connection, which: str
) -> None:
    first, second = Collection(1, 1500), Collection(2, 6000)
    asked = queries(50)
    engine = ClusterEngine(connection, build_generation(connection, first.documents(), K1, B, "first"))
    cluster.wait(len(cluster.nodes), "green")
    victim = next(node for node in cluster.nodes if (node is cluster.manager()) == (which == "the manager"))
    killed = threading.Event()

    def slowly() -> Iterator[Document]:
        for number, document in enumerate(second.documents()):
            if number == 4000:
                victim.stop(signal.SIGKILL)
                killed.set()
            yield document

    with Asking(asking(engine, asked, first.expected(asked))) as load:
        generation = build_generation(connection, slowly(), K1, B, "second")
        cluster.wait(len(cluster.nodes) - 1)
        before = load.asked
        while load.asked < before + 20 and not load.failed:
            time.sleep(0.05)

    assert killed.is_set()
    assert load.failed == []
    assert load.wrong == []
    assert load.longest < connection.settings.patience
    rebuilt = ClusterEngine(connection, generation)
    assert [rebuilt.rank(query, K) for query in asked] == second.expected(asked)
    for start in range(0, second.size, 500):
        some = second.ids[start : start + 500]
        assert rebuilt.fetch(some).keys() == set(some)


def test_after_a_full_restart_everything_is_there(cluster: Cluster, connection: Connection) -> None:
    collection = Collection(3, 1000)
    asked = queries(30)
    build_generation(connection, collection.documents(), K1, B, "restart")
    for node in cluster.nodes:
        node.stop(signal.SIGKILL)
    cluster.start(*cluster.nodes)
    engine = ClusterEngine(connection, current_generation(connection))
    assert [engine.rank(query, K) for query in asked] == collection.expected(asked)


def test_a_query_waits_for_a_cluster_that_comes_back_in_time(cluster: Cluster, connection: Connection) -> None:
    collection = Collection(4, 200)
    (query,) = queries(1)
    generation = build_generation(connection, collection.documents(), K1, B, "patience")
    patient = Connection(ClusterSettings(cluster.urls, connection.settings.index, patience=170), {})
    for node in cluster.nodes:
        node.stop(signal.SIGKILL)
    starting = threading.Thread(target=cluster.start, args=cluster.nodes)
    starting.start()
    assert (ClusterEngine(patient, generation).rank(query, K),) == tuple(collection.expected([query]))
    starting.join()


def test_an_index_built_anew_takes_over_while_queries_run(cluster: Cluster, connection: Connection) -> None:
    collections = [Collection(seed, 400) for seed in (5, 6, 7, 8)]
    asked = queries(20)
    expected = {f"build-{one.seed}": one.expected(asked) for one in collections}
    build_generation(connection, collections[0].documents(), K1, B, "build-5")
    seen: set[str] = set()

    def ask(number: int) -> bool:
        place = number % len(asked)
        generation = current_generation(connection)
        seen.add(generation.digest)
        return ClusterEngine(connection, generation).rank(asked[place], K) == expected[generation.digest][place]

    with Asking(ask) as load:
        for one in collections[1:]:
            build_generation(connection, one.documents(), K1, B, f"build-{one.seed}")
            before = load.asked
            while load.asked < before + 10 and not load.failed:
                time.sleep(0.05)

    assert load.failed == []
    assert load.wrong == []
    assert seen == set(expected)
