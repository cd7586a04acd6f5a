"""What the handling of one update has led to so far, across its attempts: found by whoever takes part in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of an update."""

    ANSWERED = "answered"
    """Something was sent, and the server accepted all of it."""
    IGNORED = "ignored"
    """There was nothing to say."""
    REFUSED = "refused"
    """It came from a chat that may not use the bot."""
    THROTTLED = "throttled"
    """Its user sends too much."""
    STALE = "stale"
    """The server would not have the answer any more."""
    UNREACHABLE = "unreachable"
    """The user has blocked the bot, or the chat is gone."""
    DEAD = "dead"
    """It was put with the dead letters."""


@dataclass(slots=True)
class Progress:
    """One update's.

    Attributes:
        sent: how many requests that show something were accepted.
        accepted: what the server answered to each, by what was asked for; an attempt that follows a failed one does
            not ask for the same again.
        repeated: how often this attempt asked for the same thing before, by what was asked for.
        failures: how many attempts failed for a reason of the update's own, not the network's.
        admitted: whether its user may ask now; None until that was looked at.
        outcome: what somebody has decided about it; None leaves it to whether anything was sent.
        error: what the last attempt ended with.
        mark: marks in the database that the update is done, as answered; for what is written last about it.
        marked: whether that was committed.
    """

    sent: int = 0
    accepted: dict[tuple[str, int], Any] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    admitted: bool | None = None
    outcome: Outcome | None = None
    error: Exception | None = None
    mark: Callable[[sqlite3.Connection], None] | None = None
    marked: bool = False

    def begin_again(self) -> None:
        """An attempt begins."""
        self.repeated.clear()
        self.error = None
        self.outcome = None


CURRENT: ContextVar[Progress | None] = ContextVar("progress", default=None)
"""The Progress of the update that is being handled here."""
