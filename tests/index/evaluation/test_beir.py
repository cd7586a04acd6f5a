"""BEIR folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.evaluation import read_beir
from index.evaluation.beir import EMPTY, UNKNOWN_PASSAGE, UNKNOWN_QUERY
from index.evaluation.errors import DataError
from index.evaluation.model import Format
from tests.index.evaluation.making import BOAT, TEA, write_beir, write_lines

CORPUS = [{"_id": "d1", "title": "茶馆", "text": TEA}, {"_id": "d2", "text": BOAT}]
QUERIES = [{"_id": "q1", "text": "老板姓什么"}, {"_id": "q2", "text": "渡船票价"}]
HEADER = "query-id\tcorpus-id\tscore\n"
QRELS = HEADER + "q1\td1\t1\nq2\td2\t2\nq2\td1\t0\n"


def test_passages_queries_and_graded_judgments_are_read(tmp_path: Path) -> None:
    data = read_beir(write_beir(tmp_path / "village", CORPUS, QUERIES, QRELS))
    assert (data.name, data.format) == ("village", Format.BEIR)
    assert [(one.id, one.title, one.raw) for one in data.articles] == [("d1", "茶馆", TEA), ("d2", "", BOAT)]
    assert [topic.text for topic in data.topics] == ["老板姓什么", "渡船票价"]
    assert data.qrels == {"q1": {"d1": 1}, "q2": {"d2": 2, "d1": 0}}
    assert data.flaws == ()


def test_only_queries_that_the_split_judges_relevant_passages_for_are_topics(tmp_path: Path) -> None:
    data = read_beir(write_beir(tmp_path, CORPUS, QUERIES, HEADER + "q2\td2\t1\nq1\td1\t0\n"))
    assert [topic.id for topic in data.topics] == ["q2"]
    assert data.qrels == {"q2": {"d2": 1}}


def test_the_history_of_a_conversation_and_the_type_are_kept(tmp_path: Path) -> None:
    queries = [{"_id": "q1", "text": "几岁？", "metadata": {"history": ["老板是谁？", "姓周。"], "type": "AGE"}}]
    topic = read_beir(write_beir(tmp_path, CORPUS, queries, HEADER + "q1\td1\t1\n")).topics[0]
    assert (topic.after, topic.kind) == (("老板是谁？", "姓周。"), "AGE")


def test_the_only_split_there_is_is_read_whatever_its_name(tmp_path: Path) -> None:
    data = read_beir(write_beir(tmp_path, CORPUS, QUERIES, QRELS, split="dev"))
    assert len(data.topics) == 2


def test_of_several_splits_the_one_asked_for_must_be_there(tmp_path: Path) -> None:
    write_beir(tmp_path, CORPUS, QUERIES, QRELS, split="dev")
    write_beir(tmp_path, CORPUS, QUERIES, QRELS, split="train")
    with pytest.raises(DataError, match=r"test\.tsv: there is no such file, .* there are dev\.tsv, train\.tsv"):
        read_beir(tmp_path)
    assert len(read_beir(tmp_path, split="train").topics) == 2


def test_a_passage_without_text_is_its_title_and_an_empty_one_is_listed(tmp_path: Path) -> None:
    corpus = [{"_id": "d1", "title": "茶馆", "text": ""}, {"_id": "d2", "title": "", "text": " "}]
    data = read_beir(write_beir(tmp_path, corpus, QUERIES, QRELS))
    assert [article.raw for article in data.articles] == ["茶馆", " "]
    assert [(flaw.kind, flaw.where) for flaw in data.flaws] == [(EMPTY, f"{tmp_path / 'corpus.jsonl'}, line 2")]


def test_judgments_of_what_is_not_there_are_passed_over_and_listed(tmp_path: Path) -> None:
    data = read_beir(write_beir(tmp_path, CORPUS, QUERIES, QRELS + "q9\td1\t1\nq1\td9\t1\n"))
    assert data.qrels["q1"] == {"d1": 1}
    place = tmp_path / "qrels" / "test.tsv"
    assert [(flaw.kind, flaw.where) for flaw in data.flaws] == [
        (UNKNOWN_QUERY, f"{place}, line 5"),
        (UNKNOWN_PASSAGE, f"{place}, line 6"),
    ]


@pytest.mark.parametrize(
    ("file", "values", "complaint"),
    [
        ("corpus.jsonl", [*CORPUS, {"_id": "d1", "text": ""}], "corpus.jsonl, line 3: the id d1 is there twice"),
        ("corpus.jsonl", [{"_id": "d1"}], 'corpus.jsonl, line 1: "text" is missing'),
        ("corpus.jsonl", [{"_id": "d1", "text": 3}], 'corpus.jsonl, line 1: "text" must be text'),
        ("corpus.jsonl", [{"_id": "", "text": ""}], 'corpus.jsonl, line 1: "_id" must be text and not empty'),
        ("corpus.jsonl", [3], "corpus.jsonl, line 1: not a JSON object"),
        ("queries.jsonl", [{"text": "？"}], 'queries.jsonl, line 1: "_id" is missing'),
        ("queries.jsonl", [{"_id": "q", "text": "？", "metadata": 3}], 'line 1: "metadata" must be an object'),
        (
            "queries.jsonl",
            [{"_id": "q", "text": "？", "metadata": {"history": "x"}}],
            'line 1: "metadata.history" must be a list of texts',
        ),
    ],
)
def test_a_malformed_line_is_refused_with_file_and_line(
    tmp_path: Path, file: str, values: list[object], complaint: str
) -> None:
    write_beir(tmp_path, CORPUS, QUERIES, QRELS)
    write_lines(tmp_path / file, *values)
    with pytest.raises(DataError) as raised:
        read_beir(tmp_path)
    assert complaint in str(raised.value)


@pytest.mark.parametrize(
    ("qrels", "complaint"),
    [
        (HEADER + "q1 d1 1\n", "line 2: 1 columns instead of 3"),
        (HEADER + "q1\td1\thigh\n", "line 2: the score 'high' is no whole number"),
        (HEADER + "q1\td1\t1\nq1\td1\t1\n", "line 3: d1 is judged twice for q1"),
        (HEADER, "judges no passage of the corpus relevant"),
    ],
)
def test_malformed_judgments_are_refused(tmp_path: Path, qrels: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        read_beir(write_beir(tmp_path, CORPUS, QUERIES, qrels))


def test_a_line_that_is_no_json_is_refused_with_its_number(tmp_path: Path) -> None:
    write_beir(tmp_path, CORPUS, QUERIES, QRELS)
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "？"}\n\n{oops\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"queries\.jsonl, line 3: not JSON"):
        read_beir(tmp_path)
