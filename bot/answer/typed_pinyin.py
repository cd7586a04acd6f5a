"""Whole questions typed in pinyin, read as the corpus's own words.

``dengta shi shei sheji de``, ``dēngtǎ shì shéi shèjì de``, ``deng1ta3...`` and ``dengtashisheishejide`` are one: tones
are dropped, and of all ways to cut the letters into syllables and the syllables into words that the corpus has, the
one of the fewest and commonest words is taken (Viterbi). Names in Latin letters stay as they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

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
_ROW_COST = 1.5
_SINGLE_COST = 1.7
_UNREAD_COST = 3.5
_CROSSING_COST = 0.3
_COMMON_GAIN = 0.05


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
    edges = {sum(map(len, row[:count])) for count in range(len(row) + 1)}
    best: list[tuple[float, int, str, int, int] | None] = [None] * (len(text) + 1)
    best[0] = (0.0, 0, "", 0, 0)
    for start in range(len(text)):
        here = best[start]
        if here is None:
            continue
        for end, syllables in _stretches(text, start):
            crossed = sum(start < edge < end for edge in edges) - (len(syllables) - 1 if len(edges) > len(text) / 4 else 0)
            for cost, word, read in _ways(lexicon, syllables):
                total = here[0] + cost + _CROSSING_COST * max(0, crossed)
                before = best[end]
                if before is None or total < before[0]:
                    best[end] = (total, start, word, here[3] + read, here[4] + len(syllables))
    last = best[-1]
    if last is None:
        return [text], 0, len(row)
    words: list[str] = []
    place = len(text)
    while place:
        step = best[place]
        assert step is not None
        words.append(step[2])
        place = step[1]
    return words[::-1], last[3], last[4]


def _stretches(text: str, start: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every stretch of one to ``_LONGEST_WORD`` syllables from a place, with its end."""
    waiting: list[tuple[int, tuple[str, ...]]] = [(start, ())]
    while waiting:
        place, done = waiting.pop()
        for syllable, end in syllables_at(text, place):
            syllables = (*done, syllable)
            yield end, syllables
            if len(syllables) < _LONGEST_WORD:
                waiting.append((end, syllables))


def _ways(lexicon: Lexicon, syllables: tuple[str, ...]) -> Iterator[tuple[float, str, int]]:
    """The ways to read a stretch as one word: what it costs, the word, and how many syllables are thereby read."""
    function = lexicon.function_sounds.get(syllables)
    if function is not None:
        yield _FUNCTION_COST, function, len(syllables)
    if len(syllables) == 1:
        single = lexicon.single(syllables[0])
        if single is not None and single not in function_words():
            yield _SINGLE_COST - _COMMON_GAIN * math.log1p(lexicon.count(single)), single, 1
        yield _UNREAD_COST, syllables[0], 0
        return
    found = lexicon.sounding([(syllable,) for syllable in syllables])
    if found:
        cost = _WORD_COST if lexicon.knows(found[0]) else _ROW_COST
        yield cost - _COMMON_GAIN * math.log1p(lexicon.count(found[0])), found[0], len(syllables)
