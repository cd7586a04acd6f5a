"""Pushing updates to a webhook, one after the other, until each is accepted."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.bot.tg.standin.updates import Updates
from tests.bot.tg.standin.wire import Json

HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN = 0.2
"""Seconds until an update that was not accepted is pushed again."""


class Webhook:
    """Where updates are pushed to. An update stays queued until the bot answers it with a status of 200 to 299.

    ``proxies`` are the addresses that lead to another one, as a proxy that ends TLS does: prefix → prefix.
    """

    def __init__(self, updates: Updates) -> None:
        self.updates = updates
        self.url = ""
        self.secret: str | None = None
        self.proxies: dict[str, str] = {}
        self.last_error = ""
        self.pushes = 0
        self._task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str | None) -> None:
        """Begins to push to this address; an empty one ends it."""
        self.url, self.secret = url, secret
        self.updates.pushed = bool(url)
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if url:
            self.updates.end_poll("terminated by setWebhook request")
            self._task = asyncio.get_running_loop().create_task(self._push())

    async def close(self) -> None:
        """Ends pushing."""
        task = self._task
        self.set("", None)
        if task is not None:
            await asyncio.wait([task])

    def info(self) -> Json:
        """What getWebhookInfo answers."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.last_error:
            info["last_error_message"] = self.last_error
        return info

    async def post(self, session: aiohttp.ClientSession, update: object, secret: str | None) -> int:
        """The status with which the bot answers one update."""
        headers = {} if secret is None else {HEADER: secret}
        async with session.post(self._address(), json=update, headers=headers, ssl=False) as response:
            await response.read()
            return response.status

    def _address(self) -> str:
        for outside, inside in self.proxies.items():
            if self.url.startswith(outside):
                return inside + self.url.removeprefix(outside)
        return self.url

    async def _push(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                if not self.updates.pending:
                    self.updates.arrived.clear()
                    await self.updates.arrived.wait()
                    continue
                update = self.updates.pending[0]
                if await self._accepted(session, update):
                    self.updates.drop(update)
                else:
                    await asyncio.sleep(AGAIN)

    async def _accepted(self, session: aiohttp.ClientSession, update: Json) -> bool:
        self.pushes += 1
        try:
            status = await self.post(session, update, self.secret)
        except (aiohttp.ClientError, TimeoutError) as error:
            self.last_error = str(error) or type(error).__name__
            return False
        if not 200 <= status < 300:
            self.last_error = f"Wrong response from the webhook: {status}"
            return False
        return True
