"""How fast the bot sends, and that it sends nothing twice.

Telegram asks for no more than one message a second in a chat, 20 a minute in a group and 30 a second in all
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). ``AIORateLimiter`` holds the last
two and waits out a RetryAfter; here the first is added, and the limits apply to what shows in a chat only, so that
"typing…" costs no second.

A handler that failed is run again from its beginning; what the server accepted the first time is not sent once more.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, TypeAlias

from aiolimiter import AsyncLimiter
from telegram import TelegramObject
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter

from bot.tg.metrics import Metrics
from bot.tg.progress import CURRENT, Progress

JSON: TypeAlias = dict[str, Any]
Sent: TypeAlias = bool | JSON | list[JSON]
Send: TypeAlias = Callable[..., Coroutine[Any, Any, Sent]]

_SHOWING = ("send", "edit", "copy", "forward")
_QUIET = {"sendChatAction"}
_ANSWERING = {"answerCallbackQuery", "answerInlineQuery"}
_REMEMBERED_CHATS = 4096
_RETRIES = 5


class ChatRateLimiter(AIORateLimiter):
    """``AIORateLimiter``, and a limit for each chat; a rate of 0 is none.

    Args:
        per_second: messages a second, in all.
        per_chat: messages a second in one chat.
        per_group: messages a minute in one group.
        metrics: where requests are counted.
    """

    def __init__(self, per_second: float, per_chat: float, per_group: float, metrics: Metrics) -> None:
        overall, overall_seconds = _bucket(per_second, 1)
        group, group_seconds = _bucket(per_group, 60)
        super().__init__(overall, overall_seconds, group, group_seconds, max_retries=_RETRIES)
        self._per_chat = per_chat
        self._chats: OrderedDict[str, AsyncLimiter] = OrderedDict()
        self._metrics = metrics

    async def process_request(
        self,
        callback: Send,
        args: Any,
        kwargs: JSON,
        endpoint: str,
        data: JSON,
        rate_limit_args: int | None,
    ) -> Sent:
        """Sends when the limits allow it; what an earlier attempt at the same update has sent already, not at all."""
        shows = endpoint.startswith(_SHOWING) and endpoint not in _QUIET
        progress = CURRENT.get() if shows or endpoint in _ANSWERING else None
        key = None if progress is None else _key(progress, endpoint, data)
        if progress is not None and key in progress.accepted:
            result: Sent = progress.accepted[key]
            return result
        # Where nothing shows in a chat, no chat is named, and only the wait after a RetryAfter is kept.
        limited = data if shows else {}
        async with self._chat_limit(limited.get("chat_id")):
            sent = await self._counted(
                endpoint, super().process_request(callback, args, kwargs, endpoint, limited, rate_limit_args)
            )
        if progress is not None and key is not None:
            progress.accepted[key] = sent
            progress.sent += 1
        return sent

    async def _counted(self, endpoint: str, request: Coroutine[Any, Any, Sent]) -> Sent:
        try:
            sent = await request
        except TelegramError as error:
            self._metrics.requests.labels(endpoint, type(error).__name__).inc()
            raise
        self._metrics.requests.labels(endpoint, "accepted").inc()
        return sent

    def _chat_limit(self, chat: object) -> AbstractAsyncContextManager[None]:
        if chat is None or not self._per_chat:
            return nullcontext()
        limiter = self._chats.pop(str(chat), None) or AsyncLimiter(*_bucket(self._per_chat, 1))
        self._chats[str(chat)] = limiter
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        return limiter


def _bucket(rate: float, seconds: float) -> tuple[float, float]:
    """The size of a bucket and how long it takes to empty: a rate a period, of which a message takes 1 at least."""
    return (rate, seconds) if rate >= 1 or not rate else (1.0, seconds / rate)


def _key(progress: Progress, endpoint: str, data: JSON) -> tuple[str, int]:
    """Names a request: what is asked for, and how often this attempt has asked for the same before."""
    said = json.dumps([endpoint, data], default=_plain, sort_keys=True)
    name = hashlib.sha256(said.encode()).hexdigest()
    time = progress.repeated[name] = progress.repeated.get(name, 0) + 1
    return name, time


def _plain(value: object) -> object:
    return value.to_dict() if isinstance(value, TelegramObject) else repr(value)
