"""Questions, from wherever they come, and their answers: sent, kept, and changed when the question is.

A question that is handled again, because the program ended before it was done, finds its answer kept and sends none.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from telegram import Bot, Message, User

from bot.answer.model import Abstention, Answer, Conversation, Explanation, Question, Reason, Reply, Turn
from bot.ndjson import encodable
from bot.tg.conversing.desk import Desk, spot_of
from bot.tg.conversing.showing import Spot, change, send, take_back
from bot.tg.rendering.notices import told
from bot.tg.rendering.replies import Showing, Shown, first_view, paged, shown_view
from bot.tg.storage.answers import (
    KeptAnswer,
    answer_in,
    answer_of,
    answer_to,
    keep_answer,
    messages_of_answer,
    name_of,
)
from bot.tg.storage.chats import Choices, choices_of, choose_article
from bot.tg.storage.conversations import last_answer, led_to, stand_at
from bot.tg.storage.feedback import clear_ratings
from bot.tg.storage.offers import Offer, keep_offers
from bot.tg.storage.packing import pack, unpack

_TURNS = 6
"""How many turns of a conversation a question is asked with."""
_OFFERED = 3
_GONE = Abstention(Reason.NOT_ANSWERED, 0.0, (), Explanation("", False, (), ()))
"""Stands for a Reply whose passages are no longer in the library."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is to be answered.

    Attributes:
        id: the name of its answer.
        spot: where the answer belongs.
        user: who asks.
        text: the words.
        message: the message that asks; None where a button does.
        article: the id of the article it is narrowed to.
        turns: the answers it goes on from, oldest first.
    """

    id: str
    spot: Spot
    user: User | None
    text: str
    message: int | None
    article: str | None
    turns: tuple[KeptAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class _Met:
    """What a question meets: the chat's choices, the answer it has already, the answers it goes on from."""

    choices: Choices
    kept: KeptAnswer | None
    turns: tuple[KeptAnswer, ...]


async def ask(desk: Desk, bot: Bot, message: Message, text: str) -> None:
    """Answers a message's question in a reply to it; where it is answered already, and is another now, that changes."""
    text = encodable(text)
    spot = spot_of(message)
    met = await desk.database.read(lambda connection: _met(connection, message, spot))
    if met.kept is not None and met.kept.question == text:
        return
    id = name_of("question", spot.chat, message.message_id) if met.kept is None else met.kept.id
    article = await _narrowed_to(desk, bot, spot, message.from_user, met.choices)
    asked = Asked(id, spot, message.from_user, text, message.message_id, article, met.turns)
    if met.kept is None:
        await _answer(desk, bot, asked, met.choices)
    else:
        await _answer_anew(desk, bot, asked, met.kept, met.choices)


async def ask_offered(desk: Desk, bot: Bot, spot: Spot, user: User, offer: Offer, press: str) -> None:
    """Answers a question that a button offered, by itself, in a reply to the message with the button.

    ``press`` names the press, which is answered once.
    """
    id = name_of("press", spot.chat, press)
    choices, kept = await desk.database.read(
        lambda connection: (choices_of(connection, spot.chat), answer_of(connection, spot.chat, id))
    )
    if kept is None:
        await _answer(desk, bot, Asked(id, spot, user, offer.question, None, offer.article), choices)


def _met(connection: sqlite3.Connection, message: Message, spot: Spot) -> _Met:
    """The answers before: those that led to the one replied to, else to the one the conversation stands at."""
    kept = answer_to(connection, spot.chat, message.message_id)
    before: KeptAnswer | None = None
    if kept is not None:
        before = None if kept.before is None else answer_of(connection, spot.chat, kept.before)
    else:
        if message.reply_to_message is not None:
            replied = message.reply_to_message.message_id
            before = answer_in(connection, spot.chat, replied) or answer_to(connection, spot.chat, replied)
        before = before or last_answer(connection, spot.chat, spot.topic or 0)
    return _Met(choices_of(connection, spot.chat), kept, led_to(connection, before, _TURNS))


