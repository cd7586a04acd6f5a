"""``yuanhua telegram``: the Telegram bot, until it is told to end."""

from __future__ import annotations

import gc
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
    from bot.assembly import Sources
    from bot.commands.session import Session
    from bot.tg.redaction import Redactor

_LIBRARIES = ("telegram", "aiolimiter", "tornado", "prometheus_client")


@click.command("telegram", cls=Command)
@sources_options
@click.pass_context
def telegram(context: click.Context, corpus: Sequence[Path], index: Path | None) -> int:
    """Answers in Telegram until SIGTERM or Ctrl-C."""
    session = session_of(context)
    settings = session.config.telegram
    require_libraries(session, *_LIBRARIES, target="telegram")
    from bot.tg.logs import logging_to
    from bot.tg.redaction import Redactor, redacted_tracebacks
    from bot.tg.tokens import VARIABLE, read_token

    token = read_token(settings.token_file, os.environ)
    os.environ.pop(VARIABLE, None)  # what runs below this program has no use for it
    signal.signal(signal.SIGTERM, _leave)  # until the bot runs there is nothing to finish
    redact = Redactor((token,))
    with redacted_tracebacks(redact), logging_to(sys.stderr, redact):
        _run(session, sources_of(corpus, index), token, redact)
    return 0


def _run(session: Session, sources: Sources, token: str, redact: Redactor) -> None:
    """Runs the bot; whatever it ends with is said without the token.

    Raises:
        BotError, CorpusError, SearchError: it cannot begin, or cannot go on.
    """
    import asyncio
    import traceback

    from bot.errors import BotError
    from bot.tg.answering import LibraryAnswering
    from bot.tg.context import Conversing
    from bot.tg.conversing.registering import ALLOWED_UPDATES, announce, register
    from bot.tg.errors import ServiceError
    from bot.tg.service import TelegramBot

    config = session.config
    language = session.language or Language(config.chat.language)
    conversing = Conversing(register, announce, ALLOWED_UPDATES)
    answering = LibraryAnswering.over(config, sources)
    # The program starts without looking for garbage; what runs for months has to look.
    gc.collect()
    gc.set_threshold(10_000, 10, 10)

    async def run() -> None:
        bot = TelegramBot(config.telegram, config.telegram_database, token, answering, language, conversing)
        await bot.run()

    try:
        asyncio.run(run())
    except BotError as error:
        raise type(error)(redact(str(error))) from None
    except Exception as error:  # noqa: BLE001 - it is said below, as all that could show the token
        if session.debug:
            sys.stderr.write(redact(traceback.format_exc()))
        raise ServiceError(redact(f"{type(error).__name__}: {error}")) from None
    finally:
        answering.close()


def _leave(_: int, __: object) -> NoReturn:
    sys.exit(0)
