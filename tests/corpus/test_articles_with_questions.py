"""Our articles and the questions on them fit: every passage that answers stands in one sentence, or in the byline."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.loading import load_article

FOLDER = Path(__file__).resolve().parent.parent / "data" / "articles"
ARTICLES = sorted(FOLDER.glob("*.md"))
WITHOUT_ANSWER = ("unanswerable", "offtopic")


def questions_on(article: Path) -> list[dict[str, Any]]:
    lines = article.with_name(f"{article.stem}-questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_there_are_articles_and_each_has_questions() -> None:
    assert len(ARTICLES) == 144
    assert {path.name for path in FOLDER.iterdir()} == {
        name for path in ARTICLES for name in (path.name, f"{path.stem}-questions.jsonl")
    }


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_what_answers_stands_in_one_sentence(path: Path) -> None:
    article = load_article(path)
    sentences = [span.of(article.raw) for paragraph in article.paragraphs for span in paragraph.sentences]
    byline = article.raw.split("---")[1]
    passages = [passage for question in questions_on(path) for passage in question["evidence"] or ()]
    assert [each for each in passages if not any(each in text for text in (*sentences, byline))] == []


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_questions_are_whole_and_each_stands_once(path: Path) -> None:
    questions = questions_on(path)
    for question in questions:
        assert set(question) - {"after"} == {"id", "kind", "question", "evidence"}, question["id"]
        assert (question["evidence"] is None) == (question["kind"] in WITHOUT_ANSWER), question["id"]
        assert question["kind"] != "followup" or question["after"], question["id"]
    assert [id for id, count in Counter(question["id"] for question in questions).items() if count > 1] == []
    asked = Counter((question["question"], *question.get("after", ())) for question in questions)
    assert [each for each, count in asked.items() if count > 1] == []
