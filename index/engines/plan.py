"""A query as an engine over Parts goes through it: numbers instead of terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import Part
from index.model import Query
from index.scoring import CollectionStats


@dataclass(frozen=True)
class Plan:
    """A query's terms as numbers: those that a Part holds, in the query's order.

    Attributes:
        terms: the terms' numbers in the Part.
        idfs: their inverse document frequencies.
        weights: their weights.
        groups: for each term the place of its weight in ``group_weights``.
        group_weights: the different weights, in order of appearance.
    """

    terms: NDArray[np.int64]
    idfs: NDArray[np.float64]
    weights: NDArray[np.float64]
    groups: NDArray[np.int64]
    group_weights: NDArray[np.float64]

    @classmethod
    def of(cls, query: Query, part: Part, stats: CollectionStats) -> Plan:
        """The plan of a query for a Part; terms without positive weight are left out."""
        known = [
            (number, stats.idf(term), weight)
            for term, weight in query.items()
            if weight > 0 and (number := part.terms.get(term)) is not None
        ]
        group_weights = list(dict.fromkeys(weight for _, _, weight in known))
        return cls(
            np.array([number for number, _, _ in known], dtype=np.int64),
            np.array([idf for _, idf, _ in known], dtype=np.float64),
            np.array([weight for _, _, weight in known], dtype=np.float64),
            np.array([group_weights.index(weight) for _, _, weight in known], dtype=np.int64),
            np.array(group_weights, dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.terms)
