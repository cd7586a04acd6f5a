"""``yuanhua telegram``: the Telegram bot, until it is told to end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bot.commands.base import Command, require_libraries, session_of, sources_of, sources_options
from bot.messages import Language

if TYPE_CHECKING:
    from bot.answer.answerer import Answerer

_LIBRARIES = ("telegram", "aiolimiter", "tornado", "prometheus_client")


@click.command("telegram", cls=Command)
@sources_options
@click.pass_context
def telegram(context: click.Context, corpus: Sequence[Path], index: Path | None) -> int:
    """Answers in Telegram until SIGTERM or Ctrl-C."""
    session = session_of(context)
    config = session.config
    require_libraries(session, *_LIBRARIES)
    # Until the bot runs there is nothing to finish.
    signal.signal(signal.SIGTERM, _leave)
    from bot.tg.redaction import Redactor, redacted_tracebacks
    from bot.tg.tokens import VARIABLE, read_token

    token = read_token(config.telegram.token_file, os.environ)
    os.environ.pop(VARIABLE, None)  # what runs below this program has no use for it
    redact = Redactor((token,))
    with redacted_tracebacks(redact):
        import asyncio

        from bot.assembly import make_answerer, open_searcher, warm_up
        from bot.errors import BotError
        from bot.tg.answering import LibraryAnswering
        from bot.tg.context import Conversing
        from bot.tg.conversing.registering import ALLOWED_UPDATES, announce, register
        from bot.tg.errors import ServiceError
        from bot.tg.logs import LogWatcher, logging_to
        from bot.tg.service import TelegramBot

        sources = sources_of(corpus, index)

        def make() -> Answerer:
            searcher = open_searcher(config, sources, LogWatcher())
            warm_up(searcher)
            return make_answerer(config, searcher)

        language = session.language or Language(config.chat.language)
        with logging_to(sys.stderr, redact):
            answering = LibraryAnswering(make)

            async def run() -> None:
                conversing = Conversing(register, announce, ALLOWED_UPDATES)
                bot = TelegramBot(config.telegram, config.telegram_database, token, answering, language, conversing)
                await bot.run()

            try:
                asyncio.run(run())
            except BotError as error:
                raise type(error)(redact(str(error))) from None
            except Exception as error:
                if session.debug:
                    raise
                raise ServiceError(redact(f"{type(error).__name__}: {error}")) from None
            finally:
                answering.close()
    return 0


def _leave(_: int, __: object) -> NoReturn:
    sys.exit(0)
