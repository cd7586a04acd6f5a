"""The values of the corpus: a Span, a Paragraph, an Article.

Everything here is frozen and knows where it stands in the raw source, so that a quotation can always be checked
against the text it came from: ``span.of(article.raw) == paragraph.text``. Nothing here reads files or cleans text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of characters (Unicode code points).

    Raises:
        ValueError: the range is negative or turned round.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` in this range."""
        return text[self.start : self.end]

    def shifted(self, offset: int) -> Span:
        """This range, ``offset`` characters further on."""
        return Span(self.start + offset, self.end + offset)

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly within this range."""
        return self.start <= other.start and other.end <= self.end


class Field(StrEnum):
    """What a page says about an article, apart from its body."""

    TITLE = "title"
    AUTHOR = "author"
    EDITOR = "editor"
    PHOTOGRAPHER = "photographer"
    OUTLET = "outlet"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class MetadataEntry:
    """One thing said about an article, with the line that says it.

    ``value`` is the bare value (``自象限 周游``); ``span`` is the whole line in the raw source (``文|自象限  周游``),
    or None when the value does not stand in the raw source (a title made from the file name).
    """

    field: Field
    value: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The retrieval unit: a passage of the body, verbatim.

    Attributes:
        id: ``<article id>#<number>``, the number zero-padded to four digits, so that ids sort in reading order.
        article: the id of the Article it belongs to.
        number: its place in the article, from 1.
        section: the heading it stands under, or None before the first heading.
        span: its range in the raw source; ``span.of(raw) == text``.
        text: its characters, unchanged.
        sentences: the ranges of its sentences in the raw source, in order and without overlap. Together they cover
            every character of ``text`` but white space between them.
    """

    id: str
    article: str
    number: int
    section: str | None
    span: Span
    text: str
    sentences: tuple[Span, ...]

    def local(self, span: Span) -> Span:
        """A range of the raw source as a range of ``text``."""
        return span.shifted(-self.span.start)

    def sentence_text(self, place: int) -> str:
        """The characters of the sentence at a place."""
        sentence, begin = self.sentences[place], self.span.start
        return self.text[sentence.start - begin : sentence.end - begin]

    def sentence_texts(self) -> Iterator[str]:
        """The sentences' characters, in order."""
        return map(self.sentence_text, range(len(self.sentences)))


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of the raw source that cleaning left out, and the name of the rule that says why."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Article:
    """One source text.

    Attributes:
        id: stable name within a library: lower-case letters, digits, Han characters and hyphens.
        title: what it is called.
        raw: the source as decoded, every character of it.
        paragraphs: its body in reading order.
        metadata: what its page says about it, at most one entry a field.
        dropped: what cleaning left out, in source order.
        source: where it was read from, for messages; empty when made in memory.
        notes: what a reader should know about how it was read (a guessed encoding), in English.
        headings: where the headings stand whose texts are the Paragraphs' sections, in order.
    """

    id: str
    title: str
    raw: str
    paragraphs: tuple[Paragraph, ...]
    metadata: tuple[MetadataEntry, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = field(default=())
    headings: tuple[Span, ...] = ()

    def entry(self, which: Field) -> MetadataEntry | None:
        """The metadata entry of a field, or None where the page does not give it."""
        return next((entry for entry in self.metadata if entry.field is which), None)


def paragraph_id(article: str, number: int) -> str:
    """The id of an article's ``number``-th paragraph (from 1)."""
    return f"{article}#{number:04d}"
