"""Trees as plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.answer.forest import Forest, ModelError

PLAIN: dict[str, Any] = {
    "features": ["height", "weight"],
    "baseline": -1.0,
    "nodes": [5, 1],
    "feature": [0, -1, 1, -1, -1, -1],
    "figure": [1.5, 2.0, 0.5, 3.0, 4.0, 10.0],
    "left": [1, 0, 3, 0, 0, 0],
    "right": [2, 0, 4, 0, 0, 0],
}


def test_a_row_adds_up_the_leaves_it_falls_to() -> None:
    rows = np.array([[1.5, 9.0], [2.0, 0.5], [2.0, 0.6]])
    assert Forest.from_plain(PLAIN).values(rows).tolist() == [11.0, 12.0, 13.0]


def test_a_forest_without_trees_says_its_baseline() -> None:
    forest = Forest.from_plain({**{key: [] for key in PLAIN}, "features": ["height"], "baseline": 0.25})
    assert forest.values(np.zeros((2, 1))).tolist() == [0.25, 0.25]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {**PLAIN, "feature": [0, -1, 5, -1, -1, -1]},
        {**PLAIN, "left": [0, 0, 3, 0, 0, 0]},
        {**PLAIN, "right": [5, 0, 4, 0, 0, 0]},
        {**PLAIN, "right": [2, 0, 3, 0, 0, 0]},
        {**PLAIN, "figure": [1.5]},
        {**PLAIN, "baseline": None},
    ],
    ids=[
        "nothing",
        "unknown feature",
        "a loop",
        "a child in another tree",
        "a child of two",
        "too few figures",
        "no baseline",
    ],
)
def test_what_is_no_forest_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        Forest.from_plain(broken)
