"""Articles made of sentences, for tests of the index."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.model import Article, Paragraph, Span, paragraph_id
from index.building import build
from index.searcher import Searcher
from index.settings import IndexSettings, TermSettings


@cache
def _parsed_dictionary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def terms() -> TermSettings:
    """Default terms, jieba's dictionary parsed once a process."""
    return TermSettings(cache=Path(_parsed_dictionary().name))


def built(*articles: Article, **changes: float | bool) -> Searcher:
    """An index over articles, with changed settings."""
    return build(articles, IndexSettings(terms=terms(), **changes))  # type: ignore[arg-type]


def article(id: str, *paragraphs: Sequence[str], title: str = "", section: str | None = None) -> Article:
    """An article whose paragraphs are given as their sentences; the raw source is all of them, a paragraph a line."""
    raw = "\n".join("".join(sentences) for sentences in paragraphs)
    made: list[Paragraph] = []
    start = 0
    for number, sentences in enumerate(paragraphs, start=1):
        spans: list[Span] = []
        for sentence in sentences:
            spans.append(Span(start, start + len(sentence)))
            start += len(sentence)
        whole = Span(spans[0].start, spans[-1].end) if spans else Span(start, start)
        made.append(Paragraph(paragraph_id(id, number), id, number, section, whole, whole.of(raw), tuple(spans)))
        start += 1
    return Article(id, title, raw, tuple(made))
