"""Articles as plain values for JSON, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.model import Article, Dropped, Field, MetadataEntry, Paragraph, Span, paragraph_id

_REMEMBERED = 256
_PARSED = 64
_HEAD = 2_048
"""Bytes of a record in which the title ends, but for the longest."""
_TITLE = re.compile(r'\{"id":"(?:[^"\\]|\\.)*","title":("(?:[^"\\]|\\.)*"),')


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


class Records(Sequence[Article]):
    """Articles kept as JSON one after another, each read when it is asked for.

    Args:
        content: the records' bytes.
        starts: where each begins, and where the last ends.
    """

    def __init__(self, content: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self.content = content
        self.starts = starts
        self._remembered = lru_cache(_REMEMBERED)(self._read)
        self._plain = lru_cache(_PARSED)(self._parsed)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, place: int | slice) -> Article | tuple[Article, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._remembered(place % len(self))

    def title(self, place: int) -> str:
        """An article's title, without reading the article."""
        begin, end = int(self.starts[place]), int(self.starts[place + 1])
        head = self.content[begin : min(end, begin + _HEAD)].tobytes().decode("utf-8", "replace")
        found = _TITLE.match(head)
        if found is None or "\ufffd" in found[1]:
            return self[place].title
        return str(json.loads(found[1]))

    def paragraph(self, place: int, number: int) -> Paragraph:
        """An article's ``number``-th paragraph, from 0, without making the others."""
        plain = self._plain(place)
        return _paragraph(plain["id"], number + 1, plain["raw"], *plain["paragraphs"][number])

    def _read(self, place: int) -> Article:
        return article_from_plain(self._plain(place))

    def _parsed(self, place: int) -> dict[str, Any]:
        content = self.content[self.starts[place] : self.starts[place + 1]].tobytes()
        plain = json.loads(content.decode("utf-8", "surrogatepass"))
        if not isinstance(plain, dict):
            raise TypeError("a record is not an object")
        return plain


def record(article: Article) -> bytes:
    """An article as JSON; half a surrogate pair survives."""
    text = json.dumps(article_to_plain(article), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
