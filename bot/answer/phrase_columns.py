"""What is seen at the words of sentences, as columns of hashes: the words themselves, what stands beside them and in
their clause, and what of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.answer.phrase_wording import EDGE, Flags, QuestionWording, Words, hashed, shape

Hashes = NDArray[np.uint64]

_PAD = 3
_FAR = 9
_MOST = 4
"""A clause that holds more words of the question is like one that holds so many."""


_Parts: TypeAlias = tuple[NDArray[np.generic], ...]
"""What is hashed together in a column."""
_Columns: TypeAlias = tuple[_Parts, ...]


class Seen:
    """What is seen at each word of some sentences, as columns of hashes; three words of padding part the sentences."""

    def __init__(self, question: QuestionWording, sentences: Sequence[Words]) -> None:
        padding = [EDGE] * _PAD
        texts = [text for words in sentences for text in (*padding, *words.texts)] + padding
        inside, bounds = np.zeros(len(texts), dtype=np.bool_), np.ones(len(texts), dtype=np.bool_)
        columns = np.empty((5, len(texts)), dtype=np.uint64)
        columns.T[:] = [hashed(text) for text in (EDGE, EDGE, EDGE, shape(EDGE), EDGE)]
        self._depth = np.zeros(len(texts), dtype=np.uint64)
        start = _PAD
        for words in sentences:
            own = slice(start, start + len(words))
            inside[own], bounds[own] = True, words.ends_clause
            columns[:, own], self._depth[own] = words.hashes, words.depths
            start = own.stop + _PAD
        self._rows = np.flatnonzero(inside) - _PAD
        self._word, self._first, self._last, self._shape, self._sort = columns
        self._asked = np.array([text in question.words for text in texts])
        self._clause = _asked_in_clause(bounds, self._asked)
        self._focus = self._focuses(question)
        self._left = _distance(self._asked, inside)
        self._right = _distance(self._asked[::-1], inside[::-1])[::-1]
        self._before = [self._is(text) for text in question.before]
        self._after = [self._is(text) for text in question.after]

    def _is(self, text: str) -> Flags:
        """Where a word of the question stands; the edge of the question is no word."""
        if text == EDGE:
            return np.zeros(len(self._word), dtype=np.bool_)
        found: Flags = self._word == np.uint64(hashed(text))
        return found

    def _focuses(self, question: QuestionWording) -> Hashes:
        """Bits: a word ends as the one after the question word, ends as the one before it, begins as the one after."""
        following, head = (np.uint64(hashed(text[-1])) for text in (question.after[0], question.head))
        flags = (self._last == following, self._last == head, self._first == following)
        focuses: Hashes = np.array([1, 2, 4], dtype=np.uint64) @ np.array(flags, dtype=np.uint64)
        return focuses

    def _shifted(self, column: NDArray[np.generic], step: int) -> NDArray[np.generic]:
        """A column as seen from each place but the first and the last padding, ``step`` words on."""
        return column[_PAD + step : len(column) - _PAD + step]

    def _near(self, flags: Flags, steps: Iterable[int]) -> Flags:
        near: Flags = np.logical_or.reduce([self._shifted(flags, step) for step in steps])
        return near

    def hashes(self) -> tuple[Hashes, Hashes, Hashes]:
        """What is seen at each word be it a beginning or an end, as a beginning only, and as an end only.

        Each has the shape (words, columns).
        """
        common, begins, ends = self._common(), self._begins(), self._ends()
        mixed = self._mixed([*enumerate(common), *enumerate(begins, start=20), *enumerate(ends, start=30)])
        first, second = len(common), len(common) + len(begins)
        return mixed[:, :first], mixed[:, first:second], mixed[:, second:]

    def _common(self) -> _Columns:
        word, first, last, form = (self._shifted(c, 0) for c in (self._word, self._first, self._last, self._shape))
        left, right = range(-3, 0), range(1, 4)
        asked = [self._shifted(self._asked, step) for step in (-1, 0, 1)]
        before, after = self._before, self._after
        edge = self._shifted(self._word, -1) == np.uint64(hashed(EDGE))
        sort_before, sort, sort_after = (self._shifted(self._sort, step) for step in (-1, 0, 1))
        other, earlier, later = (self._shifted(column, 0) for column in self._clause)
        return (
            (word,),
            (last,),
            (first,),
            (form, asked[1]),
            (self._shifted(self._shape, -1), form, self._shifted(self._shape, 1)),
            tuple(asked),
            (self._shifted(self._left, 0),),
            (self._shifted(self._right, 0),),
            (self._shifted(self._depth, 0), edge),
            (self._near(before[0], left), self._near(after[0], right)),
            (self._near(before[0], [-1]), self._near(after[0], [1]), self._near(after[0], [0])),
            (self._near(before[1], left), self._near(after[1], right)),
            (sort,),
            (sort_before, sort),
            (sort, sort_after),
            (sort_before, sort, sort_after),
            (other,),
            (earlier, later),
            (self._shifted(self._focus, 0), self._shifted(self._focus, 1)),
        )

    def _begins(self) -> _Columns:
        previous, second = self._shifted(self._word, -1), self._shifted(self._word, -2)
        form, next_form = self._shifted(self._shape, 0), self._shifted(self._shape, 1)
        return (
            (previous,),
            (previous, form),
            (form, next_form, self._shifted(self._word, 1)),
            (second, previous),
        )

    def _ends(self) -> _Columns:
        following, second = self._shifted(self._word, 1), self._shifted(self._word, 2)
        form = self._shifted(self._shape, 0)
        return (
            (following,),
            (following, form),
            (self._shifted(self._shape, -1), self._shifted(self._word, 0)),
            (following, second),
        )

    def _mixed(self, columns: Sequence[tuple[int, _Parts]]) -> Hashes:
        """Each column's number and parts in one hash. Columns of as many parts are made together: the words are few."""
        mixed = np.empty((len(columns), len(self._word) - 2 * _PAD), dtype=np.uint64)
        for size in {len(parts) for _, parts in columns}:
            places = [place for place, (_, parts) in enumerate(columns) if len(parts) == size]
            seeds = [columns[place][0] * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF for place in places]
            hashes = np.array(seeds, dtype=np.uint64)[:, np.newaxis]
            for number in range(size):
                hashes = hashes ^ np.array([columns[place][1][number] for place in places], dtype=np.uint64)
                hashes *= np.uint64(0xBF58476D1CE4E5B9)
                hashes ^= hashes >> np.uint64(29)
            mixed[places] = hashes
        return mixed.T[self._rows]


