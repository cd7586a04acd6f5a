"""What counts more within one article than among many.

The forests learn from encyclopedia passages: each is on a thing of its own, so that its name tells the passage and not
the sentence. In an article all is on one thing, and who is named in a sentence tells much. So in a small collection a
few features count once more, by weights learned from questions on whole articles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Candidate
from bot.answer.forest import ModelError
from bot.answer.key_sentence import matrix
from bot.answer.second_look import Look

_LARGEST = 300
"""Paragraphs of the largest collection that is read like one article."""
_LONG = 5
"""Paragraphs that several articles have at least, on average: a list of short answers is no article."""

SENTENCE_FEATURES = (
    "cover_rare",
    "cover_wide",
    "cover_count",
    "score",
    "contrast",
    "contrast_in_all",
    "cover_unigrams",
    "cover_bigrams",
    "common_run",
    "gain_before",
    "paragraph_score",
    "paragraph_first",
    "cover_known",
    "marks_met",
    "first",
    "length",
)
"""The features of candidates that count again."""

LOOK_FEATURES = ("read", "overlap", "phrase_score", "first_odds")
"""What else counts: whether a candidate was read closely, what was found in it, and the odds of the first look."""

_OUT_OF_THE_QUESTION = 0.05
"""A lower confidence of the forests is not raised."""
_UNREAD = -20.0
"""The score of a phrase where none was looked for; no other is held to be lower."""


@dataclass(frozen=True)
class Line:
    """A linear model over a forest's odds and some features: ``odds`` is the odds' weight, ``weights`` theirs."""

    odds: float
    weights: Mapping[str, float]
    bias: float = 0.0

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Line:
        """A Line from its plain form, its fields by name.

        Raises:
            ModelError: the value has another form.
        """
        try:
            weights = {str(name): float(weight) for name, weight in plain["weights"].items()}
            line = cls(float(plain["odds"]), weights, float(plain["bias"]))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ModelError(f"not a linear model: {error!r}") from error
        if not all(map(math.isfinite, (line.odds, line.bias, *weights.values()))):
            raise ModelError("not a linear model: a weight is not a number")
        return line


AS_IT_IS = Line(1.0, {})
"""Leaves odds as they are."""


@dataclass(frozen=True)
class ArticleLines:
    """What was learned from articles: for the choice of the sentence, and for how sure it is."""

    sentences: Line
    confidence: Line

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> ArticleLines:
        """Both from their plain forms.

        Raises:
            ModelError: the value has another form.
        """
        try:
            sentences, confidence = plain["sentences"], plain["confidence"]
        except (KeyError, TypeError) as error:
            raise ModelError(f"not the weights of articles: {error!r}") from error
        lines = cls(Line.from_plain(sentences), Line.from_plain(confidence))
        missing = {*SENTENCE_FEATURES, *LOOK_FEATURES} - lines.sentences.weights.keys()
        if missing:
            raise ModelError(f"not the weights of articles: nothing is said of {', '.join(sorted(missing))}")
        return lines


def reads_like_an_article(paragraphs: int, articles: int) -> bool:
    """Whether so many paragraphs of so many articles are read like one."""
    return paragraphs <= _LARGEST and (articles == 1 or articles * _LONG <= paragraphs)


def figures_of(candidates: Sequence[Candidate], look: Look, first_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """A row for each candidate, a column for each of ``SENTENCE_FEATURES`` and of ``LOOK_FEATURES``."""
    read = np.zeros((len(candidates), 3))
    read[:, 2] = _UNREAD
    for place, found in look.phrases.items():
        read[place] = (1.0, found.overlap, max(found.score, _UNREAD))
    return np.column_stack([matrix(candidates, SENTENCE_FEATURES), read, first_odds])


def chosen_again(
    line: Line, candidates: Sequence[Candidate], look: Look, first_odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The candidates' odds, weighed anew with some of what is known of them."""
    weights = np.array([line.weights[name] for name in (*SENTENCE_FEATURES, *LOOK_FEATURES)])
    again: NDArray[np.float64] = line.odds * look.odds + figures_of(candidates, look, first_odds) @ weights
    return again


def sure_again(line: Line, confidence: float, figures: Mapping[str, float]) -> float:
    """A confidence in 0…1, weighed anew with some of its signals; what is out of the question stays so."""
    kept = min(max(confidence, 1e-6), 1 - 1e-6)
    weighed = math.fsum(weight * figures[name] for name, weight in line.weights.items())
    odds = line.odds * math.log(kept / (1 - kept)) + weighed + line.bias
    again = 1 / (1 + math.exp(-min(max(odds, -50.0), 50.0)))
    return min(again, confidence) if confidence < _OUT_OF_THE_QUESTION else again
