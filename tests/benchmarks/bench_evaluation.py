"""Measuring 10,000 questions over 10,000 passages: questions a second against a plain rank_bm25 script, in one run.

Needs ``YUANHUA_DATASETS``: the questions are those of CMRC 2018's training part, in the order of the file; the passages
are its own, filled up with the first of DuReader's. The script is what one writes in ten lines: ``jieba.lcut``,
``BM25Okapi``, ``argsort``; as it would take minutes, it gets a random sample of the questions. Times are by the wall
clock, the best of three, and begin when terms and index are ready.

"ranking" is what the script does: cutting the questions, scoring, ordering. "all" is what ``yuanhua evaluate`` does
beyond: quotes with their key sentences, and all measures; the passages' folded texts, which measures look into, are
kept from the first time on, as terms and index are. "processor" is the time that all of a system's threads and
processes worked for "all", the least of three: it tells more than the clock does on a machine that others use too.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import jieba
import numpy as np
import psutil
from rank_bm25 import BM25Okapi

from index.evaluation import DataSet, Workshop, judge, read_beir, read_squad, term_system
from index.evaluation.cutting import cut_queries
from index.evaluation.reading import passage_ids
from index.evaluation.systems import NAMES

SETS = ("cmrc2018-train", "dureader-demo")
QUESTIONS = PASSAGES = 10_000
SAMPLE = 100
TIMES = 3
K = 20

Made = TypeVar("Made")


@dataclass(frozen=True)
class Row:
    """One system's times, in seconds; ``all`` is None where nothing but ranking was measured."""

    name: str
    questions: int
    ready: float
    ranking: float
    processor: float
    all: float | None = None


def main() -> None:
    """Prints a Markdown table."""
    folder = os.environ.get("YUANHUA_DATASETS")
    if not folder:
        sys.stdout.write("bench_evaluation: set YUANHUA_DATASETS to the folder of the question sets\n")
        return
    sys.stdout.write(measured(Path(folder) / "squad" / f"{SETS[0]}.json", Path(folder) / "beir" / SETS[1]))


def page(paths: Mapping[str, Path]) -> str:
    """The table for the page of results; nothing where a set is not there."""
    return measured(*(paths[name] for name in SETS)) if all(name in paths for name in SETS) else ""


def measured(cmrc: Path, dureader: Path) -> str:
    """The table."""
    load = os.getloadavg()[0]
    data = combined(read_squad(cmrc), read_beir(dureader))
    script = plain_script(data)
    with Workshop(workers=os.cpu_count() or 1) as workshop:
        rows = [ours(data, name, workshop) for name in NAMES]
    return table(data, script, rows, load)


def combined(cmrc: DataSet, dureader: DataSet) -> DataSet:
    """The questions and passages of both sets."""
    articles = (*cmrc.articles, *dureader.articles[: PASSAGES - len(cmrc.articles)])
    topics = cmrc.topics[:QUESTIONS]
    return replace(
        cmrc,
        name="cmrc2018-train + dureader-demo",
        articles=articles,
        passages=passage_ids(articles),
        topics=topics,
        qrels={topic.id: cmrc.qrels[topic.id] for topic in topics},
    )


def plain_script(data: DataSet) -> Row:
    """rank_bm25 over jieba's words."""
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    texts = [article.raw for article in data.articles]
    drawn = np.random.default_rng(1).choice(len(data.topics), SAMPLE, replace=False).tolist()
    questions = [data.topics[place].text for place in drawn]

    def prepare() -> BM25Okapi:
        return BM25Okapi([jieba.lcut(text) for text in texts], k1=0.9, b=0.4)

    bm25, ready = timed(prepare)

    def answer() -> Sequence[object]:
        return [np.argsort(bm25.get_scores(jieba.lcut(question)))[::-1][:K] for question in questions]

    begin = worked()
    seconds = best(answer)
    return Row("rank_bm25 script", len(questions), ready, seconds, (worked() - begin) / TIMES)


def ours(data: DataSet, name: str, workshop: Workshop) -> Row:
    """A system of ours."""
    system = term_system(name, workshop=workshop)
    ranker, ready = timed(lambda: system.ranker(data))
    questions = [topic.text for topic in data.topics]

    def rank() -> object:
        return list(ranker.rank(cut_queries(system.cutting, questions, workshop.workers), K))

    def measure() -> tuple[float, float]:
        begin = worked()
        system.ranker(data)
        prepared = worked()
        response = system.respond(data, K)
        assert response.timing is not None
        seconds = response.timing.answer + timed(lambda: judge(data, response))[1]
        # The system makes itself ready once more, which is not counted.
        return seconds, worked() - prepared - (prepared - begin)

    ranking = best(rank)
    every, processor = map(min, zip(*(measure() for _ in range(TIMES)), strict=True))
    return Row(name, len(data.topics), ready, ranking, processor, every)


def worked() -> float:
    """The seconds that this process and those it started have worked."""
    mine = psutil.Process()
    times = [process.cpu_times() for process in (mine, *mine.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def best(make: Callable[[], object]) -> float:
    """The seconds it takes, the least of several times."""
    return min(timed(make)[1] for _ in range(TIMES))


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """What it makes, and the seconds it takes."""
    begin = time.perf_counter()
    made = make()
    return made, time.perf_counter() - begin


def table(data: DataSet, script: Row, rows: Sequence[Row], load: float) -> str:
    """The times, each beside the script's; ``load`` is how many others wanted a core before."""
    characters = sum(len(article.raw) for article in data.articles)
    lines = [
        f"{len(data.topics)} questions over {len(data.articles)} passages ({characters} characters) of {data.name},"
        f" {os.cpu_count()} cores, which {load:.1f} other processes wanted when it began (load average)",
        "",
        "| system | questions | index, s | ranking, s | questions/s | × script | all, s | questions/s | × script"
        " | processor, s | × script |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    least = script.questions / script.ranking
    work = script.processor / script.questions
    for row in (script, *rows):
        ranking = row.questions / row.ranking
        cells = [
            f"{row.questions}",
            f"{row.ready:.1f}",
            f"{row.ranking:.2f}",
            f"{ranking:.0f}",
            f"{ranking / least:.0f}",
        ]
        if row.all is None:
            cells += ["–", "–", "–"]
        else:
            every = row.questions / row.all
            cells += [f"{row.all:.2f}", f"{every:.0f}", f"{every / least:.0f}"]
        cells += [f"{row.processor:.2f}", f"{work * row.questions / row.processor:.0f}"]
        lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
