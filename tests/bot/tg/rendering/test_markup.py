"""Parts with marks as Telegram's HTML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.tg.rendering.markup import MOST_ENTITIES, Block, Mark, Part, Text, cut, html, lines, plain, said, units
from corpus.model import Span
from tests.bot.tg.rendering.texts import STRINGS, TEXTS
from tests.bot.tg.standin.markup import read_html

BOLD, UNDERLINED = Mark.BOLD, Mark.UNDERLINED


def test_what_a_text_contains_is_shown_and_never_read_as_markup() -> None:
    assert html((Part("1 < 2 & <b>", (BOLD,)),)) == "<b>1 &lt; 2 &amp; &lt;b&gt;</b>"


def test_neighbours_with_the_same_first_mark_share_its_tags() -> None:
    text = (Part("微软", (BOLD, UNDERLINED)), Part("的芯片", (BOLD,)), Part("。"))
    assert html(text) == "<b><u>微软</u>的芯片</b>。"


def test_a_quotation_is_one_block_whatever_is_marked_in_it() -> None:
    text = (Part("甲", (), Block.QUOTED), Part("乙", (BOLD,), Block.QUOTED), Part("\n"), Part("丙", (), Block.FOLDED))
    assert html(text) == "<blockquote>甲<b>乙</b></blockquote>\n<blockquote expandable>丙</blockquote>"


@given(TEXTS)
def test_the_server_reads_the_html_as_the_text_it_was_made_from(text: Text) -> None:
    read, _ = read_html(html(text))
    assert read == plain(text)


@given(st.lists(STRINGS.filter(bool), min_size=1, max_size=150))
def test_there_are_never_more_marked_ranges_than_telegram_shows(words: list[str]) -> None:
    marked = [Part(word, (BOLD, UNDERLINED) if place % 2 else (BOLD,)) for place, word in enumerate(words)]
    _, entities = read_html(html(tuple(marked)))
    assert len(entities) <= MOST_ENTITIES


def test_where_there_are_too_many_marks_the_key_sentence_stays_bold() -> None:
    marked = [Part("字", (UNDERLINED,) if place % 2 else ()) for place in range(400)]
    assert html((*marked, Part("答。", (BOLD,)))) == "字" * 400 + "<b>答。</b>"


@given(STRINGS)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(0, 300), st.integers(0, 300))
def test_cutting_a_text_cuts_its_characters(text: Text, start: int, length: int) -> None:
    span = Span(start, start + length)
    assert plain(cut(text, span)) == span.of(plain(text))


def test_lines_stand_one_below_the_other_and_empty_ones_take_no_room() -> None:
    assert plain(lines([said("甲")], [], [said("乙")])) == "甲\n乙"


def test_characters_that_would_turn_the_reading_direction_are_replaced() -> None:
    assert said("价格\u202e元").text == "价格\ufffd元"
