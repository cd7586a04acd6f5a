"""What counts within one article, and not among many.

The forests learn from encyclopedia passages: each is on a thing of its own, so that its name tells the passage and not
the sentence. In an article all is on one thing, what a sentence leans on stands before it, and much is asked that it
could tell and does not. So in a small collection two further models have the last word, learned from questions on whole
articles: a linear one says which sentence it is, a forest how sure that is. They see what the others see, and what
those thought of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Candidate
from bot.answer.confidence import probability
from bot.answer.english_cover import COVERS
from bot.answer.forest import Forest, ModelError
from bot.answer.key_sentence import matrix
from bot.answer.name_cover import NAME_COVERS
from bot.answer.reasons import WHY_FEATURES, why_row, why_rows
from bot.answer.second_look import Look
from bot.answer.sense_cover import SENSE_COVERS

_LARGEST = 300
"""Paragraphs of the largest collection that is read like one article."""
_LONG = 5
"""Paragraphs that several articles have at least, on average: a list of short answers is no article."""
_OUT_OF_THE_QUESTION = 0.02
"""A lower confidence of the general forest is not raised."""
_UNREAD = -20.0
"""The score of a phrase where none was looked for; no other is held to be lower."""

SENTENCE_FEATURES = (
    "cover_rare",
    "cover_rare_with_before",
    "cover_wide",
    "cover_wide_with_before",
    "cover_count",
    "cover_known",
    "cover_unigrams",
    "cover_bigrams",
    "score",
    "after_best",
    "contrast",
    "contrast_gap",
    "contrast_in_all",
    "common_run",
    "gain_before",
    "paragraph_score",
    "paragraph_first",
    "marks_met",
    "number_wanted",
    "unit_wanted",
    "asking",
    "first",
    "length",
)
"""The features of candidates that count again."""

_SAID = (*COVERS, *SENSE_COVERS, *NAME_COVERS)

LOOK_FEATURES = (
    "odds",
    "odds_order",
    "first_odds",
    "read",
    "overlap",
    "phrase_score",
    "next",
    "previous",
    "elsewhere",
    "next_if_why",
    "reason_if_why",
    "person_if_who",
    *WHY_FEATURES,
    "overlap_if_why",
    "carried_cover_if_why",
    *_SAID,
)
"""What else counts: what both looks thought, whether the best of them stands beside it, what is asked for there, and
what is said in other words."""


@dataclass(frozen=True)
class Line:
    """A linear model of the odds of a sentence: a weight for each of ``SENTENCE_FEATURES`` and of ``LOOK_FEATURES``."""

    weights: NDArray[np.float64]

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Line:
        """A Line from its weights by name.

        Raises:
            ModelError: the value has another form.
        """
        try:
            weights = np.array([float(plain[name]) for name in (*SENTENCE_FEATURES, *LOOK_FEATURES)])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"not a linear model: {error!r}") from error
        if not np.isfinite(weights).all():
            raise ModelError("not a linear model: a weight is not a number")
        return cls(weights)


@dataclass(frozen=True)
class ArticleModels:
    """What was learned from articles: the choice of the sentence, and how sure it is."""

    sentences: Line
    confidence: Forest | None = None

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> ArticleModels:
        """Both from their plain forms.

        Raises:
            ModelError: the value has another form.
        """
        try:
            sentences, confidence = plain["sentences"], plain["confidence"]
        except (KeyError, TypeError) as error:
            raise ModelError(f"not the models of articles: {error!r}") from error
        return cls(Line.from_plain(sentences), Forest.from_plain(confidence))


def reads_like_an_article(paragraphs: int, articles: int) -> bool:
    """Whether so many paragraphs of so many articles are read like one."""
    return paragraphs <= _LARGEST and (articles == 1 or articles * _LONG <= paragraphs)


def article_rows(candidates: Sequence[Candidate], look: Look, first_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """A row for each candidate, a column for each of ``SENTENCE_FEATURES`` and of ``LOOK_FEATURES``.

    Args:
        candidates: the sentences.
        look: what both looks thought of them.
        first_odds: what the first look thought.
    """
    best = int(np.argmax(look.odds))
    home = candidates[best].paragraph.id
    read = np.zeros((len(candidates), 3))
    read[:, 2] = _UNREAD
    for place, found in look.phrases.items():
        read[place] = (1.0, found.overlap, max(found.score, _UNREAD))
    beside: list[tuple[float, ...]] = []
    for place, candidate in enumerate(candidates):
        features, at_home = candidate.features, candidate.paragraph.id == home
        following, why = float(at_home and place == best + 1), features["kind_why"]
        beside.append(
            (
                following,
                float(at_home and place == best - 1),
                float(not at_home),
                why * following,
                why * features["mark_reason"],
                features["kind_who"] * features["mark_person"],
            )
        )
    order = np.argsort(np.argsort(-look.odds, kind="stable"))
    said = said_in_other_words(candidates, look)
    why = candidates[0].features["kind_why"]
    reason = np.column_stack([why_rows(candidates), why * read[:, 1], why * said[:, _SAID.index("carried_cover")]])
    own = np.column_stack([matrix(candidates, SENTENCE_FEATURES), look.odds, order, first_odds, read, beside])
    return np.concatenate([own, reason, said], axis=1)


def said_in_other_words(candidates: Sequence[Candidate], look: Look) -> NDArray[np.float64]:
    """A row for each candidate, a column for each of ``COVERS``, ``SENSE_COVERS`` and ``NAME_COVERS``; zeros where none
    were made.
    """
    kinds = ((look.english, COVERS), (look.senses, SENSE_COVERS), (look.names, NAME_COVERS))
    return np.column_stack([np.zeros((len(candidates), len(of))) if made is None else made for made, of in kinds])


def chosen_again(
    line: Line, candidates: Sequence[Candidate], look: Look, first_odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The candidates' odds within an article."""
    odds: NDArray[np.float64] = article_rows(candidates, look, first_odds) @ line.weights
    return odds


def article_figures(figures: Mapping[str, float], candidates: Sequence[Candidate], look: Look) -> dict[str, float]:
    """What there is to see of a whole reply within an article.

    Args:
        figures: what there is elsewhere, too (``bot.answer.confidence.reply_figures``).
        candidates: the sentences.
        look: what is thought of them, with the odds within an article.

    Returns:
        The figures, the best candidate's odds as ``best_odds``, how much of the question it says in other words, and
        where a reason is asked for whether it looks like one.
    """
    top = int(np.argmax(look.odds))
    said = zip(_SAID, said_in_other_words(candidates, look)[top].tolist(), strict=True)
    as_reason = zip(WHY_FEATURES, why_row(candidates, top), strict=True)
    in_english = float(look.english is not None)
    return {
        **figures,
        **{f"best_{name}": value for name, value in (*said, *as_reason)},
        "in_english": in_english,
        "best_odds": float(look.odds[top]),
    }


def sure_again(model: Forest, confidence: float, figures: Mapping[str, float]) -> float:
    """The confidence within an article, in 0…1, of its figures (``article_figures``).

    What the general forest's ``confidence`` holds to be out of the question stays so.
    """
    again = probability(model, figures)
    return min(again, confidence) if confidence < _OUT_OF_THE_QUESTION else again
