"""A text that is too long for one message, as several.

Each ends where reading may pause: after a paragraph, else a sentence, else a clause, else between two characters that
can be told apart (UAX #29, as far as emoji and combining marks need it). Nothing is lost: the pieces, put together
again, are the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bot.tg.rendering.markup import LONGEST_TEXT, Text, cut, plain, units
from corpus.model import Span
from corpus.sentences import split_sentences

_CLAUSE_ENDS = frozenset("，、；：,;: \t\n")
_JOINER = "\u200d"
_CLUSTER = 16
"""Characters that may belong together at a hard border are looked for no further back."""


def split(text: Text, limit: int = LONGEST_TEXT) -> tuple[Text, ...]:
    """The text in pieces of at most ``limit`` UTF-16 units; none where the text is empty.

    Raises:
        ValueError: ``limit`` is less than 2, which not every character fits.
    """
    if limit < 2:
        raise ValueError(f"the limit is {limit}; a piece must hold 2 units at least")
    characters = plain(text)
    if units(characters) <= limit:
        return (text,) if characters else ()
    return tuple(cut(text, span) for span in _spans(characters, limit))


def _spans(characters: str, limit: int) -> Iterator[Span]:
    sentence_ends = frozenset(span.end for span in split_sentences(characters))
    start = 0
    while start < len(characters):
        furthest = _furthest(characters, start, limit)
        if furthest == len(characters):
            yield Span(start, furthest)
            return
        end = _border(characters, start, furthest, sentence_ends)
        yield Span(start, end)
        start = end


def _furthest(characters: str, start: int, limit: int) -> int:
    """The end of the longest piece from ``start``."""
    end = min(start + limit, len(characters))
    excess = units(characters[start:end]) - limit
    while excess > 0:
        end -= 1
        excess -= units(characters[end])
    return end


def _border(characters: str, start: int, furthest: int, sentence_ends: frozenset[int]) -> int:
    """The best place to end a piece; one that would leave it less than half full is no good."""
    half = start + (furthest - start + 1) // 2
    places = range(furthest, max(half, start + 1) - 1, -1)
    pauses = (
        (place for place in places if characters[place - 1] == "\n"),
        (place for place in places if place in sentence_ends),
        (place for place in places if characters[place - 1] in _CLAUSE_ENDS),
    )
    for pause in pauses:
        found = next(pause, None)
        if found is not None:
            return found
    nearest = range(furthest, max(start, furthest - _CLUSTER), -1)
    return next((place for place in nearest if not _within_character(characters, place)), furthest)


def _within_character(characters: str, place: int) -> bool:
    """Whether what a reader takes for one character goes on at ``place``."""
    before, after = characters[place - 1], characters[place]
    return (
        _JOINER in (before, after)
        or unicodedata.category(after).startswith("M")
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or (_is_flag_letter(before) and _is_flag_letter(after))
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
