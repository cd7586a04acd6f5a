from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.tg.storage import inbox
from bot.tg.storage.inbox import KEPT_SECONDS, Arrival, Counts, Letter
from bot.tg.storage.migrations import migrate

NOW = 1_700_000_000.0
DAY = 24 * 3600.0


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, "db")
        yield connection


def accept(connection: sqlite3.Connection, update_id: int, lane: int = 1, now: float = NOW) -> int:
    seq = inbox.accept(connection, Arrival(update_id, lane, f'{{"update_id": {update_id}}}'), now)
    assert seq is not None
    return seq


def waiting(connection: sqlite3.Connection, lane: int = 1) -> list[int]:
    return [row.update_id for row in inbox.load(connection, lane, 0, 1000)]


def test_updates_wait_in_the_order_they_came_not_of_their_ids(connection: sqlite3.Connection) -> None:
    for update_id in (900, 5, 6):
        accept(connection, update_id)
    assert waiting(connection) == [900, 5, 6]


def test_an_update_that_comes_twice_is_taken_in_once(connection: sqlite3.Connection) -> None:
    accept(connection, 5)
    assert inbox.accept(connection, Arrival(5, 1, "{}"), NOW) is None
    assert waiting(connection) == [5]


def test_one_that_is_done_is_not_taken_in_again(connection: sqlite3.Connection) -> None:
    inbox.finish(connection, accept(connection, 5), "answered", NOW)
    assert inbox.accept(connection, Arrival(5, 1, "{}"), NOW) is None
    assert waiting(connection) == []


def test_of_what_is_done_no_text_is_kept(connection: sqlite3.Connection) -> None:
    inbox.finish(connection, accept(connection, 5), "answered", NOW)
    assert connection.execute("SELECT payload, outcome FROM inbox").fetchall() == [(None, "answered")]


def test_lanes_are_listed_by_who_waits_longest(connection: sqlite3.Connection) -> None:
    done = accept(connection, 1, lane=30)
    for update_id, lane in ((2, 20), (3, 10), (4, 20)):
        accept(connection, update_id, lane)
    inbox.finish(connection, done, "answered", NOW)
    assert inbox.waiting_lanes(connection) == [20, 10]


def test_a_lane_is_loaded_in_parts(connection: sqlite3.Connection) -> None:
    for update_id in range(5):
        accept(connection, update_id)
    first = inbox.load(connection, 1, 0, 3)
    assert [row.update_id for row in first] == [0, 1, 2]
    assert [row.update_id for row in inbox.load(connection, 1, first[-1].seq, 3)] == [3, 4]


def test_runs_that_began_with_an_update_are_counted(connection: sqlite3.Connection) -> None:
    seq = accept(connection, 5)
    inbox.begin(connection, seq)
    inbox.begin(connection, seq)
    assert [row.begun for row in inbox.load(connection, 1, 0, 1)] == [2]


def test_a_dead_letter_ends_its_update(connection: sqlite3.Connection) -> None:
    seq = accept(connection, 5)
    inbox.bury(connection, Letter(5, 1, "{}", "why"), NOW, seq)
    assert waiting(connection) == []
    assert connection.execute("SELECT update_id, payload, reason FROM dead_letters").fetchall() == [(5, "{}", "why")]


def test_the_same_letter_is_kept_once(connection: sqlite3.Connection) -> None:
    for payload in ('{"a": 1}', '{"a": 1}', '{"a": 2}'):
        inbox.bury(connection, Letter(None, None, payload, "why"), NOW)
    assert inbox.counts(connection).dead_letters == 2


# Pruning


def aged(connection: sqlite3.Connection, count: int, done: float) -> None:
    """So many updates that were done then, and after them as many as a server may send again."""
    for update_id in range(count):
        inbox.finish(connection, accept(connection, update_id, now=done), "answered", done)
    for update_id in range(1000, 1100):
        inbox.finish(connection, accept(connection, update_id, now=done), "answered", done)


def test_what_is_done_for_48_hours_is_forgotten(connection: sqlite3.Connection) -> None:
    aged(connection, 3, NOW)
    assert inbox.prune(connection, NOW + KEPT_SECONDS - 1) == 0
    assert inbox.prune(connection, NOW + KEPT_SECONDS + 1) == 3
    assert inbox.accept(connection, Arrival(2, 1, "{}"), NOW + 8 * DAY) is not None


def test_what_waits_is_never_forgotten(connection: sqlite3.Connection) -> None:
    accept(connection, 5)
    aged(connection, 0, NOW)
    inbox.prune(connection, NOW + 365 * DAY)
    assert waiting(connection) == [5]


def test_what_a_server_may_send_again_is_remembered_though_the_clock_jumps(connection: sqlite3.Connection) -> None:
    for update_id in range(100):
        inbox.finish(connection, accept(connection, update_id), "answered", NOW)
    assert inbox.prune(connection, NOW + 365 * DAY) == 0
    assert inbox.accept(connection, Arrival(0, 1, "{}"), NOW) is None


def test_a_clock_that_jumps_back_forgets_nothing(connection: sqlite3.Connection) -> None:
    aged(connection, 3, NOW)
    assert inbox.prune(connection, NOW - 365 * DAY) == 0


def test_dead_letters_are_kept_for_a_month(connection: sqlite3.Connection) -> None:
    inbox.bury(connection, Letter(5, 1, "{}", "why"), NOW)
    inbox.prune(connection, NOW + 29 * DAY)
    assert inbox.counts(connection).dead_letters == 1
    inbox.prune(connection, NOW + 31 * DAY)
    assert inbox.counts(connection).dead_letters == 0


# Looking, and forgetting a chat


def test_the_counts(connection: sqlite3.Connection) -> None:
    assert inbox.counts(connection) == Counts(0, None, 0, 0)
    inbox.finish(connection, accept(connection, 1), "answered", NOW)
    accept(connection, 2, now=NOW + 5)
    accept(connection, 3, now=NOW + 9)
    inbox.bury(connection, Letter(4, 1, "{}", "why"), NOW)
    assert inbox.counts(connection) == Counts(2, NOW + 5, 1, 1)


def test_what_is_done_is_nobodys_and_a_chat_that_is_forgotten_leaves_no_letters(connection: sqlite3.Connection) -> None:
    for lane in (1, 2):
        inbox.finish(connection, accept(connection, 10 + lane, lane), "answered", NOW)
        inbox.bury(connection, Letter(20 + lane, lane, "{}", "why"), NOW)
    accept(connection, 30)
    inbox.forget_lane(connection, 1)
    assert connection.execute("SELECT update_id FROM dead_letters").fetchall() == [(22,)]
    assert connection.execute("SELECT lane FROM inbox WHERE done IS NOT NULL").fetchall() == [(0,), (0,)]
    assert waiting(connection) == [30]
