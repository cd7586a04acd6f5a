"""What answering depends on, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How many passages to quote, and when to stay silent.

    Attributes:
        quotes: how many passages a Reply carries at most.
        threshold: the confidence, in 0…1, under which the reply is an Abstention.
        max_question: the longest question taken, in characters.
    """

    quotes: int = 5
    threshold: float = 0.55
    max_question: int = 2000
