"""A passage as pieces: which part is the key sentence, what matched, what answers.

Ranges that overlap are sorted out here and nowhere else. With colours a tone is enough; without, the same ranges are
put between marks that Chinese text does not use: ``«key sentence»``, ``‹match›``, ``▸answer◂``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.answer.model import Quote
from bot.rendering.pieces import Line, Piece, Tone, harmless
from corpus.model import Span

KEY_MARKS = ("«", "»")
MATCH_MARKS = ("‹", "›")
ANSWER_MARKS = ("▸", "◂")

_INNER_MARKS = {Tone.MATCH: MATCH_MARKS, Tone.ANSWER: ANSWER_MARKS}


def passage(quote: Quote, *, marked: bool) -> Line:
    """The passage's text with its tones, between marks where ``marked``; a line end stays within its piece."""
    text = harmless(quote.text)
    segments = list(_segments(quote))
    pieces = [Piece(text[span.start : span.end], tones) for span, tones in segments]
    return tuple(_with_marks(pieces)) if marked else tuple(pieces)


def _segments(quote: Quote) -> Iterator[tuple[Span, tuple[Tone, ...]]]:
    """Disjoint ranges that cover the text, each with its tones; neighbours differ."""
    answer = () if quote.answer is None else (quote.answer,)
    borders = {0, len(quote.text)}
    for span in (quote.key, *quote.highlights, *answer):
        borders |= {span.start, span.end}
    start, tones = 0, None
    for first, last in pairwise(sorted(borders)):
        here = _tones(Span(first, last), quote, answer)
        if tones is not None and here != tones:
            yield Span(start, first), tones
            start = first
        tones = here
    if tones is not None:
        yield Span(start, len(quote.text)), tones


def _tones(span: Span, quote: Quote, answer: Sequence[Span]) -> tuple[Tone, ...]:
    key = (Tone.KEY,) if quote.key.contains(span) else ()
    if any(one.contains(span) for one in answer):
        return (*key, Tone.ANSWER)
    if any(one.contains(span) for one in quote.highlights):
        return (*key, Tone.MATCH)
    return key


def _with_marks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    in_key = False
    for piece in pieces:
        key = Tone.KEY in piece.tones
        if key != in_key:
            yield Piece(KEY_MARKS[not key], (Tone.KEY,))
            in_key = key
        inner = next((_INNER_MARKS[tone] for tone in piece.tones if tone in _INNER_MARKS), None)
        if inner is None:
            yield piece
        else:
            yield Piece(inner[0], piece.tones)
            yield piece
            yield Piece(inner[1], piece.tones)
    if in_key:
        yield Piece(KEY_MARKS[1], (Tone.KEY,))
