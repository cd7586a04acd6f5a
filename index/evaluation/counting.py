"""Terms of many texts and questions in flat arrays: parts made by several processes, sentences into paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index.bags import Bags
from index.model import Query

Ids = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Queries:
    """Queries in flat arrays, which go from process to process far faster than dictionaries.

    Attributes:
        terms: the vocabulary; a term's id is its place.
        starts: where each query begins in ``ids``, and where the last ends.
        ids: term ids; those of a query in its own order, since the last bits of a score depend on it.
        weights: beside ``ids``.
    """

    terms: Sequence[str]
    starts: NDArray[np.int64]
    ids: Ids
    weights: Floats

    @classmethod
    def of(cls, queries: Iterable[Query]) -> Queries:
        """The queries, in order."""
        vocabulary: dict[str, int] = {}
        starts, ids, weights = [0], list[int](), list[float]()
        for query in queries:
            ids += [vocabulary.setdefault(term, len(vocabulary)) for term in query]
            weights += query.values()
            starts.append(len(ids))
        arrays = np.array(starts, np.int64), np.array(ids, np.int32), np.array(weights, np.float64)
        return cls(tuple(vocabulary), *arrays)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __iter__(self) -> Iterator[Query]:
        for start, end in pairwise(self.starts.tolist()):
            terms = [self.terms[id] for id in self.ids[start:end].tolist()]
            yield dict(zip(terms, self.weights[start:end].tolist(), strict=True))


def merged(parts: Sequence[Bags]) -> Bags:
    """The rows of all parts, one after the other: the same as ``Bags.of`` all rows at once."""
    if len(parts) == 1:
        return parts[0]
    vocabulary: dict[str, int] = {}
    ids = [_renamed(part.terms, vocabulary)[part.ids] for part in parts]
    counts = [part.counts for part in parts]
    lengths = np.concatenate([np.zeros(1, np.int64), *(np.diff(part.starts) for part in parts)])
    starts = np.cumsum(lengths)
    flat, numbers = _joined(ids), _joined(counts)
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    order = np.lexsort((flat, rows))
    return Bags(tuple(vocabulary), starts, flat[order], numbers[order])


def count_matrix(bags: Bags, vocabulary: Mapping[str, int]) -> csr_array[np.float64]:
    """The counts, a row a text and a column a term of ``vocabulary``, which must hold all of the bags' terms."""
    columns = np.fromiter((vocabulary[term] for term in bags.terms), np.int32, len(bags.terms))
    values = bags.counts.astype(np.float64)
    return csr_array((values, columns[bags.ids], bags.starts), shape=(len(bags), len(vocabulary)))


def query_matrix(queries: Queries, vocabulary: Mapping[str, int]) -> csr_array[np.float64]:
    """The weights of the queries' known terms, a row a query and a column a term of ``vocabulary``."""
    columns = np.fromiter((vocabulary.get(term, -1) for term in queries.terms), np.int32, len(queries.terms))
    places = columns[queries.ids]
    asked = (places >= 0) & (queries.weights > 0)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(asked)))[queries.starts].astype(np.int32)
    return csr_array((queries.weights[asked], places[asked], starts), shape=(len(queries), len(vocabulary)))


def summing_matrix(sizes: Sequence[int]) -> csr_array[np.float64]:
    """A matrix that sums the rows of another in groups of consecutive ones: the first ``sizes[0]``, and so on."""
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    total = int(starts[-1])
    return csr_array((np.ones(total), np.arange(total), starts), shape=(len(sizes), total))


def joint_vocabulary(*bags: Bags) -> dict[str, int]:
    """The terms of all, in order of first appearance."""
    vocabulary: dict[str, int] = {}
    for bag in bags:
        for term in bag.terms:
            vocabulary.setdefault(term, len(vocabulary))
    return vocabulary


def _renamed(terms: Sequence[str], vocabulary: dict[str, int]) -> Ids:
    """For each of a part's terms its place in the vocabulary, which grows."""
    return np.fromiter((vocabulary.setdefault(term, len(vocabulary)) for term in terms), np.int32, len(terms))


def _joined(arrays: Sequence[Ids]) -> Ids:
    return np.concatenate([np.zeros(0, np.int32), *arrays])
