"""The answering phrase: where in a sentence it begins and ends.

A linear model says for every word how much it looks like the first or the last word of an answer to this question:
each thing seen at the word (itself, its neighbours, its shape, the question's words nearby) is taken together with each
context of the question's wording. The pairs are hashed into one table of weights, a row for beginnings and a row for
ends (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009), and all is done on whole arrays.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.forest import ModelError
from bot.answer.phrase_wording import EDGE, QuestionWording, Word, is_mark, shape

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

LONGEST = 16
"""Words of the longest phrase."""

_PAD = 3
_OPENING = frozenset("《“「『(‘〈【[")
_CLOSING = frozenset("》”」』)’〉】]")
_FAR = 9


@dataclass(frozen=True)
class PhraseModel:
    """Weights of hashed pairs.

    Attributes:
        weights: two rows, for beginnings and ends; the number of columns is a power of two.
        baselines: what is added to every score of a row.
    """

    weights: NDArray[np.float32]
    baselines: tuple[float, float]

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> PhraseModel:
        """A PhraseModel from its plain form.

        That is, for each of the two rows: ``baselines``, ``scales``, and ``weights``, signed bytes that times the scale
        are the weights, packed by zlib and written in base 64.

        Raises:
            ModelError: the value has another form.
        """
        try:
            rows = [
                np.frombuffer(zlib.decompress(base64.b64decode(packed, validate=True)), dtype=np.int8)
                * np.float32(scale)
                for packed, scale in zip(plain["weights"], plain["scales"], strict=True)
            ]
            begins, ends = (float(baseline) for baseline in plain["baselines"])
            first, second = rows
        except (KeyError, TypeError, ValueError, zlib.error) as error:
            raise ModelError(f"not a phrase model: {error}") from error
        size = len(first)
        if size != len(second) or size & (size - 1) or not size:
            raise ModelError(f"not a phrase model: {size} and {len(second)} weights are not one power of two")
        return cls(np.stack(rows), (begins, ends))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A range of words, ``first`` to ``last`` (both within), and the scores of its two borders."""

    first: int
    last: int
    begins: float
    ends: float

    @property
    def score(self) -> float:
        """How much it looks like an answer; comparable between sentences."""
        return self.begins + self.ends


@dataclass(frozen=True)
class Pairs:
    """What a PhraseModel looks up: for each word of some sentences a row of hashed pairs.

    Attributes:
        begins: pairs that speak for a beginning; shape (words, pairs).
        ends: pairs that speak for an end.
        starts: the row of each sentence's first word, and the number of rows.
    """

    begins: Hashes
    ends: Hashes
    starts: tuple[int, ...]


def pairs(question: QuestionWording, sentences: Sequence[Sequence[Word]]) -> Pairs:
    """Everything to look up for the words of some sentences."""
    seen = _Seen(question, sentences)
    contexts = np.array([_hash(context) for context in question.contexts], dtype=np.uint64)
    starts = np.cumsum([0, *map(len, sentences)]).tolist()
    return Pairs(_crossed(seen.begins(), contexts), _crossed(seen.ends(), contexts), tuple(starts))


