"""Learning the models: the same lessons give the same models, and hidden answers are hidden."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answer.forest import Forest
from bot.learning.growing import Size, grow
from bot.learning.practice import Lesson, PracticeCollection, practice_collections
from bot.learning.training import Sizes, train
from index.settings import IndexSettings
from tests.index.making import terms

THINGS = ("长桥", "白塔", "钟楼", "水库", "灯塔", "城门", "码头", "书院", "戏台", "石窟", "牌坊", "粮仓")


def lessons() -> list[Lesson]:
    """Three questions on each of some buildings, each building an article of its own."""
    made: list[Lesson] = []
    for number, thing in enumerate(THINGS):
        passage = (
            f"{thing}建于{1800 + number}年。它高{10 + number}米，站在很远的地方就能望见。"
            f"{thing}的设计者是工程师李{'甲乙丙丁戊己庚辛壬癸子丑'[number]}。每到节日，附近的居民都来这里散步。"
        )
        for question, answer in (
            (f"{thing}是哪一年建的?", f"{1800 + number}年"),
            (f"{thing}有多高?", f"{10 + number}米"),
            (f"{thing}是谁设计的?", f"李{'甲乙丙丁戊己庚辛壬癸子丑'[number]}"),
        ):
            made.append(Lesson(question, passage, thing, (answer,), thing))
    return made


@pytest.fixture(scope="module")
def collections() -> list[PracticeCollection]:
    return list(practice_collections(lessons(), seed=3))


def test_every_question_is_put_to_a_collection_of_each_arrangement(collections: list[PracticeCollection]) -> None:
    assert sum(len(collection.questions) for collection in collections) == 5 * len(lessons())


def test_a_question_is_answerable_where_an_answer_is_left(collections: list[PracticeCollection]) -> None:
    for collection in collections:
        left = {
            article.id: "".join(paragraph.text for paragraph in article.paragraphs) for article in collection.articles
        }
        for question in collection.questions:
            text = left.get(question.article, "")
            assert question.answerable == any(answer in text for answer in question.lesson.answers)


def test_something_is_hidden_and_something_left(collections: list[PracticeCollection]) -> None:
    assert {question.answerable for collection in collections for question in collection.questions} == {True, False}


def test_practice_paragraphs_stand_in_their_passages(collections: list[PracticeCollection]) -> None:
    for collection in collections:
        for article in collection.articles:
            for paragraph in article.paragraphs:
                assert paragraph.span.of(article.raw) == paragraph.text
                assert all(paragraph.span.contains(sentence) for sentence in paragraph.sentences)


def test_the_plain_forest_decides_as_the_library_does() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    chance = np.random.default_rng(5)
    rows = chance.normal(size=(600, 3))
    answers = (rows[:, 0] * rows[:, 1] > 0.2) | (rows[:, 2] > 1)
    plain = grow(rows, answers, ["a", "b", "c"], Size(trees=20, leaves=8))
    library = HistGradientBoostingClassifier(
        max_iter=20,
        learning_rate=0.06,
        max_leaf_nodes=8,
        min_samples_leaf=60,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
    ).fit(rows, answers)
    assert Forest.from_plain(plain).values(rows) == pytest.approx(library.decision_function(rows), abs=1e-4)


def test_the_same_lessons_give_the_same_models() -> None:
    settings = IndexSettings(terms=terms())
    small = Sizes(*(Size(trees=5, leaves=4) for _ in range(4)))
    first, second = (train(lessons(), settings, 3, lambda _: None, small) for _ in range(2))
    assert first == second
    assert set(first.measures) == {
        "quote@1 after the first look",
        "quote@1 after the first look, digests",
        "quote@1 after the second look",
        "quote@1 after the second look, digests",
        "auroc answerable or not",
        "threshold refusing 5 % of answerable",
        "unanswerable refused at that threshold",
    }
