"""Kill −9 at any moment leaves the last good index; merging goes on beside writers."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from corpus.model import Article
from index.background import is_due, merge_due
from index.building import build
from index.files import open_index, save_index, verify_index
from index.segments.directory import merging
from index.segments.merging import merge
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer
from index.updating import IndexWriter
from tests.index.making import article, terms

SETTINGS = IndexSettings(terms=terms(), engine="okapi")
KILLS = 40


def state(step: int) -> dict[str, Article]:
    """The library after so many steps."""
    texts = {f"a{number}": f"第{step - number}步，月亮绕着地球转。" for number in range(min(step, 5))}
    texts["step"] = f"{step}"
    return {id: article(id, [text], title="天体") for id, text in texts.items()}


def write_on(directory: Path, analyzer: Analyzer, told: Connection) -> None:
    """Goes from state to state, telling of each that is committed."""
    step = int(open_index(directory, SETTINGS.terms, analyzer=analyzer).article("step").raw)
    while True:
        with IndexWriter(directory, SETTINGS, analyzer) as writer:
            before, after = state(step), state(step + 1)
            writer.remove(before.keys() - after.keys())
            writer.add(list(after.values()))
            writer.commit()
        step += 1
        told.send(step)
        merge_due(directory, patience=0)


def test_however_often_a_writer_is_killed_the_last_good_index_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.updating._TIER", 2)
    monkeypatch.setattr("index.updating._AT_ONCE", 3)  # Larger merges are left to merge_due.
    directory = tmp_path / "index"
    analyzer = Analyzer(SETTINGS.terms)
    analyzer.bag("月亮")  # What children inherit they need not load.
    save_index(build(list(state(0).values()), SETTINGS, analyzer=analyzer), directory)
    fork = multiprocessing.get_context("fork")
    told = 0
    for kill in range(KILLS):
        ours, theirs = fork.Pipe(duplex=False)
        child = fork.Process(target=write_on, args=(directory, analyzer, theirs))
        child.start()
        theirs.close()
        assert ours.poll(60)
        time.sleep(0.15 * (0.618 * kill % 1))
        child.kill()
        child.join()
        while ours.poll():
            try:
                told = ours.recv()
            except EOFError:
                break
        ours.close()
        verify_index(directory)
        found = open_index(directory, SETTINGS.terms, analyzer=analyzer)
        step = int(found.article("step").raw)
        assert told <= step <= told + 1
        assert {one.id: one for one in found.articles} == state(step)
    found = open_index(directory, SETTINGS.terms, analyzer=analyzer)
    fresh = build(list(state(int(found.article("step").raw)).values()), SETTINGS, analyzer=analyzer)
    query = analyzer.query("月亮绕着什么转")
    assert found.search(query, 9) == fresh.search(query, 9)
    assert found.digest == fresh.digest
    with IndexWriter(directory, SETTINGS, analyzer) as writer:
        writer.commit()
    kept = {member.segment.name for member in open_index(directory, SETTINGS.terms, analyzer=analyzer).snapshot.members}
    assert {path.stem for path in directory.glob("*.segment*")} == kept
    assert not list(directory.glob("*.part"))
    assert told > KILLS


def test_what_is_removed_while_segments_are_merged_stays_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.updating._TIER", 2)
    monkeypatch.setattr("index.updating._AT_ONCE", 0)
    analyzer = Analyzer(SETTINGS.terms)
    directory = tmp_path / "index"
    texts = {"sea": "海水是咸的。", "moon": "月亮绕着地球转。", "sun": "太阳很大。", "late": "来得晚。"}
    articles = {id: article(id, [text]) for id, text in texts.items()}
    for ids in (("sea", "moon"), ("sun",)):
        with IndexWriter(directory, SETTINGS, analyzer) as writer:
            writer.add([articles[id] for id in ids])
            writer.commit()
    assert is_due(directory)

    def while_another_writes(*args: object) -> None:
        merge(*args)  # type: ignore[arg-type]
        with IndexWriter(directory, SETTINGS, analyzer) as writer:
            writer.remove(["sea"])
            writer.add([articles["late"]])
            writer.commit()

    monkeypatch.setattr("index.background.merge", while_another_writes)
    assert merge_due(directory, patience=1.0) >= 1
    found = open_index(directory, SETTINGS.terms, analyzer=analyzer)
    assert {one.id for one in found.articles} == {"moon", "sun", "late"}
    assert found.digest == build([articles[id] for id in ("moon", "sun", "late")], SETTINGS, analyzer=analyzer).digest
    assert "w:海水" not in found.stats.frequencies


def test_only_one_process_merges_at_a_time(tmp_path: Path) -> None:
    save_index(build([article("sea", ["海水。"])], SETTINGS), tmp_path)
    with merging(tmp_path):
        assert merge_due(tmp_path) == 0