async def _narrowed_to(desk: Desk, bot: Bot, spot: Spot, user: User | None, choices: Choices) -> str | None:
    """The article to ask; where the chosen one is gone, the chat is told and asks all again."""
    if choices.article is None or desk.used(choices) is not None:
        return choices.article
    await send(bot, spot, told(desk.speech(choices, user).words.article_gone))
    await desk.database.write(lambda connection: choose_article(connection, spot.chat, None))
    return None


async def _answer(desk: Desk, bot: Bot, asked: Asked, choices: Choices) -> None:
    reply, offers = await _replied(desk, bot, asked)
    shown = _shown(desk, asked, reply, offers, choices)
    messages = await send(bot, asked.spot, shown)
    kept = _kept(desk, asked, reply, messages[-1])

    def keep(connection: sqlite3.Connection) -> None:
        keep_answer(connection, kept, messages, answered=isinstance(reply, Answer))
        keep_offers(connection, kept.chat, kept.id, offers, kept.created)
        stand_at(connection, kept)

    await desk.write_last(keep)


async def _answer_anew(desk: Desk, bot: Bot, asked: Asked, former: KeptAnswer, choices: Choices) -> None:
    """Changes the answer to a question that was edited; sends it where there is nothing left to change."""
    reply, offers = await _replied(desk, bot, asked)
    shown = _shown(desk, asked, reply, offers, choices)
    view = first_view(reply)
    chat = asked.spot.chat
    former_messages = await desk.database.read(lambda connection: messages_of_answer(connection, former))
    for message in former_messages:
        if message < former.message:  # the beginning of an answer that took several
            await take_back(bot, chat, message)
    if await change(bot, chat, former.message, paged(shown, asked.id, view, desk.speech(choices, asked.user))):
        messages: tuple[int, ...] = (former.message,)
    else:
        messages = await send(bot, asked.spot, shown)
    kept = replace(_kept(desk, asked, reply, messages[-1]), created=former.created)

    def keep(connection: sqlite3.Connection) -> None:
        keep_answer(connection, kept, messages, answered=isinstance(reply, Answer))
        keep_offers(connection, chat, kept.id, offers, kept.created)
        clear_ratings(connection, kept.id)

    await desk.write_last(keep)


async def _replied(desk: Desk, bot: Bot, asked: Asked) -> tuple[Reply, tuple[Offer, ...]]:
    """The Reply, and where it is an Abstention the questions that are answered instead."""
    return await desk.typing.while_slow(bot, asked.spot, _reply_with_offers(desk, asked))


async def _reply_with_offers(desk: Desk, asked: Asked) -> tuple[Reply, tuple[Offer, ...]]:
    conversation = Conversation(tuple(_turn(desk, kept) for kept in asked.turns))
    reply = await desk.answering.reply(Question(asked.text, conversation, asked.article))
    if isinstance(reply, Answer):
        return reply, ()
    only = None if asked.article is None else desk.answering.article(asked.article)
    articles = desk.answering.articles if only is None else (only,)
    found = await desk.suggestions.near(reply.nearest, articles, asked.text, _OFFERED)
    return reply, tuple(Offer(name_of(asked.id, one.question), one.question, one.article) for one in found)


def _turn(desk: Desk, kept: KeptAnswer) -> Turn:
    # A follow-up leans on the best quotation only.
    return Turn(kept.question, unpack(kept.reply, desk.answering.article, 1) or _GONE)


def _shown(desk: Desk, asked: Asked, reply: Reply, offers: tuple[Offer, ...], choices: Choices) -> Shown:
    showing = Showing(asked.id, reply, offers, asked.text if asked.message is None else None)
    shown = shown_view(showing, first_view(reply), None, desk.speech(choices, asked.user))
    assert shown is not None, "an Answer has a quotation"
    return shown


def _kept(desk: Desk, asked: Asked, reply: Reply, message: int) -> KeptAnswer:
    return KeptAnswer(
        id=asked.id,
        chat=asked.spot.chat,
        thread=asked.spot.topic or 0,
        question_message=asked.message,
        message=message,
        before=asked.turns[-1].id if asked.turns else None,
        question=asked.text,
        article=asked.article,
        reply=pack(reply),
        place=0 if isinstance(reply, Answer) else -1,
        created=desk.now(),
    )
