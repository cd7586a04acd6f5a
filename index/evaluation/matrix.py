"""A collection's term counts as matrices, and what a formula makes of them.

Rows and columns are terms, paragraphs and sentences; ``index.evaluation.ranking`` multiplies questions with them.
Nothing here loops over a collection's paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.model import Article
from index.bags import Bags
from index.evaluation.counting import Queries, count_matrix, joint_vocabulary, query_matrix, summing_matrix
from index.scoring import idf

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


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
    """A formula over a Collection: a text's score is the sum, over a query's terms, of weight times entry."""

    @property
    def paragraph_matrix(self) -> csr_array[np.float64]:
        """A row a term and a column a paragraph; entries are positive, columns ascend within a row."""
        ...

    @property
    def sentence_matrix(self) -> csr_array[np.float64]:
        """A row a term and a column a sentence; the same."""
        ...

    def weights(self, queries: Queries) -> csr_array[np.float64]:
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
        self.paragraph_matrix = by_term(_with(counts, rarity[counts.indices] * entries))
        sentences = collection.sentence_counts
        if sentences_apart:
            rarity = _idf(sentences)
        entries = rarity[sentences.indices] * sentences.data * (k1 + 1)
        self.sentence_matrix = by_term(_with(sentences, entries / (sentences.data + _saturation(sentences, k1, b))))

    def weights(self, queries: Queries) -> csr_array[np.float64]:
        """The queries' weights, a row a query and a column a term."""
        return query_matrix(queries, self._vocabulary)


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


def by_term(matrix: csr_array[np.float64]) -> csr_array[np.float64]:
    """A matrix with a row a text as one with a row a term, its indices in 32 bits where they fit."""
    turned = csr_array(matrix.T.tocsr())
    if turned.nnz <= np.iinfo(np.int32).max:
        turned.indices, turned.indptr = turned.indices.astype(np.int32), turned.indptr.astype(np.int32)
    return turned
