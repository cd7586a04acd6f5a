"""The queue of updates: confirmed by the offset, polled by one at a time, or pushed to a webhook."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from tests.bot.tg.standin.wire import ApiError, Json

OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}
"""The kinds that come only when they are asked for."""

SECOND = "terminated by other getUpdates request; make sure that only one bot instance is running"
PUSHED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    """Updates until they are confirmed.

    An offset confirms, and forgets, everything before it. While somebody polls, another one who polls ends the first
    poll with a conflict. ``confirmed`` counts what was forgotten that way.
    """

    def __init__(self, first: int = 700_000_000) -> None:
        self.pending: deque[Json] = deque()
        self.confirmed = 0
        self.polls = 0
        self.pushed = False
        self.again = 0
        """How many times a batch is handed out once more although it was confirmed, as a server may after a crash."""
        self._handed: list[Json] = []
        self._next = first
        self._allowed: set[str] | None = None
        self._waiting: asyncio.Future[None] | None = None
        self.arrived = asyncio.Event()

    def add(self, content: Json) -> Json:
        """Numbers what happened and queues it, unless the bot did not ask for its kind."""
        update = {"update_id": self._next, **content}
        self._next += 1
        kind = next(iter(content), "")
        if kind in self._allowed if self._allowed else kind not in OPT_IN:
            self.add_raw(update)
        return update

    def add_raw(self, update: Json) -> None:
        """Queues an update as it is, right or wrong."""
        self.pending.append(update)
        self.arrived.set()
        self._wake()

    def number_from(self, first: int) -> None:
        """Numbers what comes next from here on: after a quiet week the server begins anew."""
        self._next = first

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Sets which kinds come; None leaves it as it is, nothing in it means the usual ones."""
        if kinds is not None:
            self._allowed = set(kinds) or None

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """What is not confirmed, at most ``limit``, waiting for the first at most ``timeout`` seconds.

        Raises:
            ApiError: a webhook is set, or another poll came meanwhile.
        """
        if self.pushed:
            raise ApiError(409, PUSHED)
        self.end_poll(SECOND)
        self.polls += 1
        if self.again and self._handed:
            self.again -= 1
            return list(self._handed)
        self.confirm(offset)
        batch = self._batch(limit)
        if batch or not timeout:
            return batch
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await waiting
        except TimeoutError:
            return []
        finally:
            if self._waiting is waiting:
                self._waiting = None
        return self._batch(limit)

    def confirm(self, offset: int) -> None:
        """Forgets everything before the offset; a negative one keeps that many from the end.

        An offset beyond what was ever numbered is of an earlier numbering and confirms nothing.
        """
        if offset < 0:
            while len(self.pending) > -offset:
                self._forget()
        if offset > self._next:
            return
        while offset > 0 and self.pending and self.pending[0]["update_id"] < offset:
            self._forget()

    def drop(self, update: Json) -> None:
        """Forgets the first update, which a webhook accepted."""
        if self.pending and self.pending[0] is update:
            self._forget()

    def end_poll(self, why: str) -> None:
        """Ends the poll that waits, if one does, with a conflict."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ApiError(409, why))

    def _batch(self, limit: int) -> list[Json]:
        batch = [self.pending[place] for place in range(min(limit, len(self.pending)))]
        if batch:
            self._handed = batch
        return batch

    def _forget(self) -> None:
        self.pending.popleft()
        self.confirmed += 1

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
