"""Rankings of many questions at once, in blocks, without a loop over passages.

A block's scores are rows of the paragraph matrix added up, one row for each term of a question. The best of them are
found without ordering all: the k-th greatest of the maxima of some groups is no more than the k-th greatest score, and
few are above it. The second look, at the sentences of these candidates, adds up only what stands in both a question
and a candidate. The scores are those of ``index.scoring`` and ``index.sentences`` up to the last bits of a sum, so that
the Rankings are the Searcher's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index.evaluation.counting import Queries
from index.evaluation.matrix import Collection, Floats, Places, Scorer
from index.model import Hit, Ranking

_Whole: TypeAlias = NDArray[np.signedinteger[Any]]
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_CELLS, _BLOCK = 1_000_000, 256
"""Scores held at a time by a thread, and queries; larger blocks fall out of the processor's caches."""
_GROUPS = 256
"""In how many groups a query's scores are looked at, where that is enough."""


@dataclass(frozen=True, slots=True)
class Found:
    """A query's Ranking; and of its first paragraphs the place in the Collection, and of the best matching sentence."""

    ranking: Ranking
    keys: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The best paragraphs of a block's queries: those of a query together, best first.

    Attributes:
        queries: the query of each, by its place in the block.
        places: the paragraph of each, by its place in the Collection.
        scores: beside them.
    """

    queries: Places
    places: Places
    scores: Floats

    def some(self, which: NDArray[np.intp]) -> _Candidates:
        """Some of them, in the order asked for."""
        return _Candidates(self.queries[which], self.places[which], self.scores[which])

    def starts(self, queries: int) -> Places:
        """Where the candidates of each of so many queries begin; last, their number."""
        starts: Places = np.searchsorted(self.queries, np.arange(queries + 1))
        return starts


class Ranker:
    """Ranks a Collection's paragraphs by a Scorer, with or without a second look at the sentences.

    Args:
        collection: the paragraphs; their ids decide where scores are equal.
        names: what the Hits call them.
        scorer: the formula.
        candidates: how many paragraphs the second look takes.
        sentence_weight: what a paragraph's best sentence counts beside the whole; 0 for no second look.
        threads: how many blocks are scored at a time; most of the work does not hold the interpreter's lock.
    """

    def __init__(
        self,
        collection: Collection,
        names: Sequence[str],
        scorer: Scorer,
        candidates: int,
        sentence_weight: float,
        threads: int = 1,
    ) -> None:
        self._scorer = scorer
        self._names = names
        # A paragraph's place among the ids: what comes first in it wins where scores are equal.
        self._standing = np.empty(len(names), dtype=np.int64)
        self._standing[sorted(range(len(names)), key=collection.ids.__getitem__)] = np.arange(len(names))
        self._candidates = candidates
        self._sentence_weight = sentence_weight
        self._threads = threads
        self._sentences = _Sentences(collection, scorer)

    def rank(self, queries: Iterable[Queries], k: int, keys: int = 0) -> Iterator[Found]:
        """For each query the best ``k`` paragraphs, as the Ranking contract says, with ``keys`` of them looked into."""
        size = min(_BLOCK, max(1, _CELLS // max(1, len(self._names))))
        blocks = (block for some in queries for block in _blocks(self._scorer.weights(some), size))

        def found(block: csr_array[np.float64]) -> list[Found]:
            return self._found(block, k, keys)

        for block in _ahead(found, blocks, self._threads):
            yield from block

    def _found(self, weights: csr_array[np.float64], k: int, keys: int) -> list[Found]:
        count = weights.shape[0]
        rows = _Rows.of(self._scorer.paragraph_matrix, weights)
        best = self._best(rows, max(k, self._candidates) if self._sentence_weight else k)
        if self._sentence_weight:
            look = self._sentences.looked_into(rows, best)
            both = _Candidates(best.queries, best.places, best.scores + self._sentence_weight * look.greatest)
            taken = self._first(both, count, k)
            best = both.some(taken)
            quoted = _first_of_each(best.starts(count), keys)
            sentences = look.best_sentences(taken[quoted])
        else:
            quoted = _first_of_each(best.starts(count), keys)
            some = best.some(quoted)
            sentences = self._sentences.looked_into(rows, some).best_sentences(np.arange(len(quoted)))
        return self._told(best, best.starts(count), keys, sentences)

    def _best(self, rows: _Rows, wanted: int) -> _Candidates:
        """Each query's best paragraphs, ``wanted`` at most."""
        groups = max(_GROUPS, 4 * wanted)
        if len(self._names) < 4 * groups:
            scores = maxima = rows.added(len(self._names))
        else:
            scores = rows.added(groups * -(-len(self._names) // groups))
            maxima = scores.reshape(len(scores), -1, groups).max(axis=1)
        least = np.zeros(len(scores))
        if maxima.shape[1] > wanted:
            least = np.partition(maxima, -wanted, axis=1)[:, -wanted]
        # np.nonzero takes far longer than np.flatnonzero.
        found = np.flatnonzero(scores >= np.maximum(least, np.nextafter(0, 1))[:, None])
        queries, places = np.divmod(found, max(1, scores.shape[1]))
        candidates = _Candidates(queries, places, scores.ravel()[found])
        return candidates.some(self._first(candidates, len(scores), wanted))

    def _first(self, candidates: _Candidates, queries: int, wanted: int) -> NDArray[np.intp]:
        """The ``wanted`` best candidates of each query, best first; of equal ones those whose ids come first."""
        starts = candidates.starts(queries)
        sizes = np.diff(starts)
        # A row a query, since many short rows are sorted faster than one long one.
        shape = (queries, int(sizes.max(initial=0)))
        column = np.arange(len(candidates.queries)) - np.repeat(starts[:-1], sizes)
        worth, standing = np.full(shape, np.inf), np.zeros(shape, dtype=np.int64)
        worth[candidates.queries, column] = -candidates.scores
        standing[candidates.queries, column] = self._standing[candidates.places]
        order = np.lexsort((standing, worth), axis=1)[:, :wanted]
        taken: NDArray[np.intp] = (order + starts[:-1, None])[order < sizes[:, None]]
        return taken

    def _told(self, best: _Candidates, starts: Places, keys: int, sentences: Places) -> list[Found]:
        """A Found a query; ``sentences`` has those of its first ``keys`` candidates."""
        places, bounds, left = best.places.tolist(), starts.tolist(), iter(sentences.tolist())
        hits = tuple(map(Hit, map(self._names.__getitem__, places), best.scores.tolist()))
        return [
            Found(hits[start:end], tuple(zip(places[start : min(end, start + keys)], left, strict=False)))
            for start, end in pairwise(bounds)
        ]


@dataclass(frozen=True, slots=True)
class _Look:
    """The sentences of candidates, one candidate's after the other.

    Attributes:
        scores: a sentence's; 0 where nothing matches.
        starts: where each candidate's begin; last, their number.
        greatest: a candidate's greatest; 0 where it has no sentences.
    """

    scores: Floats
    starts: Places
    greatest: Floats

    def best_sentences(self, candidates: NDArray[np.intp]) -> Places:
        """The place in its paragraph of the first of each candidate's best sentences; 0 where it has none."""
        starts, ends = self.starts[candidates], self.starts[candidates + 1]
        sizes = ends - starts
        equal = np.flatnonzero(self.scores[spread(starts, ends)] == np.repeat(self.greatest[candidates], sizes))
        begins = np.cumsum(sizes) - sizes
        first = np.zeros(len(candidates), dtype=np.int64)
        filled = np.flatnonzero(sizes)
        first[filled] = equal[np.searchsorted(equal, begins[filled])] - begins[filled]
        return first


class _Sentences:
    """The sentences of a Collection's paragraphs, reached from the entries of the paragraph matrix.

    The sentence matrix has a row a term too, and its columns follow the paragraphs' order. So a paragraph's entries in
    a row stand together: those of entry ``e`` of the paragraph matrix are ``begins[e]`` to ``begins[e + 1]``.
    """

    def __init__(self, collection: Collection, scorer: Scorer) -> None:
        paragraphs, sentences = scorer.paragraph_matrix, scorer.sentence_matrix
        self._firsts = collection.firsts
        owner = np.repeat(np.arange(len(collection.ids)), np.diff(self._firsts))
        terms = np.arange(paragraphs.shape[0]) * np.int64(max(1, len(collection.ids)))
        keys = np.repeat(terms, np.diff(paragraphs.indptr)) + paragraphs.indices
        sentence_keys = np.repeat(terms, np.diff(sentences.indptr)) + owner[sentences.indices]
        self._begins = np.append(np.searchsorted(sentence_keys, keys), sentences.nnz).astype(sentences.indptr.dtype)
        self._begin_of_row = paragraphs.indptr
        self._sentences, self._values = sentences.indices, sentences.data

    def looked_into(self, rows: _Rows, best: _Candidates) -> _Look:
        """Scores the sentences of candidates that were found by these rows."""
        firsts = self._firsts[best.places]
        sizes = self._firsts[best.places + 1] - firsts
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        at, candidates = self._matches(rows, best)
        matches = np.diff(np.searchsorted(at, rows.starts))
        entries = at + np.repeat(self._begin_of_row[rows.terms] - rows.starts[:-1], matches)
        begins = self._begins.take(entries).astype(np.int64)
        repeats = self._begins.take(entries + 1) - begins
        # np.repeat takes longer than take: which match each of their sentences belongs to is found out once.
        match = np.repeat(np.arange(len(at)), repeats)
        matching = np.arange(len(match)) + (begins - (np.cumsum(repeats) - repeats)).take(match)
        products = self._values.take(matching) * np.repeat(rows.weights, matches).take(match)
        sentences = self._sentences.take(matching) + (starts[:-1] - firsts).take(candidates).take(match)
        scores = np.bincount(sentences, products, minlength=int(starts[-1])).astype(np.float64)
        return _Look(scores, starts, _greatest(scores, starts))

    def _matches(self, rows: _Rows, best: _Candidates) -> tuple[_Whole, _Whole]:
        """Which of the rows' entries are those of candidates of their query, and of which."""
        queries, paragraphs = len(rows.queries) - 1, len(self._firsts) - 1
        wanted = np.zeros(paragraphs, dtype=np.bool_)
        bounds, ends = best.starts(queries).tolist(), rows.starts[rows.queries]
        found: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
        for (start, end), (first, last) in zip(pairwise(bounds), pairwise(ends.tolist()), strict=True):
            mine = best.places[start:end]
            wanted[mine] = True
            found.append(wanted.take(rows.places[first:last]).nonzero()[0])
            wanted[mine] = False
        query = np.repeat(np.arange(queries), list(map(len, found[1:])))
        at = np.concatenate(found) + ends[query]
        # A cell a query and paragraph, as the scores have.
        number = np.zeros(queries * paragraphs, dtype=np.int32)
        number[best.queries * paragraphs + best.places] = np.arange(len(best.queries))
        return at, number.take(query * paragraphs + rows.places.take(at))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The paragraph matrix's rows for the terms of a block's queries, one after another.

    Attributes:
        terms: the term of each row.
        weights: its weight in its query.
        queries: where each query's rows begin; last, their number.
        starts: where each row's entries begin; last, their number.
        places: the entries' paragraphs.
        values: the entries, times the weight.
    """

    terms: _Whole
    weights: Floats
    queries: _Whole
    starts: _Whole
    places: _Whole
    values: Floats

    @classmethod
    def of(cls, matrix: csr_array[np.float64], weights: csr_array[np.float64]) -> _Rows:
        """The rows that the weights ask for."""
        rows = csr_array(matrix[weights.indices])
        sizes = np.diff(rows.indptr)
        other = np.flatnonzero(weights.data != 1)
        if len(other) > len(sizes) // 4:
            rows.data *= np.repeat(weights.data, sizes)
        else:
            entries = spread(rows.indptr[other].astype(np.int64), rows.indptr[other + 1].astype(np.int64))
            rows.data[entries] *= np.repeat(weights.data[other], sizes[other])
        return cls(weights.indices, weights.data, weights.indptr, rows.indptr, rows.indices, rows.data)

    def added(self, columns: int) -> Floats:
        """Their sums, a row a query, with so many columns."""
        bounds = self.starts[self.queries]
        sums = csr_array((self.values, self.places, bounds), shape=(len(bounds) - 1, columns))
        return np.asarray(sums.toarray(), dtype=np.float64)


def spread(starts: Places, ends: Places) -> Places:
    """The whole numbers of all half-open ranges, one range after the other."""
    sizes = ends - starts
    offsets = np.cumsum(sizes) - sizes
    numbers: Places = np.arange(int(sizes.sum())) + np.repeat(starts - offsets, sizes)
    return numbers


def _greatest(scores: Floats, starts: Places) -> Floats:
    """The greatest score between each start and the next; 0 where there is none."""
    best = np.zeros(len(starts) - 1)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        best[filled] = np.maximum.reduceat(scores, starts[filled])
    return best


def _first_of_each(starts: Places, count: int) -> Places:
    """The first ``count`` numbers, at most, of each range between one start and the next."""
    return spread(starts[:-1], np.minimum(starts[1:], starts[:-1] + count))


def _blocks(weights: csr_array[np.float64], size: int) -> Iterator[csr_array[np.float64]]:
    for start in range(0, weights.shape[0], size):
        yield weights[start : start + size]


def _ahead(make: Callable[[_Given], _Made], many: Iterable[_Given], threads: int) -> Iterator[_Made]:
    """``make`` of each, in order, in threads that are kept at work while what they made is taken."""
    with ThreadPoolExecutor(threads) as pool:
        under_way: deque[Future[_Made]] = deque()
        for one in many:
            under_way.append(pool.submit(make, one))
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
