"""How much is kept, for admins."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.tg.storage.feedback import BAD, GOOD


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers, abstentions, and the chats they were given in."""

    answers: int
    abstentions: int
    chats: int


def counts_since(connection: sqlite3.Connection, moment: float) -> Counts:
    """What is kept from ``moment`` on, in seconds since the epoch."""
    total, answered, chats = connection.execute(
        "SELECT count(*), coalesce(sum(answered), 0), count(DISTINCT chat) FROM answers WHERE created >= ?", (moment,)
    ).fetchone()
    return Counts(answered, total - answered, chats)


def ratings(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many good and how many bad ratings there are."""
    rows = dict(connection.execute("SELECT verdict, count(*) FROM feedback GROUP BY verdict"))
    return rows.get(GOOD, 0), rows.get(BAD, 0)


def bytes_used(connection: sqlite3.Connection) -> int:
    """The size of the database."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    return int(pages) * int(connection.execute("PRAGMA page_size").fetchone()[0])
