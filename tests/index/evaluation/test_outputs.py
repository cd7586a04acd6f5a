"""An evaluation as files, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.evaluation import Evaluation, evaluate, gold_hidden, read_qrels, read_run, term_system
from index.evaluation.errors import DataError, EvaluationError
from index.evaluation.latency import latency_figures, timing_figures
from index.evaluation.model import Flaw, Outcome, Quoted, Timing
from index.evaluation.outputs import (
    folder_name,
    latency_record,
    read_outcomes,
    results_record,
    write_outputs,
)
from index.settings import IndexSettings
from tests.index.evaluation.making import village
from tests.index.making import terms

COMMAND = ["yuanhua", "evaluate", "village.json"]


def measured(*names: str, hide: bool = False) -> list[Evaluation]:
    data = gold_hidden(village(), 0.5, 1) if hide else village()
    return [evaluate(data, term_system(name, IndexSettings(terms=terms()))) for name in names]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_there_are_results_times_judgments_and_for_each_system_a_run_and_outcomes(tmp_path: Path) -> None:
    write_outputs(measured("words", "mixed+sentence"), tmp_path / "new" / "out", COMMAND)
    assert set(files(tmp_path / "new" / "out")) == {
        "results.json",
        "latency.json",
        "village/flaws.jsonl",
        "village/qrels.trec",
        "village/words.trec",
        "village/words.outcomes.jsonl",
        "village/mixed+sentence.trec",
        "village/mixed+sentence.outcomes.jsonl",
    }


def test_the_same_again_gives_the_same_bytes_but_for_the_times(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_outputs(measured("words", "tfidf", hide=True), tmp_path / folder, COMMAND)
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] in ([], ["latency.json"])


def test_results_say_what_was_measured_on_what_with_what() -> None:
    (evaluation,) = measured("bigrams")
    record = results_record([evaluation], COMMAND)
    assert record["format"] == "yuanhua-evaluation"
    assert record["command"] == COMMAND
    assert {"python", "numpy", "scipy", "jieba", "ir-measures", "scikit-learn"} <= set(record["versions"])
    (data,) = record["data"]
    (system,) = data.pop("systems")
    assert data == {
        "name": "village",
        "format": "squad",
        "source": "village.json",
        "digest": "0" * 64,
        "choices": {},
        "passages": 3,
        "topics": 4,
        "answerable": 4,
        "flaws": {},
    }
    assert system["name"] == "bigrams"
    assert system["configuration"]["k1"] == 0.9
    assert system["measures"]["R@1"] == {"mean": evaluation.mean("R@1"), "topics": 4}
    assert system["without_results"] == []
    assert system["abstaining"]["answerable"] == 4


def test_flaws_are_counted_and_measures_told_by_kind() -> None:
    (evaluation,) = measured("words")
    kinds = ["fact", "why", "fact", ""]
    outcomes = tuple(
        replace(one, topic=replace(one.topic, kind=kind)) for one, kind in zip(evaluation.outcomes, kinds, strict=True)
    )
    flaws = (Flaw("answer elsewhere", "a", "b"), Flaw("answer elsewhere", "c", "d"))
    data = replace(evaluation.data, flaws=flaws)
    record = results_record([replace(evaluation, data=data, outcomes=outcomes)], COMMAND)["data"][0]
    assert record["flaws"] == {"answer elsewhere": 2}
    told = record["systems"][0]["kinds"]
    assert {kind: values["R@1"]["topics"] for kind, values in told.items()} == {"fact": 2, "why": 1}


def test_flaws_are_listed_one_a_line(tmp_path: Path) -> None:
    (evaluation,) = measured("words")
    flaws = (Flaw("answer elsewhere", "a.json, question q1", "'周' is at 9, not at 8"), Flaw("no answer", "b", "c"))
    write_outputs([replace(evaluation, data=replace(evaluation.data, flaws=flaws))], tmp_path, COMMAND)
    assert (tmp_path / "village" / "flaws.jsonl").read_text(encoding="utf-8").splitlines() == [
        '{"kind": "answer elsewhere", "where": "a.json, question q1", "text": "\'周\' is at 9, not at 8"}',
        '{"kind": "no answer", "where": "b", "text": "c"}',
    ]


def test_systems_of_two_data_sets_are_told_apart() -> None:
    (one,), (two,) = measured("words"), measured("words")
    other = replace(two, data=replace(two.data, name="town"))
    record = results_record([one, other], COMMAND)
    assert [data["name"] for data in record["data"]] == ["village", "town"]


def test_written_runs_and_judgments_can_be_read_back(tmp_path: Path) -> None:
    (evaluation,) = measured("mixed+sentence")
    write_outputs([evaluation], tmp_path, COMMAND)
    assert read_qrels(tmp_path / "village" / "qrels.trec") == evaluation.data.qrels
    run = read_run(tmp_path / "village" / "mixed+sentence.trec")
    assert run.name == "mixed+sentence"
    for topic, ranking in evaluation.response.run.rankings.items():
        assert [hit.paragraph for hit in run.rankings[topic]] == [hit.paragraph for hit in ranking]


def bare(outcome: Outcome) -> Outcome:
    """Without the passages' texts, which files leave out."""
    assert outcome.reply is not None
    quotes = tuple(Quoted(one.passage, "", one.key, one.answer) for one in outcome.reply.quotes)
    return replace(outcome, reply=replace(outcome.reply, quotes=quotes))


