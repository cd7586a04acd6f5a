"""Measures of rankings."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import Run, evaluate, read_qrels, read_run, term_system
from index.evaluation.measures import MEASURES, retrieval_values
from index.evaluation.model import Qrels
from index.evaluation.outputs import write_outputs
from index.model import Hit
from index.settings import IndexSettings
from tests.index.evaluation.making import ranking, village
from tests.index.making import terms


def test_each_measure_of_one_ranking() -> None:
    run = Run("r", {"q": ranking("x", "a", "y", "z", "w", "b")})
    values = retrieval_values({"q": {"a": 2, "b": 1}}, run)["q"]
    assert values == pytest.approx(
        {
            "R@1": 0.0,
            "R@5": 0.5,
            "R@20": 1.0,
            "RR@10": 0.5,
            "nDCG@10": (2 / log2(3) + 1 / log2(7)) / (2 + 1 / log2(3)),
            "Success@1": 0.0,
            "Success@5": 1.0,
        }
    )
    assert list(values) == list(MEASURES)


def test_a_question_without_results_counts_as_zero() -> None:
    values = retrieval_values(
        {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 1}}, Run("r", {"q1": ranking("a"), "q2": ()})
    )
    assert values["q2"] == values["q3"] == dict.fromkeys(MEASURES, 0.0)
    assert values["q1"]["R@1"] == 1.0


def test_nothing_judged_gives_nothing() -> None:
    assert retrieval_values({}, Run("r", {"q": ranking("a")})) == {}


def test_the_order_of_the_ranking_counts_where_scores_are_equal() -> None:
    # trec_eval alone would put z before a.
    run = Run("r", {"q": (Hit("a", 1.0), Hit("z", 1.0))})
    assert retrieval_values({"q": {"a": 1}}, run, ["RR@10"]) == {"q": {"RR@10": 1.0}}


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="Nonsense@3: no measure of ir_measures"):
        retrieval_values({"q": {"a": 1}}, Run("r", {}), ["Nonsense@3"])


_PASSAGES = [f"p{number}" for number in range(12)]
_JUDGED = st.dictionaries(st.sampled_from(_PASSAGES), st.integers(0, 2), min_size=1).filter(lambda g: any(g.values()))
_RANKED = st.lists(
    st.tuples(st.sampled_from(_PASSAGES), st.sampled_from([1.0, 2.0, 3.0])), unique_by=lambda hit: hit[0]
)


def _hits(found: list[tuple[str, float]]) -> tuple[Hit, ...]:
    return tuple(Hit(passage, score) for passage, score in sorted(found, key=lambda hit: (-hit[1], hit[0])))


@given(st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), st.tuples(_JUDGED, _RANKED), min_size=1))
def test_measures_depend_on_the_order_only(data: dict[str, tuple[dict[str, int], list[tuple[str, float]]]]) -> None:
    qrels = {topic: judged for topic, (judged, _) in data.items()}
    rankings = {topic: _hits(found) for topic, (_, found) in data.items()}
    told = retrieval_values(qrels, Run("r", rankings))
    places = {topic: ranking(*(hit.paragraph for hit in hits)) for topic, hits in rankings.items()}
    assert told == retrieval_values(qrels, Run("r", places))


def independent(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """pytrec_eval's own figures of files' content; RR@10 by the places it would look at."""
    asked = {"recall.1,5,20", "ndcg_cut.10", "success.1,5", "recip_rank"}
    evaluator = pytrec_eval.RelevanceEvaluator({topic: dict(grades) for topic, grades in qrels.items()}, asked)
    scores = {topic: {hit.paragraph: hit.score for hit in hits} for topic, hits in run.rankings.items()}
    names = {
        "R@1": "recall_1",
        "R@5": "recall_5",
        "R@20": "recall_20",
        "nDCG@10": "ndcg_cut_10",
        "Success@1": "success_1",
        "Success@5": "success_5",
        "RR@10": "recip_rank",
    }
    found = evaluator.evaluate(scores)
    return {topic: {name: values[theirs] for name, theirs in names.items()} for topic, values in found.items()}


def test_pytrec_eval_agrees_on_the_written_files(tmp_path: Path) -> None:
    evaluations = [
        evaluate(village(), term_system(name, IndexSettings(terms=terms())), k=10)
        for name in ("words", "mixed+sentence")
    ]
    write_outputs(evaluations, tmp_path, ["test"])
    qrels = read_qrels(tmp_path / "village" / "qrels.trec")
    for evaluation in evaluations:
        theirs = independent(qrels, read_run(tmp_path / "village" / f"{evaluation.system}.trec"))
        assert theirs.keys() == qrels.keys()
        for outcome in evaluation.outcomes:
            assert {name: outcome.values[name] for name in MEASURES} == pytest.approx(theirs[outcome.topic.id])
