"""The engine for large corpora: bm25s with its numba backend. The only module that knows bm25s.

bm25s computes the score of every posting beforehand, here by the one formula from the whole collection's statistics:
its ``method="atire"`` (with the factor k1 + 1) under ``idf_method="lucene"``. It keeps them in 32 bits, knows no
weights of query terms, and orders ties as it likes; so it proposes, and exact scores decide.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.exact import exact_scores
from index.engines.over_parts import PartSearch, PartsEngine
from index.engines.parts import Part, starts_of
from index.engines.plan import Plan
from index.model import Hit, Query
from index.scoring import CollectionStats, idf

_ROUNDING = 1e-5
"""More than 32-bit scores of a query's terms, added up, can be off by, as a share."""
_SPARE = 16
_ROUNDS = 3
"""How often more are asked for where many tie, before every paragraph with a term is looked at."""
_MOST_REPEATED = 8


class SparseEngine(PartsEngine):
    """An Engine over Parts, whose statistics are ``stats``."""

    @staticmethod
    def _search(part: Part, stats: CollectionStats, k1: float, b: float) -> PartSearch:
        return _Matrix(part, stats, k1, b)


class _Matrix:
    """One Part's scores, a column a term, as bm25s keeps them."""

    def __init__(self, part: Part, stats: CollectionStats, k1: float, b: float) -> None:
        self._part = part
        self._stats = stats
        self._k1 = k1
        self._b = b
        self._saturations = part.saturations(stats.average_length, k1, b)

    def best(self, query: Query, k: int) -> list[Hit]:
        """At least the best ``k``, and whatever else was looked at with a positive score."""
        plan = Plan.of(query, self._part, self._stats)
        if not len(plan):
            return []
        places = self._proposed(plan, k)
        scores = exact_scores(self._part, plan, self._saturations, self._k1, places)
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if len(scores) > k else 0.0
        chosen = np.flatnonzero((scores >= least) & (scores > 0))
        return [Hit(self._part.ids[places[one]], float(scores[one])) for one in chosen]

    def _proposed(self, plan: Plan, k: int) -> NDArray[np.int64]:
        """Places among which the best ``k`` are for certain, ascending."""
        wanted = min(len(self._part), 2 * k + _SPARE)
        for _ in range(_ROUNDS):
            places, scores = self._retrieved(plan, wanted)
            # Whatever was not proposed has at most the last proposed one's score, but for the rounding.
            if wanted == len(self._part) or scores[-1] * (1 + _ROUNDING) < scores[k - 1] * (1 - _ROUNDING):
                return np.sort(places[scores > 0])
            wanted = min(len(self._part), 8 * wanted)
        slices = [slice(self._part.starts[term], self._part.starts[term + 1]) for term in plan.terms]
        return np.unique(np.concatenate([self._part.paragraphs[place] for place in slices])).astype(np.int64)

    def _retrieved(self, plan: Plan, wanted: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        multiples = plan.weights / plan.weights.min()
        repeats = np.rint(multiples)
        if repeats.max() <= _MOST_REPEATED and np.array_equal(repeats, multiples):
            # A term of double weight is asked twice.
            terms, model = np.repeat(plan.terms, repeats.astype(int)), self._model
        else:
            terms, model = np.arange(len(plan)), self._weighted(plan)
        places, scores = model.retrieve(
            [terms.tolist()], k=wanted, show_progress=False, n_threads=1, backend_selection="numba"
        )
        return places[0].astype(np.int64), scores[0]

    def _weighted(self, plan: Plan) -> Any:
        """The query's columns, each times its weight."""
        slices = [slice(self._part.starts[term], self._part.starts[term + 1]) for term in plan.terms]
        data = self._model.scores["data"]
        weights = plan.weights.astype(np.float32)
        return self._as_model(
            np.concatenate([data[place] * weight for place, weight in zip(slices, weights, strict=True)]),
            np.concatenate([self._part.paragraphs[place] for place in slices]),
            starts_of(np.array([place.stop - place.start for place in slices])),
        )

    @cached_property
    def _model(self) -> Any:
        part, stats = self._part, self._stats
        idfs = np.array([idf(stats.paragraphs, stats.frequencies.get(term, 0)) for term in part.terms])
        data = np.empty(len(part.paragraphs), dtype=np.float32)
        # A stretch at a time, so that what is in between takes little memory.
        for first in range(0, len(idfs), 10_000):
            starts = part.starts[first : first + 10_001]
            place = slice(int(starts[0]), int(starts[-1]))
            counts = part.counts[place].astype(np.float64)
            factors = np.repeat(idfs[first : first + 10_000], np.diff(starts))
            data[place] = factors * counts * (self._k1 + 1) / (counts + self._saturations[part.paragraphs[place]])
        return self._as_model(data, part.paragraphs, part.starts)

    def _as_model(self, data: NDArray[np.float32], paragraphs: NDArray[np.int32], starts: NDArray[np.int64]) -> Any:
        from bm25s import BM25

        # Compiled parts are shared by all models of the process unless each is asked to compile its own.
        model = BM25(k1=self._k1, b=self._b, method="atire", idf_method="lucene", backend="numba", auto_compile=False)
        model.scores = {
            "data": data,
            "indices": paragraphs,
            "indptr": starts,
            "num_docs": len(self._part),
        }
        model.nonoccurrence_array = None
        model.unique_token_ids_set = range(len(starts) - 1)
        return model
