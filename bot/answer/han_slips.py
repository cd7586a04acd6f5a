"""Slips in Chinese words: what an input method or a quick hand made of a word that the corpus has.

A part of the question that the corpus lacks (头资, but 公私 and 新片 too, which the language knows) may be a slip for a
word of the corpus that sounds the same or nearly so (n/l, in/ing, zh/z), has two characters the other way round, one
twice, another one or one more. It is taken for one only where what speaks for that outweighs what speaks against: how
much less of the question is strange once it is mended, how rare the typed word is in the language, how rare the other,
whether the corpus has the mended word beside what it would then stand beside, and above all whether it has it in one
sentence with the question's other words. A question about something that the corpus lacks must not become another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answer.lexicon import Lexicon
from bot.answer.pinyin import alike, sounds
from index.searcher import Searcher
from index.terms.function_words import function_words, says_nothing

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")
_LONGEST = 5
"""Characters of what is taken for a slip at most."""
_MOST = 6
"""How many words of the corpus are tried for a part of the question, of each kind of slip."""
_CHECKED = 3
"""How many mendings of a run of characters are checked against the corpus's sentences."""
_PARAGRAPHS = 4
"""In how many paragraphs the mended word is looked for."""

_WEIGHTS: Mapping[str, float] = {
    "sound": -2.0,
    "another reading": -6.5,
    "alike": -2.5,
    "swapped": 0.0,
    "swapped to a word": -2.0,
    "doubled": 0.0,
    "a common one doubled": -2.0,
    "another character": -8.0,
    "one more": -3.5,
    "three sounds": 2.0,
    "longer": 1.5,
    "gain": 2.0,
    "known to the language": 1.0,
    "common": -2.5,
    "grammar": -1.5,
    "rarity": -1.5,
    "frequency": 3.0,
    "neighbours": 0.5,
    "together": 3.0,
    "apart": -1.5,
    "known and apart": -1.5,
}
"""What each thing adds to the score of a mending, which is made where that is above 0: the kinds of slip; of what was
typed its length, how much less is strange without it, whether the language knows it, and how common it is there; of
the corpus's word how rare it is in the language and how frequent in the corpus; and whether the two neighbours and the
question's other words stand with it. Rounded from a logistic regression over slips drawn at random
(``tests/benchmarks/slips.py``) and questions without, of which most were about other articles.
"""
_COMMON_CHARACTER = 0.46
"""A character that is commoner as a word than this may follow itself: 大学学."""
_STRANGE_CHARACTER, _STRANGE_PAIR, _UNUSUAL = 0.6, 0.4, 0.15
"""How strange are: a character that the corpus lacks (half of that for one that is no word in it), two of them side by
side that it has not so, a word all of whose pairs of characters it has. A word that it lacks is as strange as it is
rare.
"""


@dataclass(frozen=True, slots=True)
class _Strange:
    """A part of a run that is strange to the corpus, and how much so."""

    start: int
    end: int
    amount: float


@dataclass(frozen=True, slots=True)
class _Mending:
    """What to write instead of a part of a run, and how much speaks for it but for the corpus's sentences."""

    start: int
    end: int
    meant: str
    score: float


def han_repairs(searcher: Searcher, lexicon: Lexicon, folded: str) -> Iterator[tuple[str, str]]:
    """The parts of a folded question that are slips, each with the corpus's word that was meant."""
    for run in _HAN.finditer(folded):
        words = list(searcher.analyzer.segmenter.words(run[0]))
        strange = list(_strange(searcher, lexicon, words))
        if not strange:
            continue
        mender = _Mender(searcher, lexicon, run[0], words, strange)
        found = sorted(mender.mendings(), key=lambda mending: (-mending.score, mending.start, mending.meant))
        done: list[_Mending] = []
        for mending in found[:_CHECKED]:
            if any(mending.start < other.end and other.start < mending.end for other in done):
                continue
            mended = folded[: run.start() + mending.start] + mending.meant + folded[run.start() + mending.end :]
            typed = run[0][mending.start : mending.end]
            if mending.score + _together(searcher, lexicon, mended, typed, mending) > 0:
                done.append(mending)
                yield typed, mending.meant


