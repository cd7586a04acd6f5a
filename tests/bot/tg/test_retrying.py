from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.tg.errors import DiskFullError
from bot.tg.progress import Outcome
from bot.tg.retrying import KEPT_TRYING_SECONDS, Again, GiveUp, decide, is_transient


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.mark.parametrize("error", [NetworkError("502"), TimedOut(), Conflict("two"), DiskFullError("full")])
def test_what_network_server_or_disk_fail_is_tried_for_a_day(error: Exception) -> None:
    assert isinstance(decide(error, 500, 0, KEPT_TRYING_SECONDS - 1, limit=1), Again)
    assert decide(error, 500, 0, KEPT_TRYING_SECONDS + 1, limit=1) == GiveUp(Outcome.DEAD)


def test_however_old_an_update_looks_it_is_tried_some_times() -> None:
    assert isinstance(decide(NetworkError("502"), 9, 0, 1e9, limit=1), Again)
    assert decide(NetworkError("502"), 10, 0, 1e9, limit=1) == GiveUp(Outcome.DEAD)


def test_a_wait_that_the_server_asks_for_is_kept_to() -> None:
    assert decide(RetryAfter(300), 1, 0, 0, limit=5) == Again(300)


def test_the_pauses_grow_to_a_minute() -> None:
    decisions = [decide(NetworkError("502"), attempts, 0, 0, limit=5) for attempts in range(1, 10)]
    assert decisions == [Again(seconds) for seconds in (0.5, 1, 2, 4, 8, 16, 32, 60, 60)]


@pytest.mark.parametrize("error", [LookupError("bug"), BadRequest("can't parse entities")])
def test_an_update_s_own_failures_are_tried_as_often_as_set(error: Exception) -> None:
    decisions = [decide(error, failures, failures, 0, limit=3) for failures in (1, 2, 3)]
    assert decisions == [Again(0.5), Again(1), GiveUp(Outcome.DEAD)]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome.UNREACHABLE),
        (BadRequest("Chat not found"), Outcome.UNREACHABLE),
        (BadRequest("Query is too old and response timeout expired or query ID is invalid"), Outcome.STALE),
        (BadRequest("Message to edit not found"), Outcome.STALE),
    ],
)
def test_what_cannot_come_right_is_given_up_at_once(error: Exception, outcome: Outcome) -> None:
    assert decide(error, 1, 1, 0, limit=5) == GiveUp(outcome)


@given(st.integers(1, 10**6), st.floats(0, 1e12))
def test_a_pause_is_never_longer_than_a_minute_unless_the_server_says_so(attempts: int, age: float) -> None:
    decision = decide(TimedOut(), attempts, 0, age, limit=5)
    assert decision == GiveUp(Outcome.DEAD) or (isinstance(decision, Again) and 0.5 <= decision.seconds <= 60)


def test_what_the_user_has_to_do_with_is_not_transient() -> None:
    assert not is_transient(BadRequest("no"))
    assert not is_transient(Forbidden("no"))
    assert not is_transient(ValueError("no"))
