"""Who may use the bot, and how much: looked at before any handler sees an update.

An update that is not admitted costs a look and, now and then, one message that says why.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from telegram import Bot, Message, MessageEntity, Update
from telegram.ext import Application, ApplicationHandlerStop, CallbackContext, TypeHandler

from bot.messages import Language
from bot.messages.tg_catalogue import TgMessages, tg_messages_of
from bot.sections import Telegram
from bot.tg.progress import CURRENT, Outcome

FIRST_GROUP = -100
"""The handler group of the gate, before all others."""

_REMEMBERED = 10_000
_REFUSAL_SECONDS = 3600.0
_INLINE_SHARE = 0.2
"""What an inline query counts, as one comes with every few letters."""


class Buckets:
    """Token buckets, one a user, the longest unused forgotten first (https://en.wikipedia.org/wiki/Token_bucket).

    Args:
        per_minute: how many requests a minute brings, and how many may come at once; 0 is no limit.
        clock: seconds, never going back.
    """

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = per_minute
        self._clock = clock
        self._levels: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def take(self, user: int, cost: float = 1.0, made: float | None = None) -> float:
        """0 where a request may be made, which is taken off; else the seconds until it may.

        ``made`` is when it was made, in seconds, where that is not now; the clock of these is not the other's.
        """
        if not self._size:
            return 0.0
        now = self._clock() if made is None else made
        level, at = self._levels.pop(user, (self._size, now))
        level = min(self._size, level + max(0.0, now - at) * self._size / 60)
        now = max(now, at)
        cost = min(cost, self._size)
        wait = 0.0 if level >= cost else (cost - level) * 60 / self._size
        self._levels[user] = (level if wait else level - cost, now)
        if len(self._levels) > _REMEMBERED:
            self._levels.popitem(last=False)
        return wait


class Reminders:
    """Whether somebody was told something lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: OrderedDict[int, float] = OrderedDict()

    def due(self, id: int, seconds: float) -> bool:
        """True where it is time to tell them; then not again for so long."""
        now = self._clock()
        if self._until.get(id, now) > now:
            return False
        self._until.pop(id, None)
        self._until[id] = now + seconds
        if len(self._until) > _REMEMBERED:
            self._until.popitem(last=False)
        return True


class Gate:
    """Lets an update through to the handlers, or not.

    Args:
        settings: the chats and users that may use the bot, and how much a user may ask.
        language: of those whose own language the bot does not speak.
    """

    def __init__(self, settings: Telegram, language: Language) -> None:
        self._allowed = frozenset(settings.allowed_chats)
        self._admins = frozenset(settings.admins)
        self._language = language
        self._buckets = Buckets(settings.requests_per_minute)
        # What waited while the bot was away was not sent at once: messages count from when they were sent.
        self._messages = Buckets(settings.requests_per_minute)
        self._refusals = Reminders()
        self._warnings = Reminders()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Stands before all handlers of an Application."""
        application.add_handler(TypeHandler(Update, self.admit), FIRST_GROUP)

    async def admit(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Returns where the update may be handled.

        Raises:
            ApplicationHandlerStop: it may not.
        """
        if not self.may_use(update):
            await self._refuse(update)
            _stop(Outcome.REFUSED)
        progress = CURRENT.get()
        if progress is not None and progress.admitted:  # it was counted at an earlier attempt
            return
        wait = self._wait(update, context.bot)
        if wait:
            await self._slow_down(update, wait)
            _stop(Outcome.THROTTLED)
        if progress is not None:
            progress.admitted = True

    def may_use(self, update: Update) -> bool:
        """Whether the access list has the chat or the user, or there is none."""
        if not self._allowed:
            return True
        chat, user = update.effective_chat, update.effective_user
        ids = {one.id for one in (chat, user) if one is not None}
        return bool(ids & (self._allowed | self._admins))

    def _wait(self, update: Update, bot: Bot) -> float:
        user = update.effective_user
        if user is None or user.id in self._admins:
            return 0.0
        if update.inline_query is not None:
            return self._buckets.take(user.id, _INLINE_SHARE)
        message = update.message or update.edited_message
        if message is not None and is_addressed(message, bot):
            return self._messages.take(user.id, made=(message.edit_date or message.date).timestamp())
        return 0.0 if update.callback_query is None else self._buckets.take(user.id)

    async def _refuse(self, update: Update) -> None:
        chat, message = update.effective_chat, update.message
        if update.callback_query is not None and chat is not None:
            await update.callback_query.answer(self._texts(update).not_admitted.format(chat=chat.id)[:200])
            return
        if message is None or message.chat.type != message.chat.PRIVATE:
            return
        if self._refusals.due(message.chat.id, _REFUSAL_SECONDS):
            await message.reply_text(self._texts(update).not_admitted.format(chat=message.chat.id))

    async def _slow_down(self, update: Update, wait: float) -> None:
        user, message = update.effective_user, update.message
        text = self._texts(update).too_fast.format(seconds=max(1, round(wait)))
        if update.callback_query is not None:
            await update.callback_query.answer(text[:200])
        elif user is not None and message is not None and self._warnings.due(user.id, max(10.0, wait)):
            await message.reply_text(text, allow_sending_without_reply=True)

    def _texts(self, update: Update) -> TgMessages:
        code = (update.effective_user.language_code if update.effective_user else None) or ""
        spoken = {"zh": Language.ZH, "en": Language.EN}.get(code[:2].lower(), self._language)
        return tg_messages_of(spoken)


def is_addressed(message: Message, bot: Bot) -> bool:
    """Whether a message is meant for the bot: all are in private, in groups those that name it or reply to it."""
    if message.chat.type == message.chat.PRIVATE:
        return True
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
        return True
    named = message.parse_entities([MessageEntity.MENTION, MessageEntity.BOT_COMMAND])
    return any(text.startswith("/") or text.lower() == f"@{bot.username}".lower() for text in named.values())


def _stop(outcome: Outcome) -> None:
    progress = CURRENT.get()
    if progress is not None:
        progress.outcome = outcome
    raise ApplicationHandlerStop
