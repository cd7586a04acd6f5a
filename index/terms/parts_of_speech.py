"""Parts of speech by jieba's dictionary: what a word by itself is likeliest to be, whatever stands around it.

The dictionary's tags (ICTCLAS's, of which jieba has some fifty) are brought down to the few that answers tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO

PARTS_OF_SPEECH = (
    "person", "place", "organisation", "name", "noun", "verbal_noun", "verb", "adjective", "adverb", "time", "numeral",
    "measure", "preposition", "conjunction", "pronoun", "particle", "position", "directional", "idiom", "other",
)  # fmt: skip
"""What a word may be."""

_WHOLE = {"nr": "person", "nrt": "person", "nrfg": "person", "ns": "place", "nt": "organisation", "nz": "name"} | {
    "vn": "verbal_noun"
}
_BY_LETTER = {
    "n": "noun", "v": "verb", "a": "adjective", "d": "adverb", "t": "time", "m": "numeral", "q": "measure",
    "p": "preposition", "c": "conjunction", "r": "pronoun", "u": "particle", "f": "position", "s": "directional",
    "l": "idiom", "j": "idiom", "i": "idiom",
}  # fmt: skip


def part_of_speech(tag: str) -> str:
    """The part of speech of a tag of jieba's."""
    return _WHOLE.get(tag) or _BY_LETTER.get(tag[:1], "other")


def numbered(dictionary: IO[bytes]) -> Mapping[str, int]:
    """The dictionary's words, in lower case, each with the place of its part of speech in ``PARTS_OF_SPEECH``."""
    places = {part: place for place, part in enumerate(PARTS_OF_SPEECH)}
    found: dict[str, int] = {}
    for word, tag in _tagged(dictionary):
        found[word.lower()] = places[part_of_speech(tag)]
    return found


def _tagged(dictionary: Iterable[bytes]) -> Iterable[tuple[str, str]]:
    """Words with their tags; a line is ``word frequency tag``."""
    for line in dictionary:
        word, *rest = line.decode("utf-8").split()
        yield word, rest[-1] if len(rest) > 1 else ""
