"""Segments made of articles: texts cut into terms, counted, and inverted.

The order of terms, and with it everything in a Segment, depends on its articles alone.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from corpus.model import Article
from index.bags import Bags
from index.engines.parts import narrowed, starts_of
from index.segments.segment import Arrays, Segment
from index.segments.strings import encoded, joined
from index.terms.analyzer import Analyzer

Done = Callable[[], None]
"""Told after each paragraph."""


def new_name() -> str:
    """A name no other Segment has."""
    return uuid4().hex


def make_segment(
    articles: Sequence[Article], analyzer: Analyzer, context: bool, done: Done = lambda: None, name: str = ""
) -> Segment:
    """A Segment of the articles; ``context`` tells whether titles and headings are searched with each paragraph."""
    rows = _Rows()
    for article in articles:
        for paragraph in article.paragraphs:
            for sentence in paragraph.sentence_texts():
                rows.add(analyzer.bag(sentence))
            done()
    return _in_context(articles, rows, analyzer, context, name)


def count_sentences(sentences: Iterable[str], analyzer: Analyzer) -> Counted:
    """The terms of some sentences counted, a row each."""
    rows = _Rows()
    for sentence in sentences:
        rows.add(analyzer.bag(sentence))
    return Counted(tuple(rows.vocabulary), rows.flat())


def segment_of_counted(
    articles: Sequence[Article], parts: Iterable[Counted], analyzer: Analyzer, context: bool, name: str = ""
) -> Segment:
    """What ``make_segment`` makes, of articles whose sentences were counted before, in their order."""
    rows = _Rows()
    for part in parts:
        rows.extend(part)
    return _in_context(articles, rows, analyzer, context, name)


def segment_of_bags(articles: Sequence[Article], sentences: Bags, contexts: Bags, context: bool) -> Segment:
    """A Segment of articles whose sentences and paragraphs' contexts were counted before, a row each."""
    if not context:
        contexts = Bags.of({} for _ in range(len(contexts)))
    known = dict.fromkeys(sentences.terms)
    known.update(dict.fromkeys(contexts.terms))
    numbers = {term: number for number, term in enumerate(known)}
    renumbered = np.array([numbers[term] for term in contexts.terms], dtype=np.int32)
    return _segment(
        articles,
        list(known),
        _Flat(sentences.starts, sentences.ids, sentences.counts),
        _Flat(contexts.starts, renumbered[contexts.ids], contexts.counts),
        np.arange(len(contexts), dtype=np.int32),
        "",
    )


def article_digest(article: Article) -> bytes:
    """A name for an article's raw source and how it was cut."""
    cut = [(p.section, p.span.start, p.span.end, [(s.start, s.end) for s in p.sentences]) for p in article.paragraphs]
    hashed = hashlib.sha256(
        repr((article.id, article.title, len(article.raw), cut)).encode("utf-8", "backslashreplace")
    )
    hashed.update(article.raw.encode("utf-8", "surrogatepass"))
    return hashed.digest()


@dataclass(frozen=True)
class _Flat:
    """Rows of term numbers and counts."""

    starts: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[Any]

    def row_of(self) -> NDArray[np.int64]:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def renumbered(self, numbers: NDArray[np.int32]) -> _Flat:
        """The same with other numbers for the terms, ascending in each row."""
        terms = numbers[self.terms] if len(self.terms) else self.terms
        order = np.lexsort((terms, self.row_of()))
        return _Flat(self.starts, terms[order], narrowed(self.counts[order]))

    def sizes(self) -> NDArray[np.int32]:
        """Term occurrences a row."""
        total = starts_of(self.counts)
        return (total[self.starts[1:]] - total[self.starts[:-1]]).astype(np.int32)


@dataclass(frozen=True)
class Counted:
    """Rows of term counts that have a vocabulary of their own."""

    vocabulary: Sequence[str]
    rows: _Flat


