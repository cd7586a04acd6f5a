"""The words beside a question's question word: 妻子 in 贝克的妻子是谁, 发布 in 哪一天发布.

They name what is asked for. A passage that has all of a question but these speaks of its subject and does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answer.question_type import QuestionType


@dataclass(frozen=True, slots=True)
class Beside:
    """The texts of the words next before and after a question word; empty where there is none."""

    before: str
    after: str


def words_beside(folded: str, asked: QuestionType, words: Iterable[str]) -> Beside:
    """The nearest of some words of a folded question on both sides of its question word; of equally near the longest.

    A question without a question word is taken to end with it.
    """
    start = folded.find(asked.word) if asked.word else -1
    start, end = (start, start + len(asked.word)) if start >= 0 else (len(folded), len(folded))
    before: tuple[int, int, str] = (-1, 0, "")
    after: tuple[int, int, str] = (len(folded), 0, "")
    for word in words:
        place = folded.rfind(word, 0, start)
        if place >= 0:
            before = max(before, (place + len(word), len(word), word))
        place = folded.find(word, end)
        if place >= 0:
            after = min(after, (place, -len(word), word))
    return Beside(before[2], after[2])
