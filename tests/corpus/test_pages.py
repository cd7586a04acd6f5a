"""Copies of web pages of many kinds, made up for this: what is kept of each, and what the page says about it.

Beside each page stands what is to be kept of it (``NAME.kept.md``): the metadata, the headings, the paragraphs.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.cleaning import RULES
from corpus.loading import load_article
from corpus.model import Article, Field

PAGES = Path(__file__).with_name("pages")
NAMES = sorted(path.stem for path in PAGES.glob("*.txt"))


def kept(article: Article) -> str:
    """An Article as the files say what is to be kept."""
    lines = ["---", *(f"{entry.field}: {entry.value}" for entry in article.metadata if entry.span is not None), "---"]
    section: str | None = None
    for paragraph in article.paragraphs:
        if paragraph.section != section:
            section = paragraph.section
            lines += ["", f"## {section}"]
        lines += ["", paragraph.text]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_keeps_its_article_and_nothing_else(name: str) -> None:
    assert kept(load_article(PAGES / f"{name}.txt")) == (PAGES / f"{name}.kept.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_dropped_line_has_a_rule_with_a_reason(name: str) -> None:
    dropped = load_article(PAGES / f"{name}.txt").dropped
    assert dropped
    assert {line.rule for line in dropped} <= set(RULES)


def test_there_are_pages_of_many_kinds() -> None:
    assert len(NAMES) >= 18


@pytest.fixture(scope="module")
def scraped() -> Article:
    path = os.environ.get("YUANHUA_SOURCE_PAGE")
    if not path:
        pytest.skip("YUANHUA_SOURCE_PAGE does not name a page as it was scraped")
    return load_article(Path(path))


def test_a_scraped_page_yields_each_paragraph_of_its_body_once(scraped: Article) -> None:
    texts = [paragraph.text for paragraph in scraped.paragraphs]
    assert len(texts) == len(set(texts)) == 52
    assert all("\n" not in text for text in texts)
    assert min(map(len, texts)) >= 18
    halves = scraped.raw.split(scraped.title)
    assert all(text in halves[2] and text in halves[3] for text in texts)


def test_a_scraped_page_yields_its_headings(scraped: Article) -> None:
    sections = list(dict.fromkeys(paragraph.section for paragraph in scraped.paragraphs))
    assert [len(section or "") for section in sections] == [0, 14, 11, 2]
    assert [section.of(scraped.raw) for section in scraped.headings] == sections[1:]


def test_a_scraped_page_yields_its_byline_and_headline(scraped: Article) -> None:
    told = {entry.field: entry.span.of(scraped.raw)[:2] for entry in scraped.metadata if entry.span is not None}
    assert told == {
        Field.TITLE: scraped.title[:2],
        Field.AUTHOR: "文|",
        Field.EDITOR: "编辑",
        Field.PHOTOGRAPHER: "摄影",
    }
    assert scraped.raw.count(scraped.title) == 3


def test_nothing_of_a_scraped_pages_furniture_is_kept(scraped: Article) -> None:
    kept_text = "\n".join(paragraph.text for paragraph in scraped.paragraphs)
    assert not any(
        word in kept_text for word in ("▲", "图源", "评论", "下载", "扫一扫", "公众号", "转载", "  •", "正在阅读")
    )
