"""Knowing when not to answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import Topic
from index.evaluation.abstaining import (
    Bin,
    abstaining_figures,
    confidence,
    is_right,
    reliability,
    risk_coverage,
)
from index.evaluation.model import Outcome
from tests.index.evaluation.making import evaluation, outcome


def test_the_key_sentence_decides_what_is_right_and_else_the_first_passage() -> None:
    topic = Topic("q", "？")
    assert is_right(outcome(0.5, right=True)) is True
    assert is_right(outcome(0.5, right=False)) is False
    assert is_right(outcome(0.5, right=True, answerable=False)) is False
    assert is_right(outcome(0.5)) is None
    assert is_right(Outcome(topic, {}, 1, {"Success@1": 1.0, "R@1": 0.2}, 1, 3.0)) is True


def test_a_system_that_only_ranks_is_as_sure_as_its_first_score_is_high() -> None:
    assert confidence(Outcome(Topic("q", "？"), {}, 1, {}, 1, 3.0)) == 3.0
    assert confidence(outcome(0.7)) == 0.7


def test_risk_rises_with_coverage_where_the_sure_replies_are_right() -> None:
    coverage, risk = risk_coverage([outcome(0.9, True), outcome(0.8, True), outcome(0.3, False), outcome(0.1, False)])
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 0, 1 / 3, 1 / 2])


def test_equally_sure_replies_share_their_errors() -> None:
    told = [outcome(0.5, True), outcome(0.5, False)]
    assert risk_coverage(told)[1].tolist() == risk_coverage(told[::-1])[1].tolist() == [0.5, 0.5]


_TOLD = st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.4001, 0.9]), st.booleans()), min_size=1, max_size=20)


@given(_TOLD, st.randoms())
def test_the_curve_does_not_depend_on_the_order_and_ends_at_the_share_of_errors(
    told: Sequence[tuple[float, bool]], random: object
) -> None:
    outcomes = [outcome(sure, right) for sure, right in told]
    mixed = list(outcomes)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    _, risk = risk_coverage(outcomes)
    np.testing.assert_allclose(risk, risk_coverage(mixed)[1])
    assert risk[-1] == pytest.approx(sum(not right for _, right in told) / len(told))


def test_bins_hold_their_lower_end_and_the_last_one_its_upper() -> None:
    bins = reliability([outcome(0.0, False), outcome(0.5, True), outcome(0.75, False), outcome(1.0, True)], bins=2)
    assert bins == (Bin(0.0, 0.5, 1, 0.0, 0.0), Bin(0.5, 1.0, 3, 0.75, 2 / 3))


def test_an_empty_bin_is_kept() -> None:
    assert reliability([outcome(0.9, True)], bins=2)[0] == Bin(0.0, 0.5, 0, 0.0, 0.0)


def test_all_figures_of_a_calibrated_system_with_a_threshold() -> None:
    told = evaluation(
        outcome(0.95, True),
        outcome(0.75, False),
        outcome(0.25, True, abstained=True),
        outcome(0.65, answerable=False),
        outcome(0.15, answerable=False, abstained=True),
        calibrated=True,
        threshold=0.5,
    )
    figures = abstaining_figures(told)
    assert figures is not None
    bins = figures.pop("reliability")
    assert isinstance(bins, list)
    assert len(bins) == 10
    assert figures == pytest.approx(
        {
            "answerable": 3,
            "unanswerable": 2,
            "auroc": 5 / 6,
            "aurc": (0 + 1 / 2 + 2 / 3 + 2 / 4 + 3 / 5) / 5,
            "brier": (0.05**2 + 0.75**2 + 0.75**2 + 0.65**2 + 0.15**2) / 5,
            "ece": (0.05 + 0.75 + 0.75 + 0.65 + 0.15) / 5,
            "false_answers": 1 / 2,
            "false_abstentions": 1 / 3,
            "answered_right": 1 / 3,
            "threshold": 0.5,
        }
    )


def test_a_system_that_always_answers_has_no_decisions_to_judge() -> None:
    figures = abstaining_figures(evaluation(outcome(9.0, True), outcome(3.0, answerable=False)))
    assert figures == {"answerable": 1, "unanswerable": 1, "aurc": 0.25, "auroc": 1.0}


def test_where_all_can_be_answered_there_is_no_auroc() -> None:
    figures = abstaining_figures(evaluation(outcome(0.9, True), outcome(0.2, False)))
    assert figures == {"answerable": 2, "unanswerable": 0, "aurc": 0.25}


def test_where_nothing_can_be_judged_there_are_no_figures() -> None:
    assert abstaining_figures(evaluation(outcome(0.9))) is None
    assert abstaining_figures(evaluation()) is None
