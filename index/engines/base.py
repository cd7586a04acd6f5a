"""The seam between terms and paragraphs: an Engine knows terms and ids, never text."""

from __future__ import annotations

from typing import Protocol

from index.model import Query, Ranking
from index.scoring import CollectionStats


class Engine(Protocol):
    """Ranks paragraphs for a query by the formula of ``index.scoring``."""

    @property
    def stats(self) -> CollectionStats:
        """The statistics the scores were computed from."""
        ...

    def rank(self, query: Query, k: int) -> Ranking:
        """The best ``k`` paragraphs, as the Ranking contract says.

        Raises:
            ValueError: ``k`` is less than 1.
        """
        ...
