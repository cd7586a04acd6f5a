"""Our own questions are answered as well as they were when the figures were recorded."""

from __future__ import annotations

from functools import cache

import pytest

from tests.gate import Kind, by_kind, measured, recorded


@cache
def figures() -> dict[str, Kind]:
    return by_kind(measured())


def test_the_record_is_of_the_questions_there_are() -> None:
    found = {kind: told.questions for kind, told in figures().items()}
    assert found == {kind: told.questions for kind, told in recorded().items()}, "measure anew: python -m tests.gate"


@pytest.mark.parametrize("kind", sorted(recorded()))
def test_no_kind_of_question_is_answered_worse_than_recorded(kind: str) -> None:
    told, before = figures()[kind], recorded()[kind]
    assert told.right >= before.right, told.fallen(before)


def test_what_fell_is_said_by_the_questions_that_are_newly_wrong() -> None:
    before, now = Kind(5, 4, ("q1",)), Kind(5, 2, ("q1", "q3", "q5"))
    assert now.fallen(before) == "2 of 5 right instead of 4; newly wrong: q3 q5"
