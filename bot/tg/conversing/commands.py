"""The commands for everybody."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Mapping

from bot.messages import Language
from bot.tg.conversing.addressing import without_name, words_replied_to
from bot.tg.conversing.asking import ask
from bot.tg.conversing.calls import Call, Command
from bot.tg.conversing.picking import narrow_by_name
from bot.tg.conversing.viewing import more
from bot.tg.rendering.articles import shown_articles
from bot.tg.rendering.notices import beginning, help_text, language_choice
from bot.tg.storage.answers import KeptAnswer, answer_in, name_of
from bot.tg.storage.chats import Choices, choose_language
from bot.tg.storage.conversations import begin_anew, last_answer
from bot.tg.storage.forgetting import forget
from bot.tg.storage.inbox import KEPT_LETTERS_SECONDS
from bot.tg.storage.offers import Offer, keep_offers

_EXAMPLES = 3
_DAY = 86_400


async def start(call: Call) -> None:
    """What the bot is, and three questions to tap."""
    desk, chat = call.desk, call.message.chat_id
    articles = desk.answering.articles
    used = desk.used(call.choices)
    found = await desk.suggestions.about(articles if used is None else (used,), _EXAMPLES)
    offers = [
        Offer(name_of("start", chat, call.message.message_id, one.question), one.question, one.article) for one in found
    ]
    now = desk.now()
    await desk.database.write(lambda connection: keep_offers(connection, chat, None, offers, now))
    group_name = None if call.is_private else call.bot.username
    await call.answer(beginning(articles, offers, group_name, call.speech.words))


async def ask_by_command(call: Call) -> None:
    """A question after /ask; without one, the words of the message that is replied to."""
    text = without_name(call.argument, call.bot) or words_replied_to(call.message, call.bot)
    if text:
        await ask(call.desk, call.bot, call.message, text)
        return
    await call.tell(call.speech.words.ask_usage.format(example=await example(call)))


async def example(call: Call) -> str:
    """A question that is answered; the shortest there is to say when there is none."""
    found = await call.desk.suggestions.about(call.desk.answering.articles, 1)
    return found[0].question if found else "…"


async def articles(call: Call) -> None:
    """What can be asked about."""
    used = call.desk.used(call.choices)
    id = None if used is None else used.id
    await call.answer(shown_articles(call.desk.answering.articles, 0, id, call.speech.words))


async def use(call: Call) -> None:
    """One article only, or all again; without a name, the list to pick from."""
    if not call.argument:
        await articles(call)
        return
    await call.tell(await narrow_by_name(call.desk, call.message.chat_id, call.argument, call.speech))


async def show_more(call: Call) -> None:
    """The next passage of the answer that is replied to, else of the last one."""
    spot, replied = call.spot, call.message.reply_to_message

    def find(connection: sqlite3.Connection) -> KeptAnswer | None:
        meant = None if replied is None else answer_in(connection, spot.chat, replied.message_id)
        return meant or last_answer(connection, spot.chat, spot.topic or 0)

    kept = await call.desk.database.read(find)
    if kept is None:
        await call.tell(call.speech.words.nothing_asked)
        return
    await more(call.desk, call.bot, spot, kept, call.speech)


async def new(call: Call) -> None:
    """A conversation without what was said before."""
    spot = call.spot
    await call.desk.database.write(lambda connection: begin_anew(connection, spot.chat, spot.topic or 0))
    await call.tell(call.speech.words.new)


async def lang(call: Call) -> None:
    """Another language; without one named, both to pick from."""
    wanted = call.argument.lower()
    if not wanted:
        await call.answer(language_choice(call.speech.words))
        return
    language = next((one for one in Language if wanted in (one.value, *_LANGUAGE_NAMES[one])), None)
    if language is None:
        await call.tell(call.speech.words.lang_usage)
        return
    chat = call.message.chat_id
    await call.desk.database.write(lambda connection: choose_language(connection, chat, language.value))
    await call.tell(call.desk.speech(Choices(language.value), call.message.from_user).words.lang_changed)


async def privacy(call: Call) -> None:
    """What is kept."""
    days, letters = call.desk.service.settings.keep_days, KEPT_LETTERS_SECONDS // _DAY
    await call.tell(call.speech.words.privacy.format(days=days, letters=letters))


async def forget_all(call: Call) -> None:
    """Deletes what is kept of the chat, off the disk too, and says so when it is done."""
    chat, user = call.message.chat_id, call.message.from_user
    asked_by = user.id if call.is_private and user is not None else None
    await call.desk.database.write(lambda connection: forget(connection, chat, asked_by))
    await call.desk.database.forget_deleted()
    await call.tell(call.speech.words.forgotten)


async def help_all(call: Call) -> None:
    """How it works."""
    admin = call.is_private and call.desk.is_admin(call.message.from_user)
    await call.answer(help_text(call.bot.username, call.speech.words, admin=admin))


async def unknown(call: Call, name: str) -> None:
    """That there is no such command, and the nearest there is."""
    words = call.speech.words
    close = difflib.get_close_matches(name, words.commands, 1, cutoff=0.5)
    hint = words.did_you_mean.format(name=close[0]) if close else words.see_help
    await call.tell(words.unknown_command.format(name=name[:40]) + hint)


COMMANDS: Mapping[str, Command] = {
    "start": start,
    "ask": ask_by_command,
    "articles": articles,
    "use": use,
    "more": show_more,
    "new": new,
    "lang": lang,
    "privacy": privacy,
    "forget": forget_all,
    "help": help_all,
}

_LANGUAGE_NAMES: Mapping[Language, tuple[str, ...]] = {
    Language.ZH: ("中文", "汉语", "chinese"),
    Language.EN: ("英文", "英语", "english"),
}
