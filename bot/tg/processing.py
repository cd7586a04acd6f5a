"""Handling an update until it is done: its turn, its attempts, and the mark in the inbox that ends them.

The library swallows what handlers raise, and calls an update processed either way. Here an update is done when its
handlers returned and none raised, which means that the server accepted all they sent. Otherwise it is tried again, in
its place before the chat's next; what fails too often is put with the dead letters.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import ChatMigrated
from telegram.ext import BaseUpdateProcessor, CallbackContext

from bot.tg.logs import Anonym
from bot.tg.metrics import Metrics
from bot.tg.progress import CURRENT, Outcome
from bot.tg.queueing import DurableQueue, Item
from bot.tg.reading import kind_of
from bot.tg.retrying import Again, decide, is_transient
from bot.tg.seldom import Seldom
from bot.tg.storage import inbox
from bot.tg.storage.inbox import Letter

_log = logging.getLogger("yuanhua.telegram")
_PAUSE_AFTER_MISTAKE = 60.0
_CRASHES = 20
"""How many runs of the program may end in the middle of an update before it is taken for what ended them."""
_SUSPICIOUS = 3
"""How many, before it is handled with no other of its kind: then one of them at most is there when a run ends."""


class InboxProcessor(BaseUpdateProcessor):
    """Handles updates that come from a DurableQueue.

    Args:
        queue: where they come from.
        concurrency: how many are handled at the same time.
        limit: how often an update that cannot be handled is tried.
        metrics: where the outcome is counted.
        anonym: names chats in the log.
        say: an error in one line, without secrets.
    """

    def __init__(
        self,
        queue: DurableQueue,
        concurrency: int,
        limit: int,
        metrics: Metrics,
        anonym: Anonym,
        say: Callable[[BaseException], str],
    ) -> None:
        super().__init__(concurrency)
        self._queue = queue
        self._limit = limit
        self._metrics = metrics
        self._anonym = anonym
        self._say = say
        self._trouble = Seldom()
        self._one_by_one = asyncio.Lock()
        self._at_work: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Makes one attempt at an update, and sees to what follows from it."""
        if not isinstance(update, Update):
            await coroutine
            return
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        try:
            await self._attempt(update, coroutine)
        finally:
            self._at_work.discard(task)

    async def abandon(self) -> int:
        """Drops what is at work, for the next run to do, and returns how much that was."""
        left = list(self._at_work)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return len(left)

    async def _attempt(self, update: Update, coroutine: Awaitable[Any]) -> None:
        item = self._queue.item(update)
        if item.begun < _SUSPICIOUS:
            await self._attempt_at(item, coroutine)
            return
        try:
            await self._one_by_one.acquire()
        except asyncio.CancelledError:
            _never_mind(coroutine)
            raise
        try:
            await self._attempt_at(item, coroutine)
        finally:
            self._one_by_one.release()

    async def _attempt_at(self, item: Item, coroutine: Awaitable[Any]) -> None:
        if self._queue.draining or await self._ends_runs(item):
            _never_mind(coroutine)
            return
        item.attempts += 1
        item.progress.begin_again()
        seq = item.seq  # were it the item, the two would hold each other, and the update with them
        item.progress.mark = lambda connection: inbox.finish(connection, seq, Outcome.ANSWERED, time.time())
        token = CURRENT.set(item.progress)
        try:
            await coroutine
        except Exception as error:  # noqa: BLE001 - whatever gets past the library, it is this update's
            item.progress.error = error
        finally:
            CURRENT.reset(token)
        try:
            await self._conclude(item)
        except Exception:  # noqa: BLE001 - its chat must not wait for ever for a mistake of ours
            _log.exception("what follows from an attempt failed")
            self._queue.retry(item, _PAUSE_AFTER_MISTAKE)

    async def _ends_runs(self, item: Item) -> bool:
        """Whether an update of an earlier run is given up, as runs keep ending in the middle of it."""
        if not item.replayed or item.attempts:
            return False
        if item.begun >= _CRASHES:
            await self._bury(item, f"{item.begun} runs of the program ended while it was handled")
            return True
        await self._queue.surely(lambda connection: inbox.begin(connection, item.seq))
        return False

    async def _conclude(self, item: Item) -> None:
        progress = item.progress
        error = progress.error
        if error is None:
            self._recovered()
            if progress.marked:
                self._done(item, Outcome.ANSWERED)
                return
            await self._finish(item, progress.outcome or (Outcome.ANSWERED if progress.sent else Outcome.IGNORED))
            return
        self._metrics.attempts.labels(type(error).__name__).inc()
        transient = is_transient(error)
        if isinstance(error, ChatMigrated):
            item.update = _moved(item.update, error.new_chat_id)
        progress.failures += not transient
        age = time.monotonic() - item.taken + item.waited
        decision = decide(error, item.attempts, progress.failures, age, self._limit)
        self._tell(item, error, transient=transient)
        if isinstance(decision, Again):
            self._queue.retry(item, decision.seconds)
        elif decision.outcome is Outcome.DEAD:
            await self._bury(item, self._say(error))
        else:
            await self._finish(item, decision.outcome)

    async def _finish(self, item: Item, outcome: Outcome) -> None:
        now = time.time()
        await self._queue.surely(lambda connection: inbox.finish(connection, item.seq, outcome, now))
        self._done(item, outcome)

    async def _bury(self, item: Item, reason: str) -> None:
        now = time.time()
        letter = Letter(item.update.update_id, item.lane, item.update.to_json(), reason)
        await self._queue.surely(lambda connection: inbox.bury(connection, letter, now, item.seq))
        self._done(item, Outcome.DEAD)

    def _done(self, item: Item, outcome: Outcome) -> None:
        kind, seconds = kind_of(item.update), time.monotonic() - item.taken
        self._queue.release(item)
        self._metrics.updates.labels(kind, outcome).inc()
        self._metrics.latency.observe(seconds)
        event = {
            "event": "update",
            "update": item.update.update_id,
            "chat": self._anonym(item.lane),
            "kind": kind,
            "outcome": outcome.value,
            "latency_ms": round(seconds * 1000, 1),
            "attempts": item.attempts,
            **({"replayed": True} if item.replayed else {}),
        }
        _log.info("update", extra={"event": event})

    def _tell(self, item: Item, error: Exception, *, transient: bool) -> None:
        """Says what failed: an update's own failures each, those of network or disk seldom, as they come in storms."""
        event = {"update": item.update.update_id, "chat": self._anonym(item.lane), "attempts": item.attempts}
        if not transient:
            _log.warning("an attempt failed: %s", self._say(error), exc_info=error, extra={"event": event})
        elif self._trouble.now():
            _log.warning("answers cannot be sent; trying again: %s", self._say(error), extra={"event": event})

    def _recovered(self) -> None:
        if self._trouble.over():
            _log.info("answers are sent again")


async def note_error(_: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """The library's error handler: what a handler raised becomes what this attempt ended with."""
    progress = CURRENT.get()
    if progress is not None and context.error is not None:
        progress.error = context.error
    elif context.error is not None:
        _log.error("outside of any update: %s", type(context.error).__name__, exc_info=context.error)


def _never_mind(coroutine: Awaitable[Any]) -> None:
    """Drops a coroutine that will not be awaited, without a warning."""
    close = getattr(coroutine, "close", None)
    if close is not None:
        close()


def _moved(update: Update, chat: int) -> Update:
    """The update with another chat: its group became a supergroup, which has an id of its own."""
    raw = json.loads(update.to_json())
    for content in raw.values():
        for holder in (content, content.get("message")) if isinstance(content, dict) else ():
            if isinstance(holder, dict) and isinstance(holder.get("chat"), dict):
                holder["chat"]["id"] = chat
    return Update.de_json(raw, update.get_bot())
