"""What an engine reads of some paragraphs: an inverted index in flat arrays, from memory or mapped from a file.

A large index has several Parts, each with a vocabulary of its own; what the scores depend on across them is in the
``CollectionStats``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True)
class Part:
    """Some paragraphs, inverted.

    Attributes:
        ids: the paragraphs' ids.
        terms: each term's number.
        starts: where a term's postings begin, and where the last term's end; one longer than there are terms.
        paragraphs: the postings' paragraphs, as places in ``ids``, ascending within a term.
        counts: how often the term occurs there, beside ``paragraphs``.
        lengths: term occurrences of each paragraph.
        removed: which paragraphs are no longer there, or None for none; they are never found.
    """

    ids: Sequence[str]
    terms: Mapping[str, int]
    starts: NDArray[np.int64]
    paragraphs: NDArray[np.int32]
    counts: Counts
    lengths: NDArray[np.int32]
    removed: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, ids: Sequence[str], bags: Sequence[Mapping[str, int]]) -> Part:
        """Paragraphs given as ids and term counts, in the same order."""
        terms = {term: number for number, term in enumerate(sorted(set().union(*bags)))}
        rows = np.repeat(np.arange(len(bags), dtype=np.int32), [len(bag) for bag in bags])
        columns = np.array([terms[term] for bag in bags for term in bag], dtype=np.int32)
        counts = np.array([count for bag in bags for count in bag.values()], dtype=np.int64)
        order = np.argsort(columns, kind="stable")
        return cls(
            list(ids),
            terms,
            starts_of(np.bincount(columns, minlength=len(terms))),
            rows[order],
            narrowed(counts[order]),
            np.array([sum(bag.values()) for bag in bags], dtype=np.int32),
        )

    def __len__(self) -> int:
        return len(self.lengths)

    def saturations(self, average: float, k1: float, b: float) -> NDArray[np.float64]:
        """BM25's k1(1 − b + b · dl / avgdl) of each paragraph; infinite for a removed one, which scores 0 then."""
        saturations = np.asarray(k1 * (1 - b + b * self.lengths / average), dtype=np.float64)
        if self.removed is not None:
            saturations[self.removed] = np.inf
        return saturations


def starts_of(sizes: NDArray[Any]) -> NDArray[np.int64]:
    """Where rows of these sizes begin, and where the last ends."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def narrowed(counts: NDArray[Any]) -> Counts:
    """Counts in two bytes each, in four where one of them needs it."""
    wide = counts.max(initial=0) >= 1 << 16
    return counts.astype(np.uint32) if wide else counts.astype(np.uint16)
