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
from dataclasses import dataclass
from enum import StrEnum
from operator import add

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


@dataclass(frozen=True, slots=True)
class Token:
    """A term where it stands: a range of the folded text."""

    granularity: Granularity
    text: str
    start: int
    end: int

    @property
    def term(self) -> str:
        """The term as the index knows it."""
        return f"{self.granularity}:{self.text}"


_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_RUNS = re.compile(f"(?P<han>{_HAN}+)|(?P<latin>{RUN})")


class Analyzer:
    """Makes terms; jieba and OpenCC are loaded when first needed."""

    def __init__(self, settings: TermSettings | None = None) -> None:
        self.settings = settings or TermSettings()
        self.normaliser = Normaliser()
        self.segmenter = segmenter_for(self.settings)

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
        for variant in self.normaliser.variants(text):
            tokens = _with_numbers_once(self.content_tokens(variant), tuple(numerals(variant)))
            counts = Counter((token.granularity, token.term) for token in tokens)
            for (granularity, term), count in counts.items():
                weight = count * self._weight(granularity)
                if weight > 0:
                    query[term] = max(weight, query.get(term, 0.0))
        return query

    def content_tokens(self, folded: str, strictly: bool = False) -> Iterator[Token]:
        """The tokens of folded text that are not wholly (``strictly``: not even partly) made of function words."""
        covered = self._function_characters(folded)
        for token in self.tokens(folded):
            if token.granularity is Granularity.WORD and self._says_nothing(token.text):
                continue
            overlap = covered[token.start : token.end]
            if not (any(overlap) if strictly else all(overlap)):
                yield token

    def _function_characters(self, folded: str) -> bytearray:
        """1 for each character that belongs to a function word, else 0."""
        covered = bytearray(len(folded))
        for run in _RUNS.finditer(folded):
            if run["han"] is None:
                continue
            for word, start, end in self.segmenter.words(run["han"]):
                if self._says_nothing(word):
                    covered[run.start() + start : run.start() + end] = b"\x01" * len(word)
        return covered

    def _says_nothing(self, word: str) -> bool:
        return says_nothing(word, word.isascii() or self.segmenter.rarity(word) < 1)

    def _weight(self, granularity: Granularity) -> float:
        match granularity:
            case Granularity.WORD:
                return self.settings.words
            case Granularity.BIGRAM:
                return self.settings.bigrams
            case Granularity.UNIGRAM:
                return self.settings.unigrams


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
