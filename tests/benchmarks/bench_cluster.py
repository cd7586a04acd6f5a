"""A cluster of three nodes on this machine: what it stores, how fast it takes and finds, and what a lost node costs.

Needs ``YUANHUA_DATASETS``, Java 17 and Maven. Written to CLUSTER.md beside this file, and the times of single questions
to cluster.json, from which ``bench_sizing`` reckons larger ones. ``python -m tests.benchmarks.bench_cluster 20000``
takes so many paragraphs instead of 50,000.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from corpus.model import Article, Paragraph, Span, paragraph_id
from index.engines.cluster import requests
from index.engines.cluster.building import build_generation
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import Document
from index.engines.cluster.engine import ClusterEngine
from index.engines.cluster.settings import ClusterSettings
from index.engines.sparse import SparseEngine
from index.model import Query
from index.terms.analyzer import Analyzer
from tests.benchmarks.engine_terms import paragraphs, questions
from tests.index.cluster.start import Cluster, missing

PARAGRAPHS, QUESTIONS, K = 50_000, 200, 10
AN_ARTICLE = 20
A_PART = 10
"""A second index of one shard has so many times fewer paragraphs: what a question takes more in the larger, grows."""
K1, B = 0.9, 0.4
HERE = Path(__file__).parent
FIGURES = HERE / "cluster.json"


@dataclass(frozen=True)
class Collection:
    """Paragraphs in articles, cut into terms."""

    articles: tuple[Article, ...]
    documents: tuple[Document, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Collection:
        """Texts, so many of them an article."""
        analyzer = Analyzer()
        articles = tuple(
            _article(f"a{first:07d}", texts[first : first + AN_ARTICLE]) for first in range(0, len(texts), AN_ARTICLE)
        )
        return cls(
            articles,
            tuple(
                Document(paragraph.id, ({}, analyzer.bag(paragraph.text)), paragraph)
                for article in articles
                for paragraph in article.paragraphs
            ),
        )

    def head(self, part: int) -> Collection:
        """The first articles, ``part`` times fewer of them."""
        articles = self.articles[: max(1, len(self.articles) // part)]
        return Collection(articles, self.documents[: sum(len(article.paragraphs) for article in articles)])

    def items(self) -> Iterator[Document | Article]:
        """Everything that is sent."""
        yield from self.articles
        yield from self.documents


def main(size: int = PARAGRAPHS) -> None:
    """Prints the figures and writes them."""
    given = os.environ.get("YUANHUA_DATASETS", "")
    if not (Path(given) / "scale").is_dir():
        sys.stdout.write("bench_cluster: set YUANHUA_DATASETS to a folder with scale/*.jsonl.xz\n")
        return
    if lacking := missing():
        sys.stdout.write(f"bench_cluster: {lacking}\n")
        return
    begin = time.perf_counter()
    collection = Collection.of(paragraphs(Path(given), size))
    cutting = time.perf_counter() - begin
    queries = questions(Path(given), QUESTIONS)
    reference = SparseEngine.of(
        [document.id for document in collection.documents], [document.bag() for document in collection.documents], K1, B
    )
    with Cluster() as cluster:
        figures = {"paragraphs": size, "cutting_s": cutting, **_figures(cluster, collection, queries, reference)}
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    report = "\n".join(_report(figures))
    (HERE / "CLUSTER.md").write_text(report, encoding="utf-8")
    sys.stdout.write(report)


def _figures(
    cluster: Cluster, collection: Collection, queries: Sequence[Query], reference: SparseEngine
) -> dict[str, Any]:
    spread = Connection(ClusterSettings(cluster.urls, "spread", shards=3, replicas=1), {})
    single = Connection(ClusterSettings(cluster.urls, "single", shards=1, replicas=0), {})
    tenth = Connection(ClusterSettings(cluster.urls, "tenth", shards=1, replicas=0), {})
    built: dict[str, float] = {}
    engines: dict[str, ClusterEngine] = {}
    for connection, given in ((spread, collection), (single, collection), (tenth, collection.head(A_PART))):
        begin = time.perf_counter()
        generation = build_generation(connection, given.items(), K1, B, "benchmark")
        built[connection.settings.index] = time.perf_counter() - begin
        engines[connection.settings.index] = ClusterEngine(connection, generation)
    engine = engines["spread"]
    cluster.wait(len(cluster.nodes), "green")
    first = [_timed(engine, query) for query in queries]
    each = [min(_timed(engine, query) for _ in range(3)) for query in queries]
    return {
        "build_s": built["spread"],
        "build_single_s": built["single"],
        "bytes": _stored(spread, engine),
        "first_ms": first,
        "each_ms": each,
        "each_single_ms": [min(_timed(engines["single"], query) for _ in range(3)) for query in queries],
        "each_tenth_ms": [min(_timed(engines["tenth"], query) for _ in range(3)) for query in queries],
        "rates": {str(threads): _rate(engine, queries, threads) for threads in (1, 2, 4, 8)},
        "answer_bytes": [_answer_bytes(engine, query) for query in queries],
        **_agreement(engine, queries, reference),
        **_lost_node(cluster, engine, queries),
    }


def _timed(engine: ClusterEngine, query: Query) -> float:
    begin = time.perf_counter()
    engine.rank(query, K)
    return (time.perf_counter() - begin) * 1000


def _rate(engine: ClusterEngine, queries: Sequence[Query], threads: int) -> float:
    begin = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda query: engine.rank(query, K), queries))
    return len(queries) / (time.perf_counter() - begin)


def _stored(connection: Connection, engine: ClusterEngine) -> int:
    index = engine.generation.index
    connection.ask(lambda client: client.indices.flush(index=index))
    told = connection.ask(lambda client: client.indices.stats(index=index, metric="store"))
    return int(told["_all"]["primaries"]["store"]["size_in_bytes"])


def _answer_bytes(engine: ClusterEngine, query: Query) -> int:
    return len(json.dumps(_raw(engine, query), ensure_ascii=False).encode())


def _raw(engine: ClusterEngine, query: Query) -> Any:
    body = requests.search(query, engine.stats.frequencies, K + 10)
    return engine.connection.ask(
        lambda client: client.search(body=body, index=engine.generation.index, params=requests.SEARCH)
    )


def _agreement(engine: ClusterEngine, queries: Sequence[Query], reference: SparseEngine) -> dict[str, float]:
    """How often the ten are the reference's, as the engine gives them and as Lucene does, and how scores differ."""
    same = lucene = shared = many = 0
    differences: list[float] = []
    for query in queries:
        expected = reference.rank(query, K)
        same += engine.rank(query, K) == expected
        found = requests.found(_raw(engine, query))
        ten, wanted = {one.id for one in found[:K]}, {hit.paragraph for hit in expected}
        lucene += ten == wanted
        shared += len(ten & wanted)
        many += len(wanted)
        scores = {hit.paragraph: hit.score for hit in expected}
        differences += [abs(one.score / scores[one.id] - 1) for one in found if one.id in scores]
    return {
        "same_to_the_last_bit": same / len(queries),
        "lucene_same_ten": lucene / len(queries),
        "lucene_shared": shared / many,
        "lucene_difference_mean": statistics.fmean(differences),
        "lucene_difference_most": max(differences),
    }