def _asked_in_clause(bounds: Flags, asked: Flags) -> tuple[Hashes, Hashes, Hashes]:
    """How many of the question's words the clause of each word holds: besides itself, before it, after it.

    ``bounds`` says which words end a clause, or are padding.
    """
    places = np.arange(len(bounds))
    running = np.concatenate(([0], np.cumsum(asked)))
    # The place right after the last bound before each word, and that of the first bound after it.
    begin = np.concatenate(([0], np.maximum.accumulate(np.where(bounds, places + 1, 0))[:-1]))
    end = np.minimum.accumulate(np.where(bounds, places, len(bounds))[::-1])[::-1]
    before = running[places] - running[np.minimum(begin, places)]
    after = np.maximum(running[end] - running[places + 1], 0) * ~bounds
    before *= ~bounds
    return (
        np.minimum(before + after, _MOST).astype(np.uint64),
        np.minimum(before, _MOST - 1).astype(np.uint64),
        np.minimum(after, _MOST - 1).astype(np.uint64),
    )


def _distance(flags: Flags, inside: Flags) -> Hashes:
    """How many words ago a flag stood in the same sentence, itself not counted; 9 where it is that far or never was."""
    places = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, places, -_FAR))
    previous = np.concatenate(([-_FAR], last[:-1]))
    begin = np.maximum.accumulate(np.where(inside, -1, places))
    ago = np.where(previous > begin, places - previous, _FAR)
    return np.minimum(ago, _FAR).astype(np.uint64)


def crossed(seen: Hashes, contexts: Hashes) -> Hashes:
    """Every thing seen with every context; shape (words, things × contexts)."""
    crossed = seen[:, :, np.newaxis] ^ (contexts * np.uint64(0x94D049BB133111EB))[np.newaxis, np.newaxis, :]
    crossed ^= crossed >> np.uint64(31)
    crossed *= np.uint64(0x9E3779B97F4A7C15)
    crossed ^= crossed >> np.uint64(32)
    return crossed.reshape(len(seen), seen.shape[1] * len(contexts))
