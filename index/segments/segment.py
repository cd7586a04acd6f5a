"""A Segment: some articles, their sentences' term counts, and the inverted index over their paragraphs.

All of it but the articles is numbers in flat arrays, each with a name; in memory they are arrays, on disk files of that
name, mapped. Numbers of terms are places in the Segment's own vocabulary, which is in order, so that the terms of a
sentence stand in the same order in whatever Segment it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.model import Article, Paragraph, paragraph_id
from index.articles import Records
from index.bags import Bags
from index.engines.parts import Part
from index.segments.strings import SortedStrings, Strings
from index.terms.analyzer import Granularity

Arrays = Mapping[str, NDArray[Any]]

_HAN = ("\u4e00", "\ua000")
_MARK = len("w:")

NAMES = (
    "term_bytes",  # the vocabulary
    "term_starts",
    "id_bytes",  # the articles' ids in the articles' order
    "id_starts",
    "id_order",  # the articles' places by id
    "digests",  # 32 bytes an article
    "article_firsts",  # each article's first paragraph; one more than articles
    "sentence_firsts",  # each paragraph's first sentence; one more than paragraphs
    "sentence_starts",  # rows of term counts, a sentence each
    "sentence_terms",
    "sentence_counts",
    "sentence_lengths",  # term occurrences a sentence
    "context_of",  # each paragraph's row of contexts
    "context_starts",  # rows of term counts, a title with a heading each
    "context_terms",
    "context_counts",
    "lengths",  # term occurrences a paragraph, as it is searched
    "posting_starts",  # the inverted index; see Part
    "posting_paragraphs",
    "posting_counts",
)
"""The arrays of a Segment."""


@dataclass(frozen=True, eq=False)
class Segment:
    """Some articles, indexed.

    Attributes:
        name: names it within an index.
        articles: the articles, in memory or read when asked for.
        arrays: by the names of ``NAMES``.
    """

    name: str
    articles: Sequence[Article]
    arrays: Arrays

    def __len__(self) -> int:
        return len(self.arrays["lengths"])

    @cached_property
    def terms(self) -> SortedStrings:
        """Each term's number."""
        return SortedStrings(Strings(self.arrays["term_bytes"], self.arrays["term_starts"]))

    @cached_property
    def words(self) -> range:
        """The numbers of the terms that are words."""
        prefix = Granularity.WORD.value
        return range(self.terms.first_from(f"{prefix}:"), self.terms.first_from(f"{prefix};"))

    @cached_property
    def article_ids(self) -> Strings:
        """The articles' ids, in the articles' order."""
        return Strings(self.arrays["id_bytes"], self.arrays["id_starts"])

    @cached_property
    def article_places(self) -> SortedStrings:
        """Each article's place by its id."""
        return SortedStrings(self.article_ids, self.arrays["id_order"])

    @cached_property
    def sentences(self) -> Bags:
        """The term counts of every sentence."""
        return self._bags("sentence")

    @cached_property
    def contexts(self) -> Bags:
        """The term counts of titles with headings, each pair once an article."""
        return self._bags("context")

    @property
    def sentence_firsts(self) -> NDArray[np.int64]:
        """The row of each paragraph's first sentence, and at the end how many rows there are."""
        return self.arrays["sentence_firsts"]

    @cached_property
    def paragraph_ids(self) -> ParagraphIds:
        """The paragraphs' ids, by their places."""
        return ParagraphIds(self.article_ids, self.arrays["article_firsts"])

    def part(self, removed: NDArray[np.bool_] | None = None) -> Part:
        """What engines read, without the ``removed`` paragraphs."""
        arrays = self.arrays
        return Part(
            self.paragraph_ids,
            self.terms,
            arrays["posting_starts"],
            arrays["posting_paragraphs"],
            arrays["posting_counts"],
            arrays["lengths"],
            removed,
        )

    def paragraphs_of(self, article: int) -> range:
        """The places of an article's paragraphs."""
        firsts = self.arrays["article_firsts"]
        return range(int(firsts[article]), int(firsts[article + 1]))

    def ending(self, tail: str, length: int) -> list[str]:
        """The words of ``length`` Han characters that end in ``tail``, found without going through the words."""
        places, content = self._words_of(length), self.arrays["term_bytes"]
        last = _MARK + 3 * length
        for back, byte in enumerate(reversed(tail.encode()), start=1):
            places = places[content[places + (last - back)] == byte]
        words = (content[place + _MARK : place + last].tobytes().decode() for place in places.tolist())
        return [word for word in words if len(word) == length]

    def _words_of(self, length: int) -> NDArray[np.int64]:
        """Where the words begin that have as many bytes as so many Han characters, and begin with one."""
        if length not in self._words:
            low, high = (self.terms.first_from(f"w:{edge}") for edge in _HAN)
            starts = self.arrays["term_starts"][low : high + 1]
            # In UTF-8 each takes three bytes.
            self._words[length] = starts[:-1][np.diff(starts) == _MARK + 3 * length]
        return self._words[length]

    @cached_property
    def _words(self) -> dict[int, NDArray[np.int64]]:
        return {}

    def title_of(self, article: int) -> str:
        """The title of the article at a place."""
        return self.articles.title(article) if isinstance(self.articles, Records) else self.articles[article].title

    def paragraph_at(self, place: int) -> Paragraph:
        """The paragraph at a place."""
        article = self.paragraph_ids.article_at(place)
        number = place - int(self.arrays["article_firsts"][article])
        if isinstance(self.articles, Records):
            return self.articles.paragraph(article, number)
        return self.articles[article].paragraphs[number]

    def bag(self, place: int, context: bool) -> Counter[str]:
        """The term counts of a paragraph, with its title's and heading's where ``context`` is asked for."""
        firsts = self.sentence_firsts
        bag = self.sentences.row(int(firsts[place]), int(firsts[place + 1]))
        if context:
            row = int(self.arrays["context_of"][place])
            bag.update(self.contexts.row(row, row + 1))
        return bag

    def frequencies(self, articles: Iterable[int], context: bool) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The terms' numbers, ascending, of some articles, and in how many of their paragraphs each occurs."""
        places = [place for article in articles for place in self.paragraphs_of(article)]
        found = [np.unique(self._terms_of(place, context)) for place in places]
        numbers, counts = np.unique(np.concatenate([np.empty(0, np.int32), *found]), return_counts=True)
        return numbers.astype(np.int32), counts.astype(np.int64)

    def most_beside(self, terms: Sequence[str], weights: Mapping[str, float]) -> float:
        """The greatest sum of weights of terms in any of the paragraphs that hold all of ``terms``, as searched."""
        held = sorted(map(self._posted, terms), key=len)
        places = held[0]
        for others in held[1:]:
            places = places[_among(places, others)]
        sums = np.zeros(len(places))
        for term, weight in weights.items():
            sums[_among(places, self._posted(term))] += weight
        return float(sums.max(initial=0.0))

    def _posted(self, term: str) -> NDArray[Any]:
        """The places of the paragraphs that hold a term, ascending."""
        number, starts = self.terms.get(term), self.arrays["posting_starts"]
        begin, end = (0, 0) if number is None else (int(starts[number]), int(starts[number + 1]))
        return self.arrays["posting_paragraphs"][begin:end]

    def _terms_of(self, place: int, context: bool) -> NDArray[np.int32]:
        rows, firsts = self.sentences, self.sentence_firsts
        terms = rows.ids[int(rows.starts[firsts[place]]) : int(rows.starts[firsts[place + 1]])]
        if not context:
            return terms
        row, contexts = int(self.arrays["context_of"][place]), self.contexts
        return np.concatenate([terms, contexts.ids[int(contexts.starts[row]) : int(contexts.starts[row + 1])]])

    def _bags(self, kind: str) -> Bags:
        arrays = self.arrays
        return Bags(
            self.terms.strings,
            arrays[f"{kind}_starts"],
            arrays[f"{kind}_terms"],
            arrays[f"{kind}_counts"],
            self.terms,
            arrays.get(f"{kind}_lengths"),
        )


def _among(places: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some places are among others; both ascend."""
    if not len(others):
        return np.zeros(len(places), dtype=np.bool_)
    found = np.searchsorted(others, places)
    found[found == len(others)] = 0
    among: NDArray[np.bool_] = others[found] == places
    return among


class ParagraphIds(Sequence[str]):
    """The ids of paragraphs by their places, made from the articles' ids."""

    def __init__(self, articles: Sequence[str], firsts: NDArray[np.int64]) -> None:
        self._articles = articles
        self._firsts = firsts

    def __len__(self) -> int:
        return int(self._firsts[-1])

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        article = self.article_at(place)
        return paragraph_id(self._articles[article], place - int(self._firsts[article]) + 1)

    def article_at(self, place: int) -> int:
        """The place of the article that a paragraph belongs to."""
        if not 0 <= place < len(self):
            raise IndexError(place)
        return int(np.searchsorted(self._firsts, place, side="right")) - 1
