"""The bot's plumbing with the plain echo bot's handler: what the inbox, the limits and the retries cost by themselves.

``python -m tests.bot.tg.durable_echo_bot``, with the settings and the token that ``yuanhua telegram`` takes.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Any, cast

from telegram import Bot, Update
from telegram.ext import Application, MessageHandler, filters

from bot.config import load_config
from bot.errors import BotError
from bot.messages import Language
from bot.sections import Telegram
from bot.tg.context import Conversing, Service
from bot.tg.logs import logging_to
from bot.tg.redaction import Redactor
from bot.tg.service import TelegramBot
from tests.bot.tg.plain_echo_bot import echo

if TYPE_CHECKING:
    from bot.tg.context import Answering


def register(application: Application[Any, Any, Any, Any, Any, Any], service: Service) -> None:
    """The echo bot's handler, for commands too."""
    application.add_handler(MessageHandler(filters.TEXT, echo))


async def announce(bot: Bot, settings: Telegram) -> None:
    """Nothing is announced."""


def main() -> None:
    """Polls until it is ended."""
    config, token = load_config(), os.environ["TELEGRAM_BOT_TOKEN"]
    conversing = Conversing(register, announce, (Update.MESSAGE,))
    nothing = cast("Answering", None)

    async def run() -> None:
        await TelegramBot(config.telegram, config.telegram_database, token, nothing, Language.ZH, conversing).run()

    with logging_to(sys.stderr, Redactor((token,))):
        try:
            asyncio.run(run())
        except BotError as error:
            sys.stderr.write(f"{error}\n")
            sys.exit(2)


if __name__ == "__main__":
    main()
