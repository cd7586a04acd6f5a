"""The answering phrase: where in a sentence it begins and ends.

A linear model says for every word how much it looks like the first or the last word of an answer to this question:
each thing seen at the word (itself, its neighbours, its shape, the question's words nearby) is taken together with each
context of the question's wording. The pairs are hashed into one table of weights, a row for beginnings and a row for
ends (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009), and all is done on whole arrays.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answer.forest import ModelError
from bot.answer.phrase_columns import Hashes, Seen, crossed
from bot.answer.phrase_wording import QuestionWording, Words, hashed

LONGEST = 16
"""Words of the longest phrase."""


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


class Phrase(NamedTuple):
    """A range of words, ``first`` to ``last`` (both within), and the scores of its two borders.

    A tuple, since a question has dozens.
    """

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


def pairs(question: QuestionWording, sentences: Sequence[Words]) -> Pairs:
    """Everything to look up for the words of some sentences."""
    seen = Seen(question, sentences)
    contexts = np.array([hashed(context) for context in question.contexts], dtype=np.uint64)
    starts = np.cumsum([0, *map(len, sentences)]).tolist()
    common, *others = (crossed(hashes, contexts) for hashes in seen.hashes())
    begins, ends = (np.concatenate([common, own], axis=1) for own in others)
    return Pairs(begins, ends, tuple(starts))


def border_scores(model: PhraseModel, looked_up: Pairs) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each word how much it looks like a beginning, and like an end."""
    columns = np.uint64(model.weights.shape[1] - 1)
    begins, ends = (
        weights.take((hashes & columns).view(np.intp)).sum(axis=1, dtype=np.float64) + baseline
        for weights, hashes, baseline in zip(
            model.weights, (looked_up.begins, looked_up.ends), model.baselines, strict=True
        )
    )
    return begins, ends


def best_phrases(
    words: Words, begins: NDArray[np.float64], ends: NDArray[np.float64], count: int
) -> tuple[Phrase, ...]:
    """The best phrases of one sentence by the scores beside its words, best first.

    A phrase neither begins nor ends with a mark that belongs outside of it.
    """
    if not words:
        return ()
    first = np.where(words.may_begin, begins, -np.inf)
    last = np.full(len(words) + LONGEST - 1, -np.inf)
    last[: len(words)] = np.where(words.may_end, ends, -np.inf)
    # A row a first word, a column a number of further words.
    places = np.add.outer(np.arange(len(words)), np.arange(LONGEST))
    sums = (first[:, np.newaxis] + last[places]).ravel()
    order = _largest(sums, count)
    firsts, more = np.divmod(order[np.isfinite(sums[order])], LONGEST)
    lasts = firsts + more
    return tuple(map(Phrase, firsts.tolist(), lasts.tolist(), begins[firsts].tolist(), ends[lasts].tolist()))


def _largest(figures: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The places of the largest figures, the largest first; of equal ones the first."""
    if len(figures) <= count:
        return np.argsort(-figures, kind="stable")
    places = (figures >= np.partition(figures, -count)[-count]).nonzero()[0]
    best: NDArray[np.intp] = places[np.argsort(-figures[places], kind="stable")[:count]]
    return best
