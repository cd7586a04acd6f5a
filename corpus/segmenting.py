"""Blocks as Paragraphs: of a length to be found and quoted, with their sentences.

Long texts are split into windows at sentence borders; short lines are tied to what they belong to. Nothing is
rewritten: every Paragraph and every sentence is a range of the raw source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus.blocks import Block
from corpus.characters import BLANK, ENDERS, LINE_ENDS, squeezed
from corpus.model import Paragraph, Span, paragraph_id
from corpus.sentences import split_sentences
from corpus.settings import CorpusSettings
from corpus.shapes import EDIT_LINK

LONGEST_ITEM: Final = 80
"""Items of at most this many characters stay with the line that announces them."""

_BLANKS = re.compile(f"[{BLANK}]*")
_LINE_END = re.compile(f"\\r\\n|[{LINE_ENDS}]")
_QUESTION = re.compile(r"(?:问|問|Q\d*|Question)\s?[:：.、]", re.IGNORECASE)
_SPEAKER = re.compile(r"[^:：，。；？\s]{1,10}\s?[:：]")
_FIELD = re.compile(r"[^:：，。；\s]{2,8}\s?[:：]\s?[^\n。！？!?；]{1,60}(?<![。！？!?；])")
_NUMERAL = re.compile(r"\W*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,4}|part\s?\w{1,5})\W*", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class Segments:
    """The Paragraphs of an article, and where its headings stand."""

    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Span, ...]


def segment(article: str, raw: str, blocks: Sequence[Block], settings: CorpusSettings) -> Segments:
    """The Paragraphs of an article.

    Args:
        article: the article's id.
        raw: its raw source.
        blocks: its headings and texts, in order.
        settings: how long a Paragraph may be.
    """
    paragraphs: list[Paragraph] = []
    for section, texts in _sections(raw, blocks):
        for group in _groups(raw, texts, settings):
            for window in _windows(list(_sentences(raw, group, settings.max_paragraph)), settings.max_paragraph):
                number = len(paragraphs) + 1
                span = Span(window[0].start, window[-1].end)
                name = paragraph_id(article, number)
                paragraphs.append(Paragraph(name, article, number, section, span, span.of(raw), window))
    return Segments(tuple(paragraphs), tuple(block.span for block in blocks if block.heading))


def heading_text(text: str) -> str:
    """What a heading says, without links to edit it and without markup."""
    bare = _LINK.sub(r"\1", EDIT_LINK.sub("", text.rstrip()))
    return squeezed(_EMPHASIS.sub(r"\2", bare)).strip("#■◆●▌▎★ ") or squeezed(text)


def _sections(raw: str, blocks: Iterable[Block]) -> Iterator[tuple[str | None, list[Block]]]:
    """The texts under each heading. A number alone is part of the heading below it."""
    section: str | None = None
    texts: list[Block] = []
    for block in blocks:
        if not block.heading:
            texts.append(block)
            continue
        text = heading_text(raw[block.start : block.end])
        if texts:
            yield section, texts
            texts, section = [], None
        section = f"{section} {text}" if section is not None and _NUMERAL.fullmatch(section) else text
    if texts:
        yield section, texts


def _groups(raw: str, texts: Sequence[Block], settings: CorpusSettings) -> list[list[Block]]:
    """Texts of one section that make a Paragraph together."""
    groups: list[list[Block]] = []
    for block in texts:
        if groups and _belongs(raw, groups[-1], block, settings):
            groups[-1].append(block)
        else:
            groups.append([block])
    # What is still too short found nothing below to be tied to.
    merged: list[list[Block]] = []
    for group in groups:
        short = _length(group) < settings.min_paragraph
        if short and merged and _fits(merged[-1], group[-1], settings) and _adjacent(raw, merged[-1][-1], group[0]):
            merged[-1].extend(group)
        else:
            merged.append(group)
    return merged


def _belongs(raw: str, group: Sequence[Block], block: Block, settings: CorpusSettings) -> bool:
    """Whether a text is part of the Paragraph that the texts before it began."""
    first, last = group[0], group[-1]
    if not _adjacent(raw, last, block) or not _fits(group, block, settings):
        return False
    if _length(group) < settings.min_paragraph or _ends_with_colon(raw, last):
        return True
    if len(group) == 1 and _asks(raw, first, block):
        return True
    if len(block) <= LONGEST_ITEM and _is_field(raw, last) and _is_field(raw, block):
        return True
    items = block.item and last.item
    if items and len(block) <= LONGEST_ITEM and any(_ends_with_colon(raw, each) for each in group):
        return True
    # The lines of a stanza, the items of a list.
    unended = raw[last.end - 1] not in ENDERS and raw[block.end - 1] not in ENDERS
    shortest = 2 * settings.min_paragraph if items and unended else settings.min_paragraph
    return max(len(last), len(block)) < shortest and not _has_empty_line(raw, last.end, block.lead)


def _asks(raw: str, question: Block, answer: Block) -> bool:
    """Whether a text is a question, put by ``问`` or by one speaker to the next."""
    if _QUESTION.match(raw, question.start):
        return not _QUESTION.match(raw, answer.start)
    asker, speaker = _SPEAKER.match(raw, question.start), _SPEAKER.match(raw, answer.start)
    asked = raw[question.end - 1] in "？?" and len(question) <= 2 * LONGEST_ITEM
    return asked and asker is not None and speaker is not None and asker.group() != speaker.group()


def _is_field(raw: str, block: Block) -> bool:
    """Whether a text is a line of a form: a short label, a colon, a value that is no sentence."""
    return _FIELD.fullmatch(raw, block.start, block.end) is not None


def _length(group: Sequence[Block]) -> int:
    return sum(map(len, group))


def _fits(group: Sequence[Block], block: Block, settings: CorpusSettings) -> bool:
    return block.end - group[0].start <= settings.max_paragraph


def _adjacent(raw: str, last: Block, block: Block) -> bool:
    """Whether nothing that was left out stands between two texts."""
    return _BLANKS.fullmatch(raw, last.end, block.lead) is not None


def _has_empty_line(raw: str, start: int, end: int) -> bool:
    return len(_LINE_END.findall(raw, start, end)) > 1


def _ends_with_colon(raw: str, block: Block) -> bool:
    return raw[block.end - 1] in ":："


def _sentences(raw: str, group: Sequence[Block], longest: int) -> Iterator[Span]:
    """The sentences of texts that make a Paragraph, none longer than ``longest``."""
    for place, block in enumerate(group):
        start = block.lead if place else block.start
        for sentence in split_sentences(raw[start : block.end], across_lines=block.flows):
            yield from _pieces(raw, sentence.shifted(start), longest)


def _pieces(raw: str, sentence: Span, longest: int) -> Iterator[Span]:
    """A sentence, cut at commas where it is longer than a Paragraph may be, or anywhere if it has none."""
    start = sentence.start
    while sentence.end - start > longest:
        part = raw[start : start + longest]
        comma = max(part.rfind(sign) for sign in "，,、；;：: \n") + 1
        cut = start + (comma if comma > longest // 2 else len(part))
        while comma <= longest // 2 and cut > start + 1 and _continues(raw[cut]):
            cut -= 1
        piece = raw[start:cut].rstrip()
        if piece:
            yield Span(start, start + len(piece))
        start = cut + len(raw[cut : cut + longest]) - len(raw[cut : cut + longest].lstrip())
    if start < sentence.end:
        yield Span(start, sentence.end)


def _continues(character: str) -> bool:
    """Whether a character is drawn together with the one before it."""
    return unicodedata.combining(character) > 0 or character in "\u200d\ufe0e\ufe0f"


def _windows(sentences: Sequence[Span], longest: int) -> Iterator[tuple[Span, ...]]:
    """Sentences in runs of about equal length, none longer than ``longest``."""
    window: list[Span] = []
    for sentence in sentences:
        if window:
            here = window[0].start
            left = sentences[-1].end - here
            share = left / -(-left // longest)
            too_long = sentence.end - here > longest
            # Nearer to an equal share without this sentence than with it.
            if too_long or share - (window[-1].end - here) < (sentence.end - here) - share:
                yield tuple(window)
                window = []
        window.append(sentence)
    if window:
        yield tuple(window)
