"""Articles as plain values for JSON, and back."""

from __future__ import annotations

from typing import Any

from corpus.model import Article, Dropped, Field, MetadataEntry, Paragraph, Span, paragraph_id


def article_to_plain(article: Article) -> dict[str, Any]:
    """An article as lists, numbers and strings; paragraph texts are left to their spans."""
    return {
        "id": article.id,
        "title": article.title,
        "raw": article.raw,
        "source": article.source,
        "notes": list(article.notes),
        "metadata": [[entry.field.value, entry.value, _pair(entry.span)] for entry in article.metadata],
        "headings": [_pair(heading) for heading in article.headings],
        "dropped": [[_pair(dropped.span), dropped.rule] for dropped in article.dropped],
        "paragraphs": [
            [paragraph.section, _pair(paragraph.span), [_pair(sentence) for sentence in paragraph.sentences]]
            for paragraph in article.paragraphs
        ],
    }


def article_from_plain(plain: dict[str, Any]) -> Article:
    """The article again.

    Raises:
        KeyError, TypeError, ValueError: the plain value was not made by ``article_to_plain``.
    """
    raw = plain["raw"]
    if not isinstance(raw, str):
        raise TypeError("raw is not text")
    paragraphs = tuple(
        _paragraph(plain["id"], number, raw, *fields) for number, fields in enumerate(plain["paragraphs"], start=1)
    )
    return Article(
        id=plain["id"],
        title=plain["title"],
        raw=raw,
        paragraphs=paragraphs,
        metadata=tuple(
            MetadataEntry(Field(field), value, None if span is None else Span(*span))
            for field, value, span in plain["metadata"]
        ),
        dropped=tuple(Dropped(Span(*span), rule) for span, rule in plain["dropped"]),
        source=plain["source"],
        notes=tuple(plain["notes"]),
        headings=tuple(Span(*heading) for heading in plain["headings"]),
    )


def _paragraph(
    article: str, number: int, raw: str, section: str | None, span: list[int], sentences: list[list[int]]
) -> Paragraph:
    whole = Span(*span)
    return Paragraph(
        id=paragraph_id(article, number),
        article=article,
        number=number,
        section=section,
        span=whole,
        text=whole.of(raw),
        sentences=tuple(Span(*sentence) for sentence in sentences),
    )


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
