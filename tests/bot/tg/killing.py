"""Killing a bot at random moments while people ask, again and again."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

from tests.bot.tg.load import Crowd, Tally
from tests.bot.tg.programs import Program


async def kill_again_and_again(
    bot: Program, crowd: Crowd, times: int, *, rate: float, seed: int, longest: float, quiet: float = 20.0
) -> Tally:
    """kill -9 so many times, each at a random moment of the first ``longest`` seconds of a run; then a run that ends.

    People ask ``rate`` questions a second all the while. What is not answered once nothing has come for ``quiet``
    seconds is lost.
    """
    chance = random.Random(seed)  # noqa: S311 (an arrangement, no secret)
    asking = asyncio.create_task(crowd.at_random(rate, seed))
    try:
        for _ in range(times):
            await bot.start()
            await asyncio.sleep(chance.uniform(0, longest))
            assert bot.runs, f"the bot ended by itself: {bot.said[-2000:]}"
            await bot.kill()
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
    async with bot:
        return await crowd.answered(quiet)
