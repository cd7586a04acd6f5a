"""BM25 as Lucene writes it: the one formula every engine computes.

score(q, d) = Σ_t w(t) · idf(t) · f(k1 + 1) / (f + k1(1 − b + b · dl / avgdl)),
idf(t) = ln(1 + (N − df + 0.5) / (df + 0.5)), which is positive for every term.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009); the idf as in Lucene's BM25Similarity.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def idf(paragraphs: int, frequency: int) -> float:
    """Inverse document frequency of a term that ``frequency`` of ``paragraphs`` paragraphs hold."""
    return math.log(1 + (paragraphs - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class CollectionStats:
    """What a formula needs to know of a collection; the stats of two disjoint collections add up.

    Attributes:
        paragraphs: how many there are.
        terms: how many term occurrences they hold together.
        frequencies: for each term, in how many paragraphs it occurs.
    """

    paragraphs: int
    terms: int
    frequencies: Mapping[str, int]

    @classmethod
    def of(cls, bags: Iterable[Mapping[str, int]]) -> CollectionStats:
        """The statistics of paragraphs given as term counts."""
        paragraphs = terms = 0
        frequencies: Counter[str] = Counter()
        for bag in bags:
            paragraphs += 1
            terms += sum(bag.values())
            frequencies.update(bag.keys())
        return cls(paragraphs, terms, frequencies)

    def __add__(self, other: CollectionStats) -> CollectionStats:
        frequencies = Counter(self.frequencies)
        frequencies.update(other.frequencies)
        return CollectionStats(self.paragraphs + other.paragraphs, self.terms + other.terms, frequencies)

    @property
    def average_length(self) -> float:
        """Term occurrences a paragraph; 0 for an empty collection."""
        return self.terms / self.paragraphs if self.paragraphs else 0.0

    def idf(self, term: str) -> float:
        """The term's inverse document frequency; that of a term never seen is the highest."""
        return idf(self.paragraphs, self.frequencies.get(term, 0))


def score(query: Mapping[str, float], bag: Mapping[str, int], stats: CollectionStats, k1: float, b: float) -> float:
    """The score of one paragraph, given as its term counts: the formula as it stands, a weight's terms at a time."""
    if not stats.terms:
        return 0.0
    saturation = k1 * (1 - b + b * sum(bag.values()) / stats.average_length)
    groups: dict[float, float] = {}
    for term, weight in query.items():
        count = bag.get(term, 0)
        if weight > 0 and stats.frequencies.get(term, 0):
            part = stats.idf(term) * (count * (k1 + 1) / (count + saturation)) if count else 0.0
            groups[weight] = groups.get(weight, 0.0) + part
    total = 0.0
    for weight, part in groups.items():
        total += weight * part
    return total
