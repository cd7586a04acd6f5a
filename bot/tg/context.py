"""What handlers work with: the Service, found in ``bot_data``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from telegram.ext import Application, CallbackContext

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram import Bot

    from bot.answer.model import Question, Reply
    from bot.messages import Language
    from bot.sections import Telegram
    from bot.tg.storage.database import Database
    from corpus.model import Article, Paragraph

SERVICE = "service"


class Answering(Protocol):
    """Replies to questions about the articles there are; ``reload`` and ``catch_up`` change which."""

    @property
    def articles(self) -> Sequence[Article]:
        """The articles, in the order they are listed."""
        ...

    def article(self, id: str) -> Article | None:
        """The article of that id, or None."""
        ...

    def neighbours(self, article: str, paragraph: int) -> tuple[Paragraph | None, Paragraph | None]:
        """The paragraphs before and after one, given by its number; None beyond the article's ends."""
        ...

    async def reply(self, question: Question) -> Reply:
        """The Reply; the event loop is not kept waiting."""
        ...

    async def passages(self, question: Question, count: int) -> Reply:
        """The Reply with up to ``count`` quotations instead of those of the settings (inline mode lists them)."""
        ...

    async def reload(self) -> int:
        """Reads the articles and the index anew, and returns how many articles there are now.

        Raises:
            BotError, CorpusError, SearchError: they cannot be read; the former ones stay.
        """
        ...

    async def catch_up(self) -> None:
        """The same where they have changed since they were read; what goes wrong is only logged."""
        ...


@dataclass(frozen=True, slots=True)
class Service:
    """The parts a handler may use.

    Attributes:
        answering: replies to questions.
        database: what is kept.
        settings: ``[telegram]``.
        language: of who says nothing else.
        started: when the bot started, in seconds since the epoch.
    """

    answering: Answering
    database: Database
    settings: Telegram
    language: Language
    started: float


@dataclass(frozen=True, slots=True)
class Conversing:
    """The conversation, as the plumbing needs it.

    Attributes:
        register: adds the handlers to an Application.
        announce: tells the server the bot's commands.
        updates: the kinds of update to ask for.
    """

    register: Callable[[Application[Any, Any, Any, Any, Any, Any], Service], None]
    announce: Callable[[Bot, Telegram], Awaitable[None]]
    updates: Sequence[str]


def service_of(context: CallbackContext[Any, Any, Any, Any] | Application[Any, Any, Any, Any, Any, Any]) -> Service:
    """The Service that an update is handled with, or an Application has."""
    service = context.bot_data[SERVICE]
    assert isinstance(service, Service)
    return service
