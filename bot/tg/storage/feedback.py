"""What readers think of the answers: one rating a reader and answer."""

from __future__ import annotations

import sqlite3

from bot.tg.storage.answers import KeptAnswer

GOOD, BAD = 1, -1


def rating_of(connection: sqlite3.Connection, answer: str, user: int) -> int | None:
    """A reader's rating of an answer."""
    row = connection.execute("SELECT verdict FROM feedback WHERE answer = ? AND user = ?", (answer, user)).fetchone()
    return None if row is None else int(row[0])


def rate(connection: sqlite3.Connection, answer: str, user: int, verdict: int | None, now: float) -> None:
    """Sets a reader's rating, or withdraws it with None."""
    if verdict is None:
        connection.execute("DELETE FROM feedback WHERE answer = ? AND user = ?", (answer, user))
        return
    connection.execute(
        "INSERT OR REPLACE INTO feedback (answer, user, verdict, at) VALUES (?, ?, ?, ?)",
        (answer, user, verdict, now),
    )


def clear_ratings(connection: sqlite3.Connection, answer: str) -> None:
    """Takes back all ratings of an answer that has become another one."""
    connection.execute("DELETE FROM feedback WHERE answer = ?", (answer,))


def rated_bad(connection: sqlite3.Connection, count: int) -> list[tuple[KeptAnswer, float]]:
    """The answers last rated bad, the latest first, each with when that was."""
    rows = connection.execute(
        "SELECT answers.id, chat, thread, question_message, message, before, question, article, reply, place, created,"
        " max(at)"
        " FROM feedback JOIN answers ON answers.id = feedback.answer WHERE verdict = ?"
        " GROUP BY answers.id ORDER BY max(at) DESC LIMIT ?",
        (BAD, count),
    )
    return [(KeptAnswer(*row[:-1]), row[-1]) for row in rows]
