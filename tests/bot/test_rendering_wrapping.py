"""Breaking lines: by terminal cells, as Chinese typography has it, and without losing a character."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.pieces import Piece, Tone, cut, harmless, plain
from bot.rendering.wrapping import cells, padded, shortened, wrap, wrap_pieces
from corpus.model import Span

TEXTS = st.text(
    alphabet=st.sampled_from("中文字数段落，。、：；！？（）《》“”—…·ab cdXYZ0123.,;()-\n \u3000éう글👍"), max_size=200
)


def broken(text: str, width: int) -> list[str]:
    return [span.of(text) for span in wrap(text, width)]


def test_chinese_is_broken_between_any_two_characters() -> None:
    assert broken("春眠不觉晓处处闻啼鸟", 8) == ["春眠不觉", "晓处处闻", "啼鸟"]


def test_a_closing_mark_stays_with_the_character_before_it() -> None:
    assert broken("春眠不觉晓，处处闻啼鸟。", 10) == ["春眠不觉", "晓，处处闻", "啼鸟。"]


def test_an_opening_mark_stays_with_the_character_after_it() -> None:
    assert broken("他说的是《春晓》", 10) == ["他说的是", "《春晓》"]


@pytest.mark.parametrize("dash", ["——", "……"])
def test_a_dash_and_an_ellipsis_are_not_broken(dash: str) -> None:
    assert broken(f"夜来风雨声{dash}花落", 11) == ["夜来风雨", f"声{dash}花落"]


def test_latin_words_and_numbers_stay_whole_in_chinese() -> None:
    assert broken("共有12500块GPU在运行", 10) == ["共有12500", "块GPU在运", "行"]


def test_a_word_longer_than_a_line_is_broken_all_the_same() -> None:
    assert broken("见https://example.org/abc", 10) == ["见", "https://ex", "ample.org/", "abc"]


def test_a_space_at_a_break_belongs_to_no_line() -> None:
    assert broken("one two  three", 7) == ["one two", "three"]


def test_lines_of_the_text_stay_lines_and_blank_ones_stay_blank() -> None:
    assert broken("一\n\n二三四", 4) == ["一", "", "二三", "四"]


def test_wide_characters_take_two_cells() -> None:
    assert cells("中a，") == 5


@given(TEXTS, st.integers(2, 60))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    assert all(cells(line) <= width for line in broken(text, width))


@given(TEXTS, st.integers(2, 60))
def test_only_white_space_is_left_out(text: str, width: int) -> None:
    spans = wrap(text, width)
    assert spans == sorted(spans)
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


@given(TEXTS, st.integers(2, 60))
def test_lines_do_not_overlap(text: str, width: int) -> None:
    spans = wrap(text, width)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@given(st.text(alphabet="春眠不觉晓，。《》", max_size=80))
def test_no_line_begins_with_a_closing_mark_where_there_is_room(text: str) -> None:
    quiet = re.sub("([，。《》])[，。《》]+", r"\1", text)  # A row of marks may be wider than a line.
    assert not [line for line in broken(quiet, 10)[1:] if line[0] in "，。》"]
    assert not [line for line in broken(quiet, 10)[:-1] if line[-1] == "《"]


def test_pieces_keep_their_tones_over_a_break() -> None:
    pieces = (Piece("春眠"), Piece("不觉晓", (Tone.KEY,)))
    assert wrap_pieces(pieces, 6) == [(Piece("春眠"), Piece("不", (Tone.KEY,))), (Piece("觉晓", (Tone.KEY,)),)]


def test_without_a_width_only_the_text_s_own_lines_are_lines() -> None:
    assert wrap_pieces((Piece("春眠 \n不觉晓" * 30),), None)[0] == (Piece("春眠 "),)


@given(st.lists(st.text(max_size=5)), st.integers(0, 30), st.integers(0, 30))
def test_cutting_pieces_is_cutting_their_text(texts: list[str], first: int, second: int) -> None:
    pieces = tuple(Piece(text) for text in texts)
    start, end = sorted((first, second))
    assert plain(cut(pieces, Span(start, end))) == "".join(texts)[start:end]


@pytest.mark.parametrize(
    ("text", "width", "expected"), [("春眠不觉晓", 10, "春眠不觉晓"), ("春眠不觉晓", 9, "春眠不觉…"), ("春", 1, "…")]
)
def test_what_is_too_wide_is_shortened(text: str, width: int, expected: str) -> None:
    assert shortened(text, width) == expected


def test_padding_counts_cells() -> None:
    assert padded("春", 4) + "|" + padded("春", 4, right=True) == "春  |  春"


@given(st.text(max_size=50))
def test_text_made_harmless_keeps_its_length_and_its_line_ends(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert [place for place, one in enumerate(shown) if one == "\n"] == [
        place for place, one in enumerate(text) if one == "\n"
    ]


def test_what_a_terminal_would_obey_is_shown_instead() -> None:
    assert harmless("红\x1b[31m\r\x07\u202e\ud800") == "红␛[31m␍␇\ufffd\ufffd"
