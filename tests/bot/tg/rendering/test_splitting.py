"""A text too long for one message, as several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.rendering.markup import LONGEST_TEXT, Block, Mark, Part, Text, html, plain, units
from bot.tg.rendering.splitting import split
from tests.bot.tg.rendering.texts import TEXTS
from tests.bot.tg.standin.markup import read_html

LIMITS = st.integers(2, 80)


def pieces(text: str, limit: int) -> list[str]:
    return [plain(piece) for piece in split((Part(text),), limit)]


@given(TEXTS, LIMITS)
def test_the_pieces_together_are_the_text(text: Text, limit: int) -> None:
    assert "".join(plain(piece) for piece in split(text, limit)) == plain(text)


@given(TEXTS, LIMITS)
def test_every_piece_fits(text: Text, limit: int) -> None:
    assert all(0 < units(plain(piece)) <= limit for piece in split(text, limit))


@given(TEXTS, LIMITS)
def test_every_piece_is_html_by_itself(text: Text, limit: int) -> None:
    for piece in split(text, limit):
        assert read_html(html(piece))[0] == plain(piece)


@given(TEXTS, LIMITS)
def test_marks_stay_with_their_characters(text: Text, limit: int) -> None:
    def marked(parts: Text) -> list[tuple[str, tuple[Mark, ...], Block]]:
        return [(character, part.marks, part.block) for part in parts for character in part.text]

    assert [one for piece in split(text, limit) for one in marked(piece)] == marked(text)


def test_a_text_that_fits_is_one_piece() -> None:
    assert pieces("字" * LONGEST_TEXT, LONGEST_TEXT) == ["字" * LONGEST_TEXT]


def test_nothing_makes_no_piece() -> None:
    assert split(()) == ()


def test_a_piece_ends_with_a_paragraph_where_one_ends_in_its_second_half() -> None:
    assert pieces("一二三四五六。\n七八。九十一二", 11) == ["一二三四五六。\n", "七八。九十一二"]


def test_else_it_ends_with_a_sentence() -> None:
    assert pieces("一二三四五六。七八九，十一二", 11) == ["一二三四五六。", "七八九，十一二"]


def test_a_sentence_does_not_end_within_its_quotation_marks() -> None:
    assert pieces("他说：“好。我去。”然后走了，很久没有回来", 14) == ["他说：“好。我去。”", "然后走了，很久没有回来"]


def test_else_with_a_clause_and_else_anywhere() -> None:
    assert pieces("一二三四五六七，八九十", 10) == ["一二三四五六七，", "八九十"]
    assert pieces("一二三四五六七八九十", 6) == ["一二三四五六", "七八九十"]


@pytest.mark.parametrize("whole", ["👨‍👩‍👧", "e\u0301", "👍🏽", "🇨🇳"])
def test_what_looks_like_one_character_is_not_cut(whole: str) -> None:
    for limit in range(8, 14):
        assert any(whole in piece for piece in pieces("一二三四五六" + whole + "七八九十一二三", limit))


def test_a_character_of_two_units_is_not_cut() -> None:
    assert pieces("𠮷" * 5, 3) == ["𠮷"] * 5


def test_a_limit_that_not_every_character_fits_is_refused() -> None:
    with pytest.raises(ValueError, match="the limit is 1"):
        split((Part("字"),), 1)
