"""A quotation on the screen: marked, set off, with its place; verbatim once marks and margins are taken away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.model import Quote, Reason
from bot.messages import Language, messages_of
from bot.rendering.marks import passage
from bot.rendering.pieces import Piece, Tone, plain
from bot.rendering.quotes import quote_lines
from bot.rendering.replies import reply_lines
from bot.rendering.views import View
from bot.rendering.wrapping import cells
from corpus.model import Span
from tests.bot.making import make_abstention, make_answer, make_quote

ZH = messages_of(Language.ZH)
TEXT = "店里有三种豆子。拿铁卖二十八元一杯，比去年贵。周末人多。"
QUOTE = make_quote(TEXT, "拿铁卖二十八元一杯，比去年贵。", ["拿铁", "豆子", "去年"], "二十八元")


def shown(lines: list[tuple[Piece, ...]]) -> list[str]:
    return [plain(line) for line in lines]


def unmarked(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "«»‹›▸◂")))


# Marks


def test_without_colours_marks_stand_around_the_key_sentence_the_matches_and_the_answer() -> None:
    assert plain(passage(QUOTE, marked=True)) == ("店里有三种‹豆子›。«‹拿铁›卖▸二十八元◂一杯，比‹去年›贵。»周末人多。")


def test_with_colours_the_same_ranges_have_tones_and_the_text_is_untouched() -> None:
    pieces = passage(QUOTE, marked=False)
    assert plain(pieces) == TEXT
    tones = {piece.text: piece.tones for piece in pieces}
    assert tones["豆子"] == (Tone.MATCH,)
    assert tones["拿铁"] == (Tone.KEY, Tone.MATCH)
    assert tones["二十八元"] == (Tone.KEY, Tone.ANSWER)
    assert tones["一杯，比"] == (Tone.KEY,)
    assert tones["周末人多。"] == ()


def test_a_key_of_two_sentences_is_marked_as_one_over_a_line_s_end_too() -> None:
    quote = make_quote("鱼多。水浅。\n所以停航。好。", "水浅。\n所以停航。", ["停航"], "水浅")
    assert plain(passage(quote, marked=True)) == "鱼多。«▸水浅◂。\n所以‹停航›。»好。"
    bars = [plain(line)[2] for line in quote_lines(quote, View(40, marked=False), ZH)[:2]]
    assert bars == ["┃", "┃"]


def test_where_answer_and_match_overlap_the_answer_wins_and_no_mark_is_crossed() -> None:
    quote = make_quote("拿铁二十八元", "拿铁二十八元", ["铁二十八"], "二十八元")
    assert plain(passage(quote, marked=True)) == "«拿‹铁›▸二十八元◂»"


def test_a_match_that_runs_over_the_key_sentence_s_border_is_marked_on_both_sides() -> None:
    quote = make_quote("好咖啡。真贵。", "真贵。", ["。真"])
    assert plain(passage(quote, marked=True)) == "好咖啡‹。›«‹真›贵。»"


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(st.text(alphabet="咖啡馆abc 12，。《》\n👍é", min_size=1, max_size=120))

    def span() -> Span:
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    marked, end = [], 0
    for one in sorted(span() for _ in range(draw(st.integers(0, 4)))):
        if one.start > end:
            marked.append(one)
            end = one.end
    answer = span() if draw(st.booleans()) else None
    return Quote("a", "标题", None, 1, text, Span(0, len(text)), span(), tuple(marked), answer, 1.0)


@given(quotes())
def test_taking_the_marks_away_gives_the_passage(quote: Quote) -> None:
    assert unmarked(plain(passage(quote, marked=True))) == quote.text


@given(quotes())
def test_every_mark_that_opens_closes(quote: Quote) -> None:
    opened: list[str] = []
    for character in plain(passage(quote, marked=True)):
        if character in "«‹▸":
            opened.append(character)
        elif character in "»›◂":
            assert opened.pop() + character in ("«»", "‹›", "▸◂")
    assert not opened


@given(quotes())
def test_exactly_the_key_sentence_has_its_tone(quote: Quote) -> None:
    key = "".join(piece.text for piece in passage(quote, marked=False) if Tone.KEY in piece.tones)
    assert key == quote.key.of(quote.text)


# The block


def test_a_quotation_has_a_bar_heavy_beside_the_key_sentence_and_its_source_below() -> None:
    assert shown(quote_lines(QUOTE, View(24, marked=False), ZH)) == [
        "  ┃ 店里有三种豆子。拿",
        "  ┃ 铁卖二十八元一杯，",
        "  ┃ 比去年贵。周末人",
        "  │ 多。",
        "    咖啡馆 › 价格 › ¶3",
    ]


def test_where_nothing_breaks_lines_a_passage_is_one_line() -> None:
    assert shown(quote_lines(QUOTE, View(None, marked=False), ZH)) == [f"  ┃ {TEXT}", "    咖啡馆 › 价格 › ¶3"]


def test_the_lines_of_a_passage_stay_lines() -> None:
    quote = make_quote("价目\n拿铁二十八元", "拿铁二十八元")
    assert shown(quote_lines(quote, View(None, marked=False), ZH))[:2] == ["  │ 价目", "  ┃ 拿铁二十八元"]


def test_a_passage_before_the_first_heading_has_no_section_in_its_source() -> None:
    quote = make_quote(TEXT, TEXT, section=None)
    assert shown(quote_lines(quote, View(), ZH))[-1].strip() == "咖啡馆 › ¶3"


@pytest.mark.parametrize(("language", "place"), [(Language.ZH, "题头"), (Language.EN, "byline")])
def test_a_line_of_the_page_s_metadata_has_a_word_for_its_place(language: Language, place: str) -> None:
    quote = make_quote("文|周明", "文|周明", section=None, paragraph=0)
    assert shown(quote_lines(quote, View(), messages_of(language)))[-1].strip() == f"咖啡馆 › {place}"


def test_escape_sequences_in_an_article_do_not_reach_the_terminal() -> None:
    quote = make_quote("红\x1b[31m字。", "红\x1b[31m字。", title="题\x1b]0;坏\x07目")
    assert "\x1b" not in "".join(shown(quote_lines(quote, View(), ZH)))


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("marked", [True, False])
@given(quote=quotes())
def test_no_line_is_wider_than_the_terminal(quote: Quote, width: int, marked: bool) -> None:
    lines = reply_lines(make_answer(quote), View(width, marked), ZH, 1, ZH.more_by_command)
    assert all(cells(text) < width for text in shown(lines))


# Replies


def test_an_answer_shows_its_first_passage_how_sure_it_is_and_that_there_are_more() -> None:
    lines = shown(reply_lines(make_answer(QUOTE, QUOTE, QUOTE), View(), ZH, 1, ZH.more_by_command))
    assert len(lines) == 3
    assert lines[-1] == "    很有把握（0.90） · 另有 2 段相关，/more 接着看"


def test_several_passages_have_a_blank_line_between_them() -> None:
    lines = shown(reply_lines(make_answer(QUOTE, QUOTE), View(), ZH, 5, ZH.more_by_command))
    assert [bool(line) for line in lines] == [True, True, False, True, True, True]
    assert lines[-1] == "    很有把握（0.90）"


@pytest.mark.parametrize(
    ("confidence", "zh", "en"),
    [
        (1.0, "很有把握（1.00）", "very sure (1.00)"),
        (0.85, "很有把握（0.85）", "very sure (0.85)"),
        (0.84, "较有把握（0.84）", "fairly sure (0.84)"),
        (0.7, "较有把握（0.70）", "fairly sure (0.70)"),
        (0.5, "把握不大（0.50）", "not very sure (0.50)"),
    ],
)
def test_how_sure_an_answer_is_is_said_in_words(confidence: float, zh: str, en: str) -> None:
    for language, words in ((Language.ZH, zh), (Language.EN, en)):
        messages = messages_of(language)
        lines = reply_lines(make_answer(QUOTE, confidence=confidence), View(), messages, 1, messages.more_by_command)
        assert plain(lines[-1]).strip() == words


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", Reason)
def test_an_abstention_gives_its_reason_and_never_the_nearest_passages(reason: Reason, language: Language) -> None:
    messages = messages_of(language)
    lines = shown(reply_lines(make_abstention(reason, QUOTE), View(), messages, 5, messages.more_by_command))
    assert [line.strip() for line in lines] == [messages.reasons[reason.value]]
