"""What is chosen from a DataSet before it is measured on: fewer topics, or topics whose gold passages are gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from index.evaluation.errors import DataError
from index.evaluation.model import DataSet, Topic


def limited(data: DataSet, limit: int, seed: int) -> DataSet:
    """At most ``limit`` topics, drawn at random and kept in order; all passages stay.

    Raises:
        DataError: ``limit`` is less than 1.
    """
    if limit < 1:
        raise DataError(f"{data.name}: a limit of {limit} questions; ask for 1 at least")
    if limit >= len(data.topics):
        return data
    drawn = np.random.default_rng(seed).choice(len(data.topics), size=limit, replace=False)
    topics = tuple(data.topics[place] for place in sorted(drawn.tolist()))
    kept = {topic.id for topic in topics}
    return replace(
        data,
        topics=topics,
        qrels={topic: grades for topic, grades in data.qrels.items() if topic in kept},
        choices={**data.choices, "limit": limit, "seed": seed},
    )


def gold_hidden(data: DataSet, share: float, seed: int) -> DataSet:
    """Without the relevant passages of a random ``share`` of the topics, which thereby cannot be answered.

    Topics that share a relevant passage go together, in random order, until the share is reached: hiding passages
    topic by topic would take away those of far more. What no passage answered before stays unanswerable.

    Raises:
        DataError: the share is not between 0 and 1, or nothing would be left.
    """
    if not 0 < share < 1:
        raise DataError(f"{data.name}: hides the gold of {share} of the questions; name a share between 0 and 1")
    if not data.articles:
        raise DataError(f"{data.name}: has judgments only, no passages to hide; leave --hide-gold out")
    groups = _together(data)
    order = np.random.default_rng(seed).permutation(len(groups))
    wanted = round(share * sum(len(group) for group in groups))
    hidden: set[str] = set()
    for place in order.tolist():
        if len(hidden) >= wanted:
            break
        hidden.update(groups[place])
    return _without(data, hidden, {"hide_gold": share, "seed": seed})


def _without(data: DataSet, hidden: set[str], choices: Mapping[str, float]) -> DataSet:
    gone = {passage for topic in hidden for passage, grade in data.qrels[topic].items() if grade > 0}
    articles = tuple(
        article for article in data.articles if not any(data.passages[one.id] in gone for one in article.paragraphs)
    )
    if not articles:
        raise DataError(f"{data.name}: no passage is left when gold is hidden; hide a smaller share")
    return replace(
        data,
        articles=articles,
        passages={name: passage for name, passage in data.passages.items() if passage not in gone},
        topics=tuple(_asked(topic, hidden) for topic in data.topics),
        qrels={topic: grades for topic, grades in data.qrels.items() if topic not in hidden},
        choices={**data.choices, **choices},
    )


def _asked(topic: Topic, hidden: set[str]) -> Topic:
    return replace(topic, answerable=False) if topic.id in hidden else topic


def _together(data: DataSet) -> list[list[str]]:
    """The judged topics in groups that share no relevant passage, in the topics' order."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    judged = [topic.id for topic in data.topics if topic.id in data.qrels]
    for topic in judged:
        for passage, grade in data.qrels[topic].items():
            if grade > 0:
                leader[lead(f"p {passage}")] = lead(f"t {topic}")
    groups: dict[str, list[str]] = {}
    for topic in judged:
        groups.setdefault(lead(f"t {topic}"), []).append(topic)
    return list(groups.values())
