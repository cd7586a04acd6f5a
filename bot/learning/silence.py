"""Examples of when to be silent: questions by hand that their own passage or article does not answer.

Hiding an answer teaches to see that nothing is on the matter. Who asks for what a text might tell of a thing that it is
about, and does not tell, leaves all the words of the question in it; that is learned from such questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from bot.answer.answerer import Answerer, Seen
from bot.answer.confidence import reply_figures, signals
from bot.answer.model import Conversation, Question, Turn
from bot.answer.understanding import Understood
from bot.learning.examples import Rows
from corpus.model import Article
from index.evaluation.answers import Holder
from index.evaluation.model import DataSet, Topic

_TOGETHER = 5
"""How many sets on whole articles make a collection, so that it is no article any more."""
_UNANSWERED = 0.3
"""How many questions without an answer are expected on articles for each that has one; more are learned from."""
_OF_ARTICLES = 0.4
"""How much a question on an article counts beside one on a passage."""
OFF_TOPIC = "offtopic"
"""The kind of questions on something else altogether."""

AnswererOf = Callable[[Sequence[Article]], Answerer]
"""An Answerer over articles by what was learned so far."""


def silence_rows(sets: Sequence[DataSet], answerer_of: AnswererOf) -> list[Rows]:
    """One row of figures for every question of some sets, labelled by whether the set answers it.

    Sets of passages are looked at each by itself, those of single articles five together. Questions that no passage is
    looked for, or found for, are left out, as are those on something else altogether.
    """
    whole = [each for each in sets if len(each.articles) == 1]
    passages = [[each] for each in sets if len(each.articles) > 1]
    fives = [whole[start : start + _TOGETHER] for start in range(0, len(whole), _TOGETHER)]
    by_passages, by_articles = (
        [row for together in kind for row in _rows_together(together, answerer_of)] for kind in (passages, fives)
    )
    return [*by_passages, *of_articles(by_articles)]


def of_articles(rows: Sequence[Rows]) -> list[Rows]:
    """Rows of questions on articles with how much each counts: less than one on a passage, and balanced."""
    unanswered = unanswered_counts([row.answerable for row in rows])
    return [replace(row, counts=_OF_ARTICLES * (1.0 if row.answerable else unanswered)) for row in rows]


def unanswered_counts(answerable: Sequence[bool]) -> float:
    """How much a question on an article without an answer counts beside one with, given which of all have one."""
    with_answer = sum(answerable)
    return _UNANSWERED * with_answer / max(1, len(answerable) - with_answer)


def _rows_together(sets: Sequence[DataSet], answerer_of: AnswererOf) -> Iterator[Rows]:
    answerer = answerer_of([article for each in sets for article in each.articles])
    for each in sets:
        yield from _rows(answerer, each)


def _rows(answerer: Answerer, data: DataSet) -> Iterator[Rows]:
    holds = Holder()
    for topic in data.topics:
        if topic.kind == OFF_TOPIC:
            continue
        seen = looked_at(answerer, topic)
        if seen is None:
            continue
        figures = signals(answerer.searcher, seen.understood.asked, seen.ranking, seen.candidates, seen.look)
        figures = reply_figures(figures, seen.candidates, seen.look)
        names = tuple(sorted(figures))
        best = seen.candidates[int(np.argmax(seen.look.odds))]
        hit = bool(topic.answers) and holds(best.text, [answer.text for answer in topic.answers])
        row = np.array([[figures[name] for name in names]])
        group = data.name if len(data.articles) == 1 else f"{data.name}:{best.paragraph.article}"
        yield Rows(group, names, row, np.array([hit]), topic.answerable)


def looked_at(answerer: Answerer, topic: Topic) -> Seen | None:
    """What an Answerer sees of a question after those before it; None where no passage is looked for, or found."""
    conversation = Conversation()
    for earlier in topic.after:
        conversation = conversation.then(Turn(earlier, answerer.reply(Question(earlier, conversation))))
    question = Question(topic.text, conversation)
    seen = None if answerer.without_the_body(question) else answerer.seen(question)
    return None if isinstance(seen, Understood) else seen


def silent_sets(sets: Iterable[DataSet]) -> list[DataSet]:
    """Those of some sets that have questions without an answer."""
    return [each for each in sets if not all(topic.answerable for topic in each.topics)]
