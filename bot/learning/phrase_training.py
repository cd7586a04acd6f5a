"""Learning which phrase answers: borders by a linear model on hashed pairs, whole phrases and sentences by forests."""

from __future__ import annotations

import base64
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.finalists import PHRASES, Finalist
from bot.answer.forest import Forest
from bot.answer.phrase_choice import FEATURES, phrase_rows
from bot.answer.phrases import Pairs, PhraseModel, best_phrases, border_scores, pairs
from bot.answer.second_look import ADDED, found_phrases, second_rows
from bot.learning.examples import Reading
from bot.learning.growing import Size, grow
from bot.learning.growing_ranked import grow_ranked
from index.evaluation.answers import overlap

_COLUMNS = 1 << 18
_ROUNDS = 5
_PENALTY = 1e-6


class BorderExamples:
    """The words of many readings with what is looked up for each; the hashes are made once for all folds."""

    def __init__(self, read: Sequence[Reading]) -> None:
        self._read = read
        self._looked_up = [_narrowed(pairs(reading.wording, reading.words)) for reading in read]

    def learned(self, wanted: Callable[[str], bool]) -> dict[str, Any]:
        """The plain form of a PhraseModel learned from the groups that are wanted."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import SGDClassifier

        chosen = [n for n, reading in enumerate(self._read) if wanted(reading.group) and any(reading.borders)]
        weights = dict(zip(chosen, alike([self._read[n].source for n in chosen]), strict=True))
        plain: dict[str, Any] = {"weights": [], "scales": [], "baselines": []}
        for end in (False, True):
            parts = [(n, *part) for n in chosen for part in self._parts(n, end)]
            columns = np.concatenate([columns for _, columns, _ in parts])
            labels = np.concatenate([labels for *_, labels in parts])
            counts = np.concatenate([np.full(len(labels), weights[n]) for n, _, labels in parts])
            words, width = columns.shape
            # Rows of length 1, for which the library's learning rate is made.
            share = np.full(words * width, width**-0.5, dtype=np.float32)
            starts = np.arange(0, words * width + 1, width)
            rows = csr_matrix((share, columns.ravel(), starts), shape=(words, _COLUMNS))
            model = SGDClassifier(
                loss="log_loss", alpha=_PENALTY, max_iter=_ROUNDS, tol=None, average=True, random_state=0
            ).fit(rows, labels, sample_weight=counts)
            learned = model.coef_[0] * width**-0.5
            scale = float(f"{np.abs(learned).max() / 127:.6g}")
            packed = zlib.compress(np.round(learned / scale).astype(np.int8).tobytes(), 9)
            plain["weights"].append(base64.b64encode(packed).decode("ascii"))
            plain["scales"].append(scale)
            plain["baselines"].append(float(f"{model.intercept_[0]:.6g}"))
        return plain

    def _parts(self, n: int, end: bool) -> Iterable[tuple[NDArray[np.int32], NDArray[np.bool_]]]:
        """The looked-up columns and labels of one reading's sentences: the best that answers, and those that do not."""
        reading, looked_up = self._read[n], self._looked_up[n]
        columns = looked_up[1] if end else looked_up[0]
        answered = False
        first = 0
        for words, answers, borders in zip(reading.words, reading.answers, reading.borders, strict=True):
            own = slice(first, first + len(words))
            first += len(words)
            if answers and (borders is None or answered):
                continue
            labels = np.zeros(len(words), dtype=np.bool_)
            if borders is not None:
                labels[borders.last if end else borders.first] = True
                answered = True
            yield columns[own], labels


def finalists_of(model: PhraseModel, reading: Reading) -> tuple[Finalist, ...]:
    """A reading's sentences with the phrases a model finds in them; places are those within the reading."""
    looked_up = pairs(reading.wording, reading.words)
    begins, ends = border_scores(model, looked_up)
    found: list[Finalist] = []
    for place, (candidate, words) in enumerate(zip(reading.candidates, reading.words, strict=True)):
        own = slice(looked_up.starts[place], looked_up.starts[place + 1])
        phrases = best_phrases(words, begins[own], ends[own], PHRASES)
        if phrases:
            best = (float(begins[own].max()), float(ends[own].max()))
            found.append(Finalist(place, candidate, words, phrases, *best))
    return tuple(found)


