"""A saved index: what comes back, and what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.model import Article, Dropped, Field, MetadataEntry, Span
from index.errors import DamagedIndexError, ForeignIndexError, IndexFileError, MissingIndexError
from index.files import open_index, save_index, saved_digest, verify_index
from index.searcher import Searcher
from index.segments import container
from tests.index.making import article, built, terms

ARTICLE = article("stars", ["月亮绕着地球转。", "它没有空气。"], ["太阳比地球大得多。"], title="天体")


@pytest.fixture
def searcher() -> Searcher:
    return built(ARTICLE, k1=1.1)


@pytest.fixture
def saved(searcher: Searcher, tmp_path: Path) -> Path:
    save_index(searcher, tmp_path / "index")
    return tmp_path / "index"


def snapshot(directory: Path) -> Path:
    return directory / (directory / "CURRENT").read_text().strip()


def segment(directory: Path) -> Path:
    (only,) = directory.glob("*.segment")
    return only


def test_an_opened_index_is_the_saved_one(searcher: Searcher, saved: Path) -> None:
    opened = open_index(saved, terms())
    query = opened.analyzer.query("地球有空气吗")
    assert opened.articles == searcher.articles
    assert opened.settings == searcher.settings
    assert opened.digest == searcher.digest == saved_digest(saved)
    assert opened.search(query, 5) == searcher.search(query, 5)


def test_metadata_notes_and_what_was_dropped_come_back(tmp_path: Path) -> None:
    base = ARTICLE
    rich = Article(
        base.id,
        base.title,
        base.raw,
        base.paragraphs,
        (MetadataEntry(Field.AUTHOR, "月亮", Span(0, 2)), MetadataEntry(Field.TITLE, "天体", None)),
        (Dropped(Span(2, 4), "repeated"),),
        "moon.txt",
        ("read as Big5",),
        (Span(0, 2),),
    )
    save_index(built(rich), tmp_path / "index")
    assert open_index(tmp_path / "index").articles == (rich,)


def test_saving_again_replaces_the_index_and_leaves_nothing_of_the_old(saved: Path) -> None:
    other = built(article("sea", ["海水是咸的。"]))
    save_index(other, saved)
    assert open_index(saved).digest == other.digest
    assert {path.name for path in saved.iterdir()} == {
        "CURRENT",
        "LOCK",
        "MERGE",
        snapshot(saved).name,
        segment(saved).name,
    }


def test_a_save_that_fails_leaves_the_index_that_was_there(
    searcher: Searcher, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.segments.container.os.fsync", full_disk)
    with pytest.raises(IndexFileError, match="No space left on device"):
        save_index(built(article("sea", ["海水是咸的。"])), saved)
    monkeypatch.undo()
    assert open_index(saved).digest == searcher.digest
    assert len(list(saved.iterdir())) == 5


def test_a_folder_with_other_files_is_not_written_to(searcher: Searcher, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(ForeignIndexError, match="holds other files"):
        save_index(searcher, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_place_without_an_index_names_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError, match="yuanhua index --corpus PATH --index DIR"):
        open_index(tmp_path / "nothing")


def test_a_folder_that_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForeignIndexError, match="not an index"):
        open_index(tmp_path)
    assert saved_digest(tmp_path) is None


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [truncate, flip, Path.unlink], ids=["truncated", "one bit flipped", "deleted"])
def test_a_damaged_file_is_named_with_the_mend(saved: Path, damage: Callable[[Path], None]) -> None:
    damage(segment(saved))
    with pytest.raises(DamagedIndexError, match=r"\.segment: missing, or changed.*rebuild it with"):
        open_index(saved)


def test_a_large_file_is_compared_byte_by_byte_when_asked_for(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.segments.directory._HASHED", 0)
    flip(segment(saved))
    with pytest.raises(DamagedIndexError, match=r"\.segment: missing, or changed"):
        verify_index(saved)


def test_an_index_saved_with_an_engine_that_is_no_more_is_told_and_opens_with_another(saved: Path) -> None:
    manifest = snapshot(saved)
    plain = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**plain, "settings": {**plain["settings"], "engine": "blocks"}}))
    with pytest.raises(DamagedIndexError, match=r"no engine is called 'blocks'; there are auto, .*; rebuild it with"):
        open_index(saved)
    assert open_index(saved, engine="auto").settings.engine == "auto"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]"])
def test_a_damaged_manifest_is_refused(saved: Path, content: bytes) -> None:
    snapshot(saved).write_bytes(content)
    with pytest.raises(IndexFileError, match="rebuild it with"):
        open_index(saved)


def test_another_format_version_is_told(saved: Path) -> None:
    manifest = snapshot(saved)
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 99}))
    with pytest.raises(ForeignIndexError, match="index format 99, this program reads 3"):
        open_index(saved)


@pytest.mark.parametrize("name", ["", "../elsewhere", "gone"])
def test_a_pointer_to_nowhere_is_refused(saved: Path, name: str) -> None:
    (saved / "CURRENT").write_text(name)
    with pytest.raises(DamagedIndexError, match="names no snapshot"):
        open_index(saved)


def test_an_index_is_named_arrays_of_numbers_and_json(saved: Path) -> None:
    arrays = container.read(segment(saved))
    assert {array.dtype.kind for array in arrays.values()} == {"i", "u"}
    assert json.loads(snapshot(saved).read_text())["paragraphs"] == 2


def test_an_index_of_the_first_format_is_told_and_replaced(searcher: Searcher, tmp_path: Path) -> None:
    old = tmp_path / "index" / "0123-4567"
    old.mkdir(parents=True)
    (old / "manifest.json").write_text(json.dumps({"format": "yuanhua-index", "version": 1}))
    (tmp_path / "index" / "CURRENT").write_text("0123-4567\n")
    with pytest.raises(ForeignIndexError, match="index format 1, this program reads 3"):
        open_index(tmp_path / "index")
    save_index(searcher, tmp_path / "index")
    assert open_index(tmp_path / "index").digest == searcher.digest
    assert not old.exists()


def test_an_index_moved_elsewhere_opens(saved: Path, tmp_path: Path) -> None:
    shutil.move(saved, tmp_path / "moved")
    assert open_index(tmp_path / "moved").articles[0].id == "stars"
