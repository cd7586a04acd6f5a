"""Systems compared question by question, from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.evaluation import DataSet, Evaluation
from index.evaluation.comparing import compare, read_records
from index.evaluation.errors import DataError, EvaluationError
from index.evaluation.outputs import write_outputs
from tests.index.evaluation.judged import all_right, harbour, one_wrong, ranked


@pytest.fixture
def data() -> DataSet:
    return harbour()


def written(folder: Path, evaluations: Sequence[Evaluation]) -> Path:
    write_outputs(evaluations, folder, ["yuanhua", "evaluate"])
    return folder


def test_the_systems_of_a_folder_are_compared_with_its_first(tmp_path: Path, data: DataSet) -> None:
    folder = written(tmp_path / "out", [one_wrong(data), all_right(data), all_right(data, "twin")])
    found = compare(read_records([folder]))
    assert [(one.base, one.other) for one in found] == [("fair", "good"), ("fair", "twin")]


def test_a_difference_has_both_means_and_counts_each_question_once(tmp_path: Path, data: DataSet) -> None:
    folder = written(tmp_path / "out", [one_wrong(data), all_right(data)])
    [comparison] = compare(read_records([folder]), measures=["Quote@1", "Refused"])
    quote, refused = comparison.differences
    assert (quote.topics, quote.base, quote.other, quote.difference) == (4, 0.75, 1.0, 0.25)
    assert (quote.wins, quote.ties, quote.losses) == (1, 3, 0)
    assert quote.p == 1.0
    assert quote.low <= 0.25 <= quote.high
    assert (refused.topics, refused.base, refused.other) == (1, 0.0, 1.0)


def test_the_questions_that_changed_come_with_what_both_said(tmp_path: Path, data: DataSet) -> None:
    folder = written(tmp_path / "out", [one_wrong(data), all_right(data)])
    [comparison] = compare(read_records([folder]))
    assert comparison.told_apart_by == "Answered@1"
    assert comparison.worse == ()
    [change] = comparison.better
    assert change.base.topic.text == "末班船几点离岸？"
    assert change.base.reply is not None
    assert change.other.reply is not None
    assert change.base.reply.quotes[0].key == "渡船每天开四班。"
    assert change.other.reply.quotes[0].key == "渡船每天开四班。末班船在傍晚六点离岸。"


def test_what_is_better_one_way_is_worse_the_other(tmp_path: Path, data: DataSet) -> None:
    folder = written(tmp_path / "out", [one_wrong(data), all_right(data)])
    [comparison] = compare(read_records([folder]), base="good")
    assert (comparison.base, comparison.other) == ("good", "fair")
    assert [change.base.topic.id for change in comparison.worse] == ["q2"]
    assert comparison.better == ()


def test_questions_that_changed_most_come_first_and_no_more_than_asked_for(tmp_path: Path, data: DataSet) -> None:
    low = ranked(data, "low", {"q1": ["p2", "p1"], "q2": ["p1", "p3", "p4", "p2"], "q3": ["p3"], "q4": ["p4"]})
    high = ranked(data, "high", {"q1": ["p1"], "q2": ["p2"], "q3": ["p3"], "q4": ["p4"]})
    folder = written(tmp_path / "out", [low, high])
    [both] = compare(read_records([folder]), measures=["RR@10"])
    assert [(change.base.topic.id, change.difference) for change in both.better] == [("q2", 0.75), ("q1", 0.5)]
    [one] = compare(read_records([folder]), measures=["RR@10"], changes=1)
    assert [change.base.topic.id for change in one.better] == ["q2"]


def test_systems_of_one_name_are_told_apart_by_their_folders(tmp_path: Path, data: DataSet) -> None:
    before, after = (
        written(tmp_path / "before", [one_wrong(data, "s")]),
        written(tmp_path / "after", [all_right(data, "s")]),
    )
    [comparison] = compare(read_records([before, after]))
    assert (comparison.base, comparison.other) == ("before/s", "after/s")


def test_run_files_are_compared_by_their_judgments(tmp_path: Path) -> None:
    (tmp_path / "j.qrels").write_text("q1 0 p1 1\nq2 0 p2 1\n")
    (tmp_path / "a.trec").write_text("q1 Q0 p1 1 2.0 a\nq2 Q0 p1 1 2.0 a\n")
    (tmp_path / "b.trec").write_text("q1 Q0 p1 1 2.0 b\nq2 Q0 p2 1 2.0 b\n")
    records = read_records([tmp_path / "a.trec", tmp_path / "b.trec"], tmp_path / "j.qrels")
    [comparison] = compare(records, measures=["RR@10"])
    [difference] = comparison.differences
    assert (difference.base, difference.other, difference.wins, difference.ties) == (0.5, 1.0, 1, 1)


def test_a_seed_gives_the_same_comparison_again(tmp_path: Path, data: DataSet) -> None:
    records = read_records([written(tmp_path / "out", [one_wrong(data), all_right(data)])])
    assert compare(records, seed=4) == compare(records, seed=4)


def test_other_data_or_other_choices_are_not_compared(tmp_path: Path) -> None:
    folders = [
        written(tmp_path / "one", [one_wrong(harbour())]),
        written(tmp_path / "two", [all_right(harbour(digest="d2"))]),
        written(tmp_path / "three", [all_right(harbour(choices={"limit": 4}))]),
    ]
    with pytest.raises(EvaluationError, match="nothing to compare among fair, good, good"):
        compare(read_records(folders))


def test_only_the_systems_asked_for_are_read(tmp_path: Path, data: DataSet) -> None:
    folder = written(tmp_path / "out", [one_wrong(data), all_right(data), all_right(data, "twin")])
    assert [one.system for one in read_records([folder], systems=["twin", "fair"])] == ["fair", "twin"]
    with pytest.raises(DataError, match="has no system best"):
        read_records([folder], systems=["best"])


def test_what_cannot_be_compared_is_refused_by_name(tmp_path: Path, data: DataSet) -> None:
    folder = written(tmp_path / "out", [one_wrong(data), all_right(data)])
    records = read_records([folder])
    with pytest.raises(EvaluationError, match="no run is named best; there are fair, good"):
        compare(records, base="best")
    with pytest.raises(EvaluationError, match="fair and good have no nDCG@3 in common"):
        compare(records, measures=["nDCG@3"])
    with pytest.raises(DataError, match=r"has no results\.json"):
        read_records([tmp_path])
    with pytest.raises(DataError, match="needs the judgments"):
        read_records([folder / "harbour" / "fair.trec"])


def test_a_damaged_list_of_results_is_refused(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text('{"data": [{}]}')
    with pytest.raises(DataError, match=r"results\.json: not of an evaluation"):
        read_records([tmp_path])


def test_a_run_of_other_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "j.qrels").write_text("q1 0 p1 1\n")
    (tmp_path / "a.trec").write_text("z9 Q0 p1 1 2.0 a\n")
    with pytest.raises(DataError, match="has no question of"):
        read_records([tmp_path / "a.trec"], tmp_path / "j.qrels")
