"""The bot that everybody writes first: sends back what it is sent. What the benchmarks compare with.

``python -m tests.bot.tg.plain_echo_bot`` with the server's address in ``ECHO_BASE_URL`` and the token in
``ECHO_TOKEN``; ``ECHO_SECONDS`` is how long it thinks before it answers.
"""

from __future__ import annotations

import asyncio
import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Sends back what it is sent, as a reply to it."""
    assert update.effective_message is not None
    if seconds := float(os.environ.get("ECHO_SECONDS", "0")):
        await asyncio.sleep(seconds)
    await update.effective_message.reply_text(update.effective_message.text or "", do_quote=True)


def main() -> None:
    """Polls until it is ended."""
    builder = Application.builder().token(os.environ["ECHO_TOKEN"]).base_url(os.environ["ECHO_BASE_URL"] + "/bot")
    application = builder.concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    application.run_polling(bootstrap_retries=-1)


if __name__ == "__main__":
    main()
