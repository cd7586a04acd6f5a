"""Choosing the sentence that answers among the candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from bot.answer.asked import Asked
from bot.answer.candidates import Candidate
from bot.answer.forest import Forest
from bot.answer.question_type import Kind


def answer_odds(model: Forest | None, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """For each candidate how likely it answers beside the others; without a model, an order by how well it matches.

    Differences are log-odds of one candidate against another; odds of two questions do not compare.
    """
    if not candidates:
        return np.zeros(0)
    if model is None:
        plain = ("paragraph_score", "score", "cover_words", "gain_before")
        return np.array([sum(candidate.features[name] for name in plain) for candidate in candidates])
    return model.values(matrix(candidates, model.features))


def reasons_first(question: Asked, candidates: Sequence[Candidate], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The odds, with the sentence that gives the reason before the one that only says what is to be explained.

    A sentence that merely repeats a why-question (``…让人吃惊。``) gives way to the one right after it, where that
    begins with a reason (``因为…``, ``一是…``).
    """
    best = int(np.argmax(odds))
    if question.type.kind is not Kind.WHY or "reason" in candidates[best].shown:
        return odds
    for place, other in enumerate(candidates):
        if "explaining" in other.shown and _follows(other, candidates[best]):
            lifted = odds.copy()
            lifted[place] = odds[best] + 1
            return lifted
    return odds


def _follows(other: Candidate, one: Candidate) -> bool:
    """Whether a candidate is the sentence right after another, be it over a paragraph's end."""
    if other.paragraph.id == one.paragraph.id:
        return other.place == one.place + 1
    return (
        other.place == 0
        and other.paragraph.article == one.paragraph.article
        and other.paragraph.number == one.paragraph.number + 1
        and one.place == len(one.paragraph.sentences) - 1
    )


def matrix(candidates: Sequence[Candidate], names: Sequence[str]) -> NDArray[np.float64]:
    """The candidates' features as rows, one column a name.

    Raises:
        KeyError: a feature is not known to this version; the model is of another one.
    """
    # A third of the time of a loop, and this is dozens of candidates by a hundred names.
    figures = _getter(tuple(names))
    return np.array([figures(each.features) for each in candidates], dtype=np.float64)


@lru_cache(16)
def _getter(names: tuple[str, ...]) -> Callable[[Mapping[str, float]], tuple[float, ...]]:
    """Gets what has those names."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda features: tuple(features[name] for name in names)
