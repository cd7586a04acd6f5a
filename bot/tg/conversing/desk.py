"""What every handler works with: the service, and the words for who is spoken to."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from telegram import Message, User
from telegram.ext import Application, CallbackContext

from bot.messages import Language, messages_of
from bot.messages.tg_catalogue import tg_messages_of
from bot.tg.context import Answering, Service
from bot.tg.conversing.showing import Spot, Typing
from bot.tg.conversing.suggesting import Suggestions
from bot.tg.progress import CURRENT
from bot.tg.rendering.replies import Speech
from bot.tg.storage.chats import Choices, choices_of
from bot.tg.storage.database import Database, Work
from corpus.model import Article

_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Desk:
    """The service, the questions it can suggest, and the sign for who waits."""

    service: Service
    suggestions: Suggestions
    typing: Typing

    @property
    def answering(self) -> Answering:
        """What replies to questions."""
        return self.service.answering

    @property
    def database(self) -> Database:
        """What is kept."""
        return self.service.database

    def now(self) -> float:
        """The time, in seconds since the epoch."""
        return time.time()

    async def write_last(self, work: Work[None]) -> None:
        """Writes what comes last about an update, and by the same commit that it is done.

        Between an answer that was accepted and its being kept nothing else is waited for: a program that is killed
        there answers twice.

        Raises:
            StorageError: nothing was written.
        """
        progress = CURRENT.get()
        if progress is None or progress.mark is None:
            await self.database.write(work)
            return
        mark = progress.mark

        def both(connection: sqlite3.Connection) -> None:
            work(connection)
            mark(connection)

        await self.database.write(both)
        progress.marked = True

    def is_admin(self, user: User | None) -> bool:
        """Whether a user may use the commands for admins."""
        return user is not None and user.id in self.service.settings.admins

    async def choices(self, chat: int) -> Choices:
        """What a chat has chosen."""
        return await self.database.read(lambda connection: choices_of(connection, chat))

    def speech(self, choices: Choices, user: User | None) -> Speech:
        """The language chosen in the chat, else the one that the user's Telegram speaks."""
        language = _language(choices.language, user, self.service.language)
        return Speech(messages_of(language), tg_messages_of(language))

    def used(self, choices: Choices) -> Article | None:
        """The article that questions are narrowed to; None where none was chosen or it is gone."""
        return None if choices.article is None else self.answering.article(choices.article)


def put_desk(application: Application[Any, Any, Any, Any, Any, Any], desk: Desk) -> None:
    """Leaves the desk where handlers find it."""
    application.bot_data[_DESK] = desk


def desk_of(context: CallbackContext[Any, Any, Any, Any]) -> Desk:
    """The desk of the application that handles an update."""
    desk = context.bot_data[_DESK]
    assert isinstance(desk, Desk)
    return desk


def spot_of(message: Message) -> Spot:
    """Where a reply to a message belongs."""
    return Spot(message.chat_id, message.message_thread_id if message.is_topic_message else None, message.message_id)


def _language(chosen: str | None, user: User | None, otherwise: Language) -> Language:
    if chosen is not None:
        return Language(chosen)
    code = (user.language_code if user is not None else None) or ""
    return next((language for language in Language if code.lower().startswith(language.value)), otherwise)
