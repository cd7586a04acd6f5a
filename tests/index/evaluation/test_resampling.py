"""Intervals and the randomisation test, against what can be counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.evaluation.resampling import mean_interval, randomisation_p

GAINS = st.lists(st.integers(-4, 4).map(lambda eighths: eighths / 8), min_size=1, max_size=9)


def test_a_p_of_few_questions_is_exact() -> None:
    # Of the 2**7 ways to draw signs for seven equal gains, two give a sum as far from 0.
    assert randomisation_p([1.0] * 7, seed=1) == pytest.approx(2 / 2**7)
    # Of eight gains of which one goes the other way: 2 ways of all signs equal, 16 of one that differs.
    assert randomisation_p([1.0] * 7 + [-1.0], seed=1) == pytest.approx(18 / 2**8)


def test_questions_that_did_not_change_do_not_change_p() -> None:
    assert randomisation_p([1.0] * 7 + [0.0] * 500, seed=1) == randomisation_p([1.0] * 7, seed=1)


@pytest.mark.parametrize("gains", [[], [0.0, 0.0], [0.7], [0.5, -0.5]])
def test_nothing_follows_from_no_change_or_one_or_two_that_cancel(gains: list[float]) -> None:
    assert randomisation_p(gains, seed=1) == 1.0


def test_the_least_p_of_many_questions_is_one_of_the_draws() -> None:
    assert randomisation_p([1.0] * 60, seed=1, resamples=99) == pytest.approx(2 / 100)


@given(GAINS)
@settings(max_examples=25, deadline=None)
def test_p_is_the_same_whichever_system_is_the_base(gains: list[float]) -> None:
    p = randomisation_p(gains, seed=1)
    assert 0 < p <= 1
    assert randomisation_p([-gain for gain in gains], seed=1) == pytest.approx(p)


@given(GAINS)
@settings(max_examples=25, deadline=None)
def test_the_interval_lies_within_the_values_and_follows_from_the_seed(gains: list[float]) -> None:
    low, high = mean_interval(gains, seed=3, resamples=199)
    assert min(gains) <= low <= high <= max(gains)
    assert mean_interval(gains, seed=3, resamples=199) == (low, high)


def test_the_interval_of_a_fair_coin_is_that_of_the_normal_approximation() -> None:
    low, high = mean_interval([0.0, 1.0] * 200, seed=1)
    assert low == pytest.approx(0.5 - 1.96 * 0.025, abs=0.006)
    assert high == pytest.approx(0.5 + 1.96 * 0.025, abs=0.006)


def test_equal_values_have_an_interval_of_one_point() -> None:
    assert mean_interval([0.25, 0.25], seed=1) == (0.25, 0.25)


def test_no_values_have_no_interval() -> None:
    with pytest.raises(ValueError, match="no values"):
        mean_interval([], seed=1)
