"""The values of a conversation in the terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line led to: where the conversation stands now, what to show, whether the user leaves."""

    state: State
    lines: tuple[Line, ...] = ()
    leaving: bool = False


def quotes_of(reply: Reply) -> tuple[Quote, ...]:
    """The quotations of an Answer, or the passages nearest to a question without one."""
    return reply.quotes if isinstance(reply, Answer) else reply.nearest
