"""Slips of the keyboard, mended against the corpus's own words.

A repair is made only where the question's word is unknown to the corpus and the repaired one is known: Latin words by
look (``H1OO``) and edit distance (``Chaudri``), Han words by sound (``英伟答``, ``自妍``), and whole questions typed in
pinyin. A word that the language knows is no slip, however rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from index.searcher import Searcher
from index.terms.function_words import function_words

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LOOK = str.maketrans({"l": "i", "1": "i", "|": "i", "o": "0"})
_LONGEST_WINDOW = 6
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|üan|ai|ei|ao|ou|an|en|in|un|ün|ia|ie|iu|ua|uo|ui|ue|üe|ve|er|a|o|e|i|u|ü|v)"
)


class Lexicon:
    """The corpus's words as repairs need them; made when first used, from a Searcher's statistics."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @cached_property
    def latin(self) -> Mapping[str, int]:
        """Latin words with letters, folded, each with the number of paragraphs it occurs in."""
        return {w: n for w, n in self._words() if w.isascii() and len(w) > 2 and any(map(str.isalpha, w))}

    @cached_property
    def looks(self) -> Mapping[str, str]:
        """For each look (look-alike characters made one) the commonest Latin word that has it."""
        ordered = sorted(self.latin.items(), key=lambda item: item[1])
        return {word.translate(_LOOK): word for word, _ in ordered}

    @cached_property
    def sounds(self) -> Mapping[tuple[str, ...], str]:
        """For each row of pinyin syllables the commonest Han word of the corpus that sounds so."""
        han = [(w, n) for w, n in self._words() if _HAN.fullmatch(w) and 2 <= len(w) <= _LONGEST_WINDOW]
        return {tuple(_pinyin(word)): word for word, _ in sorted(han, key=lambda item: (item[1], item[0]))}

    @cached_property
    def question_sounds(self) -> Mapping[tuple[str, ...], str]:
        """The same for function words, which a question in pinyin is full of."""
        return {tuple(_pinyin(word)): word for word in sorted(function_words()) if _HAN.fullmatch(word)}

    def knows(self, word: str) -> bool:
        """Whether the corpus has a folded word."""
        return f"w:{word}" in self._searcher.stats.frequencies

    def _words(self) -> Iterator[tuple[str, int]]:
        return ((term[2:], n) for term, n in self._searcher.stats.frequencies.items() if term.startswith("w:"))


def repairs(searcher: Searcher, lexicon: Lexicon, question: str) -> Mapping[str, str]:
    """What to write instead of which parts of a question, longest first; empty where nothing needs mending."""
    typed = _from_pinyin(lexicon, question)
    if typed:
        return typed
    found = dict([*_latin_repairs(lexicon, question), *_han_repairs(searcher, lexicon, question)])
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _latin_repairs(lexicon: Lexicon, question: str) -> Iterator[tuple[str, str]]:
    english = not _HAN.search(question)
    for place, found in enumerate(_WORD.finditer(question)):
        written = found[0]
        word = written.casefold()
        if len(word) < 3 or word in function_words() or lexicon.knows(re.sub(r"['’-]", "", word)):
            continue
        # Among English words, only a name is compared: any other is likely itself, and merely not in the corpus.
        if english and (place == 0 or not written[0].isupper()):
            continue
        mended = lexicon.looks.get(word.translate(_LOOK)) or _nearest(word, lexicon.latin)
        if mended is not None:
            yield written, mended


def _nearest(word: str, words: Mapping[str, int]) -> str | None:
    """The one known word within an edit (two from 8 letters on); None if there is none or the choice is open."""
    if len(word) < 4 or not word.isalpha():
        return None
    allowed = 1 if len(word) < 8 else 2
    near = sorted(
        (distance, -count, other)
        for other, count in words.items()
        if abs(len(other) - len(word)) <= allowed
        and other.isalpha()
        and (distance := DamerauLevenshtein.distance(word, other, score_cutoff=allowed)) <= allowed
    )
    if not near or (len(near) > 1 and near[0][:2] == near[1][:2]):
        return None
    return near[0][2]


def _han_repairs(searcher: Searcher, lexicon: Lexicon, question: str) -> Iterator[tuple[str, str]]:
    folded = searcher.analyzer.normaliser(question)
    segmenter = searcher.analyzer.segmenter
    for run in _HAN.finditer(folded):
        for word, start, end in segmenter.words(run[0]):
            if word in function_words() or lexicon.knows(word) or segmenter.rarity(word) < 1:
                continue
            yield from _sounding_like(searcher, lexicon, run[0], start, end)


def _sounding_like(searcher: Searcher, lexicon: Lexicon, run: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """The longest window around an unknown word that sounds like a word of the corpus."""
    syllables = _pinyin(run)
    windows = (
        (first, first + length)
        for length in range(min(_LONGEST_WINDOW, len(run)), 1, -1)
        for first in range(len(run) - length + 1)
        if first < end and first + length > start
    )
    for first, last in windows:
        written = run[first:last]
        mended = lexicon.sounds.get(tuple(syllables[first:last]))
        is_word = searcher.analyzer.segmenter.rarity(written) < 1
        if mended is not None and mended != written and not is_word and mended not in function_words():
            yield written, mended
            return


def _from_pinyin(lexicon: Lexicon, question: str) -> Mapping[str, str]:
    """A question typed in pinyin as a whole, written in the corpus's words where most of it can be."""
    if _HAN.search(question):
        return {}
    words = [found[0].casefold() for found in _WORD.finditer(question)]
    if len(words) < 2 or any(lexicon.knows(word) and not _SYLLABLE.fullmatch(word) for word in words[:1]):
        return {}
    pieces: list[str] = []
    understood = total = 0
    syllables: list[str] = []
    for word in words:
        parts = _syllables(word)
        if parts is None:
            done, seen = _written(lexicon, syllables)
            pieces.extend([*done, word])
            understood, total, syllables = understood + seen, total + len(syllables), []
        else:
            syllables.extend(parts)
    done, seen = _written(lexicon, syllables)
    pieces.extend(done)
    understood, total = understood + seen, total + len(syllables)
    if total < 3 or understood < 0.7 * total:
        return {}
    return {question: "".join(pieces)}


def _written(lexicon: Lexicon, syllables: list[str]) -> tuple[list[str], int]:
    """Syllables as words, longest first from the left, and how many of them became words."""
    pieces: list[str] = []
    understood = place = 0
    while place < len(syllables):
        for length in range(min(_LONGEST_WINDOW, len(syllables) - place), 0, -1):
            key = tuple(syllables[place : place + length])
            word = lexicon.question_sounds.get(key) if length <= 2 else None
            word = lexicon.sounds.get(key) or word
            if word is not None:
                pieces.append(word)
                understood += length
                place += length
                break
        else:
            place += 1
    return pieces, understood


def _syllables(word: str) -> list[str] | None:
    """A word as pinyin syllables, fewest first; None where it cannot be read so."""
    ways: list[list[str] | None] = [[], *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before = ways[start]
            if before is None or not _SYLLABLE.fullmatch(word, start, end):
                continue
            if ways[end] is None or len(before) + 1 < len(ways[end] or []):
                ways[end] = [*before, word[start:end]]
    return ways[len(word)]


def _pinyin(han: str) -> list[str]:
    # 160 ms to import, and most questions need no repair.
    import pypinyin

    return [syllable.replace("ü", "v") for syllable in pypinyin.lazy_pinyin(han)]
