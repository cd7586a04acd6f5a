"""What is learned from: candidates and signals of practice questions, as tables of numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.answer.candidates import Candidate, asked, candidates
from bot.answer.confidence import signals
from bot.answer.forest import Forest
from bot.answer.key_sentence import answer_odds, matrix
from bot.learning.practice import PracticeCollection, PracticeQuestion
from index.building import build
from index.searcher import Searcher
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer
from index.terms.normal import Normaliser

_RANKED = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """One practice question's rows.

    Attributes:
        group: the article the question is from.
        names: what the columns are.
        features: one row a candidate (or one row of signals), one column a name.
        answers: for each row, whether it answers.
        answerable: whether the collection answers the question.
    """

    group: str
    names: tuple[str, ...]
    features: NDArray[np.float64]
    answers: NDArray[np.bool_]
    answerable: bool


def candidate_rows(collection: PracticeCollection, settings: IndexSettings) -> list[Rows]:
    """The candidates of each question that the collection answers, labelled by whether the sentence holds an answer."""
    searcher = build(collection.articles, settings, analyzer=_analyzer(settings))
    return list(_candidate_rows(searcher, [question for question in collection.questions if question.answerable]))


@cache
def _analyzer(settings: IndexSettings) -> Analyzer:
    """One for all the collections of a process: reading jieba's dictionary takes longer than most of them."""
    return Analyzer(settings.terms)


def _candidate_rows(searcher: Searcher, questions: Iterable[PracticeQuestion]) -> Iterator[Rows]:
    names: tuple[str, ...] = ()
    for question, found in _looked_at(searcher, questions):
        labels = np.array([_answers(searcher, question, candidate) for candidate in found])
        names = names or tuple(sorted(found[0].features))
        yield Rows(question.lesson.group, names, matrix(found, names), labels, question.answerable)


def signal_rows(
    collection: PracticeCollection, settings: IndexSettings, model_for: Callable[[str], Forest]
) -> list[Rows]:
    """One row of signals for every other question, labelled by whether the collection answers it.

    ``model_for`` gives, for a group, a key-sentence model that has not seen it.
    """
    searcher = build(collection.articles, settings, analyzer=_analyzer(settings))
    rows: list[Rows] = []
    names: tuple[str, ...] = ()
    for question, found in _looked_at(searcher, collection.questions[::2]):
        searched = asked(searcher, question.lesson.question)
        ranking = searcher.search(searched.query, _RANKED)
        odds = answer_odds(model_for(question.lesson.group), found)
        figures = signals(searcher, searched, ranking, found, odds)
        names = names or tuple(sorted(figures))
        features = np.array([[figures[name] for name in names]])
        hit = _answers(searcher, question, found[int(np.argmax(odds))])
        rows.append(Rows(question.lesson.group, names, features, np.array([hit]), question.answerable))
    return rows


def _looked_at(
    searcher: Searcher, questions: Iterable[PracticeQuestion]
) -> Iterator[tuple[PracticeQuestion, Sequence[Candidate]]]:
    for question in questions:
        searched = asked(searcher, question.lesson.question)
        ranking = searcher.search(searched.query, _RANKED) if searched.query else ()
        if ranking:
            yield question, candidates(searcher, searched, ranking)


def _answers(searcher: Searcher, question: PracticeQuestion, candidate: Candidate) -> bool:
    if candidate.paragraph.article != question.article:
        return False
    paragraph = candidate.paragraph
    sentence = _bare(
        searcher.analyzer.normaliser, paragraph.local(paragraph.sentences[candidate.place]).of(paragraph.text)
    )
    return any(_bare(searcher.analyzer.normaliser, answer) in sentence for answer in question.lesson.answers)


def _bare(normaliser: Normaliser, text: str) -> str:
    return re.sub(r"\s", "", normaliser(text))
