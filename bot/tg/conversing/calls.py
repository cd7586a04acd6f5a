"""A command, as handlers get it: who called it where, what follows its name, and how to speak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Bot, Message, Update
from telegram.ext import ContextTypes

from bot.tg.conversing.addressing import is_private
from bot.tg.conversing.desk import Desk, desk_of, spot_of
from bot.tg.conversing.showing import Spot, send
from bot.tg.rendering.notices import told
from bot.tg.rendering.replies import Shown, Speech
from bot.tg.storage.chats import Choices


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a command.

    Attributes:
        desk: what handlers work with.
        bot: the bot.
        message: the message with the command.
        argument: the words after its name.
        choices: the chat's.
        speech: the language to answer in.
    """

    desk: Desk
    bot: Bot
    message: Message
    argument: str
    choices: Choices
    speech: Speech

    @property
    def spot(self) -> Spot:
        """Where an answer belongs."""
        return spot_of(self.message)

    @property
    def is_private(self) -> bool:
        """Whether it was called in somebody's chat with the bot."""
        return is_private(self.message)

    async def answer(self, shown: Shown) -> None:
        """Sends a message in reply."""
        await send(self.bot, self.spot, shown)

    async def tell(self, text: str) -> None:
        """Sends a sentence in reply."""
        await self.answer(told(text))


Command: TypeAlias = Callable[[Call], Awaitable[None]]
Handler: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


async def call_of(desk: Desk, bot: Bot, message: Message, argument: str) -> Call:
    """The call that a message makes."""
    choices = await desk.choices(message.chat_id)
    return Call(desk, bot, message, argument, choices, desk.speech(choices, message.from_user))


def handling(command: Command) -> Handler:
    """A command as a handler of updates."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        assert message is not None
        await command(await call_of(desk_of(context), context.bot, message, argument_of(message.text or "")))

    return handle


def argument_of(text: str) -> str:
    """What follows the command that a text begins with."""
    words = text.split(maxsplit=1)
    return words[1].strip() if len(words) > 1 else ""


def command_name(text: str, username: str) -> str | None:
    """The name of the command that a text begins with, in lower case; None where it is another bot's.

    A full-width slash, as Chinese keyboards type it, does too.
    """
    words = text.split(maxsplit=1)
    if not words or words[0][:1] not in ("/", "／"):
        return None
    name, _, addressee = words[0][1:].lower().partition("@")
    return name if addressee in ("", username.lower()) else None
