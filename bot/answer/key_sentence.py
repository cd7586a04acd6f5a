"""Choosing the sentence that answers among the candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Asked, Candidate
from bot.answer.forest import Forest
from bot.answer.question_type import Kind


def answer_odds(model: Forest | None, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """For each candidate the log-odds that it answers; without a model, an order by how well it matches."""
    if not candidates:
        return np.zeros(0)
    if model is None:
        plain = ("paragraph_score", "score", "cover_words", "gain_before")
        return np.array([sum(candidate.features[name] for name in plain) for candidate in candidates])
    return model.log_odds(matrix(candidates, model.features))


def best_answering(question: Asked, candidates: Sequence[Candidate], odds: NDArray[np.float64]) -> int:
    """The place of the candidate that answers best.

    A sentence that merely says what a why-question says (``…让人吃惊。``) gives way to the one right after it, where
    that begins with a reason (``因为…``, ``一是…``).
    """
    best = int(np.argmax(odds))
    if question.type.kind is not Kind.WHY or "reason" in candidates[best].shown:
        return best
    chosen = candidates[best]
    for place, other in enumerate(candidates):
        next_in_paragraph = other.paragraph.id == chosen.paragraph.id and other.place == chosen.place + 1
        opens_next = (
            other.place == 0
            and other.paragraph.article == chosen.paragraph.article
            and other.paragraph.number == chosen.paragraph.number + 1
            and chosen.place == len(chosen.paragraph.sentences) - 1
        )
        if (next_in_paragraph or opens_next) and "explaining" in other.shown:
            return place
    return best


def matrix(candidates: Sequence[Candidate], names: Sequence[str]) -> NDArray[np.float64]:
    """The candidates' features as rows, one column a name.

    Raises:
        KeyError: a feature is not known to this version; the model is of another one.
    """
    return np.array([[candidate.features[name] for name in names] for candidate in candidates], dtype=np.float64)
