"""Passages in a message."""

from __future__ import annotations

from dataclasses import replace

from bot.messages import Language, messages_of
from bot.messages.tg_catalogue import tg_messages_of
from bot.tg.rendering.markup import html
from bot.tg.rendering.passages import context, has_wider_context, place_of, quoted, source
from corpus.model import Article, Paragraph, Span, paragraph_id
from tests.bot.making import make_quote, span_of

ZH, WORDS = messages_of(Language.ZH), tg_messages_of(Language.ZH)
LATTE = make_quote("店在河边。拿铁卖28元。", "拿铁卖28元。", ["拿铁"], "28元")


def page(*texts: str) -> Article:
    raw = "\n".join(texts)
    paragraphs, start = [], 0
    for number, text in enumerate(texts, start=1):
        span = Span(start, start + len(text))
        paragraphs.append(Paragraph(paragraph_id("cafe", number), "cafe", number, "价格", span, text, (span,)))
        start = span.end + 1
    return Article("cafe", "咖啡馆", raw, tuple(paragraphs))


def test_the_key_sentence_is_bold_and_what_matches_or_answers_underlined() -> None:
    assert html(quoted(LATTE)) == "<blockquote>店在河边。<b><u>拿铁</u>卖<u>28元</u>。</b></blockquote>"


def test_a_key_of_two_sentences_is_bold_throughout() -> None:
    quote = make_quote("鱼多。水浅。所以停航。", "水浅。所以停航。", ["停航"], "水浅")
    assert html(quoted(quote)) == "<blockquote>鱼多。<b><u>水浅</u>。所以<u>停航</u>。</b></blockquote>"


def test_a_long_passage_is_folded() -> None:
    quote = make_quote("拿铁卖28元。" + "很长。" * 100, "拿铁卖28元。")
    assert html(quoted(quote)) == f"<blockquote expandable><b>拿铁卖28元。</b>{'很长。' * 100}</blockquote>"


def test_a_key_sentence_that_the_fold_would_hide_stands_before_it_too() -> None:
    quote = make_quote("很长。" * 100 + "拿铁卖28元。", "拿铁卖28元。", ["拿铁"])
    first, folded = html(quoted(quote)).split("\n")
    assert first == "<blockquote><b>拿铁卖28元。</b></blockquote>"
    assert folded.endswith("<b><u>拿铁</u>卖28元。</b></blockquote>")


def test_below_it_stand_title_section_and_paragraph() -> None:
    assert html(place_of(LATTE, ZH)) == "<i>咖啡馆 › 价格 › ¶3</i>"
    assert html(place_of(replace(LATTE, section=None, title="a < b"), ZH)) == "<i>a &lt; b › ¶3</i>"


def test_the_context_has_the_paragraphs_around_the_passage_with_their_numbers() -> None:
    article = page("一。", "二。", "三。", "四。")
    quote = make_quote("三。", "三。", start=6)
    shown = html(context(article, quote, 1, ZH, WORDS))
    assert shown.split("\n")[1:-1] == [
        "<i>¶2</i>",
        "<blockquote>二。</blockquote>",
        "<i>¶3</i>",
        "<blockquote><b>三。</b></blockquote>",
        "<i>¶4</i>",
        "<blockquote>四。</blockquote>",
    ]
    assert has_wider_context(article, quote, 1)
    assert not has_wider_context(article, quote, 2)


def test_the_context_of_a_byline_is_the_beginning_of_the_article() -> None:
    quote = replace(make_quote("文|周明", "文|周明"), paragraph=0)
    shown = html(context(page("一。", "二。"), quote, 1, ZH, WORDS))
    assert "<blockquote><b>文|周明</b></blockquote>\n<i>¶1</i>\n<blockquote>一。</blockquote>" in shown


def test_the_source_says_where_to_look_it_up() -> None:
    article = page("一。", "拿铁卖28元。")
    quote = make_quote("拿铁卖28元。", "拿铁卖28元。", paragraph=2, start=article.raw.index("拿铁"))
    assert quote.span == span_of("拿铁卖28元。", article.raw)
    assert "原文第 4–10 个字符，第 2 行；¶2，全文共 2 段" in html(source(article, quote, ZH, WORDS))
