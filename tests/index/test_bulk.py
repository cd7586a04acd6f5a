"""Building an index of many articles: the same index as in memory, whatever the number of processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.model import Article
from index.building import build
from index.bulk import build_index
from index.errors import ForeignIndexError
from index.files import open_index, save_index
from index.settings import IndexSettings
from tests.index.making import article, built, terms

WORDS = ("月亮", "太阳", "海水", "咸", "半导体", "GPT-4", "龙", "绕着", "地球")


def many(count: int = 60) -> list[Article]:
    return [
        article(
            f"a{number}",
            [WORDS[number % 9] + WORDS[number % 7] + "。", WORDS[number % 5] + "。"],
            [WORDS[number % 8] * 2 + "。"],
            title=WORDS[number % 4],
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("context", [True, False])
def test_it_is_the_index_that_is_built_in_memory(
    workers: int, context: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.bulk._CHUNK", 16)
    wanted = IndexSettings(terms=terms(), context=context)
    told: list[int] = []
    totals = build_index(iter(many()), tmp_path / "index", wanted, workers=workers, told=told.append)
    streamed, plain = open_index(tmp_path / "index", terms()), build(many(), wanted)
    assert totals == plain.snapshot.totals
    assert told == sorted(told)
    assert told[-1] == 120
    assert streamed.digest == plain.digest
    assert streamed.articles == plain.articles
    for name, array in plain.snapshot.members[0].segment.arrays.items():
        assert streamed.snapshot.members[0].segment.arrays[name].tolist() == array.tolist(), name


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("context", [True, False])
def test_an_article_longer_than_a_chunk_is_divided_and_comes_to_the_same(
    workers: int, context: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.bulk._CHUNK", 16)
    paragraphs = [[WORDS[number % 9] + "。", WORDS[number % 7] + WORDS[number % 4] + "。"] for number in range(101)]
    long = article("long", *paragraphs, title="月亮和海水")
    articles = [*many(5), long, *many(30)[5:]]
    wanted = IndexSettings(terms=terms(), context=context)
    told: list[int] = []
    totals = build_index(iter(articles), tmp_path / "index", wanted, workers=workers, told=told.append)
    divided, plain = open_index(tmp_path / "index", terms()), build(articles, wanted)
    assert totals == plain.snapshot.totals
    assert told == sorted(told)
    assert told[-1] == 161
    assert divided.articles == plain.articles
    for name, array in plain.snapshot.members[0].segment.arrays.items():
        assert divided.snapshot.members[0].segment.arrays[name].tolist() == array.tolist(), name


def test_a_long_article_is_told_of_before_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.bulk._CHUNK", 16)
    long = article("long", *([f"{WORDS[number % 9]}。"] for number in range(100)))
    told: list[int] = []
    build_index([long], tmp_path / "index", IndexSettings(terms=terms()), workers=2, told=told.append)
    assert told[:2] == [4, 8]
    assert told[-1] == 100


def test_an_index_of_nothing_is_one(tmp_path: Path) -> None:
    build_index([], tmp_path / "index", IndexSettings(terms=terms()))
    searcher = open_index(tmp_path / "index", terms())
    assert len(searcher.articles) == 0
    assert searcher.search(searcher.analyzer.query("月亮"), 3) == ()


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    save_index(built(article("old", ["旧的。"])), tmp_path / "index")
    build_index(many(3), tmp_path / "index", IndexSettings(terms=terms()))
    assert [one.id for one in open_index(tmp_path / "index", terms()).articles] == ["a0", "a1", "a2"]


def failing() -> Iterator[Article]:
    yield from many(40)
    raise KeyboardInterrupt


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_build_leaves_the_old_index_and_no_other_file(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.bulk._CHUNK", 16)
    save_index(built(article("old", ["旧的。"])), tmp_path / "index")
    before = sorted(path.name for path in (tmp_path / "index").iterdir())
    with pytest.raises(KeyboardInterrupt):
        build_index(failing(), tmp_path / "index", IndexSettings(terms=terms()), workers=workers)
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == before
    assert [one.id for one in open_index(tmp_path / "index", terms()).articles] == ["old"]


def test_two_articles_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a1: two articles have this id"):
        build_index([*many(3), many(2)[1]], tmp_path / "index", IndexSettings(terms=terms()))


def test_a_folder_with_other_files_is_not_built_in(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(ForeignIndexError, match="holds other files"):
        build_index(many(2), tmp_path, IndexSettings(terms=terms()))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


BUILDING = """
import sys, time
from pathlib import Path
import index.bulk
from index.settings import IndexSettings
from tests.index.making import terms
from tests.index.test_bulk import many

def slowly():
    for one in many(100_000):
        time.sleep(0.01)
        yield one

if __name__ == "__main__":
    index.bulk._CHUNK = 16
    print("begun", flush=True)
    index.bulk.build_index(slowly(), Path(sys.argv[1]), IndexSettings(terms=terms()), workers=2)
"""


def test_ctrl_c_ends_the_processes_and_clears_away_what_they_wrote(tmp_path: Path) -> None:
    script = tmp_path / "building.py"
    script.write_text(BUILDING)
    root = Path(__file__).resolve().parents[2]
    directory = tmp_path / "index"
    with subprocess.Popen(
        [sys.executable, str(script), str(directory)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        end = time.monotonic() + 60
        while not list(directory.glob("*.part/*.segment")) and time.monotonic() < end:
            time.sleep(0.05)
        assert list(directory.glob("*.part/*.segment"))
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    assert process.returncode != 0
    assert {path.name for path in directory.iterdir()} == {"LOCK", "MERGE"}
    end = time.monotonic() + 60
    while is_alive(process.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(process.pid)


def is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
