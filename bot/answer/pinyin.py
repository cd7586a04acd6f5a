"""Pinyin: what characters sound like, and the syllables of what was typed. The only module that knows pypinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|in|un"
    r"|vn|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)"
)
_LONGEST_SYLLABLE = 6
_READINGS = 2
"""How many readings of a character count; further ones are rare, and belong to other words."""
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("hu", "f"))


def letters(typed: str) -> str:
    """Typed pinyin without tones and apostrophes, ``ü`` as ``v``: ``nǚ ér``, ``nv3er2`` and ``nü'er`` are one."""
    plain = unicodedata.normalize("NFD", typed.casefold()).replace("u\u0308", "v")
    return "".join(character for character in plain if "a" <= character <= "z")


def is_pinyin(word: str) -> bool:
    """Whether a word without tones and spaces can be cut into syllables."""
    reached = {0}
    for start in range(len(word)):
        if start in reached:
            reached.update(end for _, end in syllables_at(word, start))
    return bool(word) and len(word) in reached


def syllables_at(word: str, start: int) -> Iterator[tuple[str, int]]:
    """The syllables that begin at a place, longest first, with their ends."""
    for end in range(min(len(word), start + _LONGEST_SYLLABLE), start, -1):
        if _SYLLABLE.fullmatch(word, start, end) and (end - start > 1 or word[start] in "aeo"):
            yield word[start:end], end


@cache
def sounds(character: str) -> tuple[str, ...]:
    """The likeliest sounds of a character, without tones; none where it is not Chinese."""
    # 160 ms to import, and most questions need no repair.
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(character), "").split(",")[:_READINGS]
    return tuple(dict.fromkeys(filter(None, map(letters, readings))))


@lru_cache(1 << 10)
def alike(sound: str) -> str:
    """A sound without the differences that many speakers do not make: zh/z, ing/in, n/l, hu/f."""
    for one, other in _ALIKE:
        if one in ("zh", "ch", "sh", "hu"):
            sound = other + sound[2:] if sound.startswith(one) else sound
        else:
            sound = sound.removesuffix(one) + other if sound.endswith(one) else sound
    return "l" + sound[1:] if sound.startswith("n") else sound


def by_sound(characters: Iterable[str]) -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Characters by each of their sounds, and by sounds made alike."""
    exact: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    for character in characters:
        for sound in sounds(character):
            exact.setdefault(sound, set()).add(character)
            loose.setdefault(alike(sound), set()).add(character)
    return (
        {sound: frozenset(found) for sound, found in exact.items()},
        {sound: frozenset(found) for sound, found in loose.items()},
    )
