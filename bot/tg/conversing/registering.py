"""What the bot listens to, and the menu it announces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.messages import Language
from bot.messages.tg_catalogue import TgMessages, tg_messages_of
from bot.sections import Telegram
from bot.tg.context import Service
from bot.tg.conversing.administering import ADMIN_COMMANDS
from bot.tg.conversing.calls import handling
from bot.tg.conversing.commands import COMMANDS
from bot.tg.conversing.desk import Desk, put_desk
from bot.tg.conversing.inlining import offer_passages
from bot.tg.conversing.listening import Hints, command, edited, joined, migrated, text
from bot.tg.conversing.pressing import pressed
from bot.tg.conversing.showing import Typing
from bot.tg.conversing.suggesting import Suggestions

ALLOWED_UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of update that are asked for; the others are never sent."""

_LANGUAGES: Mapping[str | None, Language] = {None: Language.ZH, "en": Language.EN}
"""The menu's languages by code; None is for everybody else."""


def register(application: Application[Any, Any, Any, Any, Any, Any], service: Service) -> None:
    """Adds the handlers of all that users do."""
    put_desk(application, Desk(service, Suggestions(service.answering), Typing()))
    new = filters.UpdateType.MESSAGE
    for name, run in {**COMMANDS, **ADMIN_COMMANDS}.items():
        application.add_handler(CommandHandler(name, handling(run), filters=new))
    application.add_handler(MessageHandler(new & filters.COMMAND, command))
    application.add_handler(MessageHandler(new & filters.TEXT, text))
    application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, migrated))
    application.add_handler(MessageHandler(new & ~filters.StatusUpdate.ALL, Hints().hint))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(InlineQueryHandler(offer_passages))
    application.add_handler(ChatMemberHandler(joined, ChatMemberHandler.MY_CHAT_MEMBER))


async def announce(bot: Bot, settings: Telegram) -> None:
    """Sets the menus for private chats, groups and admins, and the words a new user sees; in each language.

    Raises:
        TelegramError: it was not accepted, or could not be sent; it may be tried again as a whole.
    """
    for code, language in _LANGUAGES.items():
        words = tg_messages_of(language)
        for scope, commands in _menus(words):
            await bot.set_my_commands(commands, scope, code)
        for admin in settings.admins:
            # An admin who has not talked to the bot yet is no chat it knows.
            with suppress(BadRequest):
                menu = {**words.commands, **words.admin_commands}
                await bot.set_my_commands(list(menu.items()), BotCommandScopeChat(admin), code)
        await bot.set_my_description(words.description, code)
        await bot.set_my_short_description(words.short_description, code)


def _menus(words: TgMessages) -> Iterator[tuple[BotCommandScope, list[tuple[str, str]]]]:
    everything = list(words.commands.items())
    in_groups = [(name, meaning) for name, meaning in everything if name != "start"]
    yield BotCommandScopeDefault(), everything
    yield BotCommandScopeAllPrivateChats(), everything
    yield BotCommandScopeAllGroupChats(), in_groups
