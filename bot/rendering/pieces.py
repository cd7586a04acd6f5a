"""Lines of pieces: text and what it is, before anybody decides on colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from corpus.model import Span


class Tone(StrEnum):
    """What a piece of text is; the colour screen has a style for each."""

    KEY = "key"
    """The sentence that answers."""
    MATCH = "match"
    """What was asked about, where the passage mentions it."""
    ANSWER = "answer"
    """The phrase that answers."""
    BAR = "bar"
    KEY_BAR = "key-bar"
    SOURCE = "source"
    TITLE = "title"
    LABEL = "label"
    FAINT = "faint"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one line, and its tones."""

    text: str
    tones: tuple[Tone, ...] = ()


Line: TypeAlias = tuple[Piece, ...]
EMPTY: Line = ()

# C0 controls have pictures of their own; C1 controls, bidirectional overrides and lone surrogates have none. Line and
# paragraph separators would break lines where nothing counts them.
_HARMLESS = {
    **{code: 0x2400 + code for code in range(0x20) if code != 0x0A},
    0x09: 0x20,
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}


def harmless(text: str) -> str:
    """``text`` with characters a terminal would obey replaced, one for one; line ends stay."""
    return text.translate(_HARMLESS)


def line(*parts: str | Piece) -> Line:
    """A line of strings and pieces."""
    return tuple(Piece(part) if isinstance(part, str) else part for part in parts)


def plain(pieces: Iterable[Piece]) -> str:
    """The text alone."""
    return "".join(piece.text for piece in pieces)


def cut(pieces: Iterable[Piece], span: Span) -> Line:
    """The pieces within a range of their joined text."""
    found: list[Piece] = []
    start = 0
    for piece in pieces:
        first, last = max(span.start - start, 0), min(span.end - start, len(piece.text))
        if first < last:
            found.append(Piece(piece.text[first:last], piece.tones))
        start += len(piece.text)
    return tuple(found)
