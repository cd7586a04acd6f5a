"""The bot from start to end: its parts put together, updates received and handled, and nothing dropped at the end.

It starts however long the server cannot be reached. It ends on SIGTERM, on SIGINT, or for a reason that trying again
does not mend: what is being answered is answered, what was received is confirmed, what is left is in the inbox for the
next run, all within ten seconds.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.messages import Language
from bot.sections import Telegram
from bot.tg.context import Answering, Conversing, Service
from bot.tg.errors import ServiceError, StorageError
from bot.tg.metrics import Metrics
from bot.tg.parts import App, Parts, assemble
from bot.tg.polling import REFUSED, PollingWatch
from bot.tg.redaction import Redactor, writing
from bot.tg.retrying import is_transient
from bot.tg.seldom import Seldom
from bot.tg.storage import forgetting, inbox
from bot.tg.storage.database import Database
from bot.tg.webhook import WebhookServer

_log = logging.getLogger("yuanhua.telegram")
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_FINISHING_SECONDS = 6.0
_CLOSING_SECONDS = 1.0
_PRUNING_SECONDS = 3600.0
_LONGEST_PAUSE = 30.0


class TelegramBot:
    """The bot; ``run`` once.

    Args:
        settings: ``[telegram]``.
        path: the database's file.
        token: the bot's.
        answering: replies to questions.
        language: of users whose own the bot does not speak.
        conversing: the handlers.
    """

    def __init__(
        self,
        settings: Telegram,
        path: Path,
        token: str,
        answering: Answering,
        language: Language,
        conversing: Conversing,
    ) -> None:
        # The library then gives durations as such, and does not warn that it will.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        self._settings = settings
        self._path = path
        self._token = token
        self._answering = answering
        self._language = language
        self._conversing = conversing
        self._say = writing(Redactor((token,)))
        self._metrics = Metrics()
        self._stopping = asyncio.Event()
        self._failure: ServiceError | None = None
        self.ready = asyncio.Event()
        """Set once updates are received."""

    def stop(self, failure: ServiceError | None = None) -> None:
        """Ends the run, for a reason if one is given."""
        self._failure = self._failure or failure
        self._stopping.set()

    async def run(self) -> None:
        """Receives and handles updates until it is told to end.

        Raises:
            ServiceError, StorageError: it could not begin, or cannot go on; the message says what to do.
        """
        with _signals(self.stop):
            database = Database.open(self._path)
            try:
                service = Service(self._answering, database, self._settings, self._language, time.time())
                watch = PollingWatch(self._settings.conflict_seconds, self.stop, self._say)
                parts = assemble(self._token, service, self._conversing, watch, self._metrics, self._say)
                self._metrics.started.set_to_current_time()
                self._metrics.watch(lambda: parts.queue.handled)
                self._metrics.serve(self._settings.metrics_port)
                await self._serve(parts)
            finally:
                self._metrics.close()
                database.close()
        if self._failure is not None:
            raise self._failure

    async def _serve(self, parts: Parts) -> None:
        server: WebhookServer | None = None
        chores: list[asyncio.Task[None]] = []
        try:
            if await self._unless_stopped(self._begin(parts)):
                if self._settings.webhook_url:
                    server = await self._listen(parts)
                else:
                    await self._unless_stopped(self._poll(parts))
                chores = [
                    asyncio.create_task(self._announce(parts.application)),
                    asyncio.create_task(self._prune(parts.database)),
                    asyncio.create_task(self._follow()),
                ]
                self.ready.set()
                _log.info("ready")
                await self._stopping.wait()
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await self._end(parts, server)

    async def _begin(self, parts: Parts) -> None:
        """Greets the server, however long that takes, and takes up what earlier runs left."""
        await self._until_accepted(parts.application.initialize)
        await parts.application.start()
        lanes = await parts.queue.open(parts.application.bot)
        if lanes:
            _log.info("going on with what waits of %d chats", lanes)

    async def _poll(self, parts: Parts) -> None:
        updater = parts.application.updater
        assert updater is not None
        parts.watch.begin()
        try:
            await updater.start_polling(
                timeout=self._settings.poll_timeout,
                bootstrap_retries=-1,
                allowed_updates=self._conversing.updates,
                error_callback=parts.watch.failed,
            )
        except InvalidToken:
            self.stop(ServiceError(REFUSED))

    async def _listen(self, parts: Parts) -> WebhookServer:
        settings, bot = self._settings, parts.application.bot
        secret = secrets.token_urlsafe(32)
        server = WebhookServer(
            settings.webhook_listen, settings.webhook_port, settings.webhook_url, secret, parts.queue, bot
        )
        await self._unless_stopped(
            self._until_accepted(
                lambda: bot.set_webhook(
                    settings.webhook_url, secret_token=secret, allowed_updates=self._conversing.updates
                )
            )
        )
        return server

    async def _announce(self, application: App) -> None:
        try:
            await self._until_accepted(lambda: self._conversing.announce(application.bot, self._settings))
        except TelegramError as error:
            _log.warning("the commands could not be announced: %s", self._say(error))

    async def _follow(self) -> None:
        """Answers from the articles as they are, when another process has changed them."""
        while self._settings.follow_seconds:
            await asyncio.sleep(self._settings.follow_seconds)
            try:
                await self._answering.catch_up()
            except Exception:  # noqa: BLE001 - the next look may go better
                _log.exception("whether the articles have changed cannot be seen")

    async def _prune(self, database: Database) -> None:
        while True:
            with suppress(StorageError):
                await database.write(self._forget_old)
            await asyncio.sleep(_PRUNING_SECONDS)

    def _forget_old(self, connection: sqlite3.Connection) -> None:
        now = time.time()
        inbox.prune(connection, now)
        forgetting.prune(connection, now, self._settings.keep_days)

    async def _end(self, parts: Parts, server: WebhookServer | None) -> None:
        """Takes nothing new, finishes what is at work as far as time allows, and closes what is open."""
        parts.watch.close()
        parts.queue.drain()
        application, updater = parts.application, parts.application.updater
        receiving = [server.close()] if server is not None else []
        if updater is not None and updater.running:
            receiving.append(updater.stop())
        finishing = [application.stop()] if application.running else []
        await self._in_time(_FINISHING_SECONDS, *receiving, *finishing)
        if left := await parts.processor.abandon():
            _log.warning("%d updates are left for the next run", left)
        await self._in_time(_CLOSING_SECONDS, application.shutdown())
        # An application that was never initialized thinks it has nothing to close; its connections think otherwise.
        await self._in_time(_CLOSING_SECONDS, application.bot.shutdown())
        _log.info("ended")

    async def _in_time(self, seconds: float, *ends: Coroutine[Any, Any, None]) -> None:
        if not ends:
            return
        tasks = [asyncio.create_task(end) for end in ends]
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                _log.warning("at the end: %s", self._say(outcome))

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> bool:
        """Whether the work was finished; when the bot is told to end, it is dropped."""
        task = asyncio.create_task(work)
        stopped = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if task.cancelled():
            return False
        task.result()
        return not self._stopping.is_set()

    async def _until_accepted(self, action: Callable[[], Awaitable[object]]) -> None:
        """Does something that needs the server, again and again until it works.

        Raises:
            ServiceError: the token is refused.
            TelegramError: the server understood, and will not.
        """
        pause, trouble = 1.0, Seldom()
        while True:
            try:
                await action()
            except InvalidToken:
                raise ServiceError(REFUSED) from None
            except TelegramError as error:
                if not is_transient(error):
                    raise
                if trouble.now():
                    _log.warning("Telegram cannot be reached; trying again: %s", self._say(error))
            else:
                return
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 1.5)


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Meanwhile, SIGTERM and SIGINT end the bot; in a thread other than the main one there are no signals."""
    loop = asyncio.get_running_loop()
    try:
        for number in _SIGNALS:
            loop.add_signal_handler(number, stop)
    except (ValueError, RuntimeError):
        yield
        return
    try:
        yield
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)
