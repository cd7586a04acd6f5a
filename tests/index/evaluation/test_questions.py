"""Questions of our own layout, on given articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.evaluation import read_questions
from index.evaluation.errors import DataError
from index.evaluation.model import AnswerText
from index.evaluation.questions import ABSENT
from tests.index.evaluation.making import write_lines
from tests.index.making import article

VILLAGE = article("village", ["茶馆在河边。", "老板姓周。"], ["渡船每天开八班。"])


def test_a_paragraph_that_holds_the_evidence_is_relevant(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "own.jsonl",
        {"id": "q1", "kind": "fact", "question": "老板姓什么？", "evidence": ["姓周", "周老板"]},
        {"id": "q2", "question": "几班？", "evidence": ["每天开8班", "每天开八班"], "after": ["有船吗？"]},
    )
    data = read_questions(path, [VILLAGE])
    assert data.name == "own"
    assert data.topics[0].answers == (AnswerText("姓周"), AnswerText("周老板"))
    assert (data.topics[0].kind, data.topics[1].kind) == ("fact", "")
    assert data.topics[1].after == ("有船吗？",)
    assert data.qrels == {"q1": {"village#0001": 1}, "q2": {"village#0002": 1}}


def test_evidence_is_compared_folded(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "own.jsonl", {"id": "q", "question": "？", "evidence": ["老 闆 姓 周"]})
    assert read_questions(path, [VILLAGE]).qrels == {"q": {"village#0001": 1}}


def test_no_evidence_means_that_silence_is_right(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "own.jsonl", {"id": "q", "question": "？", "evidence": None})
    data = read_questions(path, [VILLAGE])
    assert not data.topics[0].answerable
    assert data.qrels == {}


def test_evidence_that_no_article_holds_is_listed(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "own.jsonl", {"id": "q", "question": "？", "evidence": ["咖啡"]})
    assert [(flaw.kind, flaw.where) for flaw in read_questions(path, [VILLAGE]).flaws] == [(ABSENT, f"{path}, line 1")]


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"id": "q", "question": "？"}, 'line 1: "evidence" is missing; write a list of texts, or null'),
        ({"id": "q", "question": "？", "evidence": []}, 'line 1: "evidence" is empty; write null'),
        ({"id": "q", "question": "？", "evidence": "周"}, 'line 1: "evidence" must be a list of texts'),
        ({"id": "q", "question": "？", "evidence": [""]}, 'line 1: "evidence" must be a list of texts'),
        ({"id": "q", "question": "？", "evidence": None, "after": "x"}, 'line 1: "after" must be a list of texts'),
        ({"id": "q", "question": 3, "evidence": None}, 'line 1: "question" must be text'),
        ({"question": "？", "evidence": None}, 'line 1: "id" is missing'),
    ],
)
def test_a_malformed_line_is_refused_with_its_number(tmp_path: Path, value: object, complaint: str) -> None:
    with pytest.raises(DataError) as raised:
        read_questions(write_lines(tmp_path / "own.jsonl", value), [VILLAGE])
    assert complaint in str(raised.value)


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no questions"):
        read_questions(write_lines(tmp_path / "own.jsonl"), [VILLAGE])
