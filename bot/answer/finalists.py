"""The sentences worth reading closely, cut into words, with the phrases in each that may answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Candidate
from bot.answer.phrase_wording import QuestionWording, Words, words_of
from bot.answer.phrases import Phrase, PhraseModel, best_phrases, border_scores, pairs
from index.terms.words import WordSegmenter

FINALISTS = 6
"""How many sentences are read closely."""

PHRASES = 10
"""How many phrases of each are considered."""


@dataclass(frozen=True)
class Finalist:
    """A sentence that is read closely.

    Attributes:
        place: which of the candidates it is.
        candidate: that candidate.
        words: its words.
        phrases: the phrases that look most like an answer, best first; empty where it has no word.
        begins: the best score of any of its words as a beginning.
        ends: the best score of any of its words as an end.
    """

    place: int
    candidate: Candidate
    words: Words
    phrases: tuple[Phrase, ...]
    begins: float
    ends: float

    @property
    def score(self) -> float:
        """The score of its best phrase."""
        return self.phrases[0].score

    def text(self, phrase: Phrase) -> str:
        """The folded text of one of its phrases."""
        return self.candidate.folded[self.words[phrase.first].start : self.words[phrase.last].end]


def best_places(odds: NDArray[np.float64]) -> tuple[int, ...]:
    """The places of the candidates to read closely, best first."""
    return tuple(np.argsort(-odds, kind="stable")[:FINALISTS].tolist())


def read_closely(
    segmenter: WordSegmenter,
    model: PhraseModel,
    question: QuestionWording,
    candidates: Sequence[Candidate],
    places: Sequence[int],
) -> tuple[Finalist, ...]:
    """The candidates of those places with their phrases; those without any phrase are left out."""
    sentences = [words_of(segmenter, candidates[place].folded) for place in places]
    looked_up = pairs(question, sentences)
    begins, ends = border_scores(model, looked_up)
    found: list[Finalist] = []
    for number, (place, words) in enumerate(zip(places, sentences, strict=True)):
        own = slice(looked_up.starts[number], looked_up.starts[number + 1])
        phrases = best_phrases(words, begins[own], ends[own], PHRASES)
        if phrases:
            best = (float(begins[own].max()), float(ends[own].max()))
            found.append(Finalist(place, candidates[place], words, phrases, *best))
    return tuple(found)
