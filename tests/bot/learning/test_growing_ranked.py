from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.forest import Forest
from bot.learning.growing import Size
from bot.learning.growing_ranked import Lists, grow_ranked


def test_the_right_row_of_each_list_comes_first_though_its_figures_mean_nothing_across_lists() -> None:
    chance = np.random.default_rng(1)
    lengths = [5] * 400
    # What is right is the highest of its own list, on a level that differs from list to list.
    within = chance.normal(size=(400, 5))
    rows = (within + 20 * chance.normal(size=(400, 1))).reshape(-1, 1)
    beside_best = (within - within.max(axis=1, keepdims=True)).reshape(-1, 1)
    right = beside_best[:, 0] == 0
    forest = Forest.from_plain(
        grow_ranked(np.hstack([rows, beside_best]), right, lengths, ["level", "beside_best"], Size(trees=30, leaves=8))
    )
    values = forest.values(np.hstack([rows, beside_best])).reshape(400, 5)
    assert (values.argmax(axis=1) == within.argmax(axis=1)).mean() > 0.99


def test_a_list_without_a_right_row_teaches_nothing() -> None:
    chance = np.random.default_rng(2)
    rows = chance.normal(size=(300, 2))
    plain = grow_ranked(rows, np.zeros(300, dtype=np.bool_), [3] * 100, ["a", "b"], Size(trees=4, leaves=4))
    assert not Forest.from_plain(plain).values(rows).any()


@given(st.lists(st.tuples(st.booleans(), st.floats(-4, 4)), min_size=1, max_size=6), st.integers(0, 5))
def test_derivatives_are_those_of_the_cross_entropy(rows: list[tuple[bool, float]], place: int) -> None:
    right = np.array([answers for answers, _ in rows])
    scores = np.array([score for _, score in rows])
    place %= len(rows)
    slopes, bends = Lists(right, np.array([len(rows)])).derivatives(scores)
    if not right.any():
        assert not slopes.any()
        return
    step = np.zeros(len(rows))
    step[place] = 1e-4
    less, same, more = (loss(scores + times * step, right) for times in (-1, 0, 1))
    assert slopes[place] == pytest.approx((more - less) / 2e-4, abs=1e-4)
    assert bends[place] == pytest.approx((more - 2 * same + less) / 1e-8, abs=1e-2)


def loss(scores: np.ndarray, right: np.ndarray) -> float:
    logs = scores - np.log(np.exp(scores).sum())
    return -float(logs[right].mean())
