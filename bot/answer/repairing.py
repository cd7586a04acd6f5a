"""Slips of the keyboard, mended against the corpus's own words.

A repair is made only where the question's word is unknown to the corpus and the repaired one is known: Latin words by
look (``H1OO``) and edit distance (``Chaudri``); Han words by sound (``英伟答``, ``自妍``), by characters in the wrong
order, doubled or lost, and longer ones by a wrong character; and whole questions typed in pinyin. A word that the
language knows is no slip, however rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.answer.lexicon import Lexicon, look, parted
from bot.answer.pinyin import sounds
from bot.answer.typed_pinyin import read_pinyin
from index.searcher import Searcher
from index.terms.function_words import function_words

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_WINDOW = 6
_LONG_ENOUGH = 3
"""Characters a Chinese word needs for one of them to be taken for wrong whatever it sounds like."""


def repairs(searcher: Searcher, lexicon: Lexicon, question: str, english: bool = False) -> Mapping[str, str]:
    """What to write instead of which parts of a question, longest first; empty where nothing needs mending."""
    if not english:
        typed = read_pinyin(lexicon, question)
        if typed is not None:
            return {question: typed}
    found = dict([*_latin_repairs(lexicon, question), *_han_repairs(searcher, lexicon, question)])
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _latin_repairs(lexicon: Lexicon, question: str) -> Iterator[tuple[str, str]]:
    in_latin = not _HAN.search(question)
    for place, found in enumerate(_WORD.finditer(question)):
        written = found[0]
        word = re.sub(r"['’-]", "", written.casefold())
        if len(word) < 3 or word in function_words() or lexicon.knows(word):
            continue
        # Among English words, only a name is compared: any other is likely itself, and merely not in the corpus.
        if in_latin and word.isalpha() and (place == 0 or not written[0].isupper()):
            continue
        mended = lexicon.looks.get(look(word)) or _nearest(word, lexicon)
        if mended is not None:
            yield written, mended


def _nearest(word: str, lexicon: Lexicon) -> str | None:
    """The one known word within an edit (two from 8 letters on); None if there is none or the choice is open.

    Digits are not guessed at, since another number is another thing; of three letters, only two may change places.
    """
    name, digits = parted(word)
    if len(name) < 3:
        return None
    allowed = 1 if len(name) < 8 else 2
    near = sorted(
        (distance, -lexicon.count(other), other)
        for letters, other in lexicon.names.get(digits, ())
        if abs(len(other) - len(word)) <= allowed
        and (len(name) > 3 or sorted(letters) == sorted(name))
        and (distance := DamerauLevenshtein.distance(name, letters, score_cutoff=allowed)) <= allowed
    )
    if not near or (len(near) > 1 and near[0][:2] == near[1][:2]):
        return None
    return near[0][2]


def _han_repairs(searcher: Searcher, lexicon: Lexicon, question: str) -> Iterator[tuple[str, str]]:
    folded = searcher.analyzer.normaliser(question)
    segmenter = searcher.analyzer.segmenter
    for run in _HAN.finditer(folded):
        words = list(segmenter.words(run[0]))
        plain = {place for word, start, end in words if word in function_words() for place in range(start, end)}
        for word, start, end in words:
            if word in function_words() or lexicon.knows(word) or segmenter.rarity(word) < 1:
                continue
            for first, last in _windows(run[0], start, end, plain):
                written = run[0][first:last]
                if segmenter.rarity(written) < 1 or lexicon.has(written):
                    continue
                mended = _mended(lexicon, written)
                if mended is not None:
                    yield written, mended
                    break


def _windows(run: str, start: int, end: int, plain: set[int]) -> Iterator[tuple[int, int]]:
    """The ranges of a run that overlap a word and neither begin nor end in a function word, longest first."""
    for length in range(min(_LONGEST_WINDOW, len(run)), 1, -1):
        for first in range(len(run) - length + 1):
            last = first + length
            if first < end and last > start and first not in plain and last - 1 not in plain:
                yield first, last


def _mended(lexicon: Lexicon, written: str) -> str | None:
    """The corpus's word that was meant, if any: one that sounds the same, or the only one a slip away."""
    row = [sounds(character) or ("",) for character in written]
    for found in (lexicon.sounding(row), _rearranged(lexicon, written)):
        if found and function_words().isdisjoint([found[0], *found[0]]):
            return found[0]
    if len(written) < _LONG_ENOUGH:
        return None
    loosely = lexicon.sounding(row, loosely=True)
    slips = list(dict.fromkeys([*loosely[:1], *lexicon.one_off(written)]))
    return slips[0] if len(slips) == 1 else None


def _rearranged(lexicon: Lexicon, written: str) -> Sequence[str]:
    """Words of the corpus with two neighbours the other way round, or without a doubled character."""
    swapped = [
        written[:place] + written[place + 1] + written[place] + written[place + 2 :]
        for place in range(len(written) - 1)
        if len(written) >= _LONG_ENOUGH
    ]
    single = [
        written[:place] + written[place + 1 :]
        for place in range(1, len(written))
        if written[place] == written[place - 1] and len(written) >= _LONG_ENOUGH
    ]
    return _known(lexicon, [*swapped, *single])


def _known(lexicon: Lexicon, words: Iterable[str]) -> Sequence[str]:
    return [word for word in dict.fromkeys(words) if lexicon.knows(word)]
