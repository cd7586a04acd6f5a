"""Killing a bot at random moments while people ask, again and again."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from tests.bot.tg.load import Crowd, Tally
from tests.bot.tg.programs import Program
from tests.bot.tg.standin import Standin

START = 20.0
"""Seconds after which a run counts as started, whether it has asked for updates or not."""
STARTING = 4
"""One run in so many is killed while it starts, the others while they answer."""


async def kill_again_and_again(
    bot: Program, crowd: Crowd, times: int, *, rate: float, seed: int, longest: float, quiet: float = 60.0
) -> Tally:
    """kill -9 so many times, each at a random moment within ``longest`` seconds; then a run that is left alone.

    The moment counts from when the bot first asks for updates, or is sent some; in every fourth run from when the
    process starts. People ask ``rate`` questions a second all the while. What is not answered once nothing has come for
    ``quiet`` seconds is lost.
    """
    chance = random.Random(seed)  # noqa: S311 (an arrangement, no secret)
    asking = asyncio.create_task(crowd.at_random(rate, seed))
    try:
        for number in range(times):
            news = _news(crowd.api)
            await bot.start()
            if number % STARTING:
                await _heard_of(crowd.api, news)
            await asyncio.sleep(chance.uniform(0, longest))
            assert bot.runs, f"the bot ended by itself: {bot.said[-2000:]}"
            await bot.kill()
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
    async with bot:
        return await crowd.answered(quiet)


def _news(api: Standin) -> tuple[int, int]:
    """How often the bot has asked for updates, and how many it has confirmed."""
    return api.updates.polls, api.updates.confirmed


async def _heard_of(api: Standin, before: tuple[int, int]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(START):
            while _news(api) == before:
                await asyncio.sleep(0.01)
