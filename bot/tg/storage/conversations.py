"""Which answer each conversation stands at, and the answers that led there."""

from __future__ import annotations

import sqlite3

from bot.tg.storage.answers import KeptAnswer, answer_of


def last_answer(connection: sqlite3.Connection, chat: int, thread: int) -> KeptAnswer | None:
    """The answer a chat's conversation stands at; None where it has none, or has been begun anew."""
    row = connection.execute(
        "SELECT answer FROM conversations WHERE chat = ? AND thread = ?", (chat, thread)
    ).fetchone()
    return answer_of(connection, chat, row[0]) if row else None


def stand_at(connection: sqlite3.Connection, answer: KeptAnswer) -> None:
    """The next question of the chat goes on from this answer."""
    connection.execute(
        "INSERT OR REPLACE INTO conversations (chat, thread, answer) VALUES (?, ?, ?)",
        (answer.chat, answer.thread, answer.id),
    )


def begin_anew(connection: sqlite3.Connection, chat: int, thread: int) -> None:
    """The next question of the chat goes on from nothing."""
    connection.execute("DELETE FROM conversations WHERE chat = ? AND thread = ?", (chat, thread))


def led_to(connection: sqlite3.Connection, answer: KeptAnswer | None, longest: int) -> tuple[KeptAnswer, ...]:
    """The answers that led to one, and that one, oldest first; at most ``longest``."""
    chain: list[KeptAnswer] = []
    while answer is not None and len(chain) < longest:
        chain.append(answer)
        answer = None if answer.before is None else answer_of(connection, answer.chat, answer.before)
    return tuple(reversed(chain))
