"""Breaking text into lines of so many terminal cells.

Chinese may be broken between any two characters but for punctuation: closing marks do not begin a line, opening marks
do not end one, and a dash or an ellipsis of two characters stays whole (GB/T 15834-2011, 5.1). Latin words and
numbers stay whole where a line can hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

from bot.rendering.pieces import EMPTY, Line, cut, plain
from corpus.model import Span

_CLOSING = frozenset("、。，．：；！？…—）》〉」』】〕〗”’％‰℃～·,.:;!?)]}%»›◂")
_OPENING = frozenset("（《〈「『【〔〖“‘￥＄([{«‹▸¶")
_UNITS = re.compile(r"\n|[^\S\n]+|[\u0021-\u007e\u00a1-\u024f]+|(?P<pair>[—…·.])(?P=pair)+|.", re.DOTALL)


def wrap(text: str, width: int) -> list[Span]:
    """The ranges of ``text`` that make its lines, none wider than ``width`` cells.

    White space at a break belongs to no line. A single character wider than ``width`` gets a line of its own.
    """
    lines: list[Span] = []
    start = 0
    for source_line in text.split("\n"):
        lines.extend(_wrap_line(source_line, start, width))
        start += len(source_line) + 1
    return lines


def wrap_pieces(pieces: Line, width: int | None) -> list[Line]:
    """The pieces broken into lines; at line ends of their own only, where ``width`` is None."""
    text = plain(pieces)
    spans = wrap(text, width) if width is not None else _own_lines(text)
    return [cut(pieces, span) for span in spans] or [EMPTY]


def padded(text: str, width: int, *, right: bool = False) -> str:
    """``text`` filled with spaces to ``width`` cells, before it where ``right``."""
    spaces = " " * max(0, width - cell_len(text))
    return spaces + text if right else text + spaces


def shortened(text: str, width: int) -> str:
    """``text``, or as much of its beginning as ``width`` cells hold together with an ellipsis."""
    if cell_len(text) <= width:
        return text
    room = max(0, width - cell_len("…"))
    kept = ""
    for character in text:
        room -= cell_len(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def cells(text: str) -> int:
    """The terminal cells that ``text`` takes."""
    return cell_len(text)


def _own_lines(text: str) -> list[Span]:
    spans, start = [], 0
    for source_line in text.split("\n"):
        spans.append(Span(start, start + len(source_line)))
        start += len(source_line) + 1
    return spans


def _wrap_line(text: str, offset: int, width: int) -> Iterator[Span]:
    start = end = used = 0
    for first, last in _atoms(text):
        size = cell_len(text[first:last])
        if text[first:last].isspace():
            if end > start:
                used += size
            elif first > 0:
                start = end = last
            else:
                # An indentation that was there stays, as far as it fits.
                end, used = last, size
            continue
        if used + size > width and end > start:
            if text[start:end].strip():
                yield Span(start, end).shifted(offset)
            start, used = first, 0
        for piece_first, piece_last in _fitting(text, first, last, width):
            if piece_first > first:
                yield Span(start, end).shifted(offset)
                start, used = piece_first, 0
            end = piece_last
            used += cell_len(text[piece_first:piece_last])
    yield Span(start, max(start, end)).shifted(offset)


def _fitting(text: str, first: int, last: int, width: int) -> Iterator[tuple[int, int]]:
    """The range itself, or parts of it that each fit the width."""
    start, used = first, 0
    for place in range(first, last):
        size = cell_len(text[place])
        if used + size > width and place > start:
            yield start, place
            start, used = place, 0
        used += size
    yield start, last


def _atoms(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that are not broken: words, characters, each with the punctuation that clings to it; and white space."""
    start: int | None = None
    end = 0
    for unit in _UNITS.finditer(text):
        if unit[0].isspace():
            if start is not None:
                yield start, end
            yield unit.start(), unit.end()
            start = None
            continue
        if start is not None and _may_break(text[end - 1], unit[0][0]):
            yield start, end
            start = None
        if start is None:
            start = unit.start()
        end = unit.end()
    if start is not None:
        yield start, end


def _may_break(before: str, after: str) -> bool:
    # A character of no width (a combining mark, a joiner) belongs to the one before it.
    return after not in _CLOSING and before not in _OPENING and cell_len(after) > 0 and before != "\u200d"
