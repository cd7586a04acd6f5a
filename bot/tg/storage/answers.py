"""The answers that were sent, each with its question: what buttons, follow-ups and edited questions go by."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

_COLUMNS = "id, chat, thread, question_message, message, before, question, article, reply, place, created"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A question and its Reply, as kept.

    Attributes:
        id: its name; buttons carry it.
        chat: where it was asked.
        thread: the topic of a forum, or 0.
        question_message: the message that asked; None where a button did.
        message: the message that shows it, with its buttons; the last of them where it took several.
        before: the answer it goes on from, which need not be kept any more.
        question: the user's words.
        article: the id of the article it was narrowed to.
        reply: the Reply, packed.
        place: which of its passages was shown last; -1 where none was.
        created: in seconds since the epoch.
    """

    id: str
    chat: int
    thread: int
    question_message: int | None
    message: int
    before: str | None
    question: str
    article: str | None
    reply: str
    place: int
    created: float


def name_of(*origin: int | str) -> str:
    """The name of what came of a message: the same when it is handled again, 16 characters that say nothing else."""
    return blake2b(repr(origin).encode(), digest_size=12).hexdigest()[:16]


def keep_answer(connection: sqlite3.Connection, answer: KeptAnswer, messages: Sequence[int], *, answered: bool) -> None:
    """Keeps an answer, or what became of it; ``messages`` are those that show it, ``answered`` is for the counts."""
    connection.execute(
        f"INSERT INTO answers ({_COLUMNS}, answered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        " ON CONFLICT (id) DO UPDATE SET question = excluded.question, article = excluded.article,"
        " reply = excluded.reply, place = excluded.place, answered = excluded.answered, message = excluded.message",
        (
            answer.id,
            answer.chat,
            answer.thread,
            answer.question_message,
            answer.message,
            answer.before,
            answer.question,
            answer.article,
            answer.reply,
            answer.place,
            answer.created,
            answered,
        ),
    )
    shown_in(connection, answer, messages)


def shown_in(connection: sqlite3.Connection, answer: KeptAnswer, messages: Sequence[int]) -> None:
    """Notes that messages show an answer; a reply to one of them goes on from there."""
    connection.executemany(
        "INSERT OR REPLACE INTO answer_messages (chat, message, answer) VALUES (?, ?, ?)",
        [(answer.chat, message, answer.id) for message in messages],
    )


def answer_of(connection: sqlite3.Connection, chat: int, id: str) -> KeptAnswer | None:
    """A chat's answer of that id."""
    return _one(connection, "chat = ? AND id = ?", (chat, id))


def answer_to(connection: sqlite3.Connection, chat: int, message: int) -> KeptAnswer | None:
    """The answer to the question in a message."""
    return _one(connection, "chat = ? AND question_message = ?", (chat, message))


def answer_in(connection: sqlite3.Connection, chat: int, message: int) -> KeptAnswer | None:
    """The answer that a message shows."""
    shown = "id = (SELECT answer FROM answer_messages WHERE chat = ? AND message = ?)"
    return _one(connection, shown, (chat, message))


def messages_of_answer(connection: sqlite3.Connection, answer: KeptAnswer) -> list[int]:
    """The messages that show an answer, oldest first; the last of those sent together has its buttons."""
    rows = connection.execute(
        "SELECT message FROM answer_messages WHERE chat = ? AND answer = ? ORDER BY message", (answer.chat, answer.id)
    )
    return [message for (message,) in rows]


def set_place(connection: sqlite3.Connection, answer: KeptAnswer, place: int) -> None:
    """Notes which passage was shown last."""
    connection.execute("UPDATE answers SET place = ? WHERE id = ?", (place, answer.id))


def _one(connection: sqlite3.Connection, condition: str, values: tuple[int | str, ...]) -> KeptAnswer | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM answers WHERE {condition} ORDER BY created DESC LIMIT 1",  # noqa: S608
        values,
    ).fetchone()
    return KeptAnswer(*row) if row else None
