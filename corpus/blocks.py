"""The lines of an article as Blocks: headings, and texts of one line or of several that were wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from corpus.bylines import read_byline
from corpus.characters import BLANK, HAN
from corpus.lines import Line
from corpus.model import Span
from corpus.shapes import CLOSING_TITLES, NUMBERED, Shape, shape_of

LONGEST_HEADING: Final = 40
"""A heading has at most this many characters."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, or a piece of text that is not to be torn apart.

    Attributes:
        start: where it starts in the raw source.
        end: where it ends there.
        lead: where its line starts, markup before the text (``- ``, ``> ``) included; ``start`` without any.
        heading: whether it is a heading.
        flows: whether its line ends mean nothing, as in text wrapped at a fixed width.
        item: whether it is an item of a list.
    """

    start: int
    end: int
    lead: int
    heading: bool = False
    flows: bool = False
    item: bool = False

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def span(self) -> Span:
        """Its range in the raw source."""
        return Span(self.start, self.end)


# Hard-wrapped text: most lines about as wide as the widest, few of them the end of a sentence.
_NARROWEST, _WIDEST = 48, 130
_FULL: Final = 0.75
_MARKS_OF_HEADINGS = re.compile(r"[■◆●▌▎★【#]")
_PAUSE = re.compile(r"[，,。：:“”「」\"]")
_NUMERAL = re.compile(r"\W*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,4})\W*")
_ITEM = re.compile(r"[•·●○◦▪■◆►▶*+–—-]\s|[•①-⑳]|[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]")


def find_blocks(raw: str, lines: Sequence[Line]) -> list[Block]:
    """The Blocks of an article's lines."""
    outline = _Outline(raw, list(_joined(raw, lines)))
    return [
        replace(block, heading=number in outline.headings, item=outline.is_item(number))
        for number, block in enumerate(outline.blocks)
    ]