Read = tuple[Reading, tuple[Finalist, ...]]
"""A reading with its sentences as a model of borders that has not seen its group finds them."""


@dataclass(frozen=True)
class Taught:
    """What a forest is shown of a reading: rows of figures with what is wanted of each.

    Attributes:
        group: whatever shares it is never parted.
        source: the set it is from.
        names: the names of the columns.
        rows: one for each phrase, or sentence.
        wanted: for each row what the forest should make of it.
    """

    group: str
    source: str
    names: tuple[str, ...]
    rows: NDArray[np.float64]
    wanted: NDArray[Any]


def taught_phrases(read: Iterable[Read]) -> list[Taught]:
    """The phrases of readings with how much each overlaps with the answer."""
    return [
        Taught(
            reading.group,
            reading.source,
            FEATURES,
            phrase_rows(reading.wording, finalists, reading.odds),
            _overlaps(reading, finalists),
        )
        for reading, finalists in _telling(read)
    ]


def taught_sentences(read: Iterable[Read], overlap_for: Callable[[str], Forest]) -> list[Taught]:
    """The sentences of readings with which of them answer.

    ``overlap_for`` gives, for a group, a model of phrases that has not seen it.
    """
    found: list[Taught] = []
    for reading, finalists in _telling(read):
        names = found[0].names if found else (*sorted(finalists[0].candidate.features), *ADDED)
        phrases = found_phrases(overlap_for(reading.group), reading.wording, finalists, reading.odds)
        rows = second_rows(names, finalists, phrases, reading.odds)
        answers = np.array([reading.answers[finalist.place] for finalist in finalists])
        found.append(Taught(reading.group, reading.source, names, rows, answers))
    return found


def overlap_model(taught: Sequence[Taught], size: Size) -> dict[str, Any]:
    """The forest that tells how much a phrase overlaps with the answer, in plain form."""
    counts = np.repeat(alike([each.source for each in taught]), [len(each.rows) for each in taught])
    rows, wanted = (np.concatenate(parts) for parts in zip(*((each.rows, each.wanted) for each in taught), strict=True))
    return grow(rows, wanted, FEATURES, size, counts)


def sentence_model(taught: Sequence[Taught], size: Size) -> dict[str, Any]:
    """The forest of the second look, in plain form."""
    rows, answers = (
        np.concatenate(parts) for parts in zip(*((each.rows, each.wanted) for each in taught), strict=True)
    )
    return grow_ranked(rows, answers, [len(each.rows) for each in taught], taught[0].names, size)


def _telling(read: Iterable[Read]) -> Iterator[Read]:
    """The readings in which a sentence answers."""
    return ((reading, finalists) for reading, finalists in read if finalists and any(reading.answers))


def _overlaps(reading: Reading, finalists: Sequence[Finalist]) -> NDArray[np.float64]:
    return np.array(
        [
            max((overlap(answer, finalist.text(phrase)) for answer in reading.wanted), default=0.0)
            if reading.answers[finalist.place]
            else 0.0
            for finalist in finalists
            for phrase in finalist.phrases
        ]
    )


def alike(sources: Sequence[str]) -> NDArray[np.float64]:
    """How much each of some things counts, 1 on average, so that every source counts alike.

    Those who write questions do not agree on how long an answer is; a large set must not have the only say.
    """
    sizes = Counter(sources)
    return np.array([len(sources) / (len(sizes) * sizes[source]) for source in sources])


def _narrowed(looked_up: Pairs) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    columns = np.uint64(_COLUMNS - 1)
    return (looked_up.begins & columns).astype(np.int32), (looked_up.ends & columns).astype(np.int32)
