"""Tables, explanations and articles on the screen."""

from __future__ import annotations

import pytest

from bot.answer.model import Reason
from bot.messages import Language, messages_of
from bot.rendering.articles import body_lines, context_lines, dropped_lines, outline_lines, title_lines
from bot.rendering.explanations import explanation_lines
from bot.rendering.pieces import Line, plain
from bot.rendering.tables import table_lines
from bot.rendering.views import View
from bot.rendering.wrapping import cells
from corpus.model import Article, Dropped, Field, MetadataEntry, Paragraph, Span, paragraph_id
from tests.bot.making import make_abstention, make_answer, make_quote

ZH = messages_of(Language.ZH)
RAW = "文|周明\n广告\n店在河边。\n菜单\n拿铁卖二十八元。\n美式卖二十元。\n打烊\n晚上九点关门。\n广告\n"


def paragraph(number: int, section: str | None, text: str) -> Paragraph:
    span = Span(RAW.index(text), RAW.index(text) + len(text))
    return Paragraph(paragraph_id("cafe", number), "cafe", number, section, span, text, (span,))


ARTICLE = Article(
    id="cafe",
    title="河边的咖啡馆",
    raw=RAW,
    paragraphs=(
        paragraph(1, None, "店在河边。"),
        paragraph(2, "菜单", "拿铁卖二十八元。"),
        paragraph(3, "菜单", "美式卖二十元。"),
        paragraph(4, "打烊", "晚上九点关门。"),
    ),
    metadata=(MetadataEntry(Field.AUTHOR, "周明", Span(0, 4)),),
    dropped=(Dropped(Span(5, 7), "advertising"), Dropped(Span(RAW.rindex("广告"), len(RAW) - 1), "advertising")),
)


def shown(lines: list[Line]) -> list[str]:
    return [plain(line).rstrip() for line in lines]


def test_columns_are_aligned_by_cells() -> None:
    rows = [["甲", "1"], ["abc", "22"]]
    assert shown(table_lines(rows, View(), header=("名", "数"), right=frozenset({1}))) == [
        "  名   数",
        "  甲    1",
        "  abc  22",
    ]


def test_where_there_is_no_room_the_elastic_column_goes_on_in_the_next_line() -> None:
    assert shown(table_lines([["甲", "春眠不觉晓", "乙"]], View(17), elastic=1)) == ["  甲  春眠不  乙", "      觉晓"]


def test_or_is_shortened() -> None:
    lines = table_lines([["甲", "春眠不觉晓", "乙"]], View(17), elastic=1, folded=False)
    assert shown(lines) == ["  甲  春眠…   乙"]


def test_an_outline_has_each_section_with_its_paragraphs() -> None:
    assert shown(outline_lines(ARTICLE, View(), ZH)) == ["  ¶1    （开头）", "  ¶2–3  菜单", "  ¶4    打烊"]


def test_a_title_comes_with_what_the_page_says_and_the_size() -> None:
    assert shown(title_lines(ARTICLE, View(), ZH)) == ["  河边的咖啡馆", "  作者  周明", "  篇幅  4 段，27 字"]


def test_a_body_has_headings_and_numbered_paragraphs() -> None:
    assert shown(list(body_lines(ARTICLE, View())))[:7] == [
        "",
        "  ¶1   店在河边。",
        "",
        "  菜单",
        "",
        "  ¶2   拿铁卖二十八元。",
        "",
    ]


def test_a_long_paragraph_goes_on_below_its_first_line() -> None:
    lines = shown(list(body_lines(ARTICLE, View(20))))
    assert lines[5:7] == ["  ¶2   拿铁卖二十八", "       元。"]


def test_every_dropped_line_has_its_number_and_rule_and_every_rule_its_count_and_reason() -> None:
    assert shown(dropped_lines(ARTICLE, View(), ZH, {"advertising": "it sells something"})) == [
        "  第 2 行  advertising  广告",
        "  第 9 行  advertising  广告",
        "",
        "  2  advertising  it sells something",
    ]


def test_the_surroundings_of_a_quotation_are_the_paragraphs_beside_it() -> None:
    quote = make_quote("美式卖二十元。", "美式卖二十元。", section="菜单", title="河边的咖啡馆", paragraph=3)
    assert shown(context_lines(ARTICLE, quote, 1, View(), ZH)) == [
        "  ¶2   拿铁卖二十八元。",
        "",
        "  ┃ «美式卖二十元。»",
        "    河边的咖啡馆 › 菜单 › ¶3",
        "",
        "  ¶4   晚上九点关门。",
    ]


def test_the_surroundings_of_a_byline_are_the_beginning() -> None:
    quote = make_quote("文|周明", "文|周明", section=None, paragraph=0)
    assert shown(context_lines(ARTICLE, quote, 1, View(), ZH))[-1] == "  ¶1   店在河边。"


def test_an_explanation_shows_terms_figures_and_scores() -> None:
    quote = make_quote("店里有豆子。拿铁卖二十八元。", "拿铁卖二十八元。")
    assert shown(explanation_lines(make_answer(quote), View(), ZH)) == [
        "  检索：咖啡 价格",
        "",
        "  词    粒度  权重  出现段数",
        "  咖啡  词    1.00         2",
        "  价格  词    1.00      没有",
        "",
        "  cover  0.50",
        "  把握   0.90",
        "",
        "  段   得分  关键句",
        "  ¶3  12.50  拿铁卖二十八元。",
    ]


def test_an_explanation_of_an_abstention_calls_its_passages_nearest() -> None:
    quote = make_quote("拿铁。", "拿铁。")
    assert any(
        "最接近" in text for text in shown(explanation_lines(make_abstention(Reason.NOT_ANSWERED, quote), View(), ZH))
    )


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_of_an_article_is_wider_than_the_terminal(width: int) -> None:
    view = View(width, marked=True)
    lines = [*title_lines(ARTICLE, view, ZH), *body_lines(ARTICLE, view), *dropped_lines(ARTICLE, view, ZH, {})]
    assert all(cells(text) < width for text in shown(lines))
