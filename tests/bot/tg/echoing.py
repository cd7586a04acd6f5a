"""The bot's plumbing by itself: a real bot in this process, whose handlers only say back what they are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from telegram import Bot, Update
from telegram.ext import Application, MessageHandler, filters

from bot.messages import Language
from bot.sections import Telegram
from bot.tg.context import Conversing, Service
from bot.tg.service import TelegramBot
from tests.bot.tg.standin import Standin

if TYPE_CHECKING:
    from bot.tg.context import Answering

Handle = Callable[[Update, Any], Coroutine[Any, Any, None]]


async def echo(update: Update, context: Any) -> None:
    """Says back what was said."""
    message = update.effective_message
    assert message is not None
    await message.reply_text(message.text or "")


def conversing(handle: Handle = echo) -> Conversing:
    """Handlers of which one takes every message."""

    def register(application: Application[Any, Any, Any, Any, Any, Any], service: Service) -> None:
        application.add_handler(MessageHandler(filters.ALL, handle))

    async def announce(bot: Bot, settings: Telegram) -> None:
        await bot.set_my_commands([("help", "help")])

    return Conversing(register, announce, ("message",))


def settings(api: Standin, **changes: object) -> Telegram:
    """Settings that lead to the stand-in, without limits."""
    unlimited: dict[str, object] = {
        "base_url": api.base_url,
        "messages_per_second": 0.0,
        "chat_messages_per_second": 0.0,
        "group_messages_per_minute": 0.0,
        "requests_per_minute": 0,
        "follow_seconds": 0,
    }
    return Telegram.model_validate({**unlimited, **changes})


def make_bot(api: Standin, path: Path, handle: Handle = echo, **changes: object) -> TelegramBot:
    """A bot that handles messages with ``handle``; ``changes`` are settings."""
    return TelegramBot(
        settings(api, **changes), path, api.token, cast("Answering", None), Language.ZH, conversing(handle)
    )


@asynccontextmanager
async def running(bot: TelegramBot) -> AsyncIterator[TelegramBot]:
    """A bot that runs, and is ended as SIGTERM would end it."""
    task = asyncio.create_task(bot.run())
    ready = asyncio.create_task(bot.ready.wait())
    await asyncio.wait((task, ready), return_when=asyncio.FIRST_COMPLETED, timeout=20)
    ready.cancel()
    if task.done():
        task.result()
    try:
        yield bot
    finally:
        bot.stop()
        await task
