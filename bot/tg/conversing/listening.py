"""Messages that are no commands: questions, edited questions, what is no text; and groups that change."""

from __future__ import annotations

from collections import OrderedDict

from telegram import ChatMember, Message, Update
from telegram.ext import ContextTypes

from bot.tg.conversing.addressing import came_by, is_private, names_in_caption, question_in, replies_to
from bot.tg.conversing.administering import ADMIN_COMMANDS
from bot.tg.conversing.asking import ask
from bot.tg.conversing.calls import argument_of, call_of, command_name
from bot.tg.conversing.commands import COMMANDS, ask_by_command, example, unknown
from bot.tg.conversing.desk import desk_of
from bot.tg.conversing.showing import Spot, send
from bot.tg.rendering.notices import told
from bot.tg.storage.forgetting import move

_ALBUMS = 256
_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)


async def text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answers a question; in a group, one that is meant for the bot."""
    message = update.message
    assert message is not None
    if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
        return  # another bot: two that answer each other never end
    question = question_in(message, context.bot)
    if question is None:
        return
    if question.startswith("／") and is_private(message):
        await command(update, context)
    elif question:
        await ask(desk_of(context), context.bot, message, question)
    else:
        call = await call_of(desk_of(context), context.bot, message, "")
        await call.tell(call.speech.words.ask_usage.format(example=await example(call)))


async def edited(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Changes the answer to a question that is another now."""
    message = update.edited_message
    assert message is not None
    if message.text is None:
        return
    name = command_name(message.text, context.bot.username)
    if name == "ask":
        if argument_of(message.text):
            await ask_by_command(await call_of(desk_of(context), context.bot, message, argument_of(message.text)))
    elif name is None and (question := question_in(message, context.bot)):
        await ask(desk_of(context), context.bot, message, question)


async def command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Runs a command that begins with a full-width slash; tells that there is none of that name."""
    message = update.message
    assert message is not None
    written = message.text or ""
    name = command_name(written, context.bot.username)
    named = f"@{context.bot.username}".lower() in written.split(maxsplit=1)[0].lower()
    if name is None or not (is_private(message) or named):
        return
    call = await call_of(desk_of(context), context.bot, message, argument_of(written))
    known = {**COMMANDS, **ADMIN_COMMANDS}.get(name)
    await (known(call) if known is not None else unknown(call, name))


async def joined(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Says in a group that the bot was added to how it can be asked."""
    change = update.my_chat_member
    assert change is not None
    was_there = change.old_chat_member.status not in _ABSENT
    is_there = change.new_chat_member.status not in _ABSENT
    if change.chat.type not in (change.chat.GROUP, change.chat.SUPERGROUP) or was_there or not is_there:
        return
    desk = desk_of(context)
    words = desk.speech(await desk.choices(change.chat.id), change.from_user).words
    await send(context.bot, Spot(change.chat.id), told(words.group_welcome.format(username=context.bot.username)))


async def migrated(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Takes along what is kept of a group that has become a supergroup."""
    message = update.message
    assert message is not None
    chat, to = message.chat_id, message.migrate_to_chat_id
    if to is not None:
        await desk_of(context).database.write(lambda connection: move(connection, chat, to))


class Hints:
    """Tells who sends pictures and the like that the bot reads text; for an album, once."""

    def __init__(self) -> None:
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def hint(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of messages without text."""
        message = update.message
        assert message is not None
        bot = context.bot
        meant = is_private(message) or replies_to(message, bot) or names_in_caption(message, bot)
        if came_by(message, bot) or not meant or not self._is_new(message):
            return
        call = await call_of(desk_of(context), bot, message, "")
        await call.tell(call.speech.words.only_text.format(example=await example(call)))
        if message.media_group_id is not None:
            self._albums[message.media_group_id] = None
            if len(self._albums) > _ALBUMS:
                self._albums.popitem(last=False)

    def _is_new(self, message: Message) -> bool:
        return message.media_group_id is None or message.media_group_id not in self._albums
