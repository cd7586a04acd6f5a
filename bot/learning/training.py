"""The whole road from lessons to models, with the measures that go on their card."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.forest import Forest
from bot.learning.examples import Rows, candidate_rows, signal_rows
from bot.learning.growing import grow
from bot.learning.practice import Lesson, PracticeCollection, practice_collections
from index.settings import IndexSettings

_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How large a forest grows."""

    trees: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the two forests grow; the defaults are the shipped ones'."""

    key_sentence: Size = Size(trees=300, leaves=31)
    confidence: Size = Size(trees=150, leaves=15)


Report = Callable[[str], None]
"""Told what is being done."""


@dataclass(frozen=True)
class Trained:
    """The two models in plain form, and what was measured on held-out articles while making them."""

    key_sentence: dict[str, Any]
    confidence: dict[str, Any]
    measures: dict[str, float]


def train(
    lessons: Sequence[Lesson],
    settings: IndexSettings,
    seed: int,
    report: Report,
    sizes: Sizes = Sizes(),
    workers: int = 2,
) -> Trained:
    """Learn from lessons; the same lessons, settings and seed give the same models."""
    practice = list(practice_collections(lessons, seed))
    report(f"{len(lessons)} questions in {len(practice)} practice collections; looking at candidates")
    rows = _at_once(partial(candidate_rows, settings=settings), practice, workers)
    report(f"growing the key-sentence model on {sum(len(row.answers) for row in rows)} candidates")
    by_fold = [_grown([row for row in rows if _fold(row.group) != fold], sizes.key_sentence) for fold in range(_FOLDS)]
    key_sentence = _grown(rows, sizes.key_sentence)
    report("looking at signals")
    told = _at_once(partial(signal_rows, settings=settings, model_for=_Unseen(by_fold)), practice, workers)
    report("growing the confidence model")
    confidence = _grown_confidence(told, sizes.confidence)
    measures = {**_key_sentence_measures(rows, by_fold), **_confidence_measures(told, sizes.confidence)}
    return Trained(key_sentence, confidence, measures)


def _at_once(
    work: Callable[[PracticeCollection], list[Rows]], practice: Sequence[PracticeCollection], workers: int
) -> list[Rows]:
    """The rows of all collections, in order, made by several processes."""
    with ProcessPoolExecutor(workers) as pool:
        # What the work carries (whole models) is sent once a chunk.
        chunk = max(1, len(practice) // (8 * workers))
        return [row for part in pool.map(work, practice, chunksize=chunk) for row in part]


class _Unseen:
    """For a group, the model of the fold that left it out."""

    def __init__(self, plain: Sequence[dict[str, Any]]) -> None:
        self._plain = plain
        self._forests: list[Forest] | None = None

    def __call__(self, group: str) -> Forest:
        if self._forests is None:
            self._forests = [Forest.from_plain(plain) for plain in self._plain]
        return self._forests[_fold(group)]

    def __getstate__(self) -> dict[str, Any]:
        return {"_plain": self._plain, "_forests": None}


def _fold(group: str) -> int:
    return zlib.crc32(group.encode()) % _FOLDS


def _grown(rows: Sequence[Rows], size: Size) -> dict[str, Any]:
    answers = np.concatenate([row.answers for row in rows])
    return grow(_stack(rows), answers, list(rows[0].names), size.trees, size.leaves)


def _grown_confidence(rows: Sequence[Rows], size: Size) -> dict[str, Any]:
    answerable = np.array([row.answerable for row in rows])
    return grow(_stack(rows), answerable, list(rows[0].names), size.trees, size.leaves)


def _stack(rows: Iterable[Rows]) -> NDArray[np.float64]:
    return np.concatenate([row.features for row in rows])


def _key_sentence_measures(rows: Sequence[Rows], by_fold: Sequence[dict[str, Any]]) -> dict[str, float]:
    unseen = _Unseen(by_fold)
    hits = [row.answers[np.argmax(unseen(row.group).log_odds(row.features))] for row in rows]
    return {"quote@1 of answerable, held-out articles": round(float(np.mean(hits)), 4)}


def _confidence_measures(rows: Sequence[Rows], size: Size) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    odds = np.zeros(len(rows))
    folds = np.array([_fold(row.group) for row in rows])
    features = _stack(rows)
    for fold in range(_FOLDS):
        model = Forest.from_plain(_grown_confidence([row for row in rows if _fold(row.group) != fold], size))
        odds[folds == fold] = model.log_odds(features[folds == fold])
    answerable = np.array([row.answerable for row in rows])
    threshold = float(np.quantile(odds[answerable], 0.05))
    return {
        "auroc answerable or not, held-out articles": round(float(roc_auc_score(answerable, odds)), 4),
        "threshold refusing 5 % of answerable": round(1 / (1 + float(np.exp(-threshold))), 4),
        "unanswerable refused at that threshold": round(float((odds[~answerable] < threshold).mean()), 4),
    }
