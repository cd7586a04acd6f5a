"""SQuAD-format files: passages, questions, answers, and the flaws of such data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Span
from index.evaluation import read_squad
from index.evaluation.errors import DataError
from index.evaluation.model import AnswerText, Flaw, Format
from index.evaluation.squad import LOST, MOVED, REPEATED, UNANSWERED
from tests.index.evaluation.making import BOAT, TEA, document, paragraph, question, write_squad


def test_contexts_become_passages_and_questions_topics_with_their_gold_passage(tmp_path: Path) -> None:
    path = write_squad(
        tmp_path / "village.json",
        document(paragraph(TEA, question("q1", "老板姓什么？", ("周", 9)), id="P1"), title="茶馆"),
        document(paragraph(BOAT, question("q2", "票价？", ("两元", BOAT.index("两元"))), id="P2")),
    )
    data = read_squad(path)
    assert (data.name, data.format, data.source) == ("village", Format.SQUAD, str(path))
    assert [(one.id, one.title, one.raw) for one in data.articles] == [("P1", "茶馆", TEA), ("P2", "村子", BOAT)]
    assert data.passages == {"P1#0001": "P1", "P2#0001": "P2"}
    assert [(topic.id, topic.text) for topic in data.topics] == [("q1", "老板姓什么？"), ("q2", "票价？")]
    assert data.qrels == {"q1": {"P1": 1}, "q2": {"P2": 1}}
    assert data.flaws == ()


def test_a_passage_is_cut_into_sentences(tmp_path: Path) -> None:
    data = read_squad(write_squad(tmp_path / "a.json", document(paragraph(TEA, question("q", "？")))))
    sentences = list(data.articles[0].paragraphs[0].sentence_texts())
    assert sentences == ["茶馆在河边。", "老板姓周，今年六十岁。", "店里卖绿茶和红茶。"]


def test_a_context_that_comes_twice_is_one_passage_and_is_listed(tmp_path: Path) -> None:
    path = write_squad(
        tmp_path / "a.json",
        document(paragraph(TEA, question("q1", "？", ("周", 9)), id="P1")),
        document(paragraph(TEA, question("q2", "？", ("周", 9)), id="P9")),
    )
    data = read_squad(path)
    assert list(data.passages.values()) == ["P1"]
    assert data.qrels == {"q1": {"P1": 1}, "q2": {"P1": 1}}
    assert data.flaws == (Flaw(REPEATED, f"{path}, data[1].paragraphs[0]", "the same as that of P1; kept once"),)


def test_a_paragraph_without_an_id_is_named_by_its_place(tmp_path: Path) -> None:
    path = write_squad(
        tmp_path / "a.json", document(paragraph(TEA, question("q1", "？")), paragraph(BOAT, question("q2", "？")))
    )
    assert list(read_squad(path).passages.values()) == ["0-0", "0-1"]


def test_each_answer_is_kept_once_with_its_range(tmp_path: Path) -> None:
    asked = question("q", "？", ("周", 9), ("周", 9), ("老板姓周", 6))
    data = read_squad(write_squad(tmp_path / "a.json", document(paragraph(TEA, asked))))
    assert data.topics[0].answers == (AnswerText("周", Span(9, 10)), AnswerText("老板姓周", Span(6, 10)))


def test_an_answer_that_is_not_at_its_offset_is_found_where_it_is_nearest(tmp_path: Path) -> None:
    context = "红茶三元，绿茶四元，红茶每天卖得最多。"
    path = write_squad(tmp_path / "a.json", document(paragraph(context, question("q", "？", ("红茶", 9)))))
    data = read_squad(path)
    assert data.topics[0].answers == (AnswerText("红茶", Span(10, 12)),)
    assert data.flaws == (Flaw(MOVED, f"{path}, question q", "'红茶' is at 10, not at 9"),)


@pytest.mark.parametrize("start", [-1, 0, 500])
def test_an_answer_that_the_passage_does_not_hold_is_kept_without_a_range_and_listed(
    tmp_path: Path, start: int
) -> None:
    path = write_squad(tmp_path / "a.json", document(paragraph(TEA, question("q", "？", ("咖啡", start)))))
    data = read_squad(path)
    assert data.topics[0].answers == (AnswerText("咖啡", None),)
    assert data.flaws == (Flaw(LOST, f"{path}, question q", "the passage does not hold '咖啡'"),)


def test_a_question_marked_impossible_cannot_be_answered_and_has_no_judgments(tmp_path: Path) -> None:
    asked = question("q", "？", is_impossible=True)
    data = read_squad(write_squad(tmp_path / "a.json", document(paragraph(TEA, asked))))
    assert not data.topics[0].answerable
    assert data.qrels == {}
    assert data.flaws == ()


def test_a_question_without_answers_keeps_its_passage_and_is_listed(tmp_path: Path) -> None:
    path = write_squad(tmp_path / "a.json", document(paragraph(TEA, {"id": "q", "question": "？"}, id="P")))
    data = read_squad(path)
    assert data.topics[0].answers == ()
    assert data.qrels == {"q": {"P": 1}}
    assert [flaw.kind for flaw in data.flaws] == [UNANSWERED]


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    one = write_squad(tmp_path / "one.json", document(paragraph(TEA, question("q", "？"))))
    same = write_squad(tmp_path / "same.json", document(paragraph(TEA, question("q", "？"))))
    other = write_squad(tmp_path / "other.json", document(paragraph(TEA, question("q", "？？"))))
    assert read_squad(one).digest == read_squad(same).digest != read_squad(other).digest


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ({"paragraphs": 3}, 'data[0]: "paragraphs" must be a list; mend the file'),
        ({"paragraphs": [3]}, "data[0].paragraphs[0]: must be a JSON object; mend the file"),
        ({"title": 3, "paragraphs": []}, 'data[0]: "title" must be text'),
        (document({"qas": []}), 'data[0].paragraphs[0]: "context" is missing'),
        (document(paragraph(TEA, {"question": "？"})), 'data[0].paragraphs[0].qas[0]: "id" is missing'),
        (document(paragraph(TEA, {"id": "q"})), 'question q: "question" is missing'),
        (document(paragraph(TEA, question("q", "？"), question("q", "？"))), "the id q is there twice"),
        (document(paragraph(TEA, question("q 1", "？"))), "the id 'q 1' has white space"),
        (document(paragraph(TEA, id="P"), paragraph(BOAT, id="P")), "the id P is there twice"),
        (
            document(paragraph(TEA, {"id": "q", "question": "？", "answers": [{"text": "周"}]})),
            'question q: "answer_start" must be a whole number; mend the file',
        ),
        (
            document(paragraph(TEA, {"id": "q", "question": "？", "answer": [{"text": "周"}]})),
            "question q: \"answers\" is missing, and there is 'answer'; rename it",
        ),
        (document(paragraph(TEA, question("q", "？", is_impossible="no"))), '"is_impossible" must be true or false'),
        (document(paragraph(TEA)), 'holds no questions; name a file with "qas" in its paragraphs'),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(tmp_path: Path, broken: Mapping[str, Any], complaint: str) -> None:
    path = write_squad(tmp_path / "a.json", broken)
    with pytest.raises(DataError) as raised:
        read_squad(path)
    assert str(raised.value).startswith(str(path))
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (['{"data": [', '{"paragraphs": 3}]}'], 'line 2, data[0]: "paragraphs" must be a list'),
        (
            ['{"data": [{"paragraphs": [', '{"context": "茶。", "qas": []},', '{"qas": []}]}]}'],
            'line 3, data[0].paragraphs[1]: "context" is missing',
        ),
        (
            [
                '{"data": [{"paragraphs": [{"context": "茶。", "qas": [',
                '{"id": "q1", "question": "？", "answers": []},',
                "",
                '{"id": "q1",',
                '"question": "？"}]}]}]}',
            ],
            "line 4, data[0].paragraphs[0].qas[1]: the id q1 is there twice",
        ),
        (
            ['{"data": [{"paragraphs": [{"context": "茶。", "qas": [', '{"id": "q1"}]}]}]}'],
            'line 2, question q1: "question" is missing',
        ),
        (
            ['{"data": [{"paragraphs": [', '{"context": "茶。", "qas": [', "3]}]}]}"],
            "line 2, data[0].paragraphs[0].qas[0]",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_line_where_its_object_begins(
    tmp_path: Path, lines: Sequence[str], complaint: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_squad(path)
    assert str(raised.value).startswith(f"{path}, {complaint}")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"data": [\n\n{"title": }]}', "line 3: not JSON"),
        (b'{"data": [\n"\xff"]}', "line 2: not UTF-8"),
        (b"[]", 'no SQuAD-format file: there is no list "data"'),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_such_json_is_refused_with_the_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=complaint):
        read_squad(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.json: cannot be read .* check the path"):
        read_squad(tmp_path / "none.json")
