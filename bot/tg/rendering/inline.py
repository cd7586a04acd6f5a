"""Passages to pick from in any chat: what the list shows, and what is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer.model import Abstention, Quote
from bot.messages import Messages
from bot.messages.tg_catalogue import TgMessages
from bot.rendering.pieces import harmless
from bot.rendering.quotes import source_of
from bot.tg.rendering.markup import LONGEST_TEXT, Mark, Text, lines, plain, said, units
from bot.tg.rendering.passages import key_sentence, place_of, quoted
from bot.tg.rendering.splitting import split

PAGE = 10
"""Passages offered at once."""

_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: its title and description, and the message that picking it sends."""

    title: str
    description: str
    text: Text


def passage_choice(question: str, quote: Quote, messages: Messages, words: TgMessages) -> Choice:
    """A passage: the list shows the key sentence, the message has the question, the passage and its place."""
    key = " ".join(harmless(quote.key.of(quote.text)).split())
    asked = (said(words.offered.format(question=question), Mark.BOLD),)
    text = lines(asked, quoted(quote), place_of(quote, messages))
    if units(plain(text)) > LONGEST_TEXT:
        text = split(lines(asked, key_sentence(quote), place_of(quote, messages)))[0]
    return Choice(_shortened(key), source_of(quote, messages), text)


def silence_choice(question: str, abstention: Abstention, messages: Messages, words: TgMessages) -> Choice:
    """That the article does not say."""
    reason = messages.reasons[abstention.reason.value]
    asked = (said(words.offered.format(question=question), Mark.BOLD),)
    return Choice(words.inline_none, reason, lines(asked, (said(reason),)))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1] + "…"
