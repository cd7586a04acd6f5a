from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.tg.errors import ServiceError
from bot.tg.polling import PollingWatch
from bot.tg.redaction import Redactor, writing
from tests.bot.tg.echoing import make_bot, running
from tests.bot.tg.standin import Standin, User, private

LIN = User(1001, "小林")


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def ends(
    story: Callable[[PollingWatch], None], patience: float, seconds: float, clock: Callable[[], float] = time.monotonic
) -> list[str]:
    """With what a bot was ended within so many seconds after something happened."""
    reasons: list[str] = []

    async def run() -> None:
        watch = PollingWatch(patience, lambda error: reasons.append(str(error)), writing(Redactor(())), clock)
        story(watch)
        await asyncio.sleep(seconds)
        watch.close()

    asyncio.run(run())
    return reasons


def test_a_conflict_that_lasts_ends_the_bot() -> None:
    (reason,) = ends(lambda watch: watch.conflict(), 0.05, 0.2)
    assert reason.startswith("another program asks Telegram for this bot's updates; two cannot.")


def test_a_conflict_that_goes_away_does_not() -> None:
    def story(watch: PollingWatch) -> None:
        watch.conflict()
        watch.heard()

    assert ends(story, 0.05, 0.2) == []


def test_who_asked_in_peace_before_waits_twice_as_long() -> None:
    clock = Clock()

    def story(watch: PollingWatch) -> None:
        watch.begin()
        clock.now += 6
        watch.conflict()

    assert ends(story, 0.5, 0.7, clock) == []
    assert len(ends(story, 0.05, 0.7, clock)) == 1


def test_a_token_that_is_refused_ends_the_bot_at_once() -> None:
    (reason,) = ends(lambda watch: watch.refused(), 60, 0)
    assert reason.startswith("Telegram does not know this token; check TELEGRAM_BOT_TOKEN")


def test_a_second_instance_says_so_and_ends_and_the_first_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with Standin() as api, running(make_bot(api, tmp_path / "first", conflict_seconds=3600)):
            with pytest.raises(ServiceError, match="another program asks Telegram"):
                await asyncio.wait_for(make_bot(api, tmp_path / "second", conflict_seconds=1).run(), 30)
            api.say(private(LIN), LIN, "还在吗")
            assert (await api.next_sent(private(LIN), 40)).text == "还在吗"

    with caplog.at_level(logging.INFO):
        asyncio.run(run())
    assert caplog.text.count("two cannot") == 2  # each says it once
    assert "Traceback" not in caplog.text


def test_a_token_taken_back_while_it_runs_ends_the_bot(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            bot = make_bot(api, tmp_path / "db", poll_timeout=1)
            task = asyncio.create_task(bot.run())
            await asyncio.wait_for(bot.ready.wait(), 30)
            api.token = "1:another"  # noqa: S105
            with pytest.raises(ServiceError, match="does not know this token"):
                await asyncio.wait_for(task, 30)

    asyncio.run(run())
