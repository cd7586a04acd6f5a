"""Updates, made by hand."""

from __future__ import annotations

from typing import Any

from telegram import Update

Json = dict[str, Any]


def raw_message(update_id: int, text: str = "?", *, chat: int = 7, user: int | None = None, **content: Any) -> Json:
    """A message, as the server sends it: in private, or in a group where the chat's id is negative."""
    user = user or abs(chat)
    where: Json = {"id": chat, "type": "private", "first_name": "A"}
    if chat < 0:
        where = {"id": chat, "type": "supergroup", "title": "G"}
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_700_000_000,
            "chat": where,
            "from": {"id": user, "is_bot": False, "first_name": "A"},
            "text": text,
            **content,
        },
    }


def message(update_id: int, text: str = "?", *, chat: int = 7, user: int | None = None, **content: Any) -> Update:
    """A message, as the library reads it."""
    return Update.de_json(raw_message(update_id, text, chat=chat, user=user, **content), None)


def text_of(update: object) -> str:
    """What it says."""
    assert isinstance(update, Update)
    assert update.message is not None
    return update.message.text or ""
