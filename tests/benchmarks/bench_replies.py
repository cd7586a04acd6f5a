"""How long a large library takes to answer: the whole road from question to reply, beside the search within it.

Asks the indexes that ``bench_building`` built and kept: of its sample, and of all files. Written to REPLIES.md beside
this file.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from platformdirs import PlatformDirs

from bot.answer.answerer import Answerer
from bot.answer.model import Question
from bot.cli import LOOKS_FOR_GARBAGE
from bot.dictionary import KeptSenses, read_dictionary
from bot.learned import load_aliases, load_models
from index.evaluation import read_squad
from index.files import open_index
from index.settings import TermSettings
from tests.benchmarks.bench_building import HOME, INDEX
from tests.benchmarks.tables import markdown_table

QUESTIONS, TIMES, QUOTED = 100, 3, 8
FIRST = {
    "plain": "什么是土地承包经营权？",
    "a Latin name with a slip": "Postgress 如何配置？",
    "a Chinese word with a slip": "怎样配置远程桌面服牛务？",
    "typed in pinyin": "zhonghua renmin gongheguo xianfa shi shenme",
    "in English": "who designed the database engine?",
}
"""Each is the first of its kind that a program is asked, in this order."""
REPORT = Path(__file__).with_name("REPLIES.md")


def main() -> None:
    """Prints the page and writes it."""
    places = [place for place in (HOME / "sample-jieba", INDEX) if place.is_dir()]
    questions = Path(os.environ.get("YUANHUA_DATASETS", "")) / "squad" / "cmrc2018-dev.json"
    if not places or not questions.is_file():
        sys.stdout.write("bench_replies: set YUANHUA_DATASETS, and run bench_building first\n")
        return
    gc.set_threshold(*LOOKS_FOR_GARBAGE)  # As the program does.
    texts = [topic.text for topic in read_squad(questions).topics]
    drawn = [texts[place] for place in np.random.default_rng(1).choice(len(texts), QUESTIONS, replace=False)]
    columns = [measured(place, drawn) for place in places]
    names = list(columns[0])
    rows = [[name, *(column[name] for column in columns)] for name in names[1:]]
    report = "\n".join(
        [
            "# Replies",
            "",
            f"`YUANHUA_DATASETS=… python -m tests.benchmarks building replies`, {datetime.now(UTC):%Y-%m-%d}:"
            f" {os.cpu_count()} cores. Milliseconds of the processor. The first of each kind is asked once, in a"
            f" program that has just opened the index; then {QUESTIONS} questions of CMRC 2018, the best of {TIMES}.",
            "",
            markdown_table([names[0], *(column[names[0]] for column in columns)], rows),
            "",
        ]
    )
    sys.stdout.write(report)
    REPORT.write_text(report, encoding="utf-8")


def measured(place: Path, questions: Sequence[str]) -> dict[str, str]:
    """The figures of one index, by what they are."""
    cache = PlatformDirs("yuanhua", appauthor=False).user_cache_path
    searcher = open_index(place, TermSettings(cache=cache))
    answerer = Answerer(searcher, None, load_models(), load_aliases(), read_dictionary, KeptSenses(cache))
    searcher.analyzer.query("字词")
    first = {f"the first {kind}": f"{_reply(answerer, text):.0f}" for kind, text in FIRST.items()}
    queries = [searcher.analyzer.query(text) for text in questions]
    searches = np.full((TIMES, len(queries)), np.inf)
    replies = np.full((TIMES, len(queries)), np.inf)
    for time_ in range(TIMES):
        for number, query in enumerate(queries):
            begin = time.process_time()
            searcher.search(query, QUOTED)
            searches[time_, number] = (time.process_time() - begin) * 1000
    for time_ in range(TIMES):
        for number, text in enumerate(questions):
            replies[time_, number] = _reply(answerer, text)
    alone, whole = searches.min(axis=0), replies.min(axis=0)
    return {
        "paragraphs": f"{len(searcher.paragraphs):,}",
        **first,
        "search alone, p50 / p99": _percentiles(alone),
        "reply, p50 / p99": _percentiles(whole),
        "what the rest adds to a search, p50": f"{np.median(whole - alone):.1f}",
    }


def _reply(answerer: Answerer, text: str) -> float:
    begin = time.process_time()
    answerer.reply(Question(text))
    return (time.process_time() - begin) * 1000


def _percentiles(times: np.typing.NDArray[np.float64]) -> str:
    return f"{np.percentile(times, 50):.1f} / {np.percentile(times, 99):.1f}"


if __name__ == "__main__":
    main()
