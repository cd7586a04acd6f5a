"""Text into terms: jieba's words, character bigrams and character unigrams in one bag.

A term carries its granularity as a prefix (``w:芯片``, ``b:芯片``, ``u:芯``), so that each has document frequencies of
its own while one engine scores them all. Latin words and numbers count as words. Documents and queries are cut the
same way; a query also loses its function words and gets each granularity's weight. A number has a further term that
all ways to write it share (``index.terms.numerals``), and in a query no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from operator import add, and_
from typing import NamedTuple

from index.model import Query
from index.settings import TermSettings
from index.terms.function_words import says_nothing
from index.terms.latin import RUN, latin_terms
from index.terms.normal import Normaliser
from index.terms.numerals import Numeral, numerals
from index.terms.rust_words import segmenter_for


class Granularity(StrEnum):
    """What a term is a piece of; the value is its prefix."""

    WORD = "w"
    BIGRAM = "b"
    UNIGRAM = "u"


class Token(NamedTuple):
    """A term where it stands: a range of the folded text. A tuple, since a question has dozens."""

    granularity: Granularity
    text: str
    start: int
    end: int

    @property
    def term(self) -> str:
        """The term as the index knows it."""
        return self.granularity + ":" + self.text


_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_RUNS = re.compile(f"(?P<han>{_HAN}+)|(?P<latin>{RUN})")
_REMEMBERED = 1 << 16
"""Of how many words it is remembered whether they say nothing; questions share most of theirs."""


class Analyzer:
    """Makes terms; jieba and OpenCC are loaded when first needed."""

    def __init__(self, settings: TermSettings | None = None) -> None:
        self.settings = settings or TermSettings()
        self.normaliser = Normaliser()
        self.segmenter = segmenter_for(self.settings)
        self._says_nothing = lru_cache(_REMEMBERED)(self._says_nothing_anew)

    def tokens(self, folded: str) -> Iterator[Token]:
        """Every token of folded text, function words and all."""
        for run in _RUNS.finditer(folded):
            offset = run.start()
            han = run["han"]
            if han is None:
                for text in latin_terms(run["latin"]):
                    yield Token(Granularity.WORD, text, offset, run.end())
                continue
            for word, start, end in self.segmenter.search_words(han):
                yield Token(Granularity.WORD, word, offset + start, offset + end)
            for place in range(len(han)):
                yield Token(Granularity.UNIGRAM, han[place], offset + place, offset + place + 1)
            for place in range(len(han) - 1):
                yield Token(Granularity.BIGRAM, han[place : place + 2], offset + place, offset + place + 2)
        for numeral in numerals(folded):
            yield Token(Granularity.WORD, numeral.text, numeral.start, numeral.end)

    def bag(self, text: str) -> Counter[str]:
        """The terms of a document's text with their counts."""
        words: list[str] = []
        unigrams: list[str] = []
        bigrams: list[str] = []
        folded = self.normaliser(text)
        for run in _RUNS.finditer(folded):
            han = run["han"]
            if han is None:
                words.extend(latin_terms(run["latin"]))
                continue
            words.extend([word for word, _, _ in self.segmenter.search_words(han)])
            unigrams.extend(han)
            bigrams.extend(map(add, han, han[1:]))
        words.extend(numeral.text for numeral in numerals(folded))
        # What tokens() gives, counted before prefixes are put on: most of indexing is spent here.
        bag: dict[str, int] = {}
        for granularity, texts in zip(Granularity, (words, bigrams, unigrams), strict=True):
            prefix = f"{granularity.value}:"
            bag |= {prefix + text: count for text, count in Counter(texts).items()}
        return Counter(bag)

    def query(self, text: str) -> Query:
        """The terms of a question's text with their weights; empty where it holds function words only."""
        query: dict[str, float] = {}
        settings = self.settings
        weights = dict(zip(map(str, Granularity), (settings.words, settings.bigrams, settings.unigrams), strict=True))
        for variant in self.normaliser.variants(text):
            if numbers := tuple(numerals(variant)):
                tokens = _with_numbers_once(self.content_tokens(variant), numbers)
                terms = [token.term for token in tokens]
            else:
                terms = self._content_terms(variant)
            counts = Counter(terms)
            asked = {term: weight for term, count in counts.items() if (weight := count * weights[term[0]]) > 0}
            if query:
                asked = {term: max(weight, query.get(term, 0.0)) for term, weight in asked.items()}
            query |= asked
        return query

    def content_tokens(self, folded: str, strictly: bool = False) -> Iterator[Token]:
        """The tokens of folded text that are not wholly (``strictly``: not even partly) made of function words."""
        covered = self._function_characters(folded)
        word = Granularity.WORD
        for token in self.tokens(folded):
            granularity, text, start, end = token
            if granularity is word and self._says_nothing(text):
                continue
            if (1 not in covered[start:end]) if strictly else (0 in covered[start:end]):
                yield token

    def _content_terms(self, folded: str) -> list[str]:
        """The terms of ``content_tokens``, in a text without numbers: made without tokens, which take longer."""
        terms: list[str] = []
        silent = self._says_nothing
        for run in _RUNS.finditer(folded):
            han = run["han"]
            if han is None:
                terms += ["w:" + text for text in latin_terms(run["latin"]) if not silent(text)]
                continue
            covered = self._covered(han)
            words = self.segmenter.search_words(han)
            pairs = map(add, han, han[1:])
            if 1 not in covered:
                terms += ["w:" + word for word, _, _ in words if not silent(word)]
                terms += ["u:" + character for character in han]
                terms += ["b:" + pair for pair in pairs]
            else:
                terms += ["w:" + word for word, start, end in words if 0 in covered[start:end] and not silent(word)]
                terms += ["u:" + character for character, gone in zip(han, covered, strict=True) if not gone]
                both = map(and_, covered, covered[1:])
                terms += ["b:" + pair for pair, gone in zip(pairs, both, strict=True) if not gone]
        return terms

    def _function_characters(self, folded: str) -> bytearray:
        """1 for each character that belongs to a function word, else 0."""
        covered = bytearray(len(folded))
        for run in _RUNS.finditer(folded):
            if run["han"] is not None:
                covered[run.start() : run.end()] = self._covered(run["han"])
        return covered

    def _covered(self, han: str) -> bytes:
        """The same of a run of Han characters."""
        silent = self._says_nothing
        return b"".join([bytes((silent(word),)) * len(word) for word, _, _ in self.segmenter.words(han)])

    def _says_nothing_anew(self, word: str) -> bool:
        return says_nothing(word, word.isascii() or self.segmenter.rarity(word) < 1)


def _with_numbers_once(tokens: Iterator[Token], numbers: Sequence[Numeral]) -> Iterator[Token]:
    """The tokens without those that only say how a number happens to be written, be it with its measure word."""
    for token in tokens:
        written = (
            number
            for number in numbers
            if token.start < number.end and token.end > number.start and token.text != number.text
        )
        if not any(_outside(token, number) <= (token.granularity is Granularity.WORD) for number in written):
            yield token


def _outside(token: Token, number: Numeral) -> int:
    """How many characters of a token are none of a number's."""
    return max(0, number.start - token.start) + max(0, token.end - number.end)
