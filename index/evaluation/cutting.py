"""Texts into terms, many at a time, in worker processes where that pays.

    words    jieba's words of the folded text, without signs: what a few lines with ``jieba.lcut`` give
    bigrams  pairs of adjacent Han characters (one that stands alone by itself) and Latin words whole, in half width and
             small letters: what Lucene's CJKAnalyzer gives, without its English stop words
    mixed    our own terms: words, bigrams and unigrams, see ``index.terms.analyzer``

A Cutting says how to cut and can be sent to a process; the Cutter it opens has the dictionary loaded.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
from typing import Literal, Protocol, TypeVar

from index.bags import Bags
from index.evaluation.counting import Queries, merged
from index.model import Query
from index.settings import TermSettings
from index.terms.analyzer import Analyzer
from index.terms.normal import Normaliser
from index.terms.words import WordSegmenter

_Made = TypeVar("_Made")
Told = Callable[[int, int], None]
"""Told how many texts are done, of how many."""

_PAYS = 1_000_000
"""Characters from which on starting processes, each loading a dictionary, takes less time than it saves."""
_CHUNKS = 8
"""Pieces of work a process."""


class Cutter(Protocol):
    """Makes terms."""

    def document(self, text: str) -> Mapping[str, int]:
        """The terms of a passage or a sentence, with their counts."""
        ...

    def query(self, text: str) -> Query:
        """The terms of a question, with their weights."""
        ...


@dataclass(frozen=True, slots=True)
class Cutting:
    """A way of cutting; ``terms`` are its settings, of which words and bigrams use those about jieba."""

    way: Literal["words", "bigrams", "mixed"]
    terms: TermSettings = field(default_factory=TermSettings)

    def open(self) -> Cutter:
        """The Cutter; dictionaries are loaded when first needed."""
        match self.way:
            case "words":
                return _Words(self.terms)
            case "bigrams":
                return _Bigrams()
            case "mixed":
                return _Mixed(self.terms)


class _Words:
    def __init__(self, settings: TermSettings) -> None:
        self._normalise = Normaliser()
        self._segmenter = WordSegmenter(settings)

    def document(self, text: str) -> Mapping[str, int]:
        words = (word for word, _, _ in self._segmenter.words(self._normalise(text)))
        return Counter(word for word in words if any(character.isalnum() for character in word))

    def query(self, text: str) -> Query:
        return {word: float(count) for word, count in self.document(text).items()}


class _Bigrams:
    def document(self, text: str) -> Mapping[str, int]:
        return Counter(_bigram_terms(unicodedata.normalize("NFKC", text).lower()))

    def query(self, text: str) -> Query:
        return {term: float(count) for term, count in self.document(text).items()}


_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+(?:[.'’][^\W_{_HAN}]+)*")


def _bigram_terms(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        han = run["han"]
        if han is None or len(han) == 1:
            yield run.group()
        else:
            yield from (han[place : place + 2] for place in range(len(han) - 1))


class _Mixed:
    def __init__(self, settings: TermSettings) -> None:
        self._analyzer = Analyzer(settings)

    def document(self, text: str) -> Mapping[str, int]:
        return self._analyzer.bag(text)

    def query(self, text: str) -> Query:
        return self._analyzer.query(text)


class Workers:
    """Processes that cut texts; they are started when the first large enough work comes, and stay.

    They are spawned: a script that asks for more than one must guard its main part by ``if __name__ == "__main__"``.
    """

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def map(
        self, make: Callable[[Sequence[str]], _Made], texts: Sequence[str], told: Told | None = None
    ) -> Iterator[_Made]:
        """``make`` of each chunk of the texts, in order; it must be picklable."""
        if self._pool is None and self.count > 1 and sum(map(len, texts)) >= _PAYS:
            self._pool = ProcessPoolExecutor(self.count, mp_context=get_context("spawn"))
        size = max(1, -(-len(texts) // (self.count * _CHUNKS)))
        chunks = [texts[start : start + size] for start in range(0, len(texts), size)]
        done = 0
        for made, chunk in zip(self._pool.map(make, chunks) if self._pool else map(make, chunks), chunks, strict=True):
            done += len(chunk)
            if told is not None:
                told(done, len(texts))
            yield made

    def close(self) -> None:
        """Ends the processes."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def cut_documents(cutting: Cutting, texts: Sequence[str], workers: Workers, told: Told | None = None) -> Bags:
    """A row of term counts for each text, the same whatever the number of processes."""
    return merged(list(workers.map(partial(_bags, cutting), texts, told)))


def cut_queries(cutting: Cutting, texts: Sequence[str], workers: Workers) -> Iterator[Queries]:
    """A query for each text, in order, many at a time; processes go on cutting while these are taken."""
    return workers.map(partial(_queries, cutting), texts)


def _bags(cutting: Cutting, texts: Sequence[str]) -> Bags:
    return Bags.of(map(_opened(cutting).document, texts))


def _queries(cutting: Cutting, texts: Sequence[str]) -> Queries:
    return Queries.of(map(_opened(cutting).query, texts))


@cache
def _opened(cutting: Cutting) -> Cutter:
    """A Cutter a process and way: loading a dictionary takes longer than cutting a chunk."""
    return cutting.open()
