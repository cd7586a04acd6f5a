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
    assert found == {kind: told["questions"] for kind, told in recorded().items()}, "measure anew: python -m tests.gate"


@pytest.mark.parametrize("kind", sorted(recorded()))
def test_no_kind_of_question_is_answered_worse_than_recorded(kind: str) -> None:
    told, least = figures()[kind], recorded()[kind]["right"]
    assert told.right >= least, (
        f"{told.right} of {told.questions} right instead of {least}; wrong: {' '.join(told.wrong)}"
    )
