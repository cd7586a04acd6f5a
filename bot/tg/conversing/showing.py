"""Sending and changing messages: values of ``bot.tg.rendering`` in, calls of the Bot API out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from aiolimiter import AsyncLimiter
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.tg.rendering.buttons import Keyboard, written
from bot.tg.rendering.markup import html, plain
from bot.tg.rendering.replies import Shown
from bot.tg.rendering.splitting import split

T = TypeVar("T")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_SOON_ENOUGH = 0.7
"""Seconds that nobody minds waiting."""
_TYPING_LASTS = 4.5
"""Telegram takes the typing sign away after five seconds."""
_SIGNS = 5
"""Typing signs a second, in all: each is a request, and where many wait, answers should not wait for signs."""

_SAME = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to be edited not found")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where to send something.

    Attributes:
        chat: the chat.
        topic: the topic of a forum, or None.
        reply_to: the message that is replied to, or None.
    """

    chat: int
    topic: int | None = None
    reply_to: int | None = None


async def send(bot: Bot, spot: Spot, shown: Shown) -> tuple[int, ...]:
    """Sends a message, as several where it is too long; the last has the buttons. Returns their ids."""
    pieces = [piece for piece in split(shown.text) if plain(piece).strip()]
    sent: list[int] = []
    for number, piece in enumerate(pieces, start=1):
        message = await bot.send_message(
            spot.chat,
            html(piece),
            parse_mode=ParseMode.HTML,
            message_thread_id=spot.topic,
            # Who asks may have deleted the question by now.
            reply_parameters=None
            if spot.reply_to is None or number > 1
            else ReplyParameters(spot.reply_to, allow_sending_without_reply=True),
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup(shown.keyboard) if number == len(pieces) else None,
        )
        sent.append(message.message_id)
    return tuple(sent)


async def change(bot: Bot, chat: int, message: int, shown: Shown) -> bool:
    """Makes a message of the bot's show something else; False where the message is gone."""
    text = html(split(shown.text)[0])
    try:
        await bot.edit_message_text(
            text,
            chat,
            message,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=markup(shown.keyboard),
        )
    except BadRequest as error:
        return _is_there(error)
    return True


async def change_buttons(bot: Bot, chat: int, message: int, keyboard: Keyboard) -> bool:
    """Gives a message of the bot's other buttons, or none; False where the message is gone."""
    try:
        await bot.edit_message_reply_markup(chat, message, reply_markup=markup(keyboard))
    except BadRequest as error:
        return _is_there(error)
    return True


async def take_back(bot: Bot, chat: int, message: int) -> None:
    """Deletes a message of the bot's, where that can be done."""
    with suppress(BadRequest):
        await bot.delete_message(chat, message)


class Typing:
    """Shows in chats that wait for an answer that the bot is typing."""

    def __init__(self, per_second: float = _SIGNS) -> None:
        self._signs = AsyncLimiter(per_second, 1)

    async def while_slow(self, bot: Bot, spot: Spot, work: Awaitable[T]) -> T:
        """Waits for ``work``; where that takes noticeably long, the chat sees the sign, unless too many others do."""
        task = asyncio.ensure_future(work)
        try:
            patience = _SOON_ENOUGH
            while not (await asyncio.wait({task}, timeout=patience))[0]:
                patience = _TYPING_LASTS
                if self._signs.has_capacity():
                    await self._signs.acquire()
                    with suppress(TelegramError):
                        await bot.send_chat_action(spot.chat, ChatAction.TYPING, message_thread_id=spot.topic)
            return task.result()
        finally:
            task.cancel()


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons as the Bot API takes them; None where there are none."""
    rows = [
        [InlineKeyboardButton(button.label, callback_data=written(button.press)) for button in row]
        for row in keyboard
        if row
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _is_there(error: BadRequest) -> bool:
    """Whether the message of an edit that was refused is there, and already as it should be.

    Raises:
        BadRequest: it was refused for another reason.
    """
    said = str(error).lower()
    if _SAME in said:
        return True
    if any(reason in said for reason in _GONE):
        return False
    raise error