@dataclass
class _Rows:
    """Rows while they are made; several may share a vocabulary."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    starts: array[int] = field(default_factory=lambda: array("q", [0]))
    terms: array[int] = field(default_factory=lambda: array("i"))
    counts: array[int] = field(default_factory=lambda: array("i"))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def add(self, bag: Mapping[str, int]) -> None:
        vocabulary = self.vocabulary
        self.terms.extend([vocabulary.setdefault(term, len(vocabulary)) for term in bag])
        self.counts.extend(bag.values())
        self.starts.append(len(self.terms))

    def extend(self, part: Counted) -> None:
        vocabulary = self.vocabulary
        numbers = [vocabulary.setdefault(term, len(vocabulary)) for term in part.vocabulary]
        self.starts.frombytes((part.rows.starts[1:] + len(self.terms)).tobytes())
        self.terms.frombytes(np.array(numbers, dtype=np.int32)[part.rows.terms].tobytes())
        self.counts.frombytes(part.rows.counts.tobytes())

    def flat(self) -> _Flat:
        return _Flat(
            np.array(self.starts, dtype=np.int64),
            np.array(self.terms, dtype=np.int32),
            np.array(self.counts, dtype=np.int32),
        )


def _in_context(articles: Sequence[Article], rows: _Rows, analyzer: Analyzer, context: bool, name: str) -> Segment:
    """A Segment of articles whose sentences were counted; titles and headings are counted now."""
    context_rows = _Rows(rows.vocabulary)
    context_of: list[int] = []
    for article in articles:
        headings: dict[str | None, int] = {}
        title = analyzer.bag(article.title) if context else Counter[str]()
        for paragraph in article.paragraphs:
            if paragraph.section not in headings:
                headings[paragraph.section] = len(context_rows)
                section = analyzer.bag(paragraph.section) if context and paragraph.section else Counter[str]()
                context_rows.add(title + section)
            context_of.append(headings[paragraph.section])
    vocabulary = list(rows.vocabulary)
    return _segment(articles, vocabulary, rows.flat(), context_rows.flat(), np.array(context_of, np.int32), name)


def _segment(
    articles: Sequence[Article],
    vocabulary: Sequence[str],
    sentences: _Flat,
    contexts: _Flat,
    context_of: NDArray[np.int32],
    name: str,
) -> Segment:
    order = sorted(range(len(vocabulary)), key=vocabulary.__getitem__)
    numbers = np.empty(len(order), dtype=np.int32)
    numbers[order] = np.arange(len(order), dtype=np.int32)
    sentences, contexts = sentences.renumbered(numbers), contexts.renumbered(numbers)
    term_bytes, term_starts = joined(encoded(vocabulary[place]) for place in order)
    sentence_firsts = starts_of(np.array([len(p.sentences) for a in articles for p in a.paragraphs], dtype=np.int64))
    postings = _inverted(sentences, contexts, sentence_firsts, context_of, len(order))
    return Segment(
        name or new_name(),
        tuple(articles),
        {
            "term_bytes": term_bytes,
            "term_starts": term_starts,
            **article_arrays([article.id for article in articles]),
            "digests": np.frombuffer(b"".join(map(article_digest, articles)), dtype=np.uint8),
            "article_firsts": starts_of(np.array([len(article.paragraphs) for article in articles], dtype=np.int64)),
            "sentence_firsts": sentence_firsts,
            "sentence_starts": sentences.starts,
            "sentence_terms": sentences.terms,
            "sentence_counts": sentences.counts,
            "sentence_lengths": sentences.sizes(),
            "context_of": context_of,
            "context_starts": contexts.starts,
            "context_terms": contexts.terms,
            "context_counts": contexts.counts,
            **postings,
        },
    )


def article_arrays(ids: Sequence[str]) -> Arrays:
    """The articles' ids, and their order."""
    id_bytes, id_starts = joined(map(encoded, ids))
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int32)
    return {"id_bytes": id_bytes, "id_starts": id_starts, "id_order": order}


def _inverted(
    sentences: _Flat,
    contexts: _Flat,
    sentence_firsts: NDArray[np.int64],
    context_of: NDArray[np.int32],
    terms: int,
) -> Arrays:
    """The inverted index: sentences' counts added up for each paragraph, with its context's."""
    paragraphs = len(sentence_firsts) - 1
    paragraph_of = np.repeat(np.arange(paragraphs), np.diff(sentence_firsts))
    places = paragraph_of[sentences.row_of()] if len(sentences.terms) else np.empty(0, np.int64)
    sizes = np.diff(contexts.starts)[context_of]
    within = np.arange(sizes.sum()) - np.repeat(starts_of(sizes)[:-1], sizes)
    entries = np.repeat(contexts.starts[context_of], sizes) + within
    found = (
        (sentences.terms, places, sentences.counts),
        (contexts.terms[entries], np.repeat(np.arange(paragraphs), sizes), contexts.counts[entries]),
    )
    keys = np.concatenate([numbers.astype(np.int64) * max(1, paragraphs) + places for numbers, places, _ in found])
    counts = np.concatenate([counts for _, _, counts in found]).astype(np.int64)
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    added = np.add.reduceat(counts, begins) if len(begins) else counts
    term_of, paragraph = np.divmod(keys[begins], max(1, paragraphs))
    return {
        "lengths": np.bincount(paragraph, added, minlength=paragraphs).astype(np.int32),
        "posting_starts": starts_of(np.bincount(term_of, minlength=terms)),
        "posting_paragraphs": paragraph.astype(np.int32),
        "posting_counts": narrowed(added),
    }


def digest_sum(digests: Iterable[bytes]) -> int:
    """Digests added up: a name for a set of articles, to which one can be added and from which one can be taken."""
    return sum(int.from_bytes(digest, "big") for digest in digests) % (1 << 256)
