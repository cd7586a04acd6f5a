"""Rankings of many questions at once: questions × terms @ terms × paragraphs, in blocks.

The scores are those of ``index.scoring`` (paragraphs) and ``index.sentences`` (the second look), up to the last bits of
a sum, so that the Rankings are the Searcher's. Nothing here loops over a collection's paragraphs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.model import Article
from index.bags import Bags
from index.evaluation.counting import count_matrix, joint_vocabulary, summing_matrix
from index.model import Hit, Query, Ranking
from index.scoring import idf

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_CELLS, _BLOCK = 2_000_000, 256
"""Scores held at a time, and queries; larger blocks fall out of the processor's caches."""
_FLAGS = 1_000_000
"""Flags of queries held at a time, one for each term of the vocabulary."""


@dataclass(frozen=True)
class Collection:
    """Paragraphs cut into terms.

    Attributes:
        ids: the paragraphs' ids, in order.
        sizes: how many sentences each has.
        sentences: a row of term counts a sentence, in order.
        contexts: a row a paragraph: the terms of its title and its heading.
    """

    ids: Sequence[str]
    sizes: Sequence[int]
    sentences: Bags
    contexts: Bags

    @classmethod
    def of(cls, articles: Sequence[Article], sentences: Bags, contexts: Bags) -> Collection:
        """The paragraphs of articles, whose sentences and contexts have been cut, in order."""
        paragraphs = [paragraph for article in articles for paragraph in article.paragraphs]
        return cls([one.id for one in paragraphs], [len(one.sentences) for one in paragraphs], sentences, contexts)

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """Each term's column; the sentences' terms first, as in ``sentences``."""
        return joint_vocabulary(self.sentences, self.contexts)

    @cached_property
    def sentence_counts(self) -> csr_array[np.float64]:
        """Term counts, a row a sentence."""
        return count_matrix(self.sentences, self.vocabulary)

    def paragraph_counts(self, context: bool) -> csr_array[np.float64]:
        """Term counts, a row a paragraph, with or without its context's."""
        counts = summing_matrix(self.sizes) @ self.sentence_counts
        return csr_array(counts + count_matrix(self.contexts, self.vocabulary)) if context else csr_array(counts)

    @cached_property
    def firsts(self) -> Places:
        """The row of each paragraph's first sentence, and the number of sentences."""
        return np.concatenate(([0], np.cumsum(self.sizes, dtype=np.int64)))


class Scorer(Protocol):
    """A formula over a Collection."""

    @property
    def sentence_matrix(self) -> csr_array[np.float64]:
        """What a query's weights are multiplied with to score sentences; a row a sentence, a column a term."""
        ...

    def paragraphs(self, queries: Sequence[Query]) -> csr_array[np.float64]:
        """Scores, a row a query and a column a paragraph; not negative, zeros are left out."""
        ...

    def weights(self, queries: Sequence[Query]) -> csr_array[np.float64]:
        """The queries' weights, a row a query and a column a term."""
        ...


class Bm25:
    """BM25 as ``index.scoring`` writes it.

    Sentences have the paragraphs' idf, or that of a collection of sentences where ``sentences_apart``.
    """

    def __init__(self, collection: Collection, k1: float, b: float, context: bool, sentences_apart: bool) -> None:
        counts = collection.paragraph_counts(context)
        rarity = _idf(counts)
        entries = counts.data * (k1 + 1) / (counts.data + _saturation(counts, k1, b))
        self._vocabulary = collection.vocabulary
        self._impacts = csr_array(_with(counts, rarity[counts.indices] * entries).T.tocsr())
        sentences = collection.sentence_counts
        if sentences_apart:
            rarity = _idf(sentences)
        entries = rarity[sentences.indices] * sentences.data * (k1 + 1)
        self.sentence_matrix = _with(sentences, entries / (sentences.data + _saturation(sentences, k1, b)))

    def paragraphs(self, queries: Sequence[Query]) -> csr_array[np.float64]:
        """Scores, a row a query and a column a paragraph."""
        return csr_array(self.weights(queries) @ self._impacts)

    def weights(self, queries: Sequence[Query]) -> csr_array[np.float64]:
        """The queries' weights, a row a query and a column a term."""
        return query_matrix(queries, self._vocabulary)


