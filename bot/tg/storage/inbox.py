"""The inbox: updates that were accepted, until they are done; and the dead letters, which could not be.

Functions over a connection, to be run by ``Database.write`` and ``Database.read``. Times are seconds since the epoch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

KEPT_SECONDS = 48 * 3600
"""How long a done update is remembered. Update ids start anywhere after a quiet week
(https://core.telegram.org/bots/api#update), so that an old one must not be taken for a new one."""

KEPT_LETTERS_SECONDS = 30 * 24 * 3600
"""How long a dead letter is kept."""

_REPEATABLE = 100
"""How many of the last updates a server may send again: those of one getUpdates. They are remembered whatever the
clock says, which may have jumped."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update that came in: what to keep its order in, and its JSON."""

    update_id: int
    lane: int
    payload: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is not done, and how many runs of the program began with it before and did not finish."""

    seq: int
    update_id: int
    lane: int
    payload: str
    received: float
    begun: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter."""

    update_id: int | None
    lane: int | None
    payload: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How full the inbox is; ``oldest`` is when the one that waits longest came in, None where none waits."""

    waiting: int
    oldest: float | None
    done: int
    dead_letters: int


def accept(connection: sqlite3.Connection, arrival: Arrival, now: float) -> int | None:
    """Takes an update in, and returns its place in the order; None where it was taken in before."""
    row = connection.execute(
        "INSERT INTO inbox (update_id, lane, payload, received) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (update_id) DO NOTHING RETURNING seq",
        (arrival.update_id, arrival.lane, arrival.payload, now),
    ).fetchone()
    return None if row is None else int(row[0])


def accept_done(connection: sqlite3.Connection, update_id: int, outcome: str, now: float) -> None:
    """Remembers an update about which there is nothing to do."""
    connection.execute(
        "INSERT INTO inbox (update_id, lane, received, done, outcome) VALUES (?, 0, ?, ?, ?)"
        " ON CONFLICT (update_id) DO NOTHING",
        (update_id, now, now, outcome),
    )


def waiting_lanes(connection: sqlite3.Connection) -> list[int]:
    """The lanes in which something waits, the one that waits longest first."""
    rows = connection.execute("SELECT lane FROM inbox WHERE done IS NULL GROUP BY lane ORDER BY min(seq)")
    return [lane for (lane,) in rows]


def load(connection: sqlite3.Connection, lane: int, after: int, limit: int) -> list[Waiting]:
    """What waits in a lane beyond the place ``after``, in order, ``limit`` at most."""
    rows = connection.execute(
        "SELECT seq, update_id, lane, payload, received, begun FROM inbox"
        " WHERE done IS NULL AND lane = ? AND seq > ? ORDER BY seq LIMIT ?",
        (lane, after, limit),
    )
    return [Waiting(*row) for row in rows]


def last_seq(connection: sqlite3.Connection) -> int:
    """The place of the update that was accepted last; 0 where there was none."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'").fetchone()
    return 0 if row is None else int(row[0])


def begin(connection: sqlite3.Connection, seq: int) -> None:
    """Counts one more run of the program that begins with an update."""
    connection.execute("UPDATE inbox SET begun = begun + 1 WHERE seq = ?", (seq,))


def finish(connection: sqlite3.Connection, seq: int, outcome: str, now: float) -> None:
    """Marks an update as done; its text is not kept, nor whose it was."""
    connection.execute(
        "UPDATE inbox SET done = ?, outcome = ?, payload = NULL, lane = 0 WHERE seq = ?", (now, outcome, seq)
    )


def bury(connection: sqlite3.Connection, letter: Letter, now: float, seq: int | None = None) -> None:
    """Puts a letter with the dead, once, and marks its update as done where ``seq`` names it."""
    connection.execute(
        "INSERT INTO dead_letters (update_id, lane, payload, reason, at) SELECT ?, ?, ?, ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM dead_letters WHERE update_id IS ? AND payload = ?)",
        (letter.update_id, letter.lane, letter.payload, letter.reason, now, letter.update_id, letter.payload),
    )
    if seq is not None:
        finish(connection, seq, "dead", now)


def bury_all(connection: sqlite3.Connection, letters: Iterable[Letter], now: float) -> None:
    """Puts letters with the dead."""
    for letter in letters:
        bury(connection, letter, now)


def prune(connection: sqlite3.Connection, now: float) -> int:
    """Deletes what is done for 48 hours, and dead letters of a month; what waits is never touched.

    Returns:
        How many updates were forgotten.
    """
    connection.execute("DELETE FROM dead_letters WHERE at < ?", (now - KEPT_LETTERS_SECONDS,))
    return connection.execute(
        "DELETE FROM inbox WHERE done < ? AND seq <= (SELECT max(seq) FROM inbox) - ?",
        (now - KEPT_SECONDS, _REPEATABLE),
    ).rowcount


def counts(connection: sqlite3.Connection) -> Counts:
    """How full the inbox is."""
    waiting, oldest = connection.execute("SELECT count(*), min(received) FROM inbox WHERE done IS NULL").fetchone()
    (done,) = connection.execute("SELECT count(*) FROM inbox WHERE done IS NOT NULL").fetchone()
    (dead,) = connection.execute("SELECT count(*) FROM dead_letters").fetchone()
    return Counts(waiting, oldest, done, dead)


def forget_lane(connection: sqlite3.Connection, lane: int) -> None:
    """Deletes a chat's dead letters. What is done is nobody's any more; what still waits will be answered first."""
    connection.execute("DELETE FROM dead_letters WHERE lane = ?", (lane,))
