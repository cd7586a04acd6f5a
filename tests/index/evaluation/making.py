"""Small data sets, files of them, and outcomes, for tests of evaluation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.evaluation.model import (
    AnswerText,
    DataSet,
    Evaluation,
    Format,
    Outcome,
    Replied,
    Response,
    Run,
    Topic,
)
from index.evaluation.reading import passage_article, passage_ids, qrels_of
from index.model import Hit, Ranking

TEA = "茶馆在河边。老板姓周，今年六十岁。店里卖绿茶和红茶。"
BOAT = "渡船每天开八班。第一班是早上六点。船票两元。"
BRIDGE = "村口有一座石桥，是1842年建的。桥长三十米。夏天有人在桥上乘凉。"


def data_set(
    passages: Mapping[str, str],
    topics: Sequence[Topic],
    gold: Mapping[str, Mapping[str, int]] | None = None,
    layout: Format = Format.SQUAD,
) -> DataSet:
    """A DataSet over passages given by their texts."""
    articles = tuple(passage_article(id, "", text) for id, text in passages.items())
    return DataSet(
        name="village",
        format=layout,
        source="village.json",
        digest="0" * 64,
        articles=articles,
        passages=passage_ids(articles),
        topics=tuple(topics),
        qrels=qrels_of(topics, gold or {}),
    )


def village() -> DataSet:
    """Three passages and four questions, each with one gold passage."""
    topics = (
        Topic("q1", "茶馆的老板姓什么？", (AnswerText("周"),)),
        Topic("q2", "茶馆卖什么茶？", (AnswerText("绿茶和红茶"),)),
        Topic("q3", "船票多少钱？", (AnswerText("两元"),)),
        Topic("q4", "石桥是哪一年建的？", (AnswerText("1842年"), AnswerText("1842"))),
    )
    gold = {"q1": {"tea": 1}, "q2": {"tea": 1}, "q3": {"boat": 1}, "q4": {"bridge": 1}}
    return data_set({"tea": TEA, "boat": BOAT, "bridge": BRIDGE}, topics, gold)


def ranking(*passages: str) -> Ranking:
    """A Ranking of passages, best first."""
    return tuple(Hit(passage, float(len(passages) - place)) for place, passage in enumerate(passages))


def outcome(
    confidence: float,
    right: bool | None = None,
    *,
    answerable: bool = True,
    abstained: bool = False,
    id: str = "q",
) -> Outcome:
    """An Outcome with a confidence, right or wrong."""
    values = {} if right is None else {"Quote@1": float(right)}
    reply = Replied((), confidence, abstained)
    return Outcome(Topic(id, "？", answerable=answerable), {}, None, values, 1, 1.0, reply)


def evaluation(*outcomes: Outcome, calibrated: bool = False, threshold: float | None = None) -> Evaluation:
    """An Evaluation of nothing but outcomes."""
    data = data_set({"tea": TEA}, [one.topic for one in outcomes])
    return Evaluation(data, Response(Run("told", {}), calibrated=calibrated, threshold=threshold), outcomes)


def write_squad(path: Path, *documents: Mapping[str, Any]) -> Path:
    """A SQuAD-format file."""
    path.write_text(json.dumps({"version": "1", "data": list(documents)}, ensure_ascii=False), encoding="utf-8")
    return path


def document(*paragraphs: Mapping[str, Any], title: str = "村子") -> dict[str, Any]:
    """One document of a SQuAD-format file."""
    return {"title": title, "paragraphs": list(paragraphs)}


def paragraph(context: str, *questions: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """One paragraph of a document."""
    return {"context": context, "qas": list(questions), **more}


def question(id: str, text: str, *answers: tuple[str, int], **more: Any) -> dict[str, Any]:
    """One question of a paragraph, with answers and their offsets."""
    found = [{"text": answer, "answer_start": start} for answer, start in answers]
    return {"id": id, "question": text, "answers": found, **more}


def write_lines(path: Path, *values: object) -> Path:
    """A file with one JSON value a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values), encoding="utf-8")
    return path


def write_beir(
    folder: Path, corpus: Sequence[object], queries: Sequence[object], qrels: str, split: str = "test"
) -> Path:
    """A BEIR folder."""
    write_lines(folder / "corpus.jsonl", *corpus)
    write_lines(folder / "queries.jsonl", *queries)
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / f"{split}.tsv").write_text(qrels, encoding="utf-8")
    return folder
