"""The bot's beginning and end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Update

from bot.tg.errors import LockedError, ServiceError
from bot.tg.storage import inbox
from bot.tg.storage.database import Database
from tests.bot.tg.echoing import echo, make_bot, running
from tests.bot.tg.standin import Standin, User, private

LIN = User(1001, "小林")
HOME = private(LIN)


async def waiting(path: Path) -> int:
    with closing(Database.open(path)) as database:
        return (await database.read(inbox.counts)).waiting


# Beginning


def test_a_server_that_is_down_is_waited_for(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with Standin() as api:
            await api.down()
            bot = make_bot(api, tmp_path / "db")
            task = asyncio.create_task(bot.run())
            await asyncio.sleep(0.5)
            assert not bot.ready.is_set()
            await api.up()
            api.say(HOME, LIN, "你好")
            assert (await api.next_sent(HOME, 30)).text == "你好"
            bot.stop()
            await task

    with caplog.at_level(logging.INFO):
        asyncio.run(run())
    assert caplog.text.count("Telegram cannot be reached; trying again") == 1


def test_while_it_waits_for_the_server_it_can_be_ended(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            await api.down()
            bot = make_bot(api, tmp_path / "db")
            task = asyncio.create_task(bot.run())
            await asyncio.sleep(0.3)
            bot.stop()
            await asyncio.wait_for(task, 10)

    asyncio.run(run())


def test_a_token_that_is_not_known_is_told(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            bot = make_bot(api, tmp_path / "db")
            api.token = "1:another"  # noqa: S105
            with pytest.raises(ServiceError, match="Telegram does not know this token"):
                await asyncio.wait_for(bot.run(), 30)

    asyncio.run(run())


def test_a_second_bot_on_the_same_database_is_refused(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api, running(make_bot(api, tmp_path / "db")):
            with pytest.raises(LockedError, match="another yuanhua telegram is running"):
                await make_bot(api, tmp_path / "db").run()

    asyncio.run(run())


def test_the_commands_are_announced_also_when_the_first_try_fails(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            api.fail(500, times=1, method="setMyCommands")
            async with running(make_bot(api, tmp_path / "db")), asyncio.timeout(20):
                while not api.commands:
                    await asyncio.sleep(0.01)

    asyncio.run(run())


# Ending


def test_the_end_confirms_what_was_received(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            async with running(make_bot(api, tmp_path / "db")):
                api.say(HOME, LIN, "你好")
                await api.next_sent(HOME)
            assert not api.updates.pending
        assert await waiting(tmp_path / "db") == 0

    asyncio.run(run())


def test_what_is_being_answered_at_the_end_is_answered(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def slowly(update: Update, context: Any) -> None:
        begun.set()
        await asyncio.sleep(0.5)
        await echo(update, context)

    async def run() -> None:
        async with Standin() as api:
            async with running(make_bot(api, tmp_path / "db", slowly)):
                api.say(HOME, LIN, "你好")
                await asyncio.wait_for(begun.wait(), 20)
            assert [message.text for message in api.sent] == ["你好"]
        assert await waiting(tmp_path / "db") == 0

    asyncio.run(run())


@pytest.mark.parametrize("trouble", ["a handler that hangs", "a server that hangs", "a server that is gone"])
def test_the_end_comes_within_ten_seconds_and_loses_nothing(tmp_path: Path, trouble: str) -> None:
    async def handle(update: Update, context: Any) -> None:
        if trouble == "a handler that hangs":
            await asyncio.Event().wait()
        await echo(update, context)

    async def run() -> float:
        async with Standin() as api:
            bot = make_bot(api, tmp_path / "db", handle)
            task = asyncio.create_task(bot.run())
            await asyncio.wait_for(bot.ready.wait(), 30)
            if trouble == "a server that hangs":
                api.slow(30, method="sendMessage")
            api.say(HOME, LIN, "你好")
            async with asyncio.timeout(20):
                while not await confirmed(api):
                    await asyncio.sleep(0.01)
            if trouble == "a server that is gone":
                await api.down()
            elif trouble == "a server that hangs":
                api.slow(30)
            begin = time.monotonic()
            os.kill(os.getpid(), signal.SIGTERM)
            await task
            return time.monotonic() - begin

    async def confirmed(api: Standin) -> bool:
        return api.updates.confirmed > 0

    assert asyncio.run(run()) < 10
    if trouble != "a server that is gone":
        assert asyncio.run(waiting(tmp_path / "db")) == 1


def test_sigint_ends_it_too(tmp_path: Path) -> None:
    async def run() -> None:
        async with Standin() as api:
            bot = make_bot(api, tmp_path / "db")
            task = asyncio.create_task(bot.run())
            await asyncio.wait_for(bot.ready.wait(), 30)
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.wait_for(task, 10)

    asyncio.run(run())


# Figures


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


async def figures(port: int) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as response:
        lines = (await response.text()).splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


def test_figures_are_told_on_loopback_where_a_port_is_set(tmp_path: Path) -> None:
    async def run() -> None:
        port = free_port()
        async with Standin() as api:
            async with running(make_bot(api, tmp_path / "db", metrics_port=port)):
                for text in ("一", "二"):
                    api.say(HOME, LIN, text)
                    await api.next_sent(HOME)
                told: dict[str, float] = {}
                async with asyncio.timeout(20):
                    while told.get("yuanhua_update_seconds_count") != 2:
                        told = await figures(port)
                assert told['yuanhua_updates_total{kind="message",outcome="answered"}'] == 2
                assert told['yuanhua_requests_total{method="sendMessage",result="accepted"}'] == 2
                assert told["yuanhua_updates_being_handled"] == 0
            with pytest.raises(aiohttp.ClientError):
                await figures(port)

    asyncio.run(run())


def test_a_port_of_figures_that_is_taken_is_told(tmp_path: Path) -> None:
    async def run() -> None:
        with closing(socket.socket()) as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            port = listening.getsockname()[1]
            async with Standin() as api:
                with pytest.raises(ServiceError, match=f"telegram.metrics_port: {port} cannot be used"):
                    await make_bot(api, tmp_path / "db", metrics_port=port).run()

    asyncio.run(run())
