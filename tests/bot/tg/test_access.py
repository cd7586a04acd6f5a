from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.messages import Language
from bot.sections import Telegram
from bot.tg.access import Buckets, Gate, Reminders
from tests.bot.tg.echoing import echo, make_bot, running
from tests.bot.tg.making import message
from tests.bot.tg.standin import Standin, User, group, private

LIN, ANN = User(1001, "小林", "zh-hans"), User(1002, "Ann", "en")


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def tried(path: Path, trial: Callable[[Standin], Awaitable[None]], **changes: object) -> None:
    async def run() -> None:
        async with Standin(privacy=False) as api:
            async with running(make_bot(api, path, echo, **changes)):
                await asyncio.wait_for(trial(api), 60)
            assert api.violations == []

    asyncio.run(run())


async def done(path: Path, count: int) -> list[str]:
    """The outcomes, once so many updates are done."""
    async with asyncio.timeout(30):
        while True:
            with closing(sqlite3.connect(path)) as connection:
                rows = connection.execute("SELECT outcome FROM inbox WHERE done IS NOT NULL ORDER BY seq").fetchall()
            if len(rows) == count:
                return [outcome for (outcome,) in rows]
            await asyncio.sleep(0.01)


# Buckets


def test_requests_count_from_when_they_were_made_so_that_a_backlog_is_none_too_many() -> None:
    buckets = Buckets(6, Clock())
    assert [buckets.take(1, made=20.0 * number) for number in range(30)] == [0] * 30
    assert buckets.take(1, made=100.0) == 0  # late, as from another chat
    assert [buckets.take(2, made=5.0) for _ in range(7)][-1] == pytest.approx(10)


def test_a_minute_s_requests_may_come_at_once_and_the_next_waits_its_turn() -> None:
    clock = Clock()
    buckets = Buckets(6, clock)
    assert [buckets.take(1) for _ in range(7)] == [0, 0, 0, 0, 0, 0, pytest.approx(10)]
    clock.now = 4
    assert buckets.take(1) == pytest.approx(6)
    clock.now = 10
    assert buckets.take(1) == 0
    assert buckets.take(1) == pytest.approx(10)


def test_users_do_not_share() -> None:
    buckets = Buckets(1, Clock())
    assert (buckets.take(1), buckets.take(2)) == (0, 0)


def test_zero_is_no_limit() -> None:
    buckets = Buckets(0, Clock())
    assert [buckets.take(1) for _ in range(1000)] == [0] * 1000


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 60))
def test_no_more_pass_than_a_full_bucket_and_what_time_brings(pauses: list[float], per_minute: int) -> None:
    clock = Clock()
    buckets = Buckets(per_minute, clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.take(1) == 0
    assert passed <= per_minute + clock.now * per_minute / 60 + 1e-6


def test_a_great_many_users_take_bounded_memory() -> None:
    buckets = Buckets(5, Clock())
    for user in range(12_000):
        buckets.take(user)
    assert len(buckets._levels) == 10_000


def test_a_reminder_is_due_once_a_while() -> None:
    clock = Clock()
    reminders = Reminders(clock)
    assert [reminders.due(1, 60), reminders.due(1, 60), reminders.due(2, 60)] == [True, False, True]
    clock.now = 61
    assert reminders.due(1, 60)


# Who may use it


def may_use(update: Update, **settings: tuple[int, ...]) -> bool:
    return Gate(Telegram.model_validate(settings), Language.ZH).may_use(update)


def test_without_a_list_everybody_may() -> None:
    assert may_use(message(1, chat=7))


@pytest.mark.parametrize(
    ("chat", "user", "allowed", "admins", "may"),
    [
        (7, 7, (7,), (), True),
        (8, 8, (7,), (), False),
        (-100, 8, (-100,), (), True),
        (-200, 8, (-100,), (), False),
        (-200, 7, (7,), (), True),
        (9, 9, (7,), (9,), True),
    ],
)
def test_a_list_admits_its_chats_and_users_and_the_admins(
    chat: int, user: int, allowed: tuple[int, ...], admins: tuple[int, ...], may: bool
) -> None:
    assert may_use(message(1, chat=chat, user=user), allowed_chats=allowed, admins=admins) is may


def test_who_is_not_admitted_is_told_once_and_in_their_language(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        for _ in range(3):
            api.say(private(ANN), ANN, "hello")
        api.say(private(LIN), LIN, "你好")
        assert await done(tmp_path / "db", 4) == ["refused", "refused", "refused", "answered"]
        assert [(message.chat.id, message.text) for message in api.sent if message.chat.id == ANN.id] == [
            (ANN.id, "Sorry, this bot serves certain chats only. To use it, tell its admin the chat number 1002.")
        ]

    tried(tmp_path / "db", trial, allowed_chats=(LIN.id,))


def test_a_group_that_is_not_admitted_hears_nothing(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        api.say(group(-5, "读书会"), ANN, "/start")
        assert await done(tmp_path / "db", 1) == ["refused"]
        assert not api.sent

    tried(tmp_path / "db", trial, allowed_chats=(LIN.id,))


# How much


def test_who_asks_too_much_is_told_once_and_the_others_are_answered(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        for number in range(6):
            api.say(private(LIN), LIN, str(number))
        api.say(private(ANN), ANN, "hello")
        assert await done(tmp_path / "db", 7) == ["answered"] * 2 + ["throttled"] * 4 + ["answered"]
        texts = [message.text for message in api.sent if message.chat.id == LIN.id]
        assert texts[:2] == ["0", "1"]
        assert len(texts) == 3
        assert "太快" in (texts[2] or "")

    tried(tmp_path / "db", trial, requests_per_minute=2)


def test_talk_in_a_group_that_is_not_for_the_bot_is_not_counted(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        club = group(-5, "读书会")
        for _ in range(5):
            api.say(club, LIN, "大家聊天")
        api.say(club, LIN, f"@{api.bot.username} 一问")
        api.say(club, LIN, f"@{api.bot.username} 再问")
        assert (await done(tmp_path / "db", 7))[-2:] == ["answered", "throttled"]

    tried(tmp_path / "db", trial, requests_per_minute=1)


def test_an_attempt_that_failed_does_not_count_twice(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        api.fail(500, times=2, method="sendMessage")
        api.say(private(LIN), LIN, "你好")
        assert await done(tmp_path / "db", 1) == ["answered"]

    tried(tmp_path / "db", trial, requests_per_minute=1)


def test_admins_are_not_held_back(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        for number in range(4):
            api.say(private(LIN), LIN, str(number))
        assert await done(tmp_path / "db", 4) == ["answered"] * 4

    tried(tmp_path / "db", trial, requests_per_minute=1, admins=(LIN.id,))
