"""The values of the index: a query, a Hit, a Ranking.

The contract of a Ranking, from every engine: positive scores only, score descending, ties by paragraph id ascending,
at most ``k`` Hits and fewer without padding. An empty corpus or a query without known terms gives an empty Ranking.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias


class Hit(NamedTuple):
    """A paragraph's id and its score for one query; the score is positive. A tuple, since a batch has very many."""

    paragraph: str
    score: float


Ranking: TypeAlias = tuple[Hit, ...]
"""Ordered Hits for one query."""

Query: TypeAlias = Mapping[str, float]
"""What an Engine is asked: terms, each with the weight its score is multiplied by (positive)."""
