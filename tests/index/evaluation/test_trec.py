"""TREC's qrels and run files, in and out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import read_qrels, read_run, read_trec_data
from index.evaluation.errors import DataError
from index.evaluation.model import Run
from index.evaluation.trec import falling, qrels_lines, run_lines
from index.model import Hit


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_judgments_are_read_and_written_alike(tmp_path: Path) -> None:
    lines = ["q1 0 d1 1", "q1 0 d2 0", "q2 0 d1 2"]
    qrels = read_qrels(write(tmp_path / "a.qrels", *lines))
    assert qrels == {"q1": {"d1": 1, "d2": 0}, "q2": {"d1": 2}}
    assert list(qrels_lines(qrels)) == lines


def test_a_run_is_read_in_the_order_of_its_scores_whatever_its_ranks(tmp_path: Path) -> None:
    run = read_run(write(tmp_path / "a.trec", "q1 Q0 d1 1 2.5 mine", "q1 Q0 d2 2 3.5 mine", "q2 Q0 d1 1 1 mine"))
    assert run.name == "mine"
    assert run.rankings == {"q1": (Hit("d2", 3.5), Hit("d1", 2.5)), "q2": (Hit("d1", 1.0),)}


def test_equal_scores_are_ordered_as_trec_eval_orders_them(tmp_path: Path) -> None:
    # 2.5 and the next number after it are one number in single precision.
    path = write(tmp_path / "a.trec", "q Q0 d1 1 2.5000000001 x", "q Q0 d3 2 2.5 x", "q Q0 d2 3 2.5 x")
    assert [hit.paragraph for hit in read_run(path).rankings["q"]] == ["d3", "d2", "d1"]


def test_a_written_run_is_read_back_in_the_same_order_even_where_scores_are_equal(tmp_path: Path) -> None:
    hits = (Hit("a", 7.0), Hit("b", 7.0), Hit("c", 7.0), Hit("d", 7.0 - 1e-12), Hit("e", 1.0))
    path = write(tmp_path / "a.trec", *run_lines(Run("one two", {"q": hits})))
    run = read_run(path)
    assert run.name == "one_two"
    assert [hit.paragraph for hit in run.rankings["q"]] == ["a", "b", "c", "d", "e"]


@given(st.lists(st.floats(min_value=1e-6, max_value=1e6), min_size=1, max_size=30))
def test_falling_scores_fall_in_single_precision_and_stay_near(scores: Sequence[float]) -> None:
    ordered = sorted(scores, reverse=True)
    fallen = [score for _, score in falling(tuple(Hit(str(place), score) for place, score in enumerate(ordered)))]
    single = np.array(fallen, dtype=np.float32)
    assert single.tolist() == fallen
    assert (np.diff(single) < 0).all()
    assert all(math.isclose(one, other, rel_tol=1e-5) for one, other in zip(ordered, fallen, strict=True))


def test_a_qrels_file_is_a_data_set_of_the_topics_with_relevant_passages(tmp_path: Path) -> None:
    data = read_trec_data(write(tmp_path / "judged.qrels", "q1 0 d1 1", "q2 0 d1 0"))
    assert data.name == "judged"
    assert [topic.id for topic in data.topics] == ["q1"]
    assert data.articles == ()


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("q1 0 d1", "line 2: 3 columns instead of 4; write: topic 0 passage grade"),
        ("q1 0 d1 high", "line 2: the grade 'high' is no whole number"),
        ("q1 0 d0 1", "line 2: d0 is judged twice for q1"),
    ],
)
def test_a_malformed_judgment_is_refused_with_its_line(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(DataError) as raised:
        read_qrels(write(tmp_path / "a.qrels", "q1 0 d0 1", line))
    assert f"a.qrels, {complaint}" in str(raised.value)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("q1 Q0 d1 1 0.5", "line 2: 5 columns instead of 6; write: topic Q0 passage rank score tag"),
        ("q1 Q0 d1 1 high x", "line 2: the score 'high' is no number"),
        ("q1 Q0 d1 1 nan x", "line 2: the score 'nan' is no number"),
        ("q1 Q0 d0 1 1 x", "line 2: d0 is there twice for q1"),
    ],
)
def test_a_malformed_line_of_a_run_is_refused_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(DataError) as raised:
        read_run(write(tmp_path / "a.trec", "q1 Q0 d0 1 1 x", line))
    assert f"a.trec, {complaint}" in str(raised.value)


def test_files_with_nothing_in_them_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is empty; name a run file with results"):
        read_run(write(tmp_path / "a.trec"))
    with pytest.raises(DataError, match="judges no passage relevant"):
        read_trec_data(write(tmp_path / "a.qrels", "q 0 d 0"))
