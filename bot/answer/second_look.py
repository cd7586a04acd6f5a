"""The second look: the best candidates read closely, for the phrase that answers and the sentence it stands in.

The first look compares sentences with the question as bags of terms. Here the few best are read word by word; how well
their best phrase would answer is a feature beside the first look's, and a second model has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Candidate
from bot.answer.finalists import Finalist, best_places, read_closely
from bot.answer.forest import Forest
from bot.answer.key_sentence import matrix
from bot.answer.phrase_choice import phrase_rows
from bot.answer.phrase_wording import QuestionWording, question_wording
from bot.answer.phrases import PhraseModel
from corpus.model import Span
from index.terms.words import WordSegmenter

ADDED = (
    "first_odds",
    "first_odds_in_all",
    "first_order",
    "phrase_score",
    "phrase_score_in_all",
    "phrase_order",
    "phrase_lead",
    "phrase_begins",
    "phrase_ends",
    "phrase_words",
    "overlap",
    "overlap_in_all",
    "overlap_order",
)
"""The names of what the second look sees beyond a candidate's features."""


@dataclass(frozen=True)
class Reader:
    """What reads closely: three models that were learned one upon the other."""

    borders: PhraseModel
    overlap: Forest
    sentences: Forest


@dataclass(frozen=True, slots=True)
class Found:
    """The phrase of a sentence that is likeliest to answer.

    Attributes:
        span: its range in the sentence's folded text.
        overlap: how much of it and of the answer is expected to be the same, in 0…1 (the F1 of characters).
        score: the score of the sentence's best phrase.
        row: what was seen of the phrase (``phrase_rows``).
        next_overlap: the overlap that is expected of the next best phrase of the sentence; 0 where there is none.
    """

    span: Span
    overlap: float
    score: float
    row: NDArray[np.float64]
    next_overlap: float


@dataclass(frozen=True)
class Look:
    """What is thought of the candidates.

    Attributes:
        odds: for each candidate how likely it answers beside the others (``answer_odds``).
        phrases: the phrase found in each candidate that was read closely, by the candidate's place.
        english: for each candidate how much of an English question it says (``bot.answer.english_cover``); None of
            another question.
        senses: for each candidate how much of the question it says in whatever words (``bot.answer.sense_cover``);
            None outside of articles.
        names: for each candidate which names and numbers of the question it has (``bot.answer.name_cover``); None
            where that was not looked at.
    """

    odds: NDArray[np.float64]
    phrases: Mapping[int, Found]
    english: NDArray[np.float64] | None = None
    senses: NDArray[np.float64] | None = None
    names: NDArray[np.float64] | None = None


def look_again(
    reader: Reader,
    segmenter: WordSegmenter,
    folded: str,
    candidates: Sequence[Candidate],
    odds: NDArray[np.float64],
) -> Look:
    """The candidates after close reading; ``odds`` are those of the first look.

    A candidate that is not read closely stays behind those that are.
    """
    wording = question_wording(segmenter, folded)
    finalists = read_closely(segmenter, reader.borders, wording, candidates, best_places(odds))
    if not finalists:
        return Look(odds, {})
    phrases = found_phrases(reader.overlap, wording, finalists, odds)
    rows = second_rows(reader.sentences.features, finalists, phrases, odds)
    again = reader.sentences.values(rows)
    places = [finalist.place for finalist in finalists]
    # The rest keep their order, below the last of those that were read.
    total = odds - odds.max() + min(0.0, float(again.min())) - 1
    total[places] = again
    return Look(total, dict(zip(places, phrases, strict=True)))


def with_best_read(
    reader: Reader, segmenter: WordSegmenter, folded: str, candidates: Sequence[Candidate], look: Look
) -> Look:
    """The same look, its best candidate read closely where it was not yet."""
    best = int(np.argmax(look.odds))
    if best in look.phrases:
        return look
    wording = question_wording(segmenter, folded)
    finalists = read_closely(segmenter, reader.borders, wording, candidates, [best])
    phrases = found_phrases(reader.overlap, wording, finalists, look.odds)
    return replace(look, phrases={**look.phrases, best: phrases[0]}) if phrases else look


def found_phrases(
    model: Forest, question: QuestionWording, finalists: Sequence[Finalist], odds: NDArray[np.float64]
) -> tuple[Found, ...]:
    """The likeliest phrase of each finalist, in order."""
    rows = phrase_rows(question, finalists, odds)
    expected = model.values(rows)
    found: list[Found] = []
    first = 0
    for finalist in finalists:
        own = [min(1.0, max(0.0, each)) for each in expected[first : first + len(finalist.phrases)].tolist()]
        best = int(np.argmax(expected[first : first + len(own)]))
        phrase = finalist.phrases[best]
        span = Span(finalist.words[phrase.first].start, finalist.words[phrase.last].end)
        next_overlap = max((each for place, each in enumerate(own) if place != best), default=0.0)
        found.append(Found(span, own[best], finalist.score, rows[first + best], next_overlap))
        first += len(own)
    return tuple(found)


def second_rows(
    names: Sequence[str], finalists: Sequence[Finalist], phrases: Sequence[Found], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A row for each finalist; ``names`` are features of candidates or of ``ADDED``.

    Raises:
        KeyError: a feature is not known to this version; the model is of another one.
    """
    first = np.array([odds[finalist.place] for finalist in finalists])
    score = np.array([finalist.score for finalist in finalists])
    overlap = np.array([phrase.overlap for phrase in phrases])
    second = [finalist.phrases[1].score if len(finalist.phrases) > 1 else -40.0 for finalist in finalists]
    added = {
        "first_odds": first,
        "first_odds_in_all": first - first.max(),
        "first_order": _order(first),
        "phrase_score": score,
        "phrase_score_in_all": score - score.max(),
        "phrase_order": _order(score),
        "phrase_lead": score - np.array(second),
        "phrase_begins": np.array([finalist.begins for finalist in finalists]),
        "phrase_ends": np.array([finalist.ends for finalist in finalists]),
        "phrase_words": np.array([float(f.phrases[0].last - f.phrases[0].first) for f in finalists]),
        "overlap": overlap,
        "overlap_in_all": overlap - overlap.max(),
        "overlap_order": _order(overlap),
    }
    own = [name for name in names if name not in added]
    figures = dict(zip(own, matrix([finalist.candidate for finalist in finalists], own).T, strict=True)) | added
    return np.array([figures[name] for name in names], dtype=np.float64).T


def _order(figures: NDArray[np.float64]) -> NDArray[np.float64]:
    """The place of each figure among all, the largest 0."""
    return np.argsort(np.argsort(-figures, kind="stable")).astype(np.float64)
