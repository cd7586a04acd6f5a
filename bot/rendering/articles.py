"""An Article on the screen: its outline, its numbered paragraphs, what was dropped, a quotation's surroundings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.answer.model import Quote
from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, harmless
from bot.rendering.quotes import indented, quote_lines
from bot.rendering.records import Record
from bot.rendering.tables import table_lines
from bot.rendering.views import View
from corpus.model import Article, Paragraph


def title_lines(article: Article, view: View, messages: Messages) -> list[Line]:
    """Its title, and what its page says about it."""
    lines = indented((Piece(harmless(article.title).replace("\n", " "), (Tone.TITLE,)),), view)
    rows = [
        [messages.fields[entry.field.value], entry.value] for entry in article.metadata if entry.field.value != "title"
    ]
    rows.append(
        [messages.size, messages.article_size.format(paragraphs=len(article.paragraphs), characters=length(article))]
    )
    return [*lines, *table_lines(rows, view, elastic=1, tones=(Tone.FAINT,))]


def outline_lines(article: Article, view: View, messages: Messages) -> list[Line]:
    """Its sections, each with the numbers of its paragraphs."""
    firsts: dict[str | None, int] = {}
    lasts: dict[str | None, int] = {}
    for paragraph in article.paragraphs:
        firsts.setdefault(paragraph.section, paragraph.number)
        lasts[paragraph.section] = paragraph.number
    rows = [
        [f"¶{first}" if first == lasts[section] else f"¶{first}–{lasts[section]}", section or messages.no_section]
        for section, first in firsts.items()
    ]
    return table_lines(rows, view, elastic=1, tones=(Tone.FAINT,))


def body_lines(article: Article, view: View) -> Iterator[Line]:
    """Every paragraph under its heading, with its number in the margin."""
    section: str | None = None
    for paragraph in article.paragraphs:
        if paragraph.section != section and paragraph.section is not None:
            yield EMPTY
            yield from indented((Piece(harmless(paragraph.section).replace("\n", " "), (Tone.TITLE,)),), view)
        section = paragraph.section
        yield EMPTY
        yield from paragraph_lines(paragraph, view)


def paragraph_lines(paragraph: Paragraph, view: View) -> list[Line]:
    """Its number, and its text beside it."""
    label = f"¶{paragraph.number}".ljust(5)
    first, *others = indented((Piece(harmless(paragraph.text)),), view, len(label) + 2)
    return [(Piece("  "), Piece(label, (Tone.FAINT,)), *first[1:]), *others]


def dropped_lines(article: Article, view: View, messages: Messages, rules: Mapping[str, str]) -> list[Line]:
    """Every line that cleaning left out with its rule, then the rules with their reasons and counts."""
    if not article.dropped:
        return indented((Piece(messages.nothing_dropped),), view)
    starts = [place for place, character in enumerate(article.raw) if character == "\n"]
    rows = [
        [
            messages.line_number.format(number=bisect_right(starts, dropped.span.start) + 1),
            dropped.rule,
            dropped.span.of(article.raw).strip(),
        ]
        for dropped in article.dropped
    ]
    counts = Counter(dropped.rule for dropped in article.dropped)
    totals = [[str(count), rule, rules.get(rule, "")] for rule, count in counts.most_common()]
    return [
        *table_lines(rows, view, elastic=2, tones=(Tone.FAINT, Tone.LABEL)),
        EMPTY,
        *table_lines(totals, view, elastic=2, right=frozenset({0}), tones=(None, Tone.LABEL, Tone.FAINT)),
    ]


def context_lines(article: Article, quote: Quote, radius: int, view: View, messages: Messages) -> list[Line]:
    """The quotation between the ``radius`` paragraphs before it and after it."""
    numbers = range(quote.paragraph - radius, quote.paragraph + radius + 1)
    # A byline stands in no paragraph; the article's beginning surrounds it.
    lines = quote_lines(quote, view, messages) if quote.paragraph == 0 else []
    for paragraph in article.paragraphs:
        if paragraph.number == quote.paragraph:
            lines += [*([EMPTY] if lines else []), *quote_lines(quote, view, messages)]
        elif paragraph.number in numbers:
            lines += [*([EMPTY] if lines else []), *paragraph_lines(paragraph, view)]
    return lines


def article_record(article: Article, *, shipped: bool) -> Record:
    """An Article for programs, as ``yuanhua list --json`` gives it."""
    return {
        "id": article.id,
        "title": article.title,
        "paragraphs": len(article.paragraphs),
        "characters": length(article),
        "dropped": len(article.dropped),
        "metadata": {entry.field.value: entry.value for entry in article.metadata},
        "notes": list(article.notes),
        "shipped": shipped,
    }


def paragraph_record(paragraph: Paragraph) -> Record:
    """A Paragraph for programs; ranges are characters of the raw source."""
    return {
        "paragraph": paragraph.number,
        "section": paragraph.section,
        "text": paragraph.text,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
        "sentences": [[sentence.start, sentence.end] for sentence in paragraph.sentences],
    }


def length(article: Article) -> int:
    """The characters of an Article's body, white space left out."""
    return sum(len("".join(paragraph.text.split())) for paragraph in article.paragraphs)
