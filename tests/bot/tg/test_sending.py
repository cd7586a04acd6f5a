from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.tg.metrics import Metrics
from bot.tg.progress import CURRENT, Progress
from bot.tg.sending import ChatRateLimiter


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


class Server:
    """Takes requests, and notes when."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.times: list[float] = []

    async def take(self, *_: object) -> dict[str, Any]:
        self.times.append(time.monotonic())
        if self.failures:
            raise self.failures.pop(0)
        return {"message_id": len(self.times)}


async def send(limiter: ChatRateLimiter, server: Server, endpoint: str = "sendMessage", **data: Any) -> Any:
    return await limiter.process_request(server.take, (endpoint, data), {}, endpoint, data, None)


def limits(per_second: float = 0, per_chat: float = 0, per_group: float = 0) -> ChatRateLimiter:
    return ChatRateLimiter(per_second, per_chat, per_group, Metrics())


def value(limiter: ChatRateLimiter, name: str, **labels: str) -> float | None:
    return limiter._metrics.registry.get_sample_value(name, labels)


# Limits


def test_a_chat_gets_one_message_a_second() -> None:
    async def trial() -> None:
        limiter, server = limits(per_chat=1), Server()
        await asyncio.gather(*(send(limiter, server, chat_id=7) for _ in range(3)))
        first, second, third = server.times
        assert second - first > 0.9
        assert third - second > 0.9

    asyncio.run(trial())


def test_chats_do_not_wait_for_each_other() -> None:
    async def trial() -> None:
        limiter, server = limits(per_chat=0.01), Server()
        async with asyncio.timeout(5):
            await asyncio.gather(*(send(limiter, server, chat_id=chat) for chat in range(1, 50)))

    asyncio.run(trial())


@pytest.mark.parametrize("endpoint", ["sendChatAction", "answerCallbackQuery", "deleteMessage", "getChat"])
def test_what_does_not_show_in_a_chat_does_not_wait(endpoint: str) -> None:
    async def trial() -> None:
        limiter, server = limits(per_second=0.01, per_chat=0.01, per_group=0.01), Server()
        await send(limiter, server, chat_id=-7)
        async with asyncio.timeout(5):
            for _ in range(5):
                await send(limiter, server, endpoint, chat_id=-7)

    asyncio.run(trial())


@pytest.mark.parametrize("endpoint", ["sendMessage", "editMessageText", "sendDocument", "copyMessage"])
def test_what_shows_in_a_chat_waits(endpoint: str) -> None:
    async def trial() -> None:
        limiter, server = limits(per_chat=0.01), Server()
        await send(limiter, server, chat_id=7)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await send(limiter, server, endpoint, chat_id=7)

    asyncio.run(trial())


def test_a_group_gets_so_many_messages_a_minute_and_a_private_chat_more() -> None:
    async def trial() -> None:
        limiter, server = limits(per_group=3), Server()
        for _ in range(3):
            await send(limiter, server, chat_id=-7)
            await send(limiter, server, chat_id=7)
        await send(limiter, server, chat_id=7)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await send(limiter, server, chat_id=-7)

    asyncio.run(trial())


def test_the_limits_of_many_chats_take_bounded_memory() -> None:
    async def trial() -> None:
        limiter, server = limits(per_chat=1000), Server()
        for chat in range(1, 6000):
            await send(limiter, server, chat_id=chat)
        assert len(limiter._chats) == 4096

    asyncio.run(trial())


# Failures


def test_a_retry_after_is_waited_out() -> None:
    async def trial() -> None:
        limiter, server = limits(), Server(RetryAfter(1))
        assert await send(limiter, server, chat_id=7) == {"message_id": 2}
        assert server.times[1] - server.times[0] >= 1
        assert value(limiter, "yuanhua_requests_total", method="sendMessage", result="accepted") == 1

    asyncio.run(trial())


def test_another_error_is_the_caller_s() -> None:
    async def trial() -> None:
        limiter, server = limits(), Server(BadRequest("no"))
        with pytest.raises(BadRequest):
            await send(limiter, server, chat_id=7)
        assert value(limiter, "yuanhua_requests_total", method="sendMessage", result="BadRequest") == 1

    asyncio.run(trial())


# Attempts


def test_a_later_attempt_sends_only_what_was_not_accepted_before() -> None:
    async def trial() -> None:
        limiter, server, progress = limits(), Server(), Progress()
        CURRENT.set(progress)
        first = [await send(limiter, server, chat_id=7, text=text) for text in ("一", "一")]
        progress.begin_again()
        again = [await send(limiter, server, chat_id=7, text=text) for text in ("一", "一", "一", "二")]
        assert again[:2] == first
        assert len(server.times) == 4
        assert progress.sent == 4

    asyncio.run(trial())


def test_a_failed_one_is_sent_again() -> None:
    async def trial() -> None:
        limiter, server, progress = limits(), Server(BadRequest("no")), Progress()
        CURRENT.set(progress)
        with pytest.raises(BadRequest):
            await send(limiter, server, chat_id=7, text="一")
        progress.begin_again()
        assert await send(limiter, server, chat_id=7, text="一") == {"message_id": 2}
        assert progress.sent == 1

    asyncio.run(trial())


def test_typing_counts_as_no_answer() -> None:
    async def trial() -> None:
        limiter, server, progress = limits(), Server(), Progress()
        CURRENT.set(progress)
        await send(limiter, server, "sendChatAction", chat_id=7, action="typing")
        assert progress.sent == 0

    asyncio.run(trial())
