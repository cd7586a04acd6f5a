"""A raw text as Lines: the units that cleaning keeps or drops.

Line ends stay as they are in the file; a Line knows its range in the raw source, without the white space around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.characters import BLANK, LINE_ENDS
from corpus.model import Span

# From the first to the last visible character of a line.
_LINE = re.compile(f"[^{BLANK}](?:[^{LINE_ENDS}]*[^{BLANK}])?")
_LINE_END = re.compile(f"\\r\\n|[{LINE_ENDS}]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it.

    Attributes:
        start: where its first visible character stands in the raw source.
        text: its characters, without the white space around them.
        indent: how many white-space characters stand before it on its line.
        gap: how many empty lines stand before it.
    """

    start: int
    text: str
    indent: int
    gap: int

    @property
    def end(self) -> int:
        """One past its last visible character."""
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        """Its range in the raw source."""
        return Span(self.start, self.end)


def split_lines(raw: str) -> list[Line]:
    """The lines of ``raw`` that hold more than white space, in order."""
    lines: list[Line] = []
    end = 0
    for match in _LINE.finditer(raw):
        indent, gap = _before(raw[end : match.start()])
        lines.append(Line(match.start(), match.group(), indent, gap if lines else 0))
        end = match.end()
    return lines


def _before(between: str) -> tuple[int, int]:
    """The indent of a line and the empty lines above it, from the white space between it and the line before."""
    if between == "\n":
        return 0, 0
    if between == "\n\n":
        return 0, 1
    ends = list(_LINE_END.finditer(between))
    return len(between) - (ends[-1].end() if ends else 0), max(len(ends) - 1, 0)
