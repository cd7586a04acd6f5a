"""Learning when to be silent from questions by hand, and letting every source count alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answer.answerer import Answerer
from bot.answer.forest import Forest
from bot.learned import load_models
from bot.learning.examples import Rows
from bot.learning.growing import Size
from bot.learning.phrase_training import alike
from bot.learning.silence import of_articles, silence_rows, silent_sets
from bot.learning.training import Sizes, confidence_measures, grown_confidence, grown_silence
from corpus.loading import load_article
from corpus.model import Article
from index.building import build
from index.evaluation import read_questions, read_squad
from index.evaluation.model import DataSet
from index.settings import IndexSettings
from tests.index.making import terms


def answerer_of(articles: Sequence[Article]) -> Answerer:
    return Answerer(build(articles, IndexSettings(terms=terms())), models=load_models())


@pytest.fixture
def passages(tmp_path: Path) -> DataSet:
    """Two passages, each with a question it answers and one it does not."""
    data = []
    for thing, year in (("长桥", "1890"), ("白塔", "1750")):
        context = f"{thing}建于{year}年，由工程师李明设计。它立在城南的河边，每年有许多人来看。"
        answer = {"text": f"{year}年", "answer_start": context.index(year)}
        asked = [
            {"id": f"{thing}1", "question": f"{thing}建于哪一年？", "is_impossible": False, "answers": [answer]},
            {"id": f"{thing}2", "question": f"{thing}毁于哪一年？", "is_impossible": True, "answers": []},
        ]
        data.append({"title": thing, "paragraphs": [{"context": context, "qas": asked}]})
    path = tmp_path / "passages.json"
    path.write_text(json.dumps({"version": "1", "data": data}, ensure_ascii=False), encoding="utf-8")
    return read_squad(path)


@pytest.fixture
def articles(tmp_path: Path) -> list[DataSet]:
    """Six articles with a question each, and one that is off the topic."""
    sets = []
    for number, thing in enumerate(("长桥", "白塔", "钟楼", "水库", "灯塔", "城门")):
        path = tmp_path / f"{number}.md"
        path.write_text(f"# {thing}\n\n{thing}建于{1800 + number}年。\n\n它立在城南。\n", encoding="utf-8")
        lines = [
            {"id": "f", "kind": "fact", "question": f"{thing}建于哪一年？", "evidence": [f"建于{1800 + number}年"]},
            {"id": "u", "kind": "unanswerable", "question": f"{thing}毁于哪一年？", "evidence": None},
            {"id": "o", "kind": "offtopic", "question": f"{thing}怎么红烧？", "evidence": None},
        ]
        questions = tmp_path / f"{number}-questions.jsonl"
        questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
        sets.append(read_questions(questions, [load_article(path)]))
    return sets


def test_sets_with_questions_that_have_no_answer_teach_silence(passages: DataSet, articles: list[DataSet]) -> None:
    assert silent_sets([passages, *articles]) == [passages, *articles]
    answered = [topic for topic in passages.topics if topic.answerable]
    assert silent_sets([replace(passages, topics=tuple(answered))]) == []


def test_each_question_by_hand_gives_a_row_with_its_passage_as_group(passages: DataSet) -> None:
    rows = silence_rows([passages], answerer_of)
    assert [row.answerable for row in rows] == [True, False, True, False]
    assert [bool(row.answers[0]) for row in rows] == [True, False, True, False]
    assert rows[0].group == rows[1].group != rows[2].group
    assert {row.names for row in rows} == {tuple(sorted(rows[0].names))}
    assert {"missing_share", "best_cover_words", "kind_when"} <= set(rows[0].names)


def test_articles_are_read_five_together_and_what_is_off_the_topic_is_left_out(articles: list[DataSet]) -> None:
    together: list[int] = []

    def counted(read: Sequence[Article]) -> Answerer:
        together.append(len(read))
        return answerer_of(read)

    rows = silence_rows(articles, counted)
    assert together == [5, 1]
    assert len(rows) == 12
    assert [row.group for row in rows] == [each.name for each in articles for _ in range(2)]


def test_questions_on_articles_count_less_and_however_many_have_no_answer_they_count_alike() -> None:
    def row(answerable: bool) -> Rows:
        return Rows("one", ("a",), np.zeros((1, 1)), np.array([answerable]), answerable)

    assert row(True).counts == 1
    some = of_articles([*[row(True)] * 10, *[row(False)] * 5])
    assert [each.counts for each in some] == pytest.approx([*[0.4] * 10, *[0.4 * 0.6] * 5])
    assert sum(each.counts for each in of_articles([*some, row(False)]) if not each.answerable) == pytest.approx(1.2)


def test_every_source_counts_alike() -> None:
    counts = alike(["a", "a", "a", "b"])
    assert counts.tolist() == [pytest.approx(2 / 3)] * 3 + [2.0]
    assert alike(["a", "a"]).tolist() == [1.0, 1.0]


def test_the_second_forest_learns_from_both_kinds_and_from_the_first_but_not_the_size_of_collections() -> None:
    chance = np.random.default_rng(4)

    def rows(seen: int) -> list[Rows]:
        """Rows of which one figure tells whether there is an answer; the last is the size of the collection."""
        made = []
        for number, figures in enumerate(chance.normal(size=(600, 3))):
            answerable = bool(figures[seen] > 0)
            figures[2] = seen
            names = ("a", "b", "paragraphs")
            made.append(Rows(f"group {number}", names, figures[np.newaxis], np.array([answerable]), answerable))
        return made

    sizes = Sizes(confidence=Size(trees=20, leaves=4), silence=Size(trees=40, leaves=8))
    told, by_hand = rows(0), rows(1)
    first = grown_confidence(told, sizes.confidence)
    assert set(first["feature"]) - {-1} == {0}
    second = grown_silence(Forest.from_plain(first), told, by_hand, sizes)
    assert second["features"] == ["a", "b", "sure"]
    assert {1, 2} <= set(second["feature"])
    measures = confidence_measures(told, by_hand, sizes)
    assert measures["auroc answerable or not"] > 0.99
    assert measures["auroc answerable or not, by hand"] > 0.8
    assert "auroc answerable or not, by hand" not in confidence_measures(told, [], sizes)
