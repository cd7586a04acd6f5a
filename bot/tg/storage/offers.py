"""The questions that were offered on buttons."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A question on a button.

    Attributes:
        id: what the button carries.
        question: what pressing it asks.
        article: the id of the article that answers it.
    """

    id: str
    question: str
    article: str


def keep_offers(
    connection: sqlite3.Connection, chat: int, answer: str | None, offers: Sequence[Offer], now: float
) -> None:
    """Keeps what was offered with an answer, in place of what was offered with it before."""
    if answer is not None:
        connection.execute("DELETE FROM offers WHERE answer = ?", (answer,))
    connection.executemany(
        "INSERT INTO offers (id, chat, answer, question, article, created) VALUES (?, ?, ?, ?, ?, ?)",
        [(offer.id, chat, answer, offer.question, offer.article, now) for offer in offers],
    )


def offer_of(connection: sqlite3.Connection, chat: int, id: str) -> Offer | None:
    """What a chat was offered under that id."""
    row = connection.execute(
        "SELECT id, question, article FROM offers WHERE chat = ? AND id = ?", (chat, id)
    ).fetchone()
    return Offer(*row) if row else None


def offers_with(connection: sqlite3.Connection, answer: str) -> tuple[Offer, ...]:
    """What was offered with an answer, in order."""
    rows = connection.execute("SELECT id, question, article FROM offers WHERE answer = ? ORDER BY rowid", (answer,))
    return tuple(Offer(*row) for row in rows)