class _Outline:
    """Which Blocks are headings: short lines without an end over a text, as they stand alone among texts."""

    def __init__(self, raw: str, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.raw = raw
        self.shapes = [shape_of(raw[block.start : block.end]) for block in blocks]
        lengths = [len(block) for block, shape in zip(blocks, self.shapes, strict=True) if shape >= Shape.CLAUSE]
        self.typical = median(lengths or [0])
        self.headings: set[int] = set()
        for number in reversed(range(len(blocks))):
            if self._is_heading(number):
                self.headings.add(number)
        self._continue_numbering()
        self.headings |= {number for number in range(1, len(blocks) - 1) if self._asks_like_a_heading(number)}

    def is_item(self, number: int) -> bool:
        item = self.shapes[number] <= Shape.CLAUSE and number not in self.headings
        return item and _ITEM.match(self.raw, self.blocks[number].start) is not None

    def _text(self, number: int) -> str:
        return self.raw[self.blocks[number].start : self.blocks[number].end]

    def _is_heading(self, number: int) -> bool:
        """Whether a Block is a heading, where the headings below it are known."""
        shape = self.shapes[number]
        if shape >= Shape.CLAUSE or len(self.blocks[number]) > LONGEST_HEADING or number + 1 == len(self.blocks):
            return False
        if number and self._counts_on(number - 1):
            return False
        if (byline := read_byline(self._text(number))) is not None and byline.labels:
            return False
        if shape is Shape.BULLET and not _MARKS_OF_HEADINGS.match(self._text(number)):
            return False
        if self.shapes[number + 1] < Shape.CLAUSE:
            # A number over a heading, a chapter over its first section; anything else is a list, a table or verse.
            return shape is Shape.NUMBERED and not self._counts_on(number) and number + 1 in self.headings
        if shape is Shape.NUMBERED:
            return self._numbers_a_text(number)
        return self._stands_over_a_text(number)

    def _numbers_a_text(self, number: int) -> bool:
        longer = len(self.blocks[number + 1]) > len(self.blocks[number])
        return longer or self._text(number) in CLOSING_TITLES or self.shapes[number + 1] > Shape.CLAUSE

    def _stands_over_a_text(self, number: int) -> bool:
        if number and self.shapes[number - 1] < Shape.NUMBERED:
            return False
        below, length = self.shapes[number + 1], len(self.blocks[number])
        if below >= Shape.SENTENCE and len(self.blocks[number + 1]) >= 2 * length:
            return True
        return self.typical >= LONGEST_HEADING

    def _counts_on(self, number: int) -> bool:
        """Whether a numbered line and the next are items of one list: numbered alike, and more than a number."""
        kind = _kind(self._text(number))
        return kind is not None and kind == _kind(self._text(number + 1)) and not _NUMERAL.fullmatch(self._text(number))

    def _continue_numbering(self) -> None:
        """A line numbered like headings is one too, over a form or over verse; so is the line below a bare number."""
        numbered = [number for number in sorted(self.headings) if self.shapes[number] is Shape.NUMBERED]
        kinds = {_kind(self._text(number)) for number in numbered} - {None}
        below_numbers = any(number + 1 in self.headings for number in numbered if self._is_bare_number(number))
        for number in range(len(self.blocks) - 1):
            if self.shapes[number] is not Shape.NUMBERED or len(self.blocks[number]) > LONGEST_HEADING:
                continue
            if _kind(self._text(number)) in kinds and not self._counts_on(number):
                self.headings.add(number)
                short = self.shapes[number + 1] <= Shape.PLAIN and len(self.blocks[number + 1]) <= LONGEST_HEADING
                if below_numbers and short and self._is_bare_number(number):
                    self.headings.add(number + 1)

    def _asks_like_a_heading(self, number: int) -> bool:
        """Whether a short question stands over long paragraphs, in a text that has other headings."""
        text = self._text(number)
        asks = self.shapes[number] is Shape.CLAUSE and text.endswith(("?", "？")) and not _PAUSE.search(text)
        alone = self.shapes[number - 1] >= Shape.SENTENCE and self.shapes[number + 1] >= Shape.SENTENCE
        return asks and alone and bool(self.headings) and self.typical >= LONGEST_HEADING

    def _is_bare_number(self, number: int) -> bool:
        return _NUMERAL.fullmatch(self._text(number)) is not None


def _kind(text: str) -> str | None:
    """How a line is numbered, whatever the number: ``第#章``, ``#、``, ``#.#``."""
    begins = NUMBERED.match(text)
    return re.sub(r"[\d零〇一二三四五六七八九十百IVXivx①-⑳]+", "#", begins.group().split()[0]) if begins else None


def _joined(raw: str, lines: Sequence[Line]) -> Iterator[Block]:
    """Each line as a Block; the lines of a wrapped paragraph as one."""
    width = _wrapped_at(raw, lines)
    group: list[Line] = []
    for line in lines:
        if group and not (width and _runs_on(raw, group[-1], line, width)):
            yield _block(group)
            group = []
        group.append(line)
    if group:
        yield _block(group)


def _block(group: Sequence[Line]) -> Block:
    return Block(group[0].start, group[-1].end, group[0].start, flows=len(group) > 1)


def _wrapped_at(raw: str, lines: Sequence[Line]) -> int:
    """The width at which the lines were wrapped, in columns; 0 where they were not."""
    inner = [line for line, below in pairwise(lines) if below.gap == 0 and _touches(raw, line, below)]
    if len(inner) < 3:
        return 0
    widths = sorted(_columns(line.text) for line in inner)
    width = widths[int(0.9 * (len(widths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = sum(1 for each in widths if each >= _FULL * width)
    open_ended = sum(1 for line in inner if shape_of(line.text[-12:]) < Shape.CLAUSE)
    return width if full >= 0.8 * len(inner) and open_ended >= 0.6 * len(inner) else 0


def _runs_on(raw: str, line: Line, below: Line, width: int) -> bool:
    """Whether a paragraph that fills a line goes on in the next."""
    if below.gap or below.indent > line.indent or not _touches(raw, line, below):
        return False
    return _columns(line.text) >= _FULL * width and not _ITEM.match(below.text)


def _touches(raw: str, line: Line, below: Line) -> bool:
    """Whether nothing that was dropped stands between two lines."""
    return not re.search(f"[^{BLANK}]", raw[line.end : below.start])


def _columns(text: str) -> int:
    """How wide a line is, Han characters counted twice."""
    return (
        len(text) + len(re.findall(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—]", text))
        if len(text) <= _WIDEST
        else len(text)
    )
