"""A message's text as parts with marks, and the parts as HTML (https://core.telegram.org/bots/api#html-style).

Markup comes last: parts are cut and joined as values, and only ``html`` writes tags, so that every tag is closed and
whatever a text contains is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from html import escape
from itertools import groupby
from typing import TypeAlias

from bot.rendering.pieces import harmless
from corpus.model import Span

LONGEST_TEXT = 4096
"""The UTF-16 units a message may have, markup not counted."""

MOST_ENTITIES = 100
"""Telegram shows the first so many marked ranges of a message."""


class Mark(StrEnum):
    """How a part stands out; the values are the tags."""

    BOLD = "b"
    UNDERLINED = "u"
    ITALIC = "i"
    CODE = "code"


class Block(Enum):
    """What surrounds a part."""

    NONE = ""
    QUOTED = "<blockquote>"
    FOLDED = "<blockquote expandable>"
    """A quotation that shows three lines until it is tapped."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some text, its marks, and the block it stands in."""

    text: str
    marks: tuple[Mark, ...] = ()
    block: Block = Block.NONE


Text: TypeAlias = tuple[Part, ...]


def said(text: str, *marks: Mark) -> Part:
    """A part outside of any block, with what a reader's screen would obey replaced."""
    return Part(harmless(text), marks)


def lines(*texts: Iterable[Part]) -> Text:
    """Texts one below the other; those without a part take no line."""
    joined: list[Part] = []
    for text in texts:
        parts = tuple(text)
        if parts:
            joined += [*([Part("\n")] if joined else []), *parts]
    return tuple(joined)


def plain(text: Iterable[Part]) -> str:
    """The characters alone."""
    return "".join(part.text for part in text)


def units(text: str) -> int:
    """The length of ``text`` as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: Text, span: Span) -> Text:
    """The parts within a range of their joined characters."""
    found: list[Part] = []
    start = 0
    for part in text:
        first, last = max(span.start - start, 0), min(span.end - start, len(part.text))
        if first < last:
            found.append(Part(part.text[first:last], part.marks, part.block))
        start += len(part.text)
    return tuple(found)


def html(text: Text) -> str:
    """The text as Telegram's HTML. Where marks are too many, underlines are left out first."""
    if _entities(text) > MOST_ENTITIES:
        text = tuple(
            Part(part.text, tuple(mark for mark in part.marks if mark is not Mark.UNDERLINED), part.block)
            for part in text
        )
    return "".join(_blocks(text))


def _entities(text: Text) -> int:
    return sum(shown.count("</") for shown in _blocks(text))


def _blocks(text: Text) -> Iterator[str]:
    for block, parts in groupby(text, key=lambda part: part.block):
        yield block.value
        yield from _tagged([(part.text, part.marks) for part in parts])
        yield "</blockquote>" if block is not Block.NONE else ""


def _tagged(parts: Sequence[tuple[str, tuple[Mark, ...]]]) -> Iterator[str]:
    """Neighbours that share their first mark stand within one pair of tags."""
    for mark, alike in groupby(parts, key=lambda part: part[1][:1]):
        if mark:
            yield f"<{mark[0].value}>"
            yield from _tagged([(text, marks[1:]) for text, marks in alike])
            yield f"</{mark[0].value}>"
        else:
            yield from (escape(text, quote=False) for text, _ in alike)
