"""Pressed buttons and inline queries, which the bot answers once."""

from __future__ import annotations

import asyncio

from tests.bot.tg.standin.wire import Json


class Waiting:
    """Queries by their ids, each with the answer to come."""

    def __init__(self) -> None:
        self.answers: dict[str, asyncio.Future[Json]] = {}
        self.expired: set[str] = set()
        self._last = 0

    def ask(self) -> str:
        """A new query's id."""
        self._last += 1
        name = str(4_000_000_000_000 + self._last)
        self.answers[name] = asyncio.get_running_loop().create_future()
        return name

    def answer(self, name: str, values: Json) -> bool:
        """Takes an answer; False when there is no such query, it was answered before, or it is too old."""
        waiting = self.answers.get(name)
        if waiting is None or waiting.done() or name in self.expired:
            return False
        waiting.set_result(values)
        return True

    async def wait(self, name: str, seconds: float) -> Json:
        """The answer, within so many seconds."""
        async with asyncio.timeout(seconds):
            return await asyncio.shield(self.answers[name])
