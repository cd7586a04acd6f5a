"""An engine over Parts: each is searched by itself, and the best of all are put in order. A subclass says by what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Protocol, Self

from index.engines.parts import Part
from index.model import Hit, Query, Ranking
from index.scoring import CollectionStats


class PartSearch(Protocol):
    """Searches one Part."""

    def best(self, query: Query, k: int) -> list[Hit]:
        """At least the Part's best ``k`` and those that tie with the last, in any order."""
        ...


class PartsEngine(ABC):
    """An Engine over Parts, whose statistics are ``stats``."""

    def __init__(self, parts: Sequence[Part], stats: CollectionStats, k1: float, b: float) -> None:
        self._stats = stats
        self._searches = [self._search(part, stats, k1, b) for part in parts if len(part) and stats.terms]

    @classmethod
    def of(cls, ids: Sequence[str], bags: Sequence[Mapping[str, int]], k1: float, b: float) -> Self:
        """An engine over paragraphs given as ids and term counts, in the same order."""
        return cls([Part.of(ids, bags)], CollectionStats.of(bags), k1, b)

    @staticmethod
    @abstractmethod
    def _search(part: Part, stats: CollectionStats, k1: float, b: float) -> PartSearch:
        """What searches a Part."""

    @property
    def stats(self) -> CollectionStats:
        """The collection's statistics."""
        return self._stats

    def rank(self, query: Query, k: int) -> Ranking:
        """The best ``k`` paragraphs."""
        if k < 1:
            raise ValueError(f"k is {k}; ask for 1 paragraph at least")
        hits = [hit for search in self._searches for hit in search.best(query, k)]
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.paragraph))[:k])
