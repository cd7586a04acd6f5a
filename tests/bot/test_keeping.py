"""A kept index follows its files: what changed is read again, and nothing else."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from bot.assembly import Sources, index_place, open_searcher
from bot.config import Config, load_config
from bot.keeping import Note, difference, key, read_note, stamped, write_note
from index.errors import DamagedIndexError
from index.searcher import Searcher


class Listening:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.indexed = 0

    def progress(self, done: int, total: int) -> None:  # noqa: ARG002
        self.indexed = done

    def note(self, text: str) -> None:
        self.notes.append(text)

    def preparing(self) -> AbstractContextManager[None]:
        return nullcontext()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in {"sea": "海水是咸的，湖水是淡的。", "moon": "月亮绕着地球转，它没有空气。"}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def config(shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache))
    return load_config()


def opened(config: Config, pages: Path, place: Path, heard: Listening | None = None) -> Searcher:
    sources = Sources(tuple(sorted(pages.iterdir())), place)
    return open_searcher(config, sources, heard or Listening())


def segments(place: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in place.glob("*.segment")}


def test_an_index_of_unchanged_files_is_opened_as_it_is(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    before = segments(tmp_path / "index")
    heard = Listening()
    opened(config, pages, tmp_path / "index", heard)
    assert segments(tmp_path / "index") == before
    assert heard.indexed == 0


def test_a_new_file_is_added_beside_what_is_there(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    before = segments(tmp_path / "index")
    (pages / "sun.txt").write_text("太阳比地球大得多，非常热。", encoding="utf-8")
    searcher = opened(config, pages, tmp_path / "index")
    assert {article.id for article in searcher.articles} == {"sea", "moon", "sun"}
    assert before.items() < segments(tmp_path / "index").items()


def test_a_changed_file_and_one_that_is_gone_are_noticed(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    (pages / "sea.txt").write_text("海水是甜的，湖水是淡的。", encoding="utf-8")
    (pages / "moon.txt").unlink()
    searcher = opened(config, pages, tmp_path / "index")
    assert [paragraph.text for paragraph in searcher.paragraphs] == ["海水是甜的，湖水是淡的。"]


def test_other_settings_build_it_anew(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    other = load_config(overrides={"bm25.k1": 1.5})
    assert opened(other, pages, tmp_path / "index").settings.k1 == 1.5


def test_another_engine_needs_no_other_index(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    before = segments(tmp_path / "index")
    other = load_config(overrides={"index.engine": "okapi"})
    assert opened(other, pages, tmp_path / "index").settings.engine == "okapi"
    assert segments(tmp_path / "index") == before


def test_files_of_one_name_are_numbered_as_when_built_at_once(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    (pages / "sea.md").write_text("# 湖\n\n湖水是淡的，可以喝。\n", encoding="utf-8")
    assert {one.id for one in opened(config, pages, tmp_path / "index").articles} == {"moon", "sea", "sea-2"}


def test_a_damaged_index_is_built_anew(config: Config, pages: Path, tmp_path: Path) -> None:
    opened(config, pages, tmp_path / "index")
    for path in (tmp_path / "index").glob("*.segment"):
        path.write_bytes(b"broken")
    with pytest.raises(DamagedIndexError):
        open_searcher(config, Sources(index=tmp_path / "index"), Listening())
    assert len(opened(config, pages, tmp_path / "index").articles) == 2


def test_while_another_process_writes_the_last_good_index_is_asked(config: Config, pages: Path, tmp_path: Path) -> None:
    from index.segments.directory import writing

    opened(config, pages, tmp_path / "index")
    (pages / "sun.txt").write_text("太阳比地球大得多，非常热。", encoding="utf-8")
    heard = Listening()
    with writing(tmp_path / "index"):
        searcher = opened(config, pages, tmp_path / "index", heard)
    assert {article.id for article in searcher.articles} == {"sea", "moon"}
    assert any("is writing to this index" in note for note in heard.notes)


def test_many_bytes_are_built_by_processes_to_the_same_index(
    config: Config, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = opened(config, pages, tmp_path / "small")
    monkeypatch.setattr("bot.indexing._MANY", 1)
    large = opened(config, pages, tmp_path / "large")
    assert large.digest == small.digest
    assert large.articles == small.articles


def test_the_library_is_kept_in_the_cache(config: Config) -> None:
    assert index_place(config, Sources()).is_relative_to(config.index_directory)


def test_a_file_changed_within_the_clocks_grain_is_read_again(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("一二三")
    stamp = stamped(page, "page")
    page.write_text("四五六")
    os.utime(page, ns=(stamp.time, stamp.time))
    soon = Note("", "", stamp.time + 1_000, {key(page): stamp})
    late = Note("", "", stamp.time + 10_000_000_000, {key(page): stamp})
    assert difference(soon, [page]).read == (page,)
    assert difference(late, [page]).read == ()


def test_a_file_that_was_only_touched_is_not_read_again(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("一二三")
    stamp = stamped(page, "page")
    os.utime(page, ns=(1, 1))
    changes = difference(Note("", "", stamp.time, {key(page): stamp}), [page])
    assert changes.read == ()
    assert changes.stamps[key(page)].time == 1


@pytest.mark.parametrize("content", ["", "[]", "{", '{"files": {"a": [1]}}', '{"files": 3}'])
def test_a_note_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "SOURCES.json").write_text(content)
    assert read_note(tmp_path) is None


def test_a_note_comes_back(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("一二三")
    note = Note("base", "digest", 5, {key(page): stamped(page, "page")})
    write_note(tmp_path, note)
    assert read_note(tmp_path) == note
