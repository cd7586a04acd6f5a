"""A quotation set off: the passage beside a bar, its source below."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.model import Quote
from bot.messages import Messages
from bot.rendering.marks import passage
from bot.rendering.pieces import Line, Piece, Tone, harmless
from bot.rendering.views import View
from bot.rendering.wrapping import wrap_pieces

_INDENT = "  "
_BAR = Piece("│ ", (Tone.BAR,))
_KEY_BAR = Piece("┃ ", (Tone.KEY_BAR,))
_MARGIN = len(_INDENT) + len("┃ ")


def quote_lines(quote: Quote, view: View, messages: Messages) -> list[Line]:
    """The passage, a bar in the margin that is heavy beside the key sentence, and the source line."""
    return [
        *barred(passage(quote, marked=view.marked), view),
        *indented((Piece(source_of(quote, messages), (Tone.SOURCE,)),), view, _MARGIN),
    ]


def barred(pieces: Line, view: View) -> list[Line]:
    """Pieces broken into lines beside a bar, heavy where a line has some of the key sentence."""
    width = None if view.measure is None else max(2, view.measure - _MARGIN)
    return [(Piece(_INDENT), _bar(part), *part) for part in wrap_pieces(pieces, width)]


def indented(pieces: Line, view: View, cells: int = len(_INDENT)) -> list[Line]:
    """Pieces broken into lines that begin ``cells`` further right."""
    width = None if view.measure is None else max(2, view.measure - cells)
    return [(Piece(" " * cells), *part) for part in wrap_pieces(pieces, width)]


def source_of(quote: Quote, messages: Messages) -> str:
    """``title › section › ¶12``: where the passage stands."""
    place = f"¶{quote.paragraph}" if quote.paragraph else messages.metadata_place
    return harmless(" › ".join([quote.title, *([quote.section] if quote.section else []), place]).replace("\n", " "))


def _bar(part: Sequence[Piece]) -> Piece:
    return _KEY_BAR if any(Tone.KEY in piece.tones for piece in part) else _BAR
