from __future__ import annotations

import asyncio
import io
import json
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.tg.errors import ServiceError
from tests.bot.tg.echoing import make_bot, running
from tests.bot.tg.making import raw_message
from tests.bot.tg.standin import Standin, User, private

LIN = User(1001, "小林")
PUBLIC = "https://bot.example.org/updates"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def tried(path: Path, trial: Callable[[Standin, str], Awaitable[None]]) -> None:
    """Runs a trial with a bot that updates are pushed to; it gets the address as the proxy sees it."""

    async def run() -> None:
        port = free_port()
        inside = f"http://127.0.0.1:{port}"
        async with Standin() as api:
            api.webhook.proxies["https://bot.example.org"] = inside
            async with running(make_bot(api, path, webhook_url=PUBLIC, webhook_port=port)):
                await asyncio.wait_for(trial(api, inside), 60)
            assert api.violations == []

    asyncio.run(run())


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


async def post(address: str, body: bytes, secret: str | None) -> int:
    headers = {"Content-Type": "application/json", **({HEADER: secret} if secret is not None else {})}
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=io.BytesIO(body), headers=headers) as response,
    ):
        return response.status


def test_what_is_pushed_is_answered(tmp_path: Path) -> None:
    async def trial(api: Standin, inside: str) -> None:
        for text in ("一", "二"):
            api.say(private(LIN), LIN, text)
        assert [(await api.next_sent(private(LIN))).text for _ in range(2)] == ["一", "二"]

    tried(tmp_path / "db", trial)


def test_the_secret_is_long_and_neither_it_nor_the_address_has_the_token(tmp_path: Path) -> None:
    async def trial(api: Standin, inside: str) -> None:
        assert api.webhook.url == PUBLIC
        assert api.webhook.secret is not None
        assert len(api.webhook.secret) >= 32
        assert api.token.partition(":")[2] not in api.webhook.secret + api.webhook.url

    tried(tmp_path / "db", trial)


@pytest.mark.parametrize("secret", [None, "", "guessed", "密"])
def test_without_the_secret_nothing_is_taken(tmp_path: Path, secret: str | None) -> None:
    async def trial(api: Standin, inside: str) -> None:
        headers = None if secret is None else secret
        assert await post(f"{inside}/updates", b'{"update_id": 5}', headers) == 403
        assert await post(f"{inside}/elsewhere", b'{"update_id": 5}', api.webhook.secret) == 404
        assert rows(tmp_path / "db", "SELECT count(*) FROM inbox") == [(0,)]

    tried(tmp_path / "db", trial)


def test_200_means_that_it_is_on_the_disk(tmp_path: Path) -> None:
    async def trial(api: Standin, inside: str) -> None:
        with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            body = json.dumps(raw_message(5)).encode()
            pushed = asyncio.create_task(post(f"{inside}/updates", body, api.webhook.secret))
            await asyncio.sleep(0.3)
            assert not pushed.done()
            other.execute("COMMIT")
        assert await pushed == 200
        assert rows(tmp_path / "db", "SELECT update_id FROM inbox") == [(5,)]

    tried(tmp_path / "db", trial)


@pytest.mark.parametrize("body", [b'{"update_id": 5, "message": {"message_id": 1}}', b"{", b"\xff\xfe", b"[]", b"5"])
def test_what_cannot_be_read_is_kept_and_not_sent_again(tmp_path: Path, body: bytes) -> None:
    async def trial(api: Standin, inside: str) -> None:
        assert await post(f"{inside}/updates", body, api.webhook.secret) == 200
        assert rows(tmp_path / "db", "SELECT count(*) FROM dead_letters") == [(1,)]
        api.say(private(LIN), LIN, "你好")
        assert (await api.next_sent(private(LIN))).text == "你好"

    tried(tmp_path / "db", trial)


def test_a_body_of_megabytes_is_turned_away(tmp_path: Path) -> None:
    async def trial(api: Standin, inside: str) -> None:
        with suppress(aiohttp.ClientError):  # the connection may be closed while the rest is on its way
            assert await post(f"{inside}/updates", b"x" * (2 * 1024 * 1024), api.webhook.secret) >= 400
        assert rows(tmp_path / "db", "SELECT count(*) FROM dead_letters") == [(0,)]

    tried(tmp_path / "db", trial)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    async def run() -> None:
        with closing(socket.socket()) as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            port = listening.getsockname()[1]
            async with Standin() as api:
                bot = make_bot(api, tmp_path / "db", webhook_url=PUBLIC, webhook_port=port)
                with pytest.raises(ServiceError, match=f"telegram.webhook_port: 127.0.0.1:{port} cannot be listened"):
                    await asyncio.wait_for(bot.run(), 30)

    asyncio.run(run())
