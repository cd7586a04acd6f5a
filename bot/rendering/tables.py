"""Rows in columns, aligned by cells rather than characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bot.rendering.pieces import Line, Piece, Tone, harmless
from bot.rendering.views import View
from bot.rendering.wrapping import cells as cells_of
from bot.rendering.wrapping import padded, shortened, wrap

_INDENT = "  "
_GAP = "  "
_LEAST_ELASTIC = 6


def table_lines(
    rows: Sequence[Sequence[str]],
    view: View,
    *,
    header: Sequence[str] = (),
    right: frozenset[int] = frozenset(),
    elastic: int = 0,
    folded: bool = True,
    tones: Sequence[Tone | None] = (),
) -> list[Line]:
    """Rows as lines.

    Args:
        rows: texts, as many in each row.
        view: the room; where it is too narrow the ``elastic`` column gives way.
        header: the columns' names, or none.
        right: the columns set flush right.
        elastic: the column that gives way.
        folded: whether what it cannot hold goes on in the next line, or is left out.
        tones: a tone for each column.
    """
    texts = [[harmless(text).replace("\n", " ") for text in row] for row in ([header] if header else []) + [*rows]]
    if not texts:
        return []
    widths = _widths(texts, view, elastic)
    lines: list[Line] = []
    for number, row in enumerate(texts):
        tone = [Tone.FAINT] * len(row) if header and number == 0 else tones
        columns = [
            _folded(text, width) if folded and column == elastic else [shortened(text, width)]
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        folds = zip_longest(*columns, fillvalue="")
        lines += [(Piece(_INDENT), *_pieces(parts, widths, right, tone)) for parts in folds]
    return lines


def _widths(texts: Sequence[Sequence[str]], view: View, elastic: int) -> list[int]:
    widths = [max(cells_of(row[column]) for row in texts) for column in range(len(texts[0]))]
    if view.measure is not None:
        spare = view.measure - len(_INDENT) - sum(widths) - len(_GAP) * (len(widths) - 1)
        widths[elastic] = max(_LEAST_ELASTIC, widths[elastic] + min(0, spare))
    return widths


def _folded(text: str, width: int) -> list[str]:
    return [span.of(text) for span in wrap(text, width)]


def _pieces(
    parts: Sequence[str], widths: Sequence[int], right: frozenset[int], tones: Sequence[Tone | None]
) -> Iterator[Piece]:
    for column, (part, width) in enumerate(zip(parts, widths, strict=True)):
        tone = tones[column] if column < len(tones) else None
        if column:
            yield Piece(_GAP)
        yield Piece(padded(part, width, right=column in right), () if tone is None else (tone,))
