"""Answers for handlers: by workers where there are any, else here, off the event loop where that pays.

The articles are read anew on /reload, and when ``bot.tg.following`` sees that they changed.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.assembly import Sources, make_answerer, open_searcher, warm_up
from bot.errors import BotError
from bot.tg.following import Sight, Stamp
from bot.tg.logs import LogWatcher
from bot.tg.workers import NoWorkerError, Workers, usual_count, with_quotes
from corpus.errors import CorpusError
from index.errors import SearchError

if TYPE_CHECKING:
    from bot.answer.answerer import Answerer
    from bot.answer.model import Question, Reply
    from bot.config import Config
    from corpus.model import Article, Paragraph

_log = logging.getLogger("yuanhua.telegram.answering")
_QUICK_SECONDS = 0.02
_SHORT = 200
_LEARNING = 0.2


@dataclass(frozen=True, slots=True)
class Opening:
    """Makes the Answerer over some sources, in whatever process.

    Raises (when called):
        BotError, CorpusError, SearchError: they cannot be read.
    """

    config: Config
    sources: Sources

    def __call__(self) -> Answerer:
        """The Answerer."""
        searcher = open_searcher(self.config, self.sources, LogWatcher())
        warm_up(searcher)
        return make_answerer(self.config, searcher)


class LibraryAnswering:
    """Replies by an Answerer that ``make`` makes, now and at every reload; by ``workers`` once they are ready.

    Without them, a short question to a small library takes a few milliseconds, less than handing it to another thread
    and back under load; what may take longer goes to one.

    Args:
        make: makes an Answerer over the articles as they are.
        workers: who answer in processes of their own.
        sight: shows whether the articles have changed.
    """

    def __init__(
        self, make: Callable[[], Answerer], workers: Workers | None = None, sight: Sight | None = None
    ) -> None:
        self._make = make
        self._sight = sight
        self._seen = self._look()  # before they are read: what changes meanwhile is seen the next time
        self._fresh = False
        self._answerer = make()
        self._workers = workers
        self._thread = ThreadPoolExecutor(1, "answering")
        self._usual = 0.0
        self._away = 0

    @classmethod
    def over(cls, config: Config, sources: Sources) -> LibraryAnswering:
        """Answers about the articles of these sources, as the settings say.

        Raises:
            BotError, CorpusError, SearchError: they cannot be read.
        """
        make = Opening(config, sources)
        count = usual_count() if config.telegram.workers < 0 else config.telegram.workers
        return cls(make, Workers(make, count) if count else None, Sight(config, sources))

    @property
    def articles(self) -> Sequence[Article]:
        """The articles, in the order they were indexed."""
        return self._answerer.searcher.articles

    def article(self, id: str) -> Article | None:
        """The article of that id, or None."""
        return next((article for article in self.articles if article.id == id), None)

    def neighbours(self, article: str, paragraph: int) -> tuple[Paragraph | None, Paragraph | None]:
        """The paragraphs before and after one, given by its number; None beyond the article's ends."""
        found = self.article(article)
        by_number = {} if found is None else {one.number: one for one in found.paragraphs}
        return by_number.get(paragraph - 1), by_number.get(paragraph + 1)

    async def reply(self, question: Question) -> Reply:
        """The Reply."""
        return await self._reply(question, None)

    async def passages(self, question: Question, count: int) -> Reply:
        """The Reply with up to ``count`` quotations."""
        return await self._reply(question, count)

    async def _reply(self, question: Question, count: int | None) -> Reply:
        if self._workers is not None:
            self._workers.start()
            try:
                return await self._workers.reply(question, count)
            except NoWorkerError:
                pass  # not yet, or not just now
        return await self._reply_here(with_quotes(self._answerer, count), question)

    async def _reply_here(self, answerer: Answerer, question: Question) -> Reply:
        if len(question.text) <= _SHORT and self._usual < _QUICK_SECONDS and not self._away:
            return self._timed(answerer, question)
        self._away += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._timed, answerer, question)
        finally:
            self._away -= 1

    async def reload(self) -> int:
        """Reads everything anew, and returns how many articles there are now.

        Raises:
            BotError, CorpusError, SearchError: it cannot be read; the former articles stay.
        """
        loop = asyncio.get_running_loop()
        self._seen = await loop.run_in_executor(self._thread, self._look)
        self._answerer = await loop.run_in_executor(self._thread, self._make)
        self._fresh = True
        # The former articles are in a circle of references, and held to be of long standing: nobody else would look.
        await loop.run_in_executor(self._thread, gc.collect)
        self._usual = 0.0
        if self._workers is not None:
            self._workers.reload()
        _log.info("reloaded: %d articles", len(self.articles))
        return len(self.articles)

    async def catch_up(self) -> None:
        """Reads everything anew where the articles have changed; where they cannot be read, the former ones stay."""
        if not await asyncio.get_running_loop().run_in_executor(self._thread, self._has_changed):
            return
        try:
            await self.reload()
        except (BotError, CorpusError, SearchError) as error:
            _log.warning("the articles have changed and cannot be read; the former ones stay: %s", error)

    def _look(self) -> Stamp:
        return frozenset() if self._sight is None else self._sight()

    def _has_changed(self) -> bool:
        fresh, self._fresh = self._fresh, False
        if self._look() != self._seen:
            return True
        return fresh and self._sight is not None and self._sight.is_behind(self._answerer.searcher.digest)

    def close(self) -> None:
        """Ends the workers."""
        if self._workers is not None:
            self._workers.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _timed(self, answerer: Answerer, question: Question) -> Reply:
        begin = time.thread_time()  # what it costs, however busy the machine is
        reply = answerer.reply(question)
        self._usual += _LEARNING * (time.thread_time() - begin - self._usual)
        return reply
