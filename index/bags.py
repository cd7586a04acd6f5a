"""Term counts of many short texts in flat arrays: a forward index.

Rows are texts (a paragraph's sentences, in order); each row holds term ids and counts. Arrays are what is saved, and
what the second look by sentences reads without building a dictionary a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Bags:
    """Rows of term counts.

    Attributes:
        terms: the vocabulary; a term's id is its place.
        starts: where each row begins in ``ids``, and where the last ends; one longer than there are rows.
        ids: term ids, ascending within a row.
        counts: how often each occurs, beside ``ids``.
        known: each term's id, where something else than a dictionary has it.
        sizes: term occurrences a row, where they are known.
    """

    terms: Sequence[str]
    starts: NDArray[np.int64]
    ids: Ids
    counts: NDArray[Any]
    known: Mapping[str, int] | None = None
    sizes: NDArray[Any] | None = None

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, int]]) -> Bags:
        """Rows of term counts, the vocabulary in order of first appearance."""
        vocabulary: dict[str, int] = {}
        starts: list[int] = [0]
        ids: list[int] = []
        counts: list[int] = []
        for row in rows:
            known = sorted((vocabulary.setdefault(term, len(vocabulary)), count) for term, count in row.items())
            ids.extend(id for id, _ in known)
            counts.extend(count for _, count in known)
            starts.append(len(ids))
        return cls(
            tuple(vocabulary),
            np.array(starts, dtype=np.int64),
            np.array(ids, dtype=np.int32),
            np.array(counts, dtype=np.int32),
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """Each term's id."""
        return self.known if self.known is not None else {term: id for id, term in enumerate(self.terms)}

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Term occurrences a row."""
        if self.sizes is not None:
            return self.sizes
        total = np.concatenate(([0], np.cumsum(self.counts, dtype=np.int64)))
        return total[self.starts[1:]] - total[self.starts[:-1]]

    def terms_of(self, row: int, among: range) -> list[str]:
        """The distinct terms of one row whose ids are in a range."""
        ids = self.ids[int(self.starts[row]) : int(self.starts[row + 1])]
        low, high = ids.searchsorted((among.start, among.stop))
        return [self.terms[id] for id in ids[low:high].tolist()]

    def row(self, first: int, last: int) -> Counter[str]:
        """The term counts of rows ``first`` to ``last`` (half-open) together."""
        place = slice(int(self.starts[first]), int(self.starts[last]))
        counter: Counter[str] = Counter()
        for id, count in zip(self.ids[place].tolist(), self.counts[place].tolist(), strict=True):
            counter[self.terms[id]] += count
        return counter