def _strange(searcher: Searcher, lexicon: Lexicon, words: Sequence[tuple[str, int, int]]) -> Iterator[_Strange]:
    """The parts of a run, cut into words, that are strange to the corpus."""
    before = ""
    for word, start, end in words:
        plain = says_nothing(word, searcher.analyzer.segmenter.rarity(word) < 1)
        single = word if len(word) == 1 and not plain else ""
        if not plain and not lexicon.knows(word):
            yield _Strange(start, end, _strangeness(searcher, lexicon, word))
        if before and single and not lexicon.has_pair(before, single):
            yield _Strange(start - 1, end, _STRANGE_PAIR)
        before = single


def _strangeness(searcher: Searcher, lexicon: Lexicon, word: str) -> float:
    if len(word) == 1:
        return _STRANGE_CHARACTER / (2 if lexicon.has_character(word) else 1)
    return _UNUSUAL if lexicon.has(word) else searcher.analyzer.segmenter.rarity(word)


def _together(searcher: Searcher, lexicon: Lexicon, mended: str, typed: str, mending: _Mending) -> float:
    """What the corpus's sentences say of a mended question: whether one has the word with the question's others.

    What is no word of the corpus, but only a row of its characters, must stand in one. Where no sentence can make up
    for what speaks against the mending, none is looked for.
    """
    meant, analyzer, rarity = mending.meant, searcher.analyzer, searcher.analyzer.segmenter.rarity
    query = analyzer.query(mended)
    words = (term for term in query if term[0] == "w" and term[2:] not in meant and meant not in term)
    others = {term: rarity(term[2:]) for term in words}
    pairs = {f"b:{one}{other}" for one, other in pairwise(meant)} & query.keys()
    total = sum(others.values())
    if mending.score <= 0:
        possible = searcher.most_beside(sorted(pairs), others) if pairs else total
        if mending.score * total + _WEIGHTS["together"] * possible <= 0:
            return -math.inf
    most, stands = 0.0, False
    ids = [hit.paragraph for hit in searcher.search(query, _PARAGRAPHS)] if query else []
    for id, sentences in zip(ids, searcher.shared_terms(query, ids), strict=True):
        for place, held in enumerate(sentences):
            # To read the text takes longer, and few sentences have all pairs of the word's characters.
            if pairs <= held and meant in analyzer.normaliser(searcher.paragraph(id).sentence_text(place)):
                most, stands = max(most, math.fsum(others[term] for term in others.keys() & held)), True
    if not stands and not lexicon.knows(meant):
        return -math.inf
    if most:
        return _WEIGHTS["together"] * most / total
    return _WEIGHTS["apart"] + (_WEIGHTS["known and apart"] if rarity(typed) < 1 else 0.0)


def _same_numbers(written: str, meant: str, kind: str) -> bool:
    """Whether no number would become another, which is another thing: 十年 is not for 十二年."""
    before, after = ([character for character in word if character in _NUMERALS] for word in (written, meant))
    return before == after or (not before and kind in ("sound", "swapped", "swapped to a word"))


