"""What stands around a phrase: the question's words in its clause and those beside, the words next to it, their sorts.

All phrases of all finalists are looked at together, on whole arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer.finalists import Finalist
from bot.answer.phrase_wording import EDGE, SORTS, QuestionWording, hashed

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FEATURES = (
    "asked_before",
    "asked_after",
    "asked_in_clause_before",
    "asked_in_clause_after",
    "asked_share_of_clause",
    "distance_before",
    "distance_after",
    "before_as_asked",
    "after_as_asked",
    "before_as_asked_after",
    "after_as_asked_before",
    "before_is_asked",
    "after_is_asked",
    "first_sort",
    "last_sort",
    "before_sort",
    "after_sort",
    "verbs",
    "particles",
    "names",
    "unknown_words",
    "begins_clause",
    "ends_clause",
    "clauses",
    "in_brackets",
    "first_empty",
    "last_empty",
)
"""The names of the columns of ``surroundings``."""

_FARTHEST = 20
_EDGE_SORT = SORTS.index(EDGE)
_COUNTED = (("verb",), ("particle",), ("person", "place", "organisation", "name"), ("unknown", "latin"))
"""The sorts of the words that are counted together, for the columns ``verbs`` to ``unknown_words``."""


def surroundings(question: QuestionWording, finalists: Sequence[Finalist]) -> Floats:
    """A row for each phrase of each finalist, in order, a column for each of ``FEATURES``."""
    sheet = _sheet(question, finalists)
    offsets = np.cumsum([1, *(len(finalist.words) + 1 for finalist in finalists)])
    ranges = [
        (offset + phrase.first, offset + phrase.last)
        for offset, finalist in zip(offsets.tolist(), finalists, strict=False)
        for phrase in finalist.phrases
    ]
    first, last = np.array(ranges, dtype=np.int64).reshape(-1, 2).T
    before, after = first - 1, last + 1
    asked, clause = sheet.asked, sheet.clause
    as_before, as_after = sheet.is_word(question.before[0]), sheet.is_word(question.after[0])
    in_clause_before = asked[first] - asked[sheet.begin[first]]
    in_clause_after = asked[sheet.end[last]] - asked[after]
    columns = (
        sheet.asked_in(clause[first] - 1),
        sheet.asked_in(clause[last] + 1),
        in_clause_before,
        in_clause_after,
        (in_clause_before + in_clause_after) / max(1, len(question.words)),
        np.minimum(first - sheet.asked_last[before], _FARTHEST),
        np.minimum(sheet.asked_next[after] - last, _FARTHEST),
        as_before[before],
        as_after[after],
        as_after[before],
        as_before[after],
        sheet.is_asked[before],
        sheet.is_asked[after],
        sheet.sort[first],
        sheet.sort[last],
        sheet.sort[before],
        sheet.sort[after],
        *sheet.counts(first, after),
        first == sheet.begin[first],
        sheet.ends_clause[after] | (clause[after] != clause[last]),
        clause[last] - clause[first],
        sheet.depth[first] > 0,
        sheet.empty[first],
        sheet.empty[last],
    )
    return np.array(columns, dtype=np.float64).T


@dataclass(frozen=True)
class _Sheet:
    """The words of all finalists in a row, an edge before the first, between two and after the last.

    Attributes:
        words: what stands for each word.
        is_asked: whether each is a word of the question.
        asked: how many of those before each are; one more entry than words.
        asked_last: the place of the last that is, at or before each, in its sentence; far below where none is.
        asked_next: the place of the next that is, at or after each; far above where none is.
        sort: the number of each one's sort.
        ends_clause: whether it is a mark that ends a clause.
        clause: the number of each one's clause; an edge is one of its own.
        begin: where its clause begins.
        end: where its clause ends, after the last word.
        depth: how many round or square brackets are open at each.
        empty: whether it says little.
    """

    words: NDArray[np.uint64]
    is_asked: NDArray[np.bool_]
    asked: Ints
    asked_last: Ints
    asked_next: Ints
    sort: Ints
    ends_clause: NDArray[np.bool_]
    clause: Ints
    begin: Ints
    end: Ints
    depth: Ints
    empty: NDArray[np.bool_]

    def is_word(self, text: str) -> NDArray[np.bool_]:
        """Where a word stands; the edge of the question is no word."""
        found: NDArray[np.bool_] = (self.words == np.uint64(hashed(text))) & (text != EDGE)
        return found

    def asked_in(self, clauses: Ints) -> Ints:
        """How many words of the question clauses hold, given by number; an edge holds none."""
        totals = np.bincount(self.clause, self.is_asked, minlength=int(self.clause[-1]) + 1)
        return totals[clauses].astype(np.int64)

    def counts(self, first: Ints, after: Ints) -> Ints:
        """How many words of the sorts that are counted stand in ranges; a row for each of ``_COUNTED``."""
        of_sorts = np.array([[sort in sorts for sort in SORTS] for sorts in _COUNTED])[:, self.sort]
        running = np.zeros((len(_COUNTED), len(self.sort) + 1), dtype=np.int64)
        np.cumsum(of_sorts, axis=1, out=running[:, 1:])
        counts: Ints = running[:, after] - running[:, first]
        return counts


def _sheet(question: QuestionWording, finalists: Sequence[Finalist]) -> _Sheet:
    count = 1 + sum(len(finalist.words) + 1 for finalist in finalists)
    words, sort = np.full(count, hashed(EDGE), dtype=np.uint64), np.full(count, _EDGE_SORT, dtype=np.int64)
    depth, edges = np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.bool_)
    is_asked, last_of_clause, empty = (np.zeros(count, dtype=np.bool_) for _ in range(3))
    start = 1
    for finalist in finalists:
        own, of = slice(start, start + len(finalist.words)), finalist.words
        words[own], sort[own], depth[own], edges[own] = of.hashes[0], of.sorts, of.bracket_depths, False
        is_asked[own], last_of_clause[own], empty[own] = question.asks(of), of.ends_clause, of.empty
        start = own.stop + 1
    places = np.arange(count)
    begins = edges | np.concatenate(([True], last_of_clause[:-1] | edges[:-1]))
    clause = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    return _Sheet(
        words=words,
        is_asked=is_asked,
        asked=np.concatenate(([0], np.cumsum(is_asked))),
        asked_last=_last(is_asked, edges, places),
        asked_next=(count - 1 - _last(is_asked[::-1], edges[::-1], places))[::-1],
        sort=sort,
        ends_clause=last_of_clause,
        clause=clause,
        begin=starts[clause],
        end=np.concatenate((starts[1:], [count]))[clause],
        depth=depth,
        empty=empty,
    )


def _last(flags: NDArray[np.bool_], edges: NDArray[np.bool_], places: Ints) -> Ints:
    """The place of the last flag at or before each place, in the same sentence; far below where there is none."""
    last = np.maximum.accumulate(np.where(flags, places, -1))
    edge = np.maximum.accumulate(np.where(edges, places, -1))
    return np.where(last > edge, last, -_FARTHEST - 1 - len(places))