def _lost_node(cluster: Cluster, engine: ClusterEngine, queries: Sequence[Query]) -> dict[str, float]:
    """The longest question while the managing node is killed, and how long until all copies are there again."""
    times: list[float] = []
    failures: list[Exception] = []
    stop = threading.Event()

    def ask() -> None:
        number = 0
        while not stop.is_set():
            try:
                times.append(_timed(engine, queries[number % len(queries)]))
            except Exception as error:  # noqa: BLE001 - counted
                failures.append(error)
            number += 1

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(3)
    lost = cluster.manager()
    lost.stop(signal.SIGKILL)
    cluster.wait(len(cluster.nodes) - 1)
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join()
    begin = time.perf_counter()
    cluster.start(lost)
    cluster.wait(len(cluster.nodes), "green")
    whole = time.perf_counter() - begin
    return {
        "asked_while_lost": len(times),
        "failed_while_lost": len(failures),
        "longest_while_lost_ms": max(times),
        "whole_again_s": whole,
    }


def _report(figures: dict[str, Any]) -> list[str]:
    size = figures["paragraphs"]
    each = {name: np.array(figures[name]) for name in ("first_ms", "each_ms", "each_single_ms", "each_tenth_ms")}
    rates = ", ".join(f"{rate:.0f} with {threads}" for threads, rate in figures["rates"].items())
    rows = [
        ("paragraphs, terms given", f"{size:,}"),
        ("cutting them into terms, one process", f"{size / figures['cutting_s']:,.0f} a second"),
        ("indexing, 3 shards with a copy each", f"{size / figures['build_s']:,.0f} a second"),
        ("indexing, 1 shard without", f"{size / figures['build_single_s']:,.0f} a second"),
        ("stored, without copies", f"{figures['bytes'] / size:,.0f} bytes a paragraph"),
        ("question, 3 shards: p50 / p99", _percentiles(each["each_ms"])),
        ("the same when its terms were not asked for before", _percentiles(each["first_ms"])),
        ("question, 1 shard: p50 / p99", _percentiles(each["each_single_ms"])),
        (f"question, 1 shard of {size // A_PART:,} paragraphs: p50 / p99", _percentiles(each["each_tenth_ms"])),
        ("questions a second, by threads asking", rates),
        ("an answer's size (20 paragraphs with terms and text)", f"{np.mean(figures['answer_bytes']) / 1000:.0f} kB"),
        ("rankings that are the reference's to the last bit", f"{figures['same_to_the_last_bit']:.1%}"),
        ("paragraphs of the reference's ten that are in Lucene's own ten", f"{figures['lucene_shared']:.1%}"),
        ("questions for which the two have the same ten", f"{figures['lucene_same_ten']:.1%}"),
        (
            "Lucene's scores differ by, mean / most",
            f"{figures['lucene_difference_mean']:.2%} / {figures['lucene_difference_most']:.2%}",
        ),
        (
            "managing node killed: asked / failed",
            f"{figures['asked_while_lost']} / {figures['failed_while_lost']}",
        ),
        ("— longest question", f"{figures['longest_while_lost_ms'] / 1000:.2f} s"),
        ("— whole again after its start", f"{figures['whole_again_s']:.0f} s"),
    ]
    return [
        "# Cluster",
        "",
        f"`YUANHUA_DATASETS=… python -m tests.benchmarks cluster`, {datetime.now(UTC):%Y-%m-%d}: three OpenSearch"
        " 2.19.1 nodes of 512 MB heap and who asks them on one machine with"
        f" {os.cpu_count()} cores, so that rates are no node's own. Times are of whole questions, ten best of real"
        " paragraphs, the best of three but where a first is meant.",
        "",
        "| | |",
        "|---|--:|",
        *(f"| {name} | {value} |" for name, value in rows),
        "",
    ]


def _percentiles(times: np.typing.NDArray[np.float64]) -> str:
    return f"{np.percentile(times, 50):.1f} / {np.percentile(times, 99):.1f} ms"


def _article(id: str, texts: Sequence[str]) -> Article:
    made: list[Paragraph] = []
    start = 0
    for number, text in enumerate(texts, start=1):
        span = Span(start, start + len(text))
        made.append(Paragraph(paragraph_id(id, number), id, number, None, span, text, (span,)))
        start = span.end + 1
    return Article(id, "", "\n".join(texts), tuple(made))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