def border_scores(model: PhraseModel, looked_up: Pairs) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each word how much it looks like a beginning, and like an end."""
    columns = np.uint64(model.weights.shape[1] - 1)
    begins, ends = (
        weights.take((hashes & columns).astype(np.intp)).sum(axis=1, dtype=np.float64) + baseline
        for weights, hashes, baseline in zip(
            model.weights, (looked_up.begins, looked_up.ends), model.baselines, strict=True
        )
    )
    return begins, ends


def best_phrases(
    words: Sequence[Word], begins: NDArray[np.float64], ends: NDArray[np.float64], count: int
) -> tuple[Phrase, ...]:
    """The best phrases of one sentence by the scores beside its words, best first.

    A phrase neither begins nor ends with a mark that belongs outside of it.
    """
    length = len(words)
    if not length:
        return ()
    sums = begins[:, np.newaxis] + ends[np.newaxis, :]
    distance = np.subtract.outer(np.arange(length), np.arange(length))
    sums[(distance > 0) | (distance <= -LONGEST)] = -np.inf
    marks = np.array([is_mark(word.text) for word in words])
    sums[marks & ~np.array([word.text in _OPENING for word in words])] = -np.inf
    sums[:, marks & ~np.array([word.text in _CLOSING or word.text in "%‰℃°" for word in words])] = -np.inf
    order = np.argsort(-sums, axis=None, kind="stable")[:count]
    places = (divmod(int(place), length) for place in order if np.isfinite(sums.flat[place]))
    return tuple(Phrase(first, last, float(begins[first]), float(ends[last])) for first, last in places)


class _Seen:
    """What is seen at each word of some sentences, as columns of hashes; three words of padding part the sentences."""

    def __init__(self, question: QuestionWording, sentences: Sequence[Sequence[Word]]) -> None:
        padding = [EDGE] * _PAD
        texts = [text for words in sentences for text in (*padding, *(word.text for word in words))] + padding
        count = len(texts)
        inside = np.zeros(count, dtype=np.bool_)
        bounds = np.cumsum([_PAD, *(len(words) + _PAD for words in sentences)])
        for start, words in zip(bounds.tolist(), sentences, strict=False):
            inside[start : start + len(words)] = True
        self._at = np.flatnonzero(inside)
        self._word = np.array([_hash(text) for text in texts], dtype=np.uint64)
        self._first = np.array([_hash(text[0]) for text in texts], dtype=np.uint64)
        self._last = np.array([_hash(text[-1]) for text in texts], dtype=np.uint64)
        self._shape = np.array([_hash(shape(text)) for text in texts], dtype=np.uint64)
        self._asked = np.array([text in question.words for text in texts])
        self._depth = _depths(texts, inside)
        self._left = _distance(self._asked, inside)
        self._right = _distance(self._asked[::-1], inside[::-1])[::-1]
        self._before = [self._is(text) for text in question.before]
        self._after = [self._is(text) for text in question.after]

    def _is(self, text: str) -> Flags:
        """Where a word of the question stands; the edge of the question is no word."""
        if text == EDGE:
            return np.zeros(len(self._word), dtype=np.bool_)
        found: Flags = self._word == np.uint64(_hash(text))
        return found

    def _shifted(self, column: NDArray[np.generic], step: int) -> NDArray[np.generic]:
        """A column as seen from each word, ``step`` words on."""
        return column[self._at + step]

    def _near(self, flags: Flags, steps: Iterable[int]) -> Hashes:
        near = np.zeros(len(self._at), dtype=np.uint64)
        for step in steps:
            near |= self._shifted(flags, step).astype(np.uint64)
        return near

    def _common(self) -> list[Hashes]:
        word, first, last, form = (self._shifted(c, 0) for c in (self._word, self._first, self._last, self._shape))
        left, right = range(-3, 0), range(1, 4)
        asked = [self._shifted(self._asked, step).astype(np.uint64) for step in (-1, 0, 1)]
        before, after = self._before, self._after
        edge = self._shifted(self._word, -1) == np.uint64(_hash(EDGE))
        columns = (
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
        )
        return [_mixed(number, parts) for number, parts in enumerate(columns)]

    def begins(self) -> Hashes:
        """What is seen at each word as a beginning; shape (words, columns)."""
        previous, second = self._shifted(self._word, -1), self._shifted(self._word, -2)
        form, next_form = self._shifted(self._shape, 0), self._shifted(self._shape, 1)
        columns = (
            (previous,),
            (previous, form),
            (form, next_form, self._shifted(self._word, 1)),
            (second, previous),
        )
        return np.column_stack([*self._common(), *(_mixed(20 + n, parts) for n, parts in enumerate(columns))])

    def ends(self) -> Hashes:
        """What is seen at each word as an end; shape (words, columns)."""
        following, second = self._shifted(self._word, 1), self._shifted(self._word, 2)
        form = self._shifted(self._shape, 0)
        columns = (
            (following,),
            (following, form),
            (self._shifted(self._shape, -1), self._shifted(self._word, 0)),
            (following, second),
        )
        return np.column_stack([*self._common(), *(_mixed(30 + n, parts) for n, parts in enumerate(columns))])


def _depths(texts: Sequence[str], inside: Flags) -> Hashes:
    """How many brackets or quotation marks are open at each word."""
    depths: list[int] = []
    depth = 0
    for text, within in zip(texts, inside.tolist(), strict=True):
        depth = 0 if not within else max(0, depth - (text in _CLOSING))
        depths.append(depth)
        depth += within and text in _OPENING
    return np.array(depths, dtype=np.uint64)


def _distance(flags: Flags, inside: Flags) -> Hashes:
    """How many words ago a flag stood in the same sentence, itself not counted; 9 where it is that far or never was."""
    places = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, places, -_FAR))
    previous = np.concatenate(([-_FAR], last[:-1]))
    begin = np.maximum.accumulate(np.where(inside, -1, places))
    ago = np.where(previous > begin, places - previous, _FAR)
    return np.minimum(ago, _FAR).astype(np.uint64)


def _mixed(number: int, parts: Sequence[NDArray[np.generic]]) -> Hashes:
    """One hash of several columns."""
    mixed = np.full(len(parts[0]), np.uint64(number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF))
    for part in parts:
        mixed = (mixed ^ part.astype(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _crossed(seen: Hashes, contexts: Hashes) -> Hashes:
    """Every thing seen with every context; shape (words, things × contexts)."""
    crossed = seen[:, :, np.newaxis] ^ (contexts * np.uint64(0x94D049BB133111EB))[np.newaxis, np.newaxis, :]
    crossed ^= crossed >> np.uint64(31)
    crossed *= np.uint64(0x9E3779B97F4A7C15)
    crossed ^= crossed >> np.uint64(32)
    return crossed.reshape(len(seen), seen.shape[1] * len(contexts))


@lru_cache(1 << 16)
def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
