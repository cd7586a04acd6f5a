"""What in a message is meant for the bot: all of it in a private chat; in a group, what names it or replies to it."""

from __future__ import annotations

import re

from telegram import Bot, Message
from telegram.constants import ChatType, MessageEntityType


def is_private(message: Message) -> bool:
    """Whether a message stands in somebody's chat with the bot."""
    return message.chat.type == ChatType.PRIVATE


def question_in(message: Message, bot: Bot) -> str | None:
    """What a text message asks the bot, without the bot's name; None where it asks the bot nothing.

    Somebody who names the bot in a reply to another's words, and says no more, asks for those words.
    """
    text = message.text
    if text is None or came_by(message, bot):
        return None
    if is_private(message):
        return text.strip()
    if not _names(message, bot) and not replies_to(message, bot):
        return None
    return without_name(text, bot) or words_replied_to(message, bot)


def words_replied_to(message: Message, bot: Bot) -> str:
    """The words of somebody else that a message replies to; empty where there are none."""
    replied = message.reply_to_message
    if replied is None or replies_to(message, bot):
        return ""
    return without_name(replied.text or replied.caption or "", bot)


def replies_to(message: Message, bot: Bot) -> bool:
    """Whether a message replies to one of the bot's own."""
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot.id


def came_by(message: Message, bot: Bot) -> bool:
    """Whether a message is a passage that somebody picked inline."""
    return message.via_bot is not None and message.via_bot.id == bot.id


def names_in_caption(message: Message, bot: Bot) -> bool:
    """Whether the words below a picture name the bot."""
    return message.caption is not None and without_name(message.caption, bot) != message.caption.strip()


def without_name(text: str, bot: Bot) -> str:
    """The text without ``@name`` of the bot."""
    return " ".join(re.split(rf"\s*(?<!\w)@{re.escape(bot.username)}(?!\w)\s*", text, flags=re.IGNORECASE)).strip()


def _names(message: Message, bot: Bot) -> bool:
    mentioned = message.parse_entities([MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION])
    return any(
        (entity.user is not None and entity.user.id == bot.id) or said.lower() == f"@{bot.username}".lower()
        for entity, said in mentioned.items()
    )
