"""Parts of speech by jieba's dictionary, from a kept table or from the dictionary itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.settings import TermSettings
from index.terms.parts_of_speech import PARTS_OF_SPEECH, numbered, part_of_speech
from index.terms.words import WordSegmenter, keep_dictionary
from tests.index.making import terms

WORDS = {"北京": "place", "李白": "person", "石头": "noun", "建造": "verb", "漂亮": "adjective", "的": "particle"}


@pytest.fixture(scope="module")
def cache_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("parts") / "cache"
    keep_dictionary(TermSettings(cache=directory))
    return directory


@pytest.mark.parametrize(
    ("tag", "part"),
    [
        ("nr", "person"),
        ("nrt", "person"),
        ("ns", "place"),
        ("nt", "organisation"),
        ("nz", "name"),
        ("n", "noun"),
        ("ng", "noun"),
        ("vn", "verbal_noun"),
        ("vd", "verb"),
        ("ul", "particle"),
        ("zg", "other"),
        ("", "other"),
    ],
)
def test_tags_are_brought_down_to_few(tag: str, part: str) -> None:
    assert part in PARTS_OF_SPEECH
    assert part_of_speech(tag) == part


def test_a_line_of_the_dictionary_is_a_word_its_frequency_and_its_tag(tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    path.write_text("北京 34488 ns\nT恤 3 n\n月光 7\n", encoding="utf-8")
    with path.open("rb") as file:
        found = {word: PARTS_OF_SPEECH[place] for word, place in numbered(file).items()}
    assert found == {"北京": "place", "t恤": "noun", "月光": "other"}


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "anew"])
def test_a_word_is_what_the_dictionary_says(cache_directory: Path, kept: bool) -> None:
    segmenter = WordSegmenter(TermSettings(cache=cache_directory if kept else None))
    assert {word: segmenter.part_of_speech(word) for word in WORDS} == WORDS
    assert segmenter.part_of_speech("鱻䶵") == ""
    assert segmenter.part_of_speech("") == ""


def test_a_damaged_table_is_done_without_and_made_anew(cache_directory: Path, tmp_path: Path) -> None:
    for kept in cache_directory.iterdir():
        content = kept.read_bytes()
        # The texts stand last.
        damaged = content[: -len(content) // 3] + bytes(len(content) // 3) if "parts" in kept.name else content
        (tmp_path / kept.name).write_bytes(damaged)
    segmenter = WordSegmenter(TermSettings(cache=tmp_path))
    assert {word: segmenter.part_of_speech(word) for word in WORDS} == WORDS
    again = WordSegmenter(TermSettings(cache=tmp_path))
    assert {word: again.part_of_speech(word) for word in WORDS} == WORDS
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        each.name: each.read_bytes() for each in cache_directory.iterdir()
    }


def test_a_word_of_the_users_is_what_the_user_says(tmp_path: Path) -> None:
    own = tmp_path / "words.txt"
    own.write_text("星榆 9000 nt\n", encoding="utf-8")
    segmenter = WordSegmenter(TermSettings(cache=terms().cache, user_dictionary=own))
    assert segmenter.part_of_speech("星榆") == "organisation"
