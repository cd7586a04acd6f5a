"""Questions about the page itself, and the lines that answer them."""

from __future__ import annotations

import pytest

from bot.answer.about_the_page import asked_field, metadata_quote
from corpus.model import Article, Field, MetadataEntry, Span


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("这篇文章是谁写的?", Field.AUTHOR),
        ("作者是谁?", Field.AUTHOR),
        ("文章的作者叫什么名字", Field.AUTHOR),
        ("谁写了这篇文章", Field.AUTHOR),
        ("本文作者?", Field.AUTHOR),
        ("文章的编辑是谁?", Field.EDITOR),
        ("责任编辑是谁", Field.EDITOR),
        ("摄影师是谁?", Field.PHOTOGRAPHER),
        ("图片是谁拍的?", Field.PHOTOGRAPHER),
        ("这篇文章是哪家媒体发的?", Field.OUTLET),
        ("文章来源是哪里?", Field.OUTLET),
        ("这文章是哪家媒体出的", Field.OUTLET),
        ("文章标注的日期是哪一天", Field.DATE),
        ("这篇报道是什么时候发表的?", Field.DATE),
        ("文章的发布日期是什么时候", Field.DATE),
        ("这篇文章的标题是什么?", Field.TITLE),
        ("《长桥纪事》的作者是谁?", Field.AUTHOR),
        ("who wrote this article?", Field.AUTHOR),
    ],
)
def test_the_form_tells_the_field(question: str, field: Field) -> None:
    assert asked_field(question, "长桥纪事") is field


@pytest.mark.parametrize(
    "question",
    [
        "桥梁定理是谁写的?",
        "桥的设计者是谁?",
        "小说的作者去了哪里",
        "是谁?",
        "什么时候?",
        "为什么?",
        "名字是什么",
        "桥叫什么?",
    ],
)
def test_a_question_about_something_else_asks_for_no_field(question: str) -> None:
    assert asked_field(question, "长桥纪事") is None


def test_the_line_is_quoted_whole_with_the_value_marked() -> None:
    raw = "标题\n文|长桥社  李四\n"
    article = Article("a", "标题", raw, (), (MetadataEntry(Field.AUTHOR, "长桥社 李四", Span(3, 12)),))
    quote = metadata_quote(article, Field.AUTHOR)
    assert quote is not None
    assert quote.text == quote.span.of(raw) == "文|长桥社  李四"
    assert quote.answer is not None
    assert quote.answer.of(quote.text) == "长桥社  李四"


def test_a_page_without_the_field_has_no_quote() -> None:
    assert metadata_quote(Article("a", "标题", "", ()), Field.EDITOR) is None
