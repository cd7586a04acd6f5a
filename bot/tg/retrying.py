"""What to do about an update whose handling failed: try again and when, or give it up and as what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.tg.errors import StorageError
from bot.tg.progress import Outcome

KEPT_TRYING_SECONDS = 24 * 3600
"""How long an update is tried while the server or the network fails; Telegram itself keeps updates for as long."""

_FAIR = 10
_LONGEST_WAIT = 60.0
_STALE = ("query is too old", "query id is invalid", "message to edit not found", "message_id_invalid")
_GONE = ("chat not found", "user is deactivated", "bot was kicked", "group chat was deactivated", "peer_id_invalid")


@dataclass(frozen=True, slots=True)
class Again:
    """Try again after some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Try no more: the update is done with this outcome; DEAD is kept to be looked at."""

    outcome: Outcome


Decision: TypeAlias = Again | GiveUp


def decide(error: Exception, attempts: int, failures: int, age: float, limit: int) -> Decision:
    """What to do after an attempt that failed.

    Args:
        error: what it failed with.
        attempts: how many attempts there were in this run.
        failures: how many of them failed for a reason of the update's own, not the network's.
        age: seconds since the update came in.
        limit: how many such failures are too many.
    """
    if isinstance(error, Forbidden):
        return GiveUp(Outcome.UNREACHABLE)
    if isinstance(error, BadRequest) and any(word in str(error).lower() for word in _STALE):
        return GiveUp(Outcome.STALE)
    if isinstance(error, BadRequest) and any(word in str(error).lower() for word in _GONE):
        return GiveUp(Outcome.UNREACHABLE)
    if not is_transient(error):
        return GiveUp(Outcome.DEAD) if failures >= limit else Again(_backoff(failures))
    # The clock may have jumped since the update came in: a few attempts are made whatever it says.
    if age > KEPT_TRYING_SECONDS and attempts >= _FAIR:
        return GiveUp(Outcome.DEAD)
    if isinstance(error, RetryAfter):
        return Again(max(_backoff(attempts), _seconds(error)))
    return Again(_backoff(attempts))


def is_transient(error: Exception) -> bool:
    """Whether the same may well succeed later: it was the network, the server, too much at once, or the disk."""
    if isinstance(error, BadRequest | Forbidden | ChatMigrated):
        return False
    return isinstance(error, TelegramError | StorageError)


def _backoff(tries: int) -> float:
    """Half a second after the first try, twice as long after each that follows, a minute at most."""
    return min(_LONGEST_WAIT, 0.5 * 2.0 ** min(tries - 1, 10))


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, int | float) else wait.total_seconds())
