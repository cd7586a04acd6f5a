"""Raw updates into Updates, whatever a server sends.

A reply of ``getUpdates`` is parsed whole or not at all by the library, so that a single update it cannot read would
stop all that come after it. Here each is tried by itself; one that cannot be read is given back as what it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

from telegram import Bot, Update

_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that cannot be read: its raw JSON, the reason in one line, and its id where it has one."""

    update_id: int | None
    payload: str
    reason: str


Read: TypeAlias = Update | Unreadable


def read_update(raw: object, bot: Bot | None) -> Read:
    """One update of a reply, or of a webhook's body, as the library reads it."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    known = update_id if type(update_id) is int and 0 <= update_id < _LARGEST else None
    if known is None or not isinstance(raw, dict):
        return Unreadable(None, _dumped(raw), "it has no update_id")
    try:
        update = Update.de_json(raw, bot)
        lane_of(update)
        update.to_json()
    except Exception as error:  # noqa: BLE001 - KeyError, TypeError, OverflowError …: the library raises as it happens
        return Unreadable(known, _dumped(raw), f"{type(error).__name__}: {error}"[:300])
    return update


def lane_of(update: Update) -> int:
    """What an update must keep its order in: its chat, else its user, else 0 (a poll).

    A private chat has its user's id, so that someone's inline queries stand in line with their messages.

    Raises:
        TypeError: the id is none.
    """
    someone = update.effective_chat or update.effective_user
    lane = 0 if someone is None else someone.id
    if type(lane) is not int or abs(lane) > _LARGEST:
        raise TypeError(f"an id is no whole number: {lane!r}")
    return lane


def lane_in(payload: str) -> int | None:
    """The chat or user that the JSON of an unreadable update names, as far as it can be told."""
    try:
        raw = json.loads(payload)
        told = next(value for key, value in raw.items() if key != "update_id" and isinstance(value, dict))
        place = told.get("chat") or told.get("message", told).get("chat") or told["from"]
        id = place["id"]
    except (ValueError, RecursionError, StopIteration, AttributeError, TypeError, KeyError):
        return None
    return id if type(id) is int and abs(id) <= _LARGEST else None


def _dumped(raw: object) -> str:
    try:
        return json.dumps(raw)
    except RecursionError:
        return json.dumps("an update nested too deeply to be kept")


def is_bare(update: Update) -> bool:
    """Whether there is nothing in an update but its id."""
    return not update.api_kwargs and kind_of(update) == "other"


def kind_of(update: Update) -> str:
    """The field that an update carries, such as ``message``; ``other`` for what the library does not know."""
    return next((name for name in Update.ALL_TYPES if getattr(update, name, None) is not None), "other")
