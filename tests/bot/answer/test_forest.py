"""Trees as plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.answer.forest import Forest, ModelError

PLAIN: dict[str, Any] = {
    "features": ["height", "weight"],
    "baseline": -1.0,
    "trees": [[[0, 1.5, 1, 2], [2.0], [1, 0.5, 3, 4], [3.0], [4.0]], [[10.0]]],
}


def test_a_row_adds_up_the_leaves_it_falls_to() -> None:
    rows = np.array([[1.5, 9.0], [2.0, 0.5], [2.0, 0.6]])
    assert Forest.from_plain(PLAIN).log_odds(rows).tolist() == [11.0, 12.0, 13.0]


def test_a_forest_without_trees_says_its_baseline() -> None:
    forest = Forest.from_plain({"features": ["height"], "baseline": 0.25, "trees": []})
    assert forest.log_odds(np.zeros((2, 1))).tolist() == [0.25, 0.25]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {**PLAIN, "trees": [[[5, 1.0, 1, 2], [1.0], [1.0]]]},
        {**PLAIN, "trees": [[[0, 1.0, 0, 2], [1.0], [1.0]]]},
        {**PLAIN, "trees": [[[0, 1.0, 1, 9], [1.0]]]},
        {**PLAIN, "baseline": None},
    ],
    ids=["nothing", "unknown feature", "a loop", "a child outside", "no baseline"],
)
def test_what_is_no_forest_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        Forest.from_plain(broken)
