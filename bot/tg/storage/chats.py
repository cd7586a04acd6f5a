"""What each chat has chosen: a language, an article."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """A chat's choices; None is whatever holds for who chose nothing.

    Attributes:
        language: a value of ``Language``.
        article: the id of the article questions are narrowed to.
    """

    language: str | None = None
    article: str | None = None


def choices_of(connection: sqlite3.Connection, chat: int) -> Choices:
    """What a chat has chosen."""
    row = connection.execute("SELECT language, article FROM chats WHERE chat = ?", (chat,)).fetchone()
    return Choices(*row) if row else Choices()


def choose_language(connection: sqlite3.Connection, chat: int, language: str) -> None:
    """Sets a chat's language."""
    connection.execute(
        "INSERT INTO chats (chat, language) VALUES (?, ?)"
        " ON CONFLICT (chat) DO UPDATE SET language = excluded.language",
        (chat, language),
    )


def choose_article(connection: sqlite3.Connection, chat: int, article: str | None) -> None:
    """Narrows a chat's questions to an article, or to none."""
    connection.execute(
        "INSERT INTO chats (chat, article) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE SET article = excluded.article",
        (chat, article),
    )
