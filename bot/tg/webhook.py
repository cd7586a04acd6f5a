"""Receiving updates by webhook: a small server on loopback, behind a proxy of one's own that does TLS.

An update is answered with 200 when it is on the disk, so that Telegram sends again what was not. Requests without the
secret that was given to Telegram are turned away unread; the path has nothing to do with the token.
"""

from __future__ import annotations

import hmac
import json
import re
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.tg.errors import ServiceError
from bot.tg.fetching import letter_of, tell_unreadable
from bot.tg.queueing import DurableQueue
from bot.tg.reading import Unreadable, read_update
from bot.tg.storage import inbox

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST_BODY = 1024 * 1024


class WebhookServer:
    """The server, listening once made.

    Args:
        listen, port: where.
        url: the public address; requests to another path than its are not for us.
        secret: what Telegram sends along.
        queue: where updates go.
        bot: what updates act through.

    Raises:
        ServiceError: the address cannot be listened at.
    """

    def __init__(self, listen: str, port: int, url: str, secret: str, queue: DurableQueue, bot: Bot) -> None:
        path = re.escape(urlsplit(url).path or "/")
        parts = {"secret": secret, "queue": queue, "bot": bot}
        application = Application([(rf"{path}/?", _Receiver, parts)], log_function=_say_nothing)
        self._server = HTTPServer(application, max_body_size=_LARGEST_BODY)
        try:
            listening = socket.create_server(
                (listen, port), family=socket.AF_INET6 if ":" in listen else socket.AF_INET, backlog=128
            )
        except OSError as error:
            raise ServiceError(
                f"telegram.webhook_port: {listen}:{port} cannot be listened at ({error.strerror}); set another"
            ) from None
        listening.setblocking(False)
        self._server.add_socket(listening)

    async def close(self) -> None:
        """Takes no more requests."""
        self._server.stop()
        await self._server.close_all_connections()


class _Receiver(RequestHandler):
    """Takes one update."""

    def initialize(self, secret: str, queue: DurableQueue, bot: Bot) -> None:
        self._secret = secret
        self._queue = queue
        self._bot = bot

    async def post(self) -> None:
        """200 when the update is on the disk; what cannot be read goes to the dead letters, and is not sent again."""
        if not hmac.compare_digest(self.request.headers.get(_HEADER, "").encode(), self._secret.encode()):
            self.set_status(403)
            return
        read = self._read(self.request.body)
        if not isinstance(read, Unreadable):
            await self._queue.put(read)
            return
        letter, now = letter_of(read), time.time()
        await self._queue.surely(lambda connection: inbox.bury(connection, letter, now))
        tell_unreadable(read)

    def _read(self, body: bytes) -> Any:
        text = body.decode("utf-8", "replace")
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            return Unreadable(None, json.dumps(text), "not JSON")
        return read_update(raw, self._bot)


def _say_nothing(_: RequestHandler) -> None:
    """Requests are not logged: an update that is done is."""
