"""Deleting what is kept: all of a chat's when it asks for it, everybody's when it has become old."""

from __future__ import annotations

import sqlite3

from bot.tg.storage.inbox import forget_lane

_OF_CHAT = ("chats", "answers", "offers")  # messages, conversations and feedback go with the answers
_MOVED = ("chats", "conversations", "offers")
_DAY = 86_400.0


def forget(connection: sqlite3.Connection, chat: int, user: int | None) -> None:
    """Deletes all that is kept of a chat: answers, choices, ratings, updates received.

    What still waits to be answered is answered first, and the update that asks for this is deleted when it is done.

    Args:
        connection: within a transaction.
        chat: the chat.
        user: who asks for it; None leaves what a user said elsewhere. Given, their ratings in other chats go, too.
    """
    for table in _OF_CHAT:
        connection.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))  # noqa: S608
    connection.execute("DELETE FROM feedback WHERE user = ?", (user,))
    forget_lane(connection, chat)


def prune(connection: sqlite3.Connection, now: float, days: int) -> None:
    """Deletes answers and offers from more than ``days`` before ``now`` (seconds since the epoch)."""
    for table in ("answers", "offers"):
        connection.execute(f"DELETE FROM {table} WHERE created < ?", (now - days * _DAY,))  # noqa: S608


def move(connection: sqlite3.Connection, chat: int, to: int) -> None:
    """Takes what is kept of a chat along to its new id, as when a group becomes a supergroup.

    Messages are numbered anew there, so that the old numbers mean nothing any more.
    """
    connection.execute("DELETE FROM answer_messages WHERE chat = ?", (chat,))
    connection.execute("UPDATE answers SET chat = ?, question_message = NULL WHERE chat = ?", (to, chat))
    for table in _MOVED:
        connection.execute(f"UPDATE OR REPLACE {table} SET chat = ? WHERE chat = ?", (to, chat))  # noqa: S608