def test_outcomes_are_read_back_as_they_were(tmp_path: Path) -> None:
    (evaluation,) = measured("words", hide=True)
    write_outputs([evaluation], tmp_path, COMMAND)
    recorded = read_outcomes(tmp_path / "village" / "words.outcomes.jsonl")
    assert (recorded.data, recorded.system, recorded.digest) == ("village", "words", "0" * 64)
    assert recorded.choices == {"hide_gold": 0.5, "seed": 1}
    assert recorded.outcomes == tuple(map(bare, evaluation.outcomes))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda _: [], "is empty"),
        (lambda lines: ["{}", *lines[1:]], r"line 1: not of an outcomes file \('format'\)"),
        (lambda lines: [*lines[:2], lines[2][:-5], *lines[3:]], "line 3: not of an outcomes file"),
        (lambda lines: [*lines[:2], '{"id": "q"}'], "line 3: not of an outcomes file"),
    ],
)
def test_what_is_no_outcomes_file_is_refused_with_the_line(tmp_path: Path, spoil: Any, complaint: str) -> None:
    write_outputs(measured("words"), tmp_path, COMMAND)
    path = tmp_path / "village" / "words.outcomes.jsonl"
    path.write_text("\n".join(spoil(path.read_text(encoding="utf-8").splitlines())), encoding="utf-8")
    with pytest.raises(DataError, match=complaint):
        read_outcomes(path)


def test_a_folder_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"cannot be written .* name another folder"):
        write_outputs(measured("words"), tmp_path / "file", COMMAND)


def test_nothing_but_the_files_is_left_behind(tmp_path: Path) -> None:
    for _ in range(2):
        write_outputs(measured("words"), tmp_path, COMMAND)
    assert not [name for name in files(tmp_path) if Path(name).name.startswith(".")]
    json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("mixed+sentence", "mixed+sentence"), ("a/b c", "a_b_c"), ("../x", "_x"), ("茶", "茶"), ("..", "_")],
)
def test_names_become_file_names(name: str, expected: str) -> None:
    assert folder_name(name) == expected


# Times


def test_percentiles_are_interpolated() -> None:
    each = {str(number): float(number) for number in range(101)}
    assert latency_figures(each) == {"p50_ms": 50.0, "p95_ms": 95.0, "p99_ms": 99.0}
    assert latency_figures({}) == {}


def test_times_of_a_batch_have_a_rate_and_no_percentiles() -> None:
    assert timing_figures(Timing(1.5, 2.0), 100) == {"prepare_s": 1.5, "answer_s": 2.0, "questions_per_s": 50.0}


def test_only_what_ran_here_has_times() -> None:
    (evaluation,) = measured("words")
    elsewhere = replace(evaluation, response=replace(evaluation.response, timing=None))
    assert list(latency_record([evaluation])["data"][0]["systems"]) == ["words"]
    assert latency_record([elsewhere])["data"][0]["systems"] == {}