class _Mender:
    """Finds what may be meant by the strange parts of one run of characters."""

    def __init__(
        self,
        searcher: Searcher,
        lexicon: Lexicon,
        run: str,
        words: Sequence[tuple[str, int, int]],
        strange: Sequence[_Strange],
    ) -> None:
        self._searcher = searcher
        self._lexicon = lexicon
        self._rarity = searcher.analyzer.segmenter.rarity
        self._run = run
        self._words = words
        self._strange = strange
        self._total = sum(part.amount for part in strange)

    def mendings(self) -> Iterator[_Mending]:
        """Those that the corpus's sentences may yet decide for."""
        for start, end in self._windows():
            written = self._run[start:end]
            if self._lexicon.knows(written) or self._lexicon.has(written):
                continue
            for meant, kind in self._meant(written).items():
                score = self._score(start, end, meant, kind)
                if score is not None:
                    yield _Mending(start, end, meant, score)

    def _windows(self) -> Iterator[tuple[int, int]]:
        """The ranges that have something strange and begin and end where words do, or within what is strange; longest
        first.
        """
        function = function_words()
        edges: set[int] = set()
        whole = {(start, end) for _, start, end in self._words}
        for _, start, end in self._words:
            edges |= {start, end}
        for part in self._strange:
            edges.update(range(part.start, part.end))
        for size in range(min(_LONGEST, len(self._run)), 1, -1):
            for start in range(len(self._run) - size + 1):
                end = start + size
                if start not in edges or end not in edges:
                    continue
                if not any(part.start < end and start < part.end for part in self._strange):
                    continue
                written = self._run[start:end]
                if (start, end) in whole or function.isdisjoint((written[0], written[-1])):
                    yield start, end

    def _meant(self, written: str) -> Mapping[str, str]:
        """The corpus's words that may be meant, each with the kind of slip that would have made it what was written."""
        found: dict[str, str] = {}
        for meant, kind in (*self._sounding(written), *self._typed(written), *self._one_off(written)):
            if (
                meant != written
                and function_words().isdisjoint((meant, meant[0]))
                and _same_numbers(written, meant, kind)
            ):
                found.setdefault(meant, kind)
        return found

    def _sounding(self, written: str) -> Iterator[tuple[str, str]]:
        row = [sounds(character) or ("",) for character in written]
        loosely = self._lexicon.rows(row, loosely=True)
        if not loosely:
            return
        for meant in self._lexicon.sounding(row)[:_MOST]:
            others = sum(each[0] not in sounds(character)[:1] for each, character in zip(row, meant, strict=True))
            if others < 2:
                yield meant, "another reading" if others else "sound"
        for meant in self._lexicon.words(loosely)[:_MOST]:
            if all(alike(each[0]) == alike(sounds(character)[0]) for each, character in zip(row, meant, strict=True)):
                yield meant, "alike"

    def _typed(self, written: str) -> Iterator[tuple[str, str]]:
        for place, (one, other) in enumerate(pairwise(written)):
            if one != other:
                kind = "swapped" if self._rarity(written) == 1 else "swapped to a word"
                meant = written[:place] + other + one + written[place + 2 :]
            else:
                common = self._rarity(one) < _COMMON_CHARACTER
                meant, kind = written[:place] + written[place + 1 :], "a common one doubled" if common else "doubled"
            if len(meant) > 1 and self._lexicon.knows(meant):
                yield meant, kind

    def _one_off(self, written: str) -> Iterator[tuple[str, str]]:
        for meant in sorted(self._lexicon.one_more(written))[:_MOST]:
            yield meant, "one more"
        if len(written) > 2 and self._rarity(written) == 1:
            for meant in sorted(self._lexicon.one_other(written))[:_MOST]:
                yield meant, "another character"

    def _score(self, start: int, end: int, meant: str, kind: str) -> float | None:
        """How much speaks for a mending; None where it would leave as much strange, or be no word where it stands, or
        where the corpus's sentences could not make up for what speaks against it.
        """
        score = (
            _WEIGHTS[kind]
            + (_WEIGHTS["three sounds"] if kind == "sound" and len(meant) > 2 else 0.0)
            + self._of_the_typed(self._run[start:end])
            + self._of_the_meant(meant)
            + _WEIGHTS["neighbours"] * self._neighbours(start, end, meant)
        )
        if score + _WEIGHTS["gain"] * self._total + _WEIGHTS["together"] <= 0:
            return None
        mended = self._run[:start] + meant + self._run[end:]
        words = list(self._searcher.analyzer.segmenter.words(mended))
        last = start + len(meant)
        ends = {0, *(after for _, _, after in words)}
        within = any(before <= start and last <= after and self._lexicon.has(word) for word, before, after in words)
        if not within and not {start, last} <= ends:
            return None
        gain = self._total - sum(part.amount for part in _strange(self._searcher, self._lexicon, words))
        if gain <= 0 or score + _WEIGHTS["gain"] * gain + _WEIGHTS["together"] <= 0:
            return None
        return score + _WEIGHTS["gain"] * gain

    def _of_the_typed(self, written: str) -> float:
        rarity = self._rarity(written)
        score = _WEIGHTS["longer"] * (min(len(written), 4) - 2)
        if rarity < 1:
            return score + _WEIGHTS["known to the language"] + _WEIGHTS["common"] * (1 - rarity)
        grammar = not function_words().isdisjoint((written[0], written[-1]))
        return score + (_WEIGHTS["grammar"] if grammar else 0.0)

    def _of_the_meant(self, meant: str) -> float:
        frequency = math.log1p(self._lexicon.count(meant)) / math.log1p(self._searcher.stats.paragraphs)
        return _WEIGHTS["rarity"] * self._rarity(meant) + _WEIGHTS["frequency"] * frequency

    def _neighbours(self, start: int, end: int, meant: str) -> int:
        """How many of the two characters beside a part the corpus has beside the word that was meant."""
        before, after = self._run[start - 1 : start], self._run[end : end + 1]
        has_pair = self._lexicon.has_pair
        return (before != "" and has_pair(before, meant[0])) + (after != "" and has_pair(meant[-1], after))
