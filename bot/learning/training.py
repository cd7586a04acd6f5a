"""The whole road from lessons to models, with the measures that go on their card."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.answer.answerer import Models
from bot.answer.confidence import SURE, log_odds, logistic
from bot.answer.forest import Forest
from bot.answer.phrases import PhraseModel
from bot.answer.second_look import Reader, found_phrases, second_rows
from bot.learning.examples import OF_THE_COLLECTION, Rows, candidate_rows, readings, signal_rows
from bot.learning.folds import FOLDS, Plain, Unseen, UnseenModels, by_fold, fold_of
from bot.learning.growing import Size, grow
from bot.learning.growing_ranked import grow_ranked
from bot.learning.phrase_training import (
    BorderExamples,
    Read,
    Taught,
    finalists_of,
    overlap_model,
    sentence_model,
    taught_phrases,
    taught_sentences,
)
from bot.learning.practice import Lesson, PracticeCollection, practice_collections
from index.settings import IndexSettings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the forests grow; the defaults are the shipped ones'."""

    key_sentence: Size = field(default_factory=lambda: Size(trees=350, leaves=31))
    overlap: Size = field(default_factory=lambda: Size(trees=300, leaves=31))
    second_look: Size = field(default_factory=lambda: Size(trees=200, leaves=24))
    confidence: Size = field(default_factory=lambda: Size(trees=150, leaves=15))
    silence: Size = field(default_factory=lambda: Size(trees=300, leaves=31))


Report = Callable[[str], None]
"""Told what is being done."""


@dataclass(frozen=True)
class Trained:
    """The models in plain form, and what was measured on held-out articles while making them."""

    key_sentence: Plain
    borders: Plain
    overlap: Plain
    second_look: Plain
    confidence: Plain
    silence: Plain | None
    measures: dict[str, float]


def train(
    lessons: Sequence[Lesson],
    settings: IndexSettings,
    seed: int,
    report: Report,
    sizes: Sizes | None = None,
    workers: int = 2,
    silence: Callable[[Models], list[Rows]] | None = None,
) -> Trained:
    """Learn from lessons; the same lessons, settings and seed give the same models.

    ``silence`` gives rows of figures of questions by hand as the models before the confidence see them
    (``bot.learning.silence``); none of the lessons is on their texts.

    Each model learns from what those before it say of articles they have not seen: the lessons are parted into folds by
    article, and for each fold there is a set of models made without it.
    """
    sizes = sizes or Sizes()
    practice = list(practice_collections(lessons, seed))
    archives = [collection for collection in practice if collection.whole and not collection.shortened]
    digests = [collection for collection in practice if collection.whole and collection.shortened]
    lacking = [collection for collection in practice if not collection.whole]
    report(f"{len(lessons)} questions in {len(practice)} practice collections; looking at candidates")
    looked_at = partial(candidate_rows, settings=settings)
    of_archives, of_digests = (_at_once(looked_at, kind, workers) for kind in (archives, digests))
    rows = [*of_archives, *of_digests]
    report(f"growing the model of the first look on {sum(len(row.answers) for row in rows)} candidates")
    key_sentence = by_fold(lambda wanted: _ranked([row for row in rows if wanted(row.group)], sizes.key_sentence))
    report("reading closely")
    first_look = Unseen(key_sentence[1:], Forest.from_plain)
    closely = partial(readings, settings=settings, first_look_for=first_look)
    read = _at_once(closely, archives, workers)
    report(f"learning borders from {sum(any(reading.borders) for reading in read)} answers")
    borders = by_fold(BorderExamples(read).learned)
    unseen_borders = Unseen(borders[1:], PhraseModel.from_plain)
    found: list[Read] = [(reading, finalists_of(unseen_borders(reading.group), reading)) for reading in read]
    short = [
        (reading, finalists_of(unseen_borders(reading.group), reading))
        for reading in _at_once(closely, digests, workers)
    ]
    report("growing the models of phrases and of the second look")
    # What is seen of a phrase or a sentence is the same for every fold.
    overlap = _grown(taught_phrases((*found, *short)), overlap_model, sizes.overlap)
    unseen_overlap = Unseen(overlap[1:], Forest.from_plain)
    second_look = _grown(taught_sentences((*found, *short), unseen_overlap), sentence_model, sizes.second_look)
    report("looking at signals")
    unseen = UnseenModels(key_sentence[1:], borders[1:], overlap[1:], second_look[1:])
    told = _at_once(partial(signal_rows, settings=settings, models_for=unseen), lacking, workers)
    by_hand: list[Rows] = []
    if silence is not None:
        reader = Reader(
            PhraseModel.from_plain(borders[0]), Forest.from_plain(overlap[0]), Forest.from_plain(second_look[0])
        )
        by_hand = silence(Models(Forest.from_plain(key_sentence[0]), reader))
    report(f"growing the confidence model on {len(told)} and {len(by_hand)} questions")
    confidence = grown_confidence(told, sizes.confidence)
    silent = grown_silence(Forest.from_plain(confidence), told, by_hand, sizes) if by_hand else None
    unseen_sentences = Unseen(second_look[1:], Forest.from_plain)
    measures = {
        "quote@1 after the first look": _first_right(of_archives, first_look),
        "quote@1 after the first look, digests": _first_right(of_digests, first_look),
        "quote@1 after the second look": _second_right(found, unseen_overlap, unseen_sentences),
        "quote@1 after the second look, digests": _second_right(short, unseen_overlap, unseen_sentences),
        **confidence_measures(told, by_hand, sizes),
    }
    return Trained(key_sentence[0], borders[0], overlap[0], second_look[0], confidence, silent, measures)


