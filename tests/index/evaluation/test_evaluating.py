"""A system on a data set, judged; also as a script would do it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.evaluation import (
    DataSet,
    Quoted,
    Replied,
    Response,
    Run,
    evaluate,
    judge,
    read_trec_data,
    term_system,
)
from index.evaluation.model import Format
from index.settings import IndexSettings
from tests.index.evaluation.making import (
    BOAT,
    TEA,
    data_set,
    document,
    paragraph,
    question,
    ranking,
    village,
    write_squad,
)
from tests.index.making import terms

ROOT = Path(__file__).resolve().parents[3]


def response(**rankings: tuple[str, ...]) -> Response:
    return Response(Run("told", {topic: ranking(*passages) for topic, passages in rankings.items()}))


def test_every_question_is_judged_in_order_with_the_place_of_its_gold_passage() -> None:
    data = village()
    told = judge(data, response(q1=("boat", "tea"), q2=("tea",), q4=("boat",)))
    assert told.system == "told"
    assert [one.topic for one in told.outcomes] == list(data.topics)
    assert [one.rank for one in told.outcomes] == [2, 1, None, None]
    assert [one.found for one in told.outcomes] == [2, 1, 0, 1]
    assert [one.score for one in told.outcomes] == [2.0, 1.0, 0.0, 1.0]
    assert told.values("R@1") == {"q1": 0.0, "q2": 1.0, "q3": 0.0, "q4": 0.0}
    assert told.mean("R@5") == 0.5
    assert told.without_results() == ("q3",)


def test_passages_of_a_system_that_only_ranks_are_searched_for_answers_and_no_sentences() -> None:
    told = judge(village(), response(q1=("boat", "tea"), q3=("boat",)))
    assert told.values("Passage@1") == {"q1": 0.0, "q2": 0.0, "q3": 1.0, "q4": 0.0}
    assert told.values("Passage@5") == {"q1": 1.0, "q2": 0.0, "q3": 1.0, "q4": 0.0}
    assert not {"Quote@1", "Answered@1", "EM", "F1"} & set(told.measures())


def test_quotes_are_judged_by_passage_key_sentence_and_phrase() -> None:
    replies = {
        "q1": Replied((Quoted("tea", TEA, "老板姓周，今年六十岁。", "周"),), 0.9),
        "q2": Replied((Quoted("tea", TEA, "茶馆在河边。"),), 0.4, abstained=True, reason="not_answered"),
        "q3": Replied((Quoted("boat", BOAT, "船票两元。"),), 0.4, abstained=True),
        "q4": Replied((), 0.0, abstained=True),
    }
    told = judge(village(), Response(response(q1=("tea",)).run, replies))
    assert told.values("Passage@1") == {"q1": 1.0, "q2": 1.0, "q3": 1.0, "q4": 0.0}
    assert told.values("Quote@1") == {"q1": 1.0, "q2": 0.0, "q3": 1.0, "q4": 0.0}
    assert told.values("Answered@1") == {"q1": 1.0, "q2": 0.0, "q3": 0.0, "q4": 0.0}
    assert told.values("EM") == {"q1": 1.0, "q2": 0.0, "q3": 0.0, "q4": 0.0}
    assert told.outcomes[1].reply == replies["q2"]


def test_phrases_are_measured_where_the_data_marks_them_only() -> None:
    data = village()
    told = evaluate(data, term_system("bigrams"))
    assert {"EM", "F1"} <= set(told.measures())
    other = DataSet(**{**{name: getattr(data, name) for name in DataSet.__slots__}, "format": Format.QUESTIONS})
    assert not {"EM", "F1"} & set(evaluate(other, term_system("bigrams")).measures())


def test_judgments_alone_are_enough_to_measure_a_run(tmp_path: Path) -> None:
    path = tmp_path / "a.qrels"
    path.write_text("q1 0 d1 1\nq2 0 d2 1\n", encoding="utf-8")
    told = judge(read_trec_data(path), response(q1=("d1",)))
    assert told.mean("R@1") == 0.5
    assert told.measures() == ("R@1", "R@5", "R@20", "RR@10", "nDCG@10", "Success@1", "Success@5")


def test_a_measure_that_applies_to_nothing_has_no_mean() -> None:
    with pytest.raises(KeyError):
        judge(data_set({"tea": TEA}, village().topics[:1]), response(q1=("tea",))).mean("R@1")


def test_no_passages_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="k is 0; ask for 1 passage at least"):
        evaluate(village(), term_system("words", IndexSettings(terms=terms())), k=0)


SCRIPT = """
import sys
from pathlib import Path

from index.evaluation import evaluate, read_squad, term_system

data = read_squad(Path(sys.argv[1]))
print(f"{data.name}: {len(data.passages)} passages, {len(data.topics)} questions")
for name in ("words", "mixed+sentence"):
    evaluation = evaluate(data, term_system(name), k=20)
    print(name, *(f"{measure} {evaluation.mean(measure):.3f}" for measure in ("R@1", "RR@10", "Quote@1")))
    print("wrong first passage:", [outcome.topic.id for outcome in evaluation.outcomes if outcome.rank != 1])
"""


def test_a_script_of_a_few_lines_measures_a_system(tmp_path: Path) -> None:
    path = write_squad(
        tmp_path / "village.json",
        document(
            paragraph(TEA, question("q1", "老板今年多少岁？", ("六十岁", TEA.index("六十岁")))),
            paragraph(BOAT, question("q2", "渡船的船票多少钱？", ("两元", BOAT.index("两元")))),
        ),
    )
    assert len(SCRIPT.strip().splitlines()) <= 15
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "village: 2 passages, 2 questions",
        "words R@1 1.000 RR@10 1.000 Quote@1 1.000",
        "wrong first passage: []",
        "mixed+sentence R@1 1.000 RR@10 1.000 Quote@1 1.000",
        "wrong first passage: []",
    ]