@dataclass(frozen=True, slots=True)
class Found:
    """A query's Ranking; and of its first paragraphs the place in the Collection, and of the best matching sentence."""

    ranking: Ranking
    keys: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Pool:
    """A query's candidates, in the order of their ids, and their scores."""

    query: Query
    places: Places
    scores: Floats


class Ranker:
    """Ranks a Collection's paragraphs by a Scorer, with or without a second look at the sentences.

    ``names`` are what the Hits call the paragraphs; the paragraphs' ids decide where scores are equal.
    """

    def __init__(
        self,
        collection: Collection,
        names: Sequence[str],
        scorer: Scorer,
        candidates: int,
        sentence_weight: float,
    ) -> None:
        self._scorer = scorer
        self._firsts = collection.firsts
        self._names = names
        # A paragraph's place among the ids: what comes first in it wins where scores are equal.
        self._standing = np.empty(len(names), dtype=np.int64)
        self._standing[sorted(range(len(names)), key=collection.ids.__getitem__)] = np.arange(len(names))
        self._candidates = candidates
        self._sentence_weight = sentence_weight
        terms = scorer.sentence_matrix.shape[1]
        self._at_once = max(1, _FLAGS // max(1, terms))
        # Made once for all queries: new ones would be mostly zeros, and take longer than what they are for. The flags
        # say where the weights are not zero, and fit into the processor's caches.
        self._weights = np.zeros(self._at_once * terms)
        self._asked = np.zeros(self._at_once * terms, dtype=np.bool_)

    def rank(self, queries: Sequence[Query], k: int, keys: int = 0) -> Iterator[Found]:
        """For each query the best ``k`` paragraphs, as the Ranking contract says, with ``keys`` of them looked into."""
        size = min(_BLOCK, max(1, _CELLS // max(1, len(self._names))))
        blocks = [queries[start : start + size] for start in range(0, len(queries), size)]
        for block, scores in zip(blocks, _ahead(self._scorer.paragraphs, blocks), strict=True):
            pools = list(self._pools(block, scores, k))
            for first in range(0, len(pools), self._at_once):
                yield from self._found(pools[first : first + self._at_once], k, keys)

    def _pools(self, queries: Sequence[Query], scores: csr_array[np.float64], k: int) -> Iterator[_Pool]:
        """Each query's candidates: the best ``k``, or as many as the second look takes."""
        wanted = max(k, self._candidates) if self._sentence_weight else k
        for query, start, end in zip(queries, scores.indptr[:-1], scores.indptr[1:], strict=True):
            values, places = scores.data[start:end], scores.indices[start:end]
            if len(values) > wanted:
                likely = np.flatnonzero(values >= np.partition(values, -wanted)[-wanted])
                values, places = values[likely], places[likely]
            best = np.lexsort((self._standing[places], -values))[:wanted]
            yield _Pool(query, places[best].astype(np.int64), values[best])

    def _found(self, pools: Sequence[_Pool], k: int, keys: int) -> Iterator[Found]:
        looks = [
            pool if self._sentence_weight else _Pool(pool.query, pool.places[:keys], pool.scores) for pool in pools
        ]
        for pool, (scores, starts) in zip(pools, self._sentence_scores(looks), strict=True):
            values, order = pool.scores, np.arange(len(pool.scores))
            if self._sentence_weight:
                values = values + self._sentence_weight * _greatest(scores, starts)
                order = np.lexsort((self._standing[pool.places], -values))[:k]
            places, starts = pool.places[order].tolist(), starts.tolist()
            yield Found(
                tuple(map(Hit, map(self._names.__getitem__, places), values[order].tolist())),
                tuple(
                    [
                        (place, int(scores[starts[at] : starts[at + 1]].argmax()) if starts[at] < starts[at + 1] else 0)
                        for place, at in zip(places, order[:keys].tolist(), strict=False)
                    ]
                ),
            )

    def _sentence_scores(self, pools: Sequence[_Pool]) -> Iterator[tuple[Floats, Places]]:
        """For each query the scores of its paragraphs' sentences, and where each paragraph's begin; last, their end."""
        places = np.concatenate([pool.places for pool in pools])
        if not len(places):
            yield from ((np.zeros(0), np.zeros(1, dtype=np.int64)) for _ in pools)
            return
        terms = self._scorer.sentence_matrix.shape[1]
        weights = self._scorer.weights([pool.query for pool in pools])
        cells = weights.indices + np.repeat(np.arange(len(pools)) * terms, np.diff(weights.indptr))
        self._weights[cells] = weights.data
        self._asked[cells] = True
        scores = self._products(places, np.repeat(np.arange(len(pools)), [len(pool.places) for pool in pools]))
        self._asked[cells] = False
        sizes = self._firsts[places + 1] - self._firsts[places]
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        last = 0
        for pool in pools:
            part = starts[last : last + len(pool.places) + 1]
            yield scores[part[0] : part[-1]], part - part[0]
            last += len(pool.places)

    def _products(self, places: Places, queries: Places) -> Floats:
        """The scores of all sentences of the paragraphs at ``places``, each for the query of that number."""
        matrix, terms = self._scorer.sentence_matrix, self._scorer.sentence_matrix.shape[1]
        firsts, ends = self._firsts[places], self._firsts[places + 1]
        rows = spread(firsts, ends)
        entries = spread(matrix.indptr[firsts].astype(np.int64), matrix.indptr[ends].astype(np.int64))
        per_paragraph = (matrix.indptr[ends] - matrix.indptr[firsts]).astype(np.int64)
        cells = matrix.indices[entries] + np.repeat(queries * terms, per_paragraph)
        matching = np.flatnonzero(self._asked[cells])
        products = matrix.data[entries[matching]] * self._weights[cells[matching]]
        row = np.searchsorted(np.cumsum(matrix.indptr[rows + 1] - matrix.indptr[rows]), matching, side="right")
        return np.bincount(row, products, minlength=len(rows)).astype(np.float64)


def _ahead(make: Callable[[_Given], _Made], many: Iterable[_Given]) -> Iterator[_Made]:
    """``make`` of each, one of them always under way in a thread: a product does not hold the interpreter's lock."""
    with ThreadPoolExecutor(1) as thread:
        under_way: deque[Future[_Made]] = deque()
        for one in many:
            under_way.append(thread.submit(make, one))
            if len(under_way) > 1:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _greatest(scores: Floats, starts: Places) -> Floats:
    """The greatest score between each start and the next; 0 where there is none."""
    best = np.zeros(len(starts) - 1)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        best[filled] = np.maximum.reduceat(scores, starts[filled])
    return best


def query_matrix(queries: Sequence[Query], vocabulary: Mapping[str, int]) -> csr_array[np.float64]:
    """The weights of the queries' known terms, a row a query and a column a term."""
    known = [known_terms(query, vocabulary) for query in queries]
    starts = np.concatenate(([0], np.cumsum([len(places) for places, _ in known], dtype=np.int64)))
    places = np.concatenate([np.zeros(0, np.int64), *(places for places, _ in known)])
    weights = np.concatenate([np.zeros(0), *(weights for _, weights in known)])
    return csr_array((weights, places, starts), shape=(len(queries), len(vocabulary)))


def known_terms(query: Query, vocabulary: Mapping[str, int]) -> tuple[Places, Floats]:
    """The columns of a query's terms that the vocabulary has, and their weights, in the query's order."""
    known = [
        (place, weight) for term, weight in query.items() if weight > 0 and (place := vocabulary.get(term)) is not None
    ]
    places = np.array([place for place, _ in known], dtype=np.int64)
    return places, np.array([weight for _, weight in known], dtype=np.float64)


def _idf(counts: csr_array[np.float64]) -> Floats:
    """Each column's idf; the function of ``index.scoring``, called once a frequency."""
    frequencies = np.bincount(counts.indices, minlength=counts.shape[1])
    different, which = np.unique(frequencies, return_inverse=True)
    return np.array([idf(counts.shape[0], int(frequency)) for frequency in different])[which]


def _saturation(counts: csr_array[np.float64], k1: float, b: float) -> Floats:
    """k1(1 − b + b · dl / avgdl) for each stored count."""
    lengths: Floats = np.asarray(counts.sum(axis=1))
    mean = float(lengths.mean()) if counts.nnz else 1.0
    return np.repeat(k1 * (1 - b + b * lengths / mean), np.diff(counts.indptr))


def _with(matrix: csr_array[np.float64], values: Floats) -> csr_array[np.float64]:
    """The matrix with other values in the same places."""
    return csr_array((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def spread(starts: Places, ends: Places) -> Places:
    """The whole numbers of all half-open ranges, one range after the other."""
    sizes = ends - starts
    offsets = np.cumsum(sizes) - sizes
    numbers: Places = np.arange(int(sizes.sum())) + np.repeat(starts - offsets, sizes)
    return numbers
