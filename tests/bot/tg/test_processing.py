"""Updates until they are done: a real bot in this process, whose handler does what the trial wants."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.error import ChatMigrated

from tests.bot.tg.echoing import Handle, echo, make_bot, running
from tests.bot.tg.making import raw_message
from tests.bot.tg.standin import Chat, Standin, User, group, private

LIN = User(1001, "小林")
HOME = private(LIN)


def tried(path: Path, trial: Callable[[Standin], Awaitable[None]], handle: Handle = echo, **changes: object) -> None:
    """Runs a trial with a bot that handles messages by ``handle``."""

    async def run() -> None:
        async with Standin() as api:
            async with running(make_bot(api, path, handle, **changes)):
                await asyncio.wait_for(trial(api), 60)
            assert api.violations == []

    asyncio.run(run())


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def outcomes(path: Path) -> list[str | None]:
    return [outcome for (outcome,) in rows(path, "SELECT outcome FROM inbox ORDER BY seq")]


async def done(path: Path, count: int) -> None:
    """Waits until so many updates are done."""
    async with asyncio.timeout(30):
        while rows(path, "SELECT count(*) FROM inbox WHERE done IS NOT NULL") != [(count,)]:
            await asyncio.sleep(0.01)


def events(caplog: pytest.LogCaptureFixture) -> Iterator[dict[str, Any]]:
    """What the log says about updates that are done."""
    for record in caplog.records:
        event = getattr(record, "event", {})
        if event.get("event") == "update":
            yield event


def said(update: Update) -> str:
    assert update.effective_message is not None
    return update.effective_message.text or ""


# Done


def test_an_update_is_done_once_its_answer_was_accepted(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        slow = api.slow(0.5, times=1, method="sendMessage")
        api.say(HOME, LIN, "你好")
        while not slow.struck:
            await asyncio.sleep(0.01)
        assert outcomes(tmp_path / "db") == [None]
        await done(tmp_path / "db", 1)
        assert outcomes(tmp_path / "db") == ["answered"]

    tried(tmp_path / "db", trial)


def test_one_to_which_there_is_nothing_to_say_is_ignored(tmp_path: Path) -> None:
    async def nothing(update: Update, context: Any) -> None:
        return

    async def trial(api: Standin) -> None:
        api.say(HOME, LIN, "你好")
        await done(tmp_path / "db", 1)
        assert outcomes(tmp_path / "db") == ["ignored"]

    tried(tmp_path / "db", trial, nothing)


def test_each_is_a_line_in_the_log_that_names_neither_chat_nor_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def trial(api: Standin) -> None:
        api.say(HOME, LIN, "一个秘密")
        api.say(HOME, LIN, "另一个")
        await done(tmp_path / "db", 2)

    with caplog.at_level(logging.INFO):
        tried(tmp_path / "db", trial)
    first, second = events(caplog)
    assert (first["kind"], first["outcome"], first["attempts"]) == ("message", "answered", 1)
    assert first["latency_ms"] > 0
    assert first["chat"] == second["chat"]
    assert len(first["chat"]) == 12
    assert "1001" not in caplog.text
    assert "秘密" not in caplog.text


# Order


def test_chats_are_handled_side_by_side_and_each_in_its_order(tmp_path: Path) -> None:
    at_work: set[int] = set()
    most = 0

    async def slowly(update: Update, context: Any) -> None:
        nonlocal most
        assert update.effective_chat is not None
        assert update.effective_chat.id not in at_work, "two of one chat at the same time"
        at_work.add(update.effective_chat.id)
        most = max(most, len(at_work))
        await asyncio.sleep(0.02)
        await echo(update, context)
        at_work.remove(update.effective_chat.id)

    async def trial(api: Standin) -> None:
        people = [User(2000 + number) for number in range(10)]
        for number in range(5):
            for user in people:
                api.say(private(user), user, str(number))
        await done(tmp_path / "db", 50)
        for user in people:
            assert [message.text for message in api.sent if message.chat.id == user.id] == list("01234")

    tried(tmp_path / "db", trial, slowly, concurrency=4)
    assert 2 <= most <= 4


def test_a_chat_that_has_to_wait_holds_up_no_other(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        api.fail(500, times=3, method="sendMessage")
        api.say(HOME, LIN, "先")
        await asyncio.sleep(0.3)
        other = User(7)
        api.mend()
        api.say(private(other), other, "后")
        assert (await api.next_sent(private(other), 5)).text == "后"
        assert (await api.next_sent(HOME)).text == "先"

    tried(tmp_path / "db", trial, concurrency=1)


# Failures


def test_what_the_network_fails_is_tried_until_it_works(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        api.fail(502, times=2, method="sendMessage")
        api.cut(times=1, method="sendMessage")
        api.say(HOME, LIN, "你好")
        await done(tmp_path / "db", 1)
        assert [message.text for message in api.sent] == ["你好"]

    tried(tmp_path / "db", trial, attempts=1)


def test_what_was_accepted_is_not_sent_again_when_what_follows_fails(tmp_path: Path) -> None:
    servers: list[Standin] = []
    attempts = 0

    async def three_times(update: Update, context: Any) -> None:
        nonlocal attempts
        attempts += 1
        assert update.message is not None
        for place, text in enumerate(("一", "一", "二")):
            if attempts == 1 and place == 2:
                servers[0].fail(500, times=1, method="sendMessage")
            await update.message.reply_text(text)

    async def trial(api: Standin) -> None:
        servers.append(api)
        api.say(HOME, LIN, "说")
        await done(tmp_path / "db", 1)
        assert [message.text for message in api.sent] == ["一", "一", "二"]
        assert attempts == 2

    tried(tmp_path / "db", trial, three_times)


def test_a_handler_that_keeps_failing_ends_with_the_dead_letters_and_the_next_is_answered(tmp_path: Path) -> None:
    tries: list[str] = []

    async def failing(update: Update, context: Any) -> None:
        tries.append(said(update))
        if said(update) == "坏":
            raise LookupError("no such thing")
        await echo(update, context)

    async def trial(api: Standin) -> None:
        api.say(HOME, LIN, "坏")
        api.say(HOME, LIN, "好")
        await done(tmp_path / "db", 2)
        assert outcomes(tmp_path / "db") == ["dead", "answered"]
        ((payload, reason),) = rows(tmp_path / "db", "SELECT payload, reason FROM dead_letters")
        assert '"text": "\\u574f"' in payload
        assert reason == "LookupError: no such thing"

    tried(tmp_path / "db", trial, failing, attempts=2)
    assert tries == ["坏", "坏", "好"]


def test_who_has_blocked_the_bot_is_not_tried_again(tmp_path: Path) -> None:
    async def trial(api: Standin) -> None:
        api.blocked.add(HOME.id)
        api.say(HOME, LIN, "你好")
        await done(tmp_path / "db", 1)
        assert outcomes(tmp_path / "db") == ["unreachable"]
        assert len(api.called("sendMessage")) == 1

    tried(tmp_path / "db", trial)


def test_of_a_storm_of_failures_the_log_has_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def trial(api: Standin) -> None:
        api.fail(500, times=60, method="sendMessage")
        for number in range(20):
            user = User(3000 + number)
            api.say(private(user), user, "你好")
        await done(tmp_path / "db", 20)

    with caplog.at_level(logging.INFO):
        tried(tmp_path / "db", trial)
    assert caplog.text.count("answers cannot be sent; trying again") < 5


def test_a_group_that_became_a_supergroup_is_answered_there(tmp_path: Path) -> None:
    chats: list[int] = []

    async def moved(update: Update, context: Any) -> None:
        assert update.effective_chat is not None
        chats.append(update.effective_chat.id)
        if chats == [-55]:
            raise ChatMigrated(-1000055)

    async def trial(api: Standin) -> None:
        api.say(group(-55, "读书会"), LIN, "/start")
        await done(tmp_path / "db", 1)

    tried(tmp_path / "db", trial, moved)
    assert chats == [-55, -1000055]


# Between runs


def test_what_a_run_did_not_finish_the_next_one_does(tmp_path: Path) -> None:
    async def never(update: Update, context: Any) -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        async with Standin() as api:
            bot = make_bot(api, tmp_path / "db", never)
            task = asyncio.create_task(bot.run())
            api.say(HOME, LIN, "一")
            api.say(HOME, LIN, "二")
            async with asyncio.timeout(20):
                while api.updates.confirmed < 2:
                    await asyncio.sleep(0.01)
            bot.stop()
            await asyncio.wait_for(task, 10)
            assert not api.sent
            async with running(make_bot(api, tmp_path / "db")):
                assert [(await api.next_sent(HOME)).text for _ in range(2)] == ["一", "二"]
            assert outcomes(tmp_path / "db") == ["answered", "answered"]

    asyncio.run(run())


def test_an_update_in_the_middle_of_which_runs_keep_ending_is_given_up(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            async with running(make_bot(api, tmp_path / "db")):
                pass
            with closing(sqlite3.connect(tmp_path / "db")) as connection:
                connection.execute(
                    "INSERT INTO inbox (update_id, lane, payload, received, begun) VALUES"
                    " (1, 1001, '{\"update_id\": 1}', 0, 20), (2, 1001, '{\"update_id\": 2}', 0, 19)"
                )
                connection.commit()
            async with running(make_bot(api, tmp_path / "db")):
                await done(tmp_path / "db", 2)
            assert outcomes(tmp_path / "db") == ["dead", "ignored"]

    asyncio.run(run())


def test_of_updates_in_the_middle_of_which_several_runs_ended_one_at_a_time_is_handled(tmp_path: Path) -> None:
    """Or a run's end would count against all that happened to be handled then, and such ends would add up."""
    at_work: list[str] = []
    most = {"suspicious": 0, "all": 0}

    async def look(update: Update, context: Any) -> None:
        at_work.append(said(update))
        suspicious = [text for text in at_work if text == "可疑"]
        most["suspicious"] = max(most["suspicious"], len(suspicious))
        most["all"] = max(most["all"], len(at_work))
        await asyncio.sleep(0.05)
        at_work.remove(said(update))

    async def run() -> None:
        async with Standin() as api:
            async with running(make_bot(api, tmp_path / "db", look)):
                pass
            with closing(sqlite3.connect(tmp_path / "db")) as connection:
                for number in range(1, 11):
                    text = "可疑" if number % 2 else "无辜"
                    raw = raw_message(number, text, chat=2000 + number)
                    connection.execute(
                        "INSERT INTO inbox (update_id, lane, payload, received, begun) VALUES (?, ?, ?, 0, ?)",
                        (number, 2000 + number, json.dumps(raw), 3 if number % 2 else 2),
                    )
                connection.commit()
            async with running(make_bot(api, tmp_path / "db", look)):
                await done(tmp_path / "db", 10)
            assert outcomes(tmp_path / "db") == ["ignored"] * 10
            begun = rows(tmp_path / "db", "SELECT begun FROM inbox ORDER BY seq")
            assert [count for (count,) in begun] == [4, 3] * 5

    asyncio.run(run())
    assert most["suspicious"] == 1
    assert most["all"] > 2


def test_while_an_update_waits_its_chat_is_known_and_then_no_more(tmp_path: Path) -> None:
    lanes: list[Any] = []

    async def look(update: Update, context: Any) -> None:
        lanes.extend(rows(tmp_path / "db", "SELECT lane FROM inbox"))

    async def trial(api: Standin) -> None:
        api.say(Chat(42), User(42), "你好")
        await done(tmp_path / "db", 1)
        lanes.extend(rows(tmp_path / "db", "SELECT lane FROM inbox"))

    tried(tmp_path / "db", trial, look)
    assert lanes == [(42,), (0,)]
