"""Inline mode: passages to pick from in any chat. Nothing of it is kept."""

from __future__ import annotations

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.answer.model import Answer, Question
from bot.ndjson import encodable
from bot.tg.conversing.desk import Desk, desk_of
from bot.tg.rendering.inline import PAGE, Choice, passage_choice, silence_choice
from bot.tg.rendering.markup import html
from bot.tg.rendering.replies import Speech

_CACHED_SECONDS = 30
"""How long Telegram may give the same user the same answer; a changed library shows after that."""
_MOST = 50
"""Passages that can be turned over to; Telegram asks for no more."""


async def offer_passages(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answers an inline query with a page of passages."""
    query = update.inline_query
    assert query is not None
    desk = desk_of(context)
    choices = await desk.choices(query.from_user.id)
    speech = desk.speech(choices, query.from_user)
    question = encodable(query.query).strip()
    first = _offset(query)
    used = desk.used(choices)
    found: list[Choice] = []
    following = ""
    if question and first is not None:
        found, following = await _page(desk, question, None if used is None else used.id, first, speech)
    hint = speech.words.inline_empty if question else speech.words.inline_ask
    await query.answer(
        [_result(number, choice) for number, choice in enumerate(found, start=first or 0)],
        cache_time=_CACHED_SECONDS,
        is_personal=True,
        next_offset=following,
        button=None if found or first else InlineQueryResultsButton(hint, start_parameter="inline"),
    )


async def _page(desk: Desk, question: str, article: str | None, first: int, speech: Speech) -> tuple[list[Choice], str]:
    """The passages from the ``first`` on, and where the next page begins; empty text where there is none."""
    wanted = min(first + PAGE + 1, _MOST)
    reply = await desk.answering.passages(Question(question, article=article), wanted)
    if not isinstance(reply, Answer):
        return ([] if first else [silence_choice(question, reply, speech.messages, speech.words)]), ""
    quotes = reply.quotes[first : first + PAGE]
    following = str(first + PAGE) if len(reply.quotes) > first + PAGE else ""
    return [passage_choice(question, quote, speech.messages, speech.words) for quote in quotes], following


def _offset(query: InlineQuery) -> int | None:
    """Where the page begins; None where nobody of ours said so."""
    if not query.offset:
        return 0
    known = query.offset.isascii() and query.offset.isdecimal() and len(query.offset) < 4
    return int(query.offset) if known and int(query.offset) < _MOST else None


def _result(number: int, choice: Choice) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        html(choice.text), parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(str(number), choice.title, content, description=choice.description)
