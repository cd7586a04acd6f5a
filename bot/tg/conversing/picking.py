"""Choosing an article or a language, by buttons or by commands."""

from __future__ import annotations

from telegram import Bot, CallbackQuery

from bot.messages import Language
from bot.repl.commands import find_article
from bot.tg.conversing.desk import Desk
from bot.tg.conversing.showing import change
from bot.tg.rendering.articles import article_key, shown_articles, title_of
from bot.tg.rendering.notices import told
from bot.tg.rendering.replies import Speech
from bot.tg.storage.chats import Choices, choose_article, choose_language
from corpus.model import Article

_EVERYTHING = ("0", "all", "全部")


async def list_articles(desk: Desk, bot: Bot, query: CallbackQuery, page: int) -> None:
    """Turns the list of articles to a page."""
    assert query.message is not None
    chat = query.message.chat.id
    choices = await desk.choices(chat)
    words = desk.speech(choices, query.from_user).words
    used = desk.used(choices)
    shown = shown_articles(desk.answering.articles, page, None if used is None else used.id, words)
    await change(bot, chat, query.message.message_id, shown)


async def use_article(desk: Desk, bot: Bot, query: CallbackQuery, key: str, page: int) -> str:
    """Narrows questions to the article of a key, or to none where the key is empty; returns the notice."""
    assert query.message is not None
    chat = query.message.chat.id
    words = desk.speech(await desk.choices(chat), query.from_user).words
    articles = desk.answering.articles
    article = next((article for article in articles if key and article_key(article) == key), None)
    if key and article is None:
        await list_articles(desk, bot, query, page)
        return words.stale_button
    notice = await narrow(desk, chat, article, desk.speech(await desk.choices(chat), query.from_user))
    await list_articles(desk, bot, query, page)
    return notice


async def narrow(desk: Desk, chat: int, article: Article | None, speech: Speech) -> str:
    """Narrows a chat's questions to an article, or to none; returns what to say about it."""
    id = None if article is None else article.id
    await desk.database.write(lambda connection: choose_article(connection, chat, id))
    if article is None:
        return speech.words.used_all.format(count=len(desk.answering.articles))
    return speech.words.used_one.format(title=title_of(article))


async def narrow_by_name(desk: Desk, chat: int, name: str, speech: Speech) -> str:
    """Narrows a chat's questions to the article of a number, an id or some words of its title; 0 is all."""
    if name in _EVERYTHING:
        return await narrow(desk, chat, None, speech)
    article = find_article(desk.answering.articles, name)
    if article is None:
        return speech.words.no_such_article.format(name=name[:80])
    return await narrow(desk, chat, article, speech)


async def speak(desk: Desk, bot: Bot, query: CallbackQuery, language: Language) -> None:
    """Changes the language, and says so in it."""
    assert query.message is not None
    chat = query.message.chat.id
    await desk.database.write(lambda connection: choose_language(connection, chat, language.value))
    words = desk.speech(Choices(language.value), query.from_user).words
    await change(bot, chat, query.message.message_id, told(words.lang_changed))
