"""Lessons from the question sets that the evaluation reads."""

from __future__ import annotations

from collections.abc import Iterator

from bot.learning.practice import Lesson
from index.evaluation.model import DataSet


def lessons_of(data: DataSet) -> Iterator[Lesson]:
    """A Lesson for each Topic whose passage and answers are known, in the data's order."""
    articles = {data.passages[article.paragraphs[0].id]: article for article in data.articles if article.paragraphs}
    for topic in data.topics:
        gold = next(iter(data.qrels.get(topic.id, {})), None)
        if gold is None or gold not in articles or not topic.answers:
            continue
        article = articles[gold]
        answers = tuple(dict.fromkeys(answer.text for answer in topic.answers))
        group = f"{data.name}:{article.title or gold}"
        yield Lesson(topic.text, article.raw, article.title, answers, group, data.name)
