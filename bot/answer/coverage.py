"""How much of a question some terms cover: by granularity, by words alone, and of the words beside its question word.

Sums are by ``math.fsum``, since a set has no order: the same question must get the same figures in every run.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from bot.answer.asked import Asked


def by_granularity(question: Asked, terms: Collection[str]) -> dict[str, float]:
    """The share of the question's mass that some of its terms hold, by granularity prefix."""
    found: dict[str, list[float]] = {prefix: [] for prefix in "wbu"}
    for term in terms:
        found[term[0]].append(question.masses[term])
    return {
        prefix: math.fsum(each) / question.mass[prefix] if question.mass[prefix] else 0.0
        for prefix, each in found.items()
    }


def share(weights: Mapping[str, float], terms: Collection[str]) -> float:
    """The share of all weights that some terms have; 0 where there are none."""
    total = math.fsum(weights.values())
    return math.fsum(weights[term] for term in terms if term in weights) / total if total else 0.0


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
