"""The bot's parts, put together into a python-telegram-bot Application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram.ext import Application, ApplicationBuilder

from bot.tg.access import Gate
from bot.tg.context import SERVICE, Conversing, Service
from bot.tg.fetching import CheckedRequest, UpdatesRequest, spare_searching
from bot.tg.logs import Anonym
from bot.tg.metrics import Metrics
from bot.tg.polling import PollingWatch
from bot.tg.processing import InboxProcessor, note_error
from bot.tg.queueing import DurableQueue
from bot.tg.sending import ChatRateLimiter
from bot.tg.storage.database import Database

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]

_READ_SECONDS = 20.0
"""How long an answer to a request may take. A message whose receipt is late may have been sent: better wait than ask
again."""
_POOL_SECONDS = 10.0
_SPARE_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Parts:
    """What one run is made of."""

    application: App
    queue: DurableQueue
    processor: InboxProcessor
    watch: PollingWatch
    database: Database


def assemble(
    token: str,
    service: Service,
    conversing: Conversing,
    watch: PollingWatch,
    metrics: Metrics,
    say: Callable[[BaseException], str],
) -> Parts:
    """The parts of a run.

    Args:
        token: the bot's.
        service: what handlers work with.
        conversing: the handlers.
        watch: who is told how asking for updates goes.
        metrics: where things are counted.
        say: an error in one line, without secrets.
    """
    settings = service.settings
    spare_searching()
    queue = DurableQueue(service.database)
    processor = InboxProcessor(queue, settings.concurrency, settings.attempts, metrics, Anonym(token), say)
    limiter = ChatRateLimiter(
        settings.messages_per_second, settings.chat_messages_per_second, settings.group_messages_per_minute, metrics
    )
    request = CheckedRequest(
        connection_pool_size=settings.concurrency + _SPARE_CONNECTIONS,
        pool_timeout=_POOL_SECONDS,
        read_timeout=_READ_SECONDS,
    )
    base = settings.base_url.rstrip("/")
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(request)
        .get_updates_request(UpdatesRequest(service.database, watch, queue.expect, connection_pool_size=2))
        .rate_limiter(limiter)
        .concurrent_updates(processor)
        .update_queue(queue)
        .job_queue(None)
    )
    application: App = builder.updater(None).build() if settings.webhook_url else builder.build()
    application.bot_data[SERVICE] = service
    Gate(settings, service.language).register(application)
    conversing.register(application, service)
    application.add_error_handler(note_error)
    _check_that_handlers_are_awaited(application)
    return Parts(application, queue, processor, watch, service.database)


def _check_that_handlers_are_awaited(application: App) -> None:
    """An update is done when its handlers returned; one that runs on beside it could fail unseen."""
    for handlers in application.handlers.values():
        for handler in handlers:
            assert handler.block is not False, f"{handler!r} has block=False"
