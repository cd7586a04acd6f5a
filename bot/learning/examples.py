"""What is learned from: practice questions looked at the way the bot looks at them, with what would have been right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.answer.asked import Asked, asked
from bot.answer.candidates import Candidate, candidates
from bot.answer.confidence import reply_figures, signals
from bot.answer.finalists import best_places
from bot.answer.forest import Forest
from bot.answer.key_sentence import answer_odds, matrix
from bot.answer.other_words import with_names
from bot.answer.phrase_wording import QuestionWording, Words, question_wording, words_of
from bot.answer.second_look import Reader, look_again
from bot.learning.practice import PracticeCollection, PracticeQuestion
from index.building import build
from index.model import Ranking
from index.searcher import Searcher
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer

_RANKED = 12
OF_THE_COLLECTION = frozenset({"paragraphs", "best_paragraphs"})
"""Figures that a confidence is not learned from: how large the collections at hand happen to be tells which kind of
questions they have, and nothing of other collections.
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """One practice question's rows.

    Attributes:
        group: the article the question is from.
        names: what the columns are.
        features: one row a candidate (or one row of signals), one column a name.
        answers: for each row, whether it answers.
        answerable: whether the collection answers the question.
        counts: how much the question counts beside others.
    """

    group: str
    names: tuple[str, ...]
    features: NDArray[np.float64]
    answers: NDArray[np.bool_]
    answerable: bool
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Borders:
    """The first and the last word of an answer in its sentence."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A practice question with the sentences that are read closely.

    Attributes:
        group: the article the question is from.
        wording: the question's.
        candidates: the sentences, best first, with their words beside them and, where it stands there, the answer.
        words: each sentence's words.
        answers: for each sentence, whether it answers.
        borders: for each sentence, where the answer stands in it.
        odds: for each sentence, the odds of the first look.
        wanted: the answers, folded.
        source: the set the question is from.
    """

    group: str
    wording: QuestionWording
    candidates: tuple[Candidate, ...]
    words: tuple[Words, ...]
    answers: tuple[bool, ...]
    borders: tuple[Borders | None, ...]
    odds: NDArray[np.float64]
    wanted: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _LookedAt:
    question: PracticeQuestion
    asked: Asked
    ranking: Ranking
    candidates: tuple[Candidate, ...]


def candidate_rows(collection: PracticeCollection, settings: IndexSettings) -> list[Rows]:
    """The candidates of each question that the collection answers, labelled by whether the sentence holds an answer."""
    searcher = _searcher(collection, settings)
    rows: list[Rows] = []
    for looked_at in _looked_at(searcher, _answerable(collection)):
        names = rows[0].names if rows else tuple(sorted(looked_at.candidates[0].features))
        rows.append(
            Rows(
                looked_at.question.lesson.group,
                names,
                matrix(looked_at.candidates, names),
                np.array([_answers(searcher, looked_at.question, each) for each in looked_at.candidates]),
                looked_at.question.answerable,
            )
        )
    return rows


def readings(
    collection: PracticeCollection, settings: IndexSettings, first_look_for: Callable[[str], Forest]
) -> list[Reading]:
    """What is read closely of each question that the collection answers.

    ``first_look_for`` gives, for a group, a model of the first look that has not seen it.
    """
    searcher = _searcher(collection, settings)
    found: list[Reading] = []
    for looked_at in _looked_at(searcher, _answerable(collection)):
        lesson = looked_at.question.lesson
        odds = answer_odds(first_look_for(lesson.group), looked_at.candidates)
        places = best_places(odds)
        read = tuple(looked_at.candidates[place] for place in places)
        words = tuple(words_of(searcher.analyzer.segmenter, each.folded) for each in read)
        wanted = tuple(dict.fromkeys(_bare(searcher, answer) for answer in lesson.answers))
        answers = tuple(_answers(searcher, looked_at.question, each) for each in read)
        borders = tuple(
            _borders(each.folded, own, wanted) if right else None
            for each, own, right in zip(read, words, answers, strict=True)
        )
        wording = question_wording(searcher.analyzer.segmenter, looked_at.asked.folded)
        kept = odds[list(places)]
        found.append(Reading(lesson.group, wording, read, words, answers, borders, kept, wanted, lesson.source))
    return found


def signal_rows(
    collection: PracticeCollection, settings: IndexSettings, models_for: Callable[[str], tuple[Forest, Reader]]
) -> list[Rows]:
    """One row of signals for every other question, labelled by whether the collection answers it.

    ``models_for`` gives, for a group, models that have not seen it.
    """
    searcher = _searcher(collection, settings)
    rows: list[Rows] = []
    for looked_at in _looked_at(searcher, collection.questions[::2]):
        first, reader = models_for(looked_at.question.lesson.group)
        odds = answer_odds(first, looked_at.candidates)
        segmenter = searcher.analyzer.segmenter
        look = look_again(reader, segmenter, looked_at.asked.folded, looked_at.candidates, odds)
        look = with_names(searcher, looked_at.asked, looked_at.candidates, look)
        figures = signals(searcher, looked_at.asked, looked_at.ranking, looked_at.candidates, look)
        figures = reply_figures(figures, looked_at.candidates, look)
        names = rows[0].names if rows else tuple(sorted(figures))
        features = np.array([[figures[name] for name in names]])
        hit = _answers(searcher, looked_at.question, looked_at.candidates[int(np.argmax(look.odds))])
        rows.append(
            Rows(looked_at.question.lesson.group, names, features, np.array([hit]), looked_at.question.answerable)
        )
    return rows


def _searcher(collection: PracticeCollection, settings: IndexSettings) -> Searcher:
    return build(collection.articles, settings, analyzer=_analyzer(settings))


@cache
def _analyzer(settings: IndexSettings) -> Analyzer:
    """One for all the collections of a process: reading jieba's dictionary takes longer than most of them."""
    return Analyzer(settings.terms)


def _answerable(collection: PracticeCollection) -> Sequence[PracticeQuestion]:
    return [question for question in collection.questions if question.answerable]


def _looked_at(searcher: Searcher, questions: Iterable[PracticeQuestion]) -> Iterator[_LookedAt]:
    for question in questions:
        searched = asked(searcher, question.lesson.question)
        ranking = searcher.search(searched.query, _RANKED) if searched.query else ()
        if ranking:
            yield _LookedAt(question, searched, ranking, candidates(searcher, searched, ranking))


def _answers(searcher: Searcher, question: PracticeQuestion, candidate: Candidate) -> bool:
    if candidate.paragraph.article != question.article:
        return False
    sentence = re.sub(r"\s", "", candidate.folded)
    return any(_bare(searcher, answer) in sentence for answer in question.lesson.answers)


def _borders(folded: str, words: Words, wanted: Sequence[str]) -> Borders | None:
    """The words that the first of some answers covers; None where none stands in the text as it is."""
    for answer in wanted:
        start = folded.find(answer)
        if start >= 0:
            covered = [n for n, word in enumerate(words) if word.end > start and word.start < start + len(answer)]
            return Borders(covered[0], covered[-1]) if covered else None
    return None


def _bare(searcher: Searcher, text: str) -> str:
    return re.sub(r"\s", "", searcher.analyzer.normaliser(text))
