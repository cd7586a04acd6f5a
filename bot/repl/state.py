"""The values of a conversation in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.answer.model import Answer, Conversation, Quote, Reply
from bot.messages import Language, Messages, messages_of
from bot.ndjson import Answers
from bot.rendering.pieces import Line
from index.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Room:
    """What is asked, the same from beginning to end."""

    searcher: Searcher
    answerer: Answers

    def has(self, reply: Reply) -> bool:
        """Whether every passage of a reply still stands where it was quoted from."""
        return all(self._has(quote) for quote in quotes_of(reply))

    def _has(self, quote: Quote) -> bool:
        try:
            article = self.searcher.article(quote.article)
        except KeyError:
            return False
        return quote.span.of(article.raw) == quote.text

    def knows(self, article: str) -> bool:
        """Whether there is an article of that id."""
        try:
            self.searcher.title(article)
        except KeyError:
            return False
        return True


Renewed = Callable[[], Room | None]
"""Gives a new Room where another program has changed what is asked."""


@dataclass(frozen=True, slots=True)
class State:
    """Where the conversation stands.

    Attributes:
        language: of all but the quotations.
        conversation: what was said.
        opened: the id of the article questions are narrowed to, or None.
        shown: how many quotations of the last reply were shown.
    """

    language: Language
    conversation: Conversation = field(default_factory=Conversation)
    opened: str | None = None
    shown: int = 0

    @property
    def messages(self) -> Messages:
        """The messages in this language."""
        return messages_of(self.language)

    @property
    def last(self) -> Reply | None:
        """The last reply, if there was any."""
        return self.conversation.turns[-1].reply if self.conversation.turns else None


def moved(state: State, room: Room) -> State:
    """Where a conversation stands in a new Room: without what was said of passages that are no longer there."""
    opened = state.opened if state.opened is None or room.knows(state.opened) else None
    if all(room.has(turn.reply) for turn in state.conversation.turns):
        return replace(state, opened=opened)
    return replace(state, conversation=Conversation(), opened=opened, shown=0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line led to: where the conversation stands now, what to show, whether the user leaves."""

    state: State
    lines: tuple[Line, ...] = ()
    leaving: bool = False


def quotes_of(reply: Reply) -> tuple[Quote, ...]:
    """The quotations of an Answer, or the passages nearest to a question without one."""
    return reply.quotes if isinstance(reply, Answer) else reply.nearest
