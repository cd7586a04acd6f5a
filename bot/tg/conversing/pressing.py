"""Buttons: each press does what the button says, and is always answered, so that no button goes on waiting."""

from __future__ import annotations

from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.messages import Language
from bot.tg.conversing.asking import ask_offered
from bot.tg.conversing.desk import Desk, desk_of
from bot.tg.conversing.picking import list_articles, speak, use_article
from bot.tg.conversing.showing import Spot
from bot.tg.conversing.viewing import show, take_rating
from bot.tg.rendering.buttons import AskOffered, ListArticles, Press, Rate, Show, Speak, UseArticle, read
from bot.tg.storage.offers import offer_of

_TOO_OLD = "query is too old"
_LONGEST_NOTICE = 200


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Does what a button says."""
    query = update.callback_query
    assert query is not None
    desk = desk_of(context)
    press = read(query.data or "")
    if press is None or query.message is None:
        speech = desk.speech(await desk.choices(query.from_user.id), query.from_user)
        await _notify(query, speech.words.stale_button)
    elif isinstance(press, AskOffered):
        # The answer may take a while; the button should not.
        await _offered(desk, context.bot, query, press)
    else:
        await _notify(query, await _done(desk, context.bot, query, press))


async def _done(desk: Desk, bot: Bot, query: CallbackQuery, press: Press) -> str | None:
    match press:
        case Show():
            return await show(desk, bot, query, press)
        case Rate():
            return await take_rating(desk, bot, query, press)
        case ListArticles(page):
            await list_articles(desk, bot, query, page)
        case UseArticle(key, page):
            return await use_article(desk, bot, query, key, page)
        case Speak(language):
            await speak(desk, bot, query, Language(language))
        case AskOffered():
            raise AssertionError("answered by itself")
    return None


async def _offered(desk: Desk, bot: Bot, query: CallbackQuery, press: AskOffered) -> None:
    message = query.message
    assert message is not None
    offer = await desk.database.read(lambda connection: offer_of(connection, message.chat.id, press.offer))
    if offer is None or desk.answering.article(offer.article) is None:
        speech = desk.speech(await desk.choices(message.chat.id), query.from_user)
        await _notify(query, speech.words.stale_offer)
        return
    await _notify(query, None)
    await ask_offered(desk, bot, _spot(message), query.from_user, offer, query.id)


def _spot(message: MaybeInaccessibleMessage) -> Spot:
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Spot(message.chat.id, topic, message.message_id)


async def _notify(query: CallbackQuery, notice: str | None) -> None:
    """Answers a press; one that waited too long, as over a restart, needs no answer any more."""
    try:
        await query.answer(None if notice is None else notice[:_LONGEST_NOTICE])
    except BadRequest as error:
        if _TOO_OLD not in str(error).lower():
            raise
