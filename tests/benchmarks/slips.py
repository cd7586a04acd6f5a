"""Questions with a slip in them, made from questions without: what an input method or a quick hand does to one word.

The words of Chinese that sound alike are those of jieba's dictionary, the commoner the likelier, as an input method
offers them; characters that sound alike are weighed by the words they stand in. Nothing here looks at how slips are
mended, and everything is drawn from a ``Random`` that is given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from bot.answer.pinyin import alike, sounds

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Slip:
    """A question with one word typed wrongly.

    Attributes:
        kind: the kind of slip, a key of ``KINDS``.
        question: the question with the slip.
        typed: the word as typed.
        meant: the word that was meant.
    """

    kind: str
    question: str
    typed: str
    meant: str


@dataclass(frozen=True)
class Sounding:
    """What sounds how: words and characters with how common they are, by their sounds (and by sounds made alike)."""

    words: Mapping[tuple[str, ...], Mapping[str, int]]
    words_alike: Mapping[tuple[str, ...], Mapping[str, int]]
    characters: Mapping[str, Mapping[str, int]]


@cache
def sounding() -> Sounding:
    """The words of two to four characters in jieba's dictionary, and the characters they are made of."""
    words: dict[tuple[str, ...], dict[str, int]] = {}
    loosely: dict[tuple[str, ...], dict[str, int]] = {}
    weights: Counter[str] = Counter()
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if 2 <= len(word) <= 4 and _HAN.fullmatch(word):
            row = tuple(_sound(character) for character in word)
            words.setdefault(row, {})[word] = int(count)
            loosely.setdefault(tuple(map(alike, row)), {})[word] = int(count)
            weights.update(dict.fromkeys(word, int(count)))
    characters: dict[str, dict[str, int]] = {}
    for character, weight in weights.items():
        characters.setdefault(_sound(character), {})[character] = weight
    return Sounding(words, loosely, characters)


def slips(random: Random, question: str, words: Iterable[str], known: Callable[[str], bool]) -> list[Slip]:
    """A slip of each kind that one of a question's words lends itself to.

    ``known`` says whether the corpus has a word: what is typed instead must be none of its, or nothing could tell.
    """
    there = [word for word in words if word in question]
    found: list[Slip] = []
    for kind, mistyped in KINDS.items():
        random.shuffle(there)
        for meant in there:
            typed = mistyped(random, meant)
            if typed is not None and typed != meant and not known(typed):
                found.append(Slip(kind, question.replace(meant, typed, 1), typed, meant))
                break
    return found


def _sound(character: str) -> str:
    return next(iter(sounds(character)), "")


def _row(word: str) -> tuple[str, ...]:
    return tuple(map(_sound, word))


def _drawn(random: Random, choice: Mapping[str, int], but: str) -> str | None:
    """One of a choice, by its weight."""
    others = sorted((each, weight + 1) for each, weight in choice.items() if each != but)
    return random.choices(*zip(*others, strict=True))[0] if others else None


def _another_word(random: Random, word: str) -> str | None:
    return _drawn(random, sounding().words.get(_row(word), {}), word) if _HAN.fullmatch(word) else None


def _a_word_alike(random: Random, word: str) -> str | None:
    row = _row(word)
    found = sounding().words_alike.get(tuple(map(alike, row)), {})
    return _drawn(random, {each: n for each, n in found.items() if _row(each) != row}, word)


def _another_character(random: Random, word: str) -> str | None:
    """One character of a word as another that sounds the same, where that makes no word."""
    if not _HAN.fullmatch(word) or len(word) < 2:
        return None
    place = random.randrange(len(word))
    other = _drawn(random, sounding().characters.get(_sound(word[place]), {}), word[place])
    return None if other is None else _no_word(word[:place] + other + word[place + 1 :])


def _other_characters(random: Random, word: str) -> str | None:
    """Every character of a word as another that sounds the same, where that makes no word."""
    if not _HAN.fullmatch(word) or len(word) < 2:
        return None
    others = [_drawn(random, sounding().characters.get(_sound(each), {}), each) for each in word]
    return _no_word("".join(filter(None, others))) if all(others) else None


def _no_word(typed: str) -> str | None:
    return None if typed in sounding().words.get(_row(typed), {}) else typed


def _swapped(random: Random, word: str) -> str | None:
    if not _HAN.fullmatch(word) or len(word) < 2:
        return None
    place = random.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _doubled(random: Random, word: str) -> str | None:
    if not _HAN.fullmatch(word) or len(word) < 2:
        return None
    place = random.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def _lacking(random: Random, word: str) -> str | None:
    if not _HAN.fullmatch(word) or len(word) < 3:
        return None
    place = random.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _latin(edits: int, least: int) -> Callable[[Random, str], str | None]:
    def mistyped(random: Random, word: str) -> str | None:
        if not (word.isascii() and word.isalpha()) or len(word) < least:
            return None
        for _ in range(edits):
            word = _edited(random, word)
        return word

    return mistyped


def _edited(random: Random, word: str) -> str:
    """A letter typed wrongly, left out, typed twice, or two the other way round; the first stays."""
    place = random.randrange(1, len(word) - 1)
    return random.choice(
        [
            word[:place] + random.choice(_LETTERS) + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )


def _spaced(random: Random, word: str) -> str | None:
    if not (word.isascii() and word.isalnum()) or len(word) < 4:
        return None
    place = random.randrange(2, len(word) - 1)
    return word[:place] + " " + word[place:]


def _wide(_: Random, word: str) -> str | None:
    if not (word.isascii() and word.isalnum()) or len(word) < 3:
        return None
    return "".join(chr(ord(character) + 0xFEE0) for character in word)


KINDS: Mapping[str, Callable[[Random, str], str | None]] = {
    "another word that sounds the same": _another_word,
    "another word that sounds alike": _a_word_alike,
    "a character that sounds the same": _another_character,
    "all characters by sound": _other_characters,
    "two characters swapped": _swapped,
    "a character twice": _doubled,
    "a character left out": _lacking,
    "a Latin letter wrong": _latin(1, 4),
    "two Latin letters wrong": _latin(2, 6),
    "a gap in a Latin name": _spaced,
    "a Latin name in full width": _wide,
}
"""How a word may be typed wrongly; None where this word cannot be."""


def content_words(words: Sequence[str]) -> list[str]:
    """Those of some words that a slip is worth making in: each once, in order."""
    return [word for word in dict.fromkeys(words) if len(word) > 1]
