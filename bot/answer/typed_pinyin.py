"""Whole questions typed in pinyin, read as the corpus's own words.

``dengta shi shei sheji de``, ``dēngtǎ shì shéi shèjì de``, ``deng1ta3...`` and ``dengtashisheishejide`` are one: tones
are dropped, and of all ways to cut the letters into syllables and the syllables into words that the corpus has, the
one of the fewest and commonest words is taken (Viterbi). Names in Latin letters stay as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.answer.lexicon import Lexicon
from bot.answer.pinyin import is_pinyin, letters, syllables_at
from index.terms.function_words import function_words

_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"[^\W\d_]+(?:[1-5](?=[^\W\d_])[^\W\d_]+)*[1-5]?(?:['’][^\W\d_]+[1-5]?)*|[\w.-]+")
_LONGEST_WORD = 5
_LEAST_SYLLABLES = 3
_LEAST_READ = 0.7
_LONGEST = 200
_FUNCTION_COST = 1.0
_WORD_COST = 0.95
_COMMON_COST = 1.15
_ROW_COST = 2.6
_SINGLE_COST = 1.7
_UNREAD_COST = 3.5
_CROSSING_COST = 0.3
_COMMON_GAIN = 0.05


@dataclass(frozen=True, slots=True)
class _Way:
    """A word that some letters may be: where they end, how many syllables they are, what reading them so costs."""

    end: int
    syllables: int
    cost: float
    word: str
    read: bool = True


@dataclass(frozen=True, slots=True)
class _Step:
    """The best reading up to a place: its cost, its last word and where that begins, and how much was read."""

    cost: float
    start: int
    word: str
    read: int
    syllables: int


def read_pinyin(lexicon: Lexicon, question: str) -> str | None:
    """The question in Chinese characters; None where it is not in pinyin, or most of it cannot be read."""
    if _HAN.search(question) or len(question) > _LONGEST:
        return None
    pieces: list[str] = []
    read = total = 0
    for run in _runs(lexicon, question):
        if isinstance(run, str):
            pieces.append(run)
            continue
        words, understood, syllables = _read(lexicon, run)
        pieces.extend(words)
        read, total = read + understood, total + syllables
    if total < _LEAST_SYLLABLES or read < _LEAST_READ * total:
        return None
    return "".join(pieces)


def _runs(lexicon: Lexicon, question: str) -> Iterator[list[str] | str]:
    """Rows of words that are pinyin, and between them names and numbers as typed."""
    row: list[str] = []
    for found in _TOKEN.finditer(question):
        word = letters(found[0])
        name = len(word) > 3 and lexicon.knows(found[0].casefold())
        if word and is_pinyin(word) and not name and not re.search(r"\d{2}", found[0]):
            row.append(word)
            continue
        if row:
            yield row
        yield found[0]
        row = []
    if row:
        yield row


def _read(lexicon: Lexicon, row: Sequence[str]) -> tuple[list[str], int, int]:
    """A row as words; how many syllables were read, and how many there are."""
    text = "".join(row)
    edges = {0, *accumulate(map(len, row))}
    best: list[_Step | None] = [None] * (len(text) + 1)
    best[0] = _Step(0.0, 0, "", 0, 0)
    for start in range(len(text)):
        here = best[start]
        if here is None:
            continue
        for way in _ways(lexicon, text, start):
            # Where words are typed apart, none is read over the gap; but syllables may be typed apart too.
            crossed = any(edge in edges for edge in range(start + 1, way.end)) and len(row) < len(text) / 3
            cost = here.cost + way.cost + _CROSSING_COST * crossed
            before = best[way.end]
            if before is None or cost < before.cost:
                read = way.syllables if way.read else 0
                best[way.end] = _Step(cost, start, way.word, here.read + read, here.syllables + way.syllables)
    last = best[-1]
    if last is None:
        return [text], 0, len(row)
    words: list[str] = []
    place = len(text)
    while place:
        step = best[place]
        assert step is not None
        words.append(step.word)
        place = step.start
    return words[::-1], last.read, last.syllables


def _ways(lexicon: Lexicon, text: str, start: int) -> Iterator[_Way]:
    """The words that may begin at a place."""
    waiting: list[tuple[int, int, list[str]]] = [(start, 0, [""])]
    while waiting:
        place, count, rows = waiting.pop()
        for syllable, end in syllables_at(text, place):
            found = lexicon.followed(rows, (syllable,)) if rows else []
            yield from _words(lexicon, text[start:end], count + 1, end, found)
            if count + 1 < _LONGEST_WORD:
                waiting.append((end, count + 1, found))


def _words(lexicon: Lexicon, typed: str, syllables: int, end: int, rows: Sequence[str]) -> Iterator[_Way]:
    """The words that some letters may be, given the rows of the corpus's characters that sound so."""
    common = lexicon.common_sounds.get(typed)
    if common is not None:
        yield _Way(end, syllables, _FUNCTION_COST if common[1] else _COMMON_COST, common[0])
    words = lexicon.words(rows)
    word = next((word for word in words if syllables > 1 or word not in function_words()), None)
    if word is not None:
        cost = _SINGLE_COST if syllables == 1 else _WORD_COST if lexicon.knows(word) else _ROW_COST
        yield _Way(end, syllables, cost - _COMMON_GAIN * math.log1p(lexicon.count(word)), word)
    if syllables == 1:
        yield _Way(end, 1, _UNREAD_COST, typed, read=False)
