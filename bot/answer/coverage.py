"""How much of a question some terms cover: by granularity, by words alone, and of the words beside its question word.

Sums are by ``math.fsum``, since a set has no order: the same question must get the same figures in every run.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from bot.answer.asked import Asked


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of a question some of its words hold.

    Attributes:
        words: the share of the mass of its words.
        rare: the share of their rarities.
        wide: the share of the wide weights.
        known: the share of those of the words that the corpus has.
        count: the share of the words, each counting one.
        before: whether they hold the word before the question word: 1 or 0, and 0.5 where there is no word.
        after: the same of the word after it.
    """

    words: float
    rare: float
    wide: float
    known: float
    count: float
    before: float
    after: float


def cover(question: Asked, words: Set[str]) -> Cover:
    """How much of a question some of its words hold."""
    before, after = beside(question, words).values()
    return Cover(
        mass_share(question, "w", words),
        share(question.rarities, words),
        share(question.wide, words),
        share(question.known, words),
        count_share(question.wide, words),
        before,
        after,
    )


def mass_share(question: Asked, prefix: str, terms: Set[str]) -> float:
    """The share of the mass of the question's terms of one granularity that some terms hold."""
    total, masses = question.mass[prefix], question.masses_by_prefix[prefix]
    return math.fsum([masses[term] for term in masses.keys() & terms]) / total if total else 0.0


def share(weights: Mapping[str, float], terms: Set[str]) -> float:
    """The share of all weights that some terms have; 0 where there are none."""
    total = math.fsum(weights.values())
    return math.fsum([weights[term] for term in weights.keys() & terms]) / total if total else 0.0


def count_share(weights: Mapping[str, float], terms: Collection[str]) -> float:
    """The share of the weighed terms that are among some terms, each counting one; 0 where there are none."""
    return sum(term in terms for term in weights) / (len(weights) or 1)


def beside(question: Asked, terms: Collection[str], suffix: str = "") -> dict[str, float]:
    """Whether some terms hold the words before and after the question word: 1 or 0, and 0.5 where there is no word."""
    words = question.beside
    return {
        f"beside_{name}{suffix}": float("w:" + word in terms) if word else 0.5
        for name, word in (("before", words.before), ("after", words.after))
    }
