"""A dictionary of which only what is asked for is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms.word_table import DamagedTableError, WordTable, write_table

WORDS = {"月": 5, "月亮": 120, "月光": 0, "地球": 4_000_000_000, "T恤": 3, "𠮷": 1}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_table(tmp_path / "one.words", "some dictionary", WORDS, 1 << 40)
    return tmp_path / "one.words"


def test_the_words_with_a_first_character_are_read_and_no_others(path: Path) -> None:
    table = WordTable(path, "some dictionary")
    assert dict(table.beginning("月")) == {"月": 5, "月亮": 120, "月光": 0}
    assert dict(table.beginning("T")) == {"T恤": 3}
    assert dict(table.beginning("亮")) == {}


def test_the_total_is_kept(path: Path) -> None:
    assert WordTable(path, "some dictionary").total == 1 << 40


def test_nothing_is_left_beside_the_table(path: Path) -> None:
    assert list(path.parent.iterdir()) == [path]


def test_a_table_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.words").mkdir()
    with pytest.raises(OSError, match=r"one\.words"):
        write_table(tmp_path / "one.words", "some dictionary", WORDS, 1)
    assert [each.name for each in tmp_path.iterdir()] == ["one.words"]


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1),
        st.integers(0, 2**32 - 1),
        max_size=30,
    )
)
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, words: dict[str, int]) -> None:
    path = tmp_path_factory.mktemp("table") / "one.words"
    write_table(path, "some dictionary", words, 0)
    table = WordTable(path, "some dictionary")
    read = {word: count for first in {word[0] for word in words} for word, count in table.beginning(first)}
    assert read == words


def test_a_frequency_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OverflowError):
        write_table(tmp_path / "one.words", "some dictionary", {"月": 1 << 32}, 0)
    assert list(tmp_path.iterdir()) == []


def test_the_table_of_another_source_is_not_read(path: Path) -> None:
    with pytest.raises(DamagedTableError, match="of another source"):
        WordTable(path, "another dictionary")


def test_no_change_of_a_byte_goes_unnoticed(path: Path) -> None:
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0x41]) + content[place + 1 :])
        with pytest.raises(DamagedTableError):
            _all(WordTable(path, "some dictionary"))


def test_a_table_cut_short_is_noticed(path: Path) -> None:
    content = path.read_bytes()
    for size in range(len(content)):
        path.write_bytes(content[:size])
        with pytest.raises(DamagedTableError):
            list(WordTable(path, "some dictionary").beginning("𠮷"))


def _all(table: WordTable) -> dict[str, int]:
    return {word: count for first in "月地T𠮷" for word, count in table.beginning(first)}
