"""Markdown as Articles: headings, front matter, and what is no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import load_article, parse_article
from corpus.model import Article, Field


def parsed(raw: str) -> Article:
    return parse_article(raw, id="x", source="x.md")


def texts(article: Article) -> list[tuple[str | None, str]]:
    assert all(paragraph.span.of(article.raw) == paragraph.text for paragraph in article.paragraphs)
    return [(paragraph.section, paragraph.text) for paragraph in article.paragraphs]


def rules(article: Article) -> list[tuple[str, str]]:
    return [(dropped.rule, dropped.span.of(article.raw)) for dropped in article.dropped]


def test_the_first_heading_is_the_title_and_the_others_are_sections() -> None:
    article = parsed(
        "# 老收音机\n\n牡丹牌，六个管子，木头壳子。\n\n## 拆机 ##\n\n灰有一指厚，用毛刷刷了半个小时。\n\n"
        "### 换件\n\n电容换了三个，花了一块二毛钱。\n"
    )
    assert article.title == "老收音机"
    assert texts(article) == [
        (None, "牡丹牌，六个管子，木头壳子。"),
        ("拆机", "灰有一指厚，用毛刷刷了半个小时。"),
        ("换件", "电容换了三个，花了一块二毛钱。"),
    ]
    assert [heading.of(article.raw) for heading in article.headings] == ["拆机", "换件"]
    assert article.dropped == ()


def test_underlined_headings_are_headings() -> None:
    article = parsed(
        "老收音机\n====\n\n牡丹牌，六个管子，木头壳子。\n\n拆机\n----\n\n灰有一指厚，用毛刷刷了半个小时。\n"
    )
    assert article.title == "老收音机"
    assert texts(article)[1] == ("拆机", "灰有一指厚，用毛刷刷了半个小时。")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_gives_the_fields_in_either_language(end: str) -> None:
    lines = [
        "---",
        "标题: 老收音机",
        "作者：老周",
        'editor: "小满"',
        "摄影: [老林, 阿禾]",
        "来源: 青石日报 # 第三版",
        "date: 2024-03-01",
        "layout: post",
        "---",
        "",
        "牡丹牌，六个管子，木头壳子。",
    ]
    article = parsed(end.join(lines) + end)
    assert {entry.field: entry.value for entry in article.metadata} == {
        Field.TITLE: "老收音机",
        Field.AUTHOR: "老周",
        Field.EDITOR: "小满",
        Field.PHOTOGRAPHER: "老林 阿禾",
        Field.OUTLET: "青石日报",
        Field.DATE: "2024-03-01",
    }
    assert [entry.span.of(article.raw) for entry in article.metadata if entry.span] == [lines[1], *lines[2:7]]
    assert rules(article) == [("front-matter", "---"), ("front-matter", "layout: post"), ("front-matter", "---")]


def test_a_list_under_a_key_is_its_value() -> None:
    article = parsed("---\ntitle: 老收音机\nauthors:\n  - 老周\n  - 阿禾\n---\n牡丹牌，六个管子，木头壳子。\n")
    entry = article.entry(Field.AUTHOR)
    assert entry is not None
    assert entry.span is not None
    assert (entry.value, entry.span.of(article.raw)) == ("老周 阿禾", "authors:\n  - 老周\n  - 阿禾")


def test_a_byte_order_mark_hides_nothing() -> None:
    assert parsed("\ufeff---\ntitle: 老收音机\n---\n牡丹牌，六个管子，木头壳子。").title == "老收音机"
    assert parsed("\ufeff# 老收音机\n\n牡丹牌，六个管子，木头壳子。").title == "老收音机"


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    article = parsed("---\n\n# 老收音机\n\n牡丹牌，六个管子，木头壳子。\n")
    assert article.title == "老收音机"
    assert rules(article) == [("rule", "---")]


def test_the_title_said_again_as_a_heading_is_dropped() -> None:
    article = parsed("---\ntitle: 老收音机\n---\n# 老收音机\n\n牡丹牌，六个管子，木头壳子。\n")
    assert ("headline", "老收音机") in rules(article)
    assert texts(article) == [(None, "牡丹牌，六个管子，木头壳子。")]


def test_what_is_no_text_is_dropped_by_its_rule() -> None:
    article = parsed(
        "# 老收音机\n\n牡丹牌，六个管子，木头壳子。见[图纸][1]。\n\n```python\nprint(1)\n```\n\n"
        "![照片](a.png)\n\n<!-- 待补 -->\n\n***\n\n<br>\n\n[1]: https://a.example\n\n灰有一指厚，用毛刷刷了半个小时。\n"
    )
    assert rules(article) == [
        ("code-block", "```python"),
        ("code-block", "print(1)"),
        ("code-block", "```"),
        ("image", "![照片](a.png)"),
        ("html", "<!-- 待补 -->"),
        ("rule", "***"),
        ("html", "<br>"),
        ("link-definition", "[1]: https://a.example"),
    ]
    assert [text for _, text in texts(article)] == [
        "牡丹牌，六个管子，木头壳子。见[图纸][1]。",
        "灰有一指厚，用毛刷刷了半个小时。",
    ]


def test_markers_of_lists_and_quotes_stand_outside_the_text() -> None:
    article = parsed(
        "- 第一个电容已经鼓了，换上新的。\n- **第二个**漏液，也换上新的。\n\n> 焊好引线，满屋子都是声音。\n\n"
        "1. 旋钮一转，是评书，讲到武松过岗。\n"
    )
    assert [text for _, text in texts(article)] == [
        "第一个电容已经鼓了，换上新的。",
        "**第二个**漏液，也换上新的。",
        "焊好引线，满屋子都是声音。",
        "旋钮一转，是评书，讲到武松过岗。",
    ]


def test_a_list_stays_with_the_line_that_announces_it() -> None:
    article = parsed(
        "换下来的零件有三样：\n\n- 电容三个\n- 引线一根\n- 旋钮一只\n\n一共花了一块二毛钱，修了两个晚上。\n"
    )
    assert [text for _, text in texts(article)] == [
        "换下来的零件有三样：\n\n- 电容三个\n- 引线一根\n- 旋钮一只",
        "一共花了一块二毛钱，修了两个晚上。",
    ]


def test_rows_of_a_table_are_kept_without_its_rule() -> None:
    article = parsed("| 零件名称 | 单价与数量 |\n|---|---|\n| 电解电容 | 四角，三个 |\n| 引线 | 不要钱，一根 |\n")
    assert rules(article) == [("table-rule", "|---|---|")]
    assert [text for _, text in texts(article)] == [
        "| 零件名称 | 单价与数量 |",
        "| 电解电容 | 四角，三个 |\n| 引线 | 不要钱，一根 |",
    ]


def test_a_paragraph_of_several_lines_is_one_and_its_sentences_cross_line_ends() -> None:
    article = parsed("灰有一指厚，用毛刷刷了\n半个小时。然后才看清线路板。\n")
    assert list(article.paragraphs[0].sentence_texts()) == ["灰有一指厚，用毛刷刷了\n半个小时。", "然后才看清线路板。"]


def test_a_paragraph_indented_by_four_blanks_is_no_code() -> None:
    assert texts(parsed("    灰有一指厚，用毛刷刷了半个小时。\n")) == [(None, "灰有一指厚，用毛刷刷了半个小时。")]


def test_text_between_tags_is_kept_without_them() -> None:
    article = parsed('<p align="center">牡丹牌，六个管子，木头壳子。</p>\n\n灰有一指厚，用毛刷刷了半个小时。\n')
    assert [text for _, text in texts(article)] == ["牡丹牌，六个管子，木头壳子。", "灰有一指厚，用毛刷刷了半个小时。"]


def test_a_byline_under_the_title_is_metadata() -> None:
    article = parsed("# 老收音机\n\n*文|老周 编辑|小满*\n\n牡丹牌，六个管子，木头壳子。\n")
    assert {entry.field: entry.value for entry in article.metadata} == {
        Field.TITLE: "老收音机",
        Field.AUTHOR: "老周",
        Field.EDITOR: "小满",
    }


def test_a_list_of_the_words_of_menus_is_kept_in_a_document() -> None:
    article = parsed("# 手册\n\n系统有下面这些功能，都在首页：\n\n- 登录\n- 注册\n- 分享\n- 评论\n")
    assert article.dropped == ()
    assert texts(article) == [(None, "系统有下面这些功能，都在首页：\n\n- 登录\n- 注册\n- 分享\n- 评论")]


def test_a_clipped_page_is_cleaned_although_it_is_markdown() -> None:
    article = parsed(
        "# 老收音机\n\n首页 > 文化 > 正文\n\n牡丹牌，六个管子，木头壳子，是父亲留下的。\n\n"
        "灰有一指厚，用毛刷刷了半个小时才看清。\n\n扫一扫下载青石新闻APP\n\n"
        "相关推荐\n\n- 给猫做的喂食器\n\n© 2024 青石新闻\n"
    )
    assert [text for _, text in texts(article)] == [
        "牡丹牌，六个管子，木头壳子，是父亲留下的。",
        "灰有一指厚，用毛刷刷了半个小时才看清。",
    ]
    assert [rule for rule, _ in rules(article)] == ["navigation", "app", "related", "after-body", "footer"]


def test_markdown_is_known_by_its_signs_or_its_name(tmp_path: Path) -> None:
    signs = "## 拆机\n\n灰有一指厚，用毛刷刷了半个小时。\n\n## 换件\n\n电容换了三个，花了一块二毛钱。\n"
    assert parse_article(signs, id="x").paragraphs[0].section == "拆机"
    page = (
        "首页 > 文化 > 正文\n老收音机\n2024-03-01 来源：青石日报\n牡丹牌，六个管子，木头壳子，是父亲留下的。\n"
        "扫一扫下载青石新闻APP\n© 2024 青石新闻\n"
    )
    path = tmp_path / "page.md"
    path.write_text(page, encoding="utf-8")
    article = load_article(path)
    assert article.title == "老收音机"
    assert [paragraph.text for paragraph in article.paragraphs] == ["牡丹牌，六个管子，木头壳子，是父亲留下的。"]
