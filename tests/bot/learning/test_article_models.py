"""What is learned of articles."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answer.answerer import Answerer
from bot.answer.within_articles import LOOK_FEATURES, SENTENCE_FEATURES, ArticleModels
from bot.learned import load_models
from bot.learning.article_models import ArticleQuestion, article_questions, counts, learn_articles
from corpus.loading import load_article
from index.evaluation import DataSet, read_questions
from tests.index.making import built

TEXTS = {
    "harbour": "# 港口\n\n港口建于1921年。\n\n港长姓罗，今年五十岁。",
    "bakery": "# 面包房\n\n面包房开在桥头。\n\n店主姓丁，每天四点起床。",
}
QUESTIONS = {
    "harbour": [
        ("港口建于哪一年？", ["港口建于1921年"]),
        ("港长多大年纪？", ["今年五十岁"]),
        ("港长的妻子是谁？", None),
    ],
    "bakery": [("面包房开在哪里？", ["面包房开在桥头"]), ("店主几点起床？", ["每天四点起床"]), ("你是谁？", None)],
}


@pytest.fixture
def data(tmp_path: Path) -> list[DataSet]:
    sets = []
    for name, text in TEXTS.items():
        page, questions = tmp_path / f"{name}.md", tmp_path / f"{name}.jsonl"
        page.write_text(text, encoding="utf-8")
        lines = (
            {"id": f"q{number}", "question": question, "evidence": evidence}
            for number, (question, evidence) in enumerate(QUESTIONS[name])
        )
        questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
        sets.append(read_questions(questions, [load_article(page)]))
    return sets


def answerer_of(each: DataSet, learned: ArticleModels | None) -> Answerer:
    return Answerer(built(*each.articles), models=replace(load_models(), articles=learned))


def test_a_question_is_seen_with_what_is_right_and_what_was_chosen(data: list[DataSet]) -> None:
    founded, aged, married = article_questions(answerer_of(data[0], None), data[0])
    assert founded.article == "harbour"
    assert [one.right.tolist() for one in (founded, aged, married)] == [[True, False], [False, True], [False, False]]
    assert [one.answerable for one in (founded, aged, married)] == [True, True, False]
    assert founded.chosen == 0
    assert np.isfinite(founded.candidates).all()


def test_what_needs_no_passage_is_left_out(data: list[DataSet]) -> None:
    assert len(article_questions(answerer_of(data[1], None), data[1])) == 2


def test_both_models_are_learned_and_what_they_are_worth_is_told(data: list[DataSet]) -> None:
    plain, measures = learn_articles(data, answerer_of)
    assert tuple(plain["sentences"]) == (*SENTENCE_FEATURES, *LOOK_FEATURES)
    models = ArticleModels.from_plain(plain)
    assert models.confidence is not None
    assert not {"paragraphs", "best_paragraphs"} & {*models.confidence.features}
    assert measures["questions on articles"] == 5
    assert measures["answerable questions on articles"] == 4
    assert 0.5 <= measures["quote@1 in articles"] <= 1


def test_however_many_questions_have_no_answer_they_count_alike() -> None:
    def asked(answerable: bool, off_topic: bool = False) -> ArticleQuestion:
        return ArticleQuestion("one", np.zeros((1, 1)), np.array([False]), answerable, off_topic, 0, {})

    some = [*[asked(True)] * 10, *[asked(False)] * 4, asked(False, off_topic=True)]
    assert counts(some).tolist() == pytest.approx([*[1.0] * 10, *[0.75] * 4, 4.0])
    assert counts([*some, *[asked(False)] * 2]).tolist() == pytest.approx(
        [*[1.0] * 10, *[0.75 * 4 / 6] * 4, 4.0, 0.5, 0.5]
    )