def _at_once(
    work: Callable[[PracticeCollection], list[T]], practice: Sequence[PracticeCollection], workers: int
) -> list[T]:
    """What comes of all collections, in order, made by several processes."""
    with ProcessPoolExecutor(workers) as pool:
        # What the work carries (whole models) is sent once a chunk.
        chunk = max(1, len(practice) // (8 * workers))
        return [each for part in pool.map(work, practice, chunksize=chunk) for each in part]


def _grown(taught: Sequence[Taught], model: Callable[[Sequence[Taught], Size], Plain], size: Size) -> list[Plain]:
    """A forest grown from all that is taught, then one for each fold grown from the others."""
    return by_fold(lambda wanted: model([each for each in taught if wanted(each.group)], size))


def _ranked(rows: Sequence[Rows], size: Size) -> Plain:
    answers = [row.answers for row in rows]
    return grow_ranked(_stack(rows), np.concatenate(answers), list(map(len, answers)), rows[0].names, size)


def grown_confidence(told: Sequence[Rows], size: Size) -> Plain:
    """The forest that says whether a question is answered, in plain form, from questions whose answers were hidden."""
    return grow(_stack(told), np.array([row.answerable for row in told]), told[0].names, size)


def grown_silence(first: Forest, told: Sequence[Rows], by_hand: Sequence[Rows], sizes: Sizes) -> Plain:
    """The forest that says so again, in plain form, from both kinds of questions.

    Of questions by hand it is told what the ``first`` forest says, which learned from all that was hidden; of hidden
    answers, what forests say that have not seen their articles.
    """
    sure = _unseen_odds(told, sizes.confidence)
    kept = [place for place, name in enumerate(first.features) if name not in OF_THE_COLLECTION]
    names = [*(first.features[place] for place in kept), SURE]
    odds = np.concatenate([sure, first.values(_stack(by_hand))])
    rows = [*told, *by_hand]
    table = np.column_stack([_stack(rows)[:, kept], _bounded(odds)])
    counts = np.array([row.counts for row in rows])
    return grow(table, np.array([row.answerable for row in rows]), names, sizes.silence, counts)


def _unseen_odds(told: Sequence[Rows], size: Size) -> NDArray[np.float64]:
    """The odds of each question by a forest of the folds it is not in."""
    odds = np.zeros(len(told))
    folds = np.array([fold_of(row.group) for row in told])
    for fold in range(FOLDS):
        others = [row for row in told if fold_of(row.group) != fold]
        own = [row for row in told if fold_of(row.group) == fold]
        if own and others:
            odds[folds == fold] = Forest.from_plain(grown_confidence(others, size)).values(_stack(own))
    return odds


def _bounded(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Odds as the second forest is told them."""
    return np.array([log_odds(logistic(one)) for one in odds.tolist()])


def _stack(rows: Iterable[Rows]) -> NDArray[np.float64]:
    return np.concatenate([row.features for row in rows])


def _first_right(rows: Sequence[Rows], unseen: Unseen) -> float:
    """How often the first look's best is right."""
    return round(float(np.mean([row.answers[np.argmax(unseen(row.group).values(row.features))] for row in rows])), 4)


def _second_right(found: Sequence[Read], overlap: Unseen, sentences: Unseen) -> float:
    """How often the second look's best is right."""
    hits: list[bool] = []
    for reading, finalists in found:
        if not finalists:
            hits.append(False)
            continue
        phrases = found_phrases(overlap(reading.group), reading.wording, finalists, reading.odds)
        model: Forest = sentences(reading.group)
        best = int(np.argmax(model.values(second_rows(model.features, finalists, phrases, reading.odds))))
        hits.append(reading.answers[finalists[best].place])
    return round(float(np.mean(hits)), 4)


def confidence_measures(told: Sequence[Rows], by_hand: Sequence[Rows], sizes: Sizes) -> dict[str, float]:
    """What the confidence is worth on articles left out, of each kind of questions, by the second forest if any."""
    odds, by_second, of_hand = (np.zeros(len(rows)) for rows in (told, told, by_hand))
    for fold in range(FOLDS):
        seen, seen_by_hand = ([row for row in rows if fold_of(row.group) != fold] for rows in (told, by_hand))
        first = Forest.from_plain(grown_confidence(seen, sizes.confidence))
        second = Forest.from_plain(grown_silence(first, seen, seen_by_hand, sizes)) if by_hand else None
        for rows, values in ((told, by_second), (by_hand, of_hand)):
            own = np.array([fold_of(row.group) == fold for row in rows], dtype=np.bool_)
            if not own.any():
                continue
            table = _stack(row for row in rows if fold_of(row.group) == fold)
            sure = first.values(table)
            if rows is told:
                odds[own] = sure
            if second is not None:
                kept = [rows[0].names.index(name) for name in second.features[:-1]]
                values[own] = second.values(np.column_stack([table[:, kept], _bounded(sure)]))
    measures = _told_apart(told, odds)
    if by_hand:
        measures |= {f"{name}, second forest": value for name, value in _told_apart(told, by_second).items()}
        measures |= {f"{name}, by hand": value for name, value in _told_apart(by_hand, of_hand).items()}
    return measures


def _told_apart(rows: Sequence[Rows], odds: NDArray[np.float64]) -> dict[str, float]:
    from sklearn.metrics import roc_auc_score

    answerable = np.array([row.answerable for row in rows], dtype=np.bool_)
    if answerable.all() or not answerable.any():
        return {}
    threshold = float(np.quantile(odds[answerable], 0.05))
    return {
        "auroc answerable or not": round(float(roc_auc_score(answerable, odds)), 4),
        "threshold refusing 5 % of answerable": round(1 / (1 + float(np.exp(-threshold))), 4),
        "unanswerable refused at that threshold": round(float((odds[~answerable] < threshold).mean()), 4),
    }
