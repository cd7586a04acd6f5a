"""Looking further into an answer: its buttons, and /more."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from telegram import Bot, CallbackQuery

from bot.tg.conversing.desk import Desk
from bot.tg.conversing.showing import Spot, change, change_buttons, send
from bot.tg.rendering.buttons import Kind, Rate, Show, Verdict, View
from bot.tg.rendering.notices import told
from bot.tg.rendering.replies import Showing, Shown, Speech, paged, shown_view
from bot.tg.storage.answers import KeptAnswer, answer_of, set_place, shown_in
from bot.tg.storage.chats import Choices, choices_of
from bot.tg.storage.feedback import BAD, GOOD, rate, rating_of
from bot.tg.storage.offers import offers_with
from bot.tg.storage.packing import unpack

_FIGURES = {Verdict.GOOD: GOOD, Verdict.BAD: BAD}
_VERDICTS = {GOOD: Verdict.GOOD, BAD: Verdict.BAD}


@dataclass(frozen=True, slots=True)
class _Found:
    """What is kept of an answer, and how to speak to who looks at it; ``showing`` is None where passages are gone."""

    kept: KeptAnswer
    choices: Choices
    showing: Showing | None


async def show(desk: Desk, bot: Bot, query: CallbackQuery, press: Show) -> str | None:
    """Turns the message to another view of its answer; returns a notice for who pressed, if there is one."""
    chat, message = _place(query)
    found = await _find(desk, query, press.answer)
    speech = desk.speech(found.choices if found else await desk.choices(chat), query.from_user)
    if found is None or found.showing is None:
        await change_buttons(bot, chat, message, ())
        return speech.words.stale_answer if found is None else speech.words.stale_article
    shown = _view(desk, found.showing, press.view, speech)
    if shown is None:
        return speech.words.stale_button
    if not await change(bot, chat, message, shown):
        return speech.words.stale_message
    if press.view.kind is Kind.PASSAGE and press.view.place != found.kept.place:
        kept, place = found.kept, press.view.place
        await desk.database.write(lambda connection: set_place(connection, kept, place))
    return None


async def take_rating(desk: Desk, bot: Bot, query: CallbackQuery, press: Rate) -> str:
    """Takes down a rating, or withdraws it where it is pressed again; returns the notice."""
    chat, message = _place(query)
    found = await _find(desk, query, press.answer)
    words = desk.speech(found.choices if found else await desk.choices(chat), query.from_user).words
    if found is None:
        await change_buttons(bot, chat, message, ())
        return words.stale_answer
    user, now = query.from_user.id, desk.now()

    def take(connection: sqlite3.Connection) -> int | None:
        verdict = _FIGURES[press.verdict]
        new = None if rating_of(connection, press.answer, user) == verdict else verdict
        rate(connection, press.answer, user, new, now)
        return new

    taken = await desk.database.write(take)
    if chat == user and found.showing is not None:
        # In a group the next reader would take the mark for theirs.
        showing = found.showing
        marked = Showing(showing.id, showing.reply, showing.offers, showing.asked, _verdict(taken))
        shown = _view(desk, marked, press.view, desk.speech(found.choices, query.from_user))
        if shown is not None:
            await change_buttons(bot, chat, message, shown.keyboard)
    if taken is None:
        return words.thanks_withdrawn
    return words.thanks_good if taken == GOOD else words.thanks_bad


async def more(desk: Desk, bot: Bot, spot: Spot, kept: KeptAnswer, speech: Speech) -> None:
    """Sends the passage after the one of an answer that was shown last."""
    offers = await desk.database.read(lambda connection: offers_with(connection, kept.id))
    reply = unpack(kept.reply, desk.answering.article)
    if reply is None:
        await send(bot, spot, told(speech.words.stale_article))
        return
    place = kept.place + 1
    showing = Showing(kept.id, reply, offers, kept.question)
    shown = shown_view(showing, View(Kind.PASSAGE, place), None, speech)
    if shown is None:
        await send(bot, spot, told(speech.words.no_more))
        return
    messages = await send(bot, spot, shown)

    def keep(connection: sqlite3.Connection) -> None:
        set_place(connection, kept, place)
        shown_in(connection, kept, messages)

    await desk.database.write(keep)


def _view(desk: Desk, showing: Showing, view: View, speech: Speech) -> Shown | None:
    quotes = showing.quotes
    article = desk.answering.article(quotes[view.place].article) if view.place < len(quotes) else None
    shown = shown_view(showing, view, article, speech)
    return None if shown is None else paged(shown, showing.id, view, speech)


async def _find(desk: Desk, query: CallbackQuery, id: str) -> _Found | None:
    chat, _ = _place(query)
    user = query.from_user.id

    def find(connection: sqlite3.Connection) -> _Found | None:
        kept = answer_of(connection, chat, id)
        if kept is None:
            return None
        reply = unpack(kept.reply, desk.answering.article)
        choices = choices_of(connection, chat)
        if reply is None:
            return _Found(kept, choices, None)
        verdict = _verdict(rating_of(connection, id, user)) if chat == user else None
        asked = kept.question if kept.question_message is None else None
        return _Found(kept, choices, Showing(id, reply, offers_with(connection, id), asked, verdict))

    return await desk.database.read(find)


def _verdict(figure: int | None) -> Verdict | None:
    return None if figure is None else _VERDICTS[figure]


def _place(query: CallbackQuery) -> tuple[int, int]:
    assert query.message is not None
    return query.message.chat.id, query.message.message_id
