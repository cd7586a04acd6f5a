"""Requests to the Bot API whose answers are looked at before the library sees them.

What no server should send must not stop the bot: an answer that is no JSON, or has no result, is a network error like
others, after which the library waits and asks again; an update that cannot be read is put with the dead letters, and
only its id is handed on, so that the ones after it arrive.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from importlib.util import find_spec
from typing import Any, Protocol

from telegram import Update
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.tg.errors import StorageError
from bot.tg.reading import Unreadable, is_bare, lane_in, read_update
from bot.tg.storage.database import Database
from bot.tg.storage.inbox import Letter, bury_all

_log = logging.getLogger("yuanhua.telegram.fetching")
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


def spare_searching() -> None:
    """At each of its locks httpcore asks for ``sniffio``: a module that is missing is looked for in every folder.

    One that is known to be missing is not looked for, which takes a tenth off what a request costs.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment] # as the import system has it


class Listener(Protocol):
    """Is told how asking for updates goes."""

    def heard(self) -> None:
        """The server answered."""
        ...

    def conflict(self) -> None:
        """Another instance asks for updates, too."""
        ...

    def refused(self) -> None:
        """The server does not know the token."""
        ...


class CheckedRequest(HTTPXRequest):
    """Requests whose answers have the form that the Bot API documents, or are a NetworkError."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status, and a body that the library can read.

        Raises:
            TelegramError: the request failed, or its answer is none of the Bot API.
        """
        code, body = await super().do_request(*args, **kwargs)
        if kwargs.get("method") != "POST":  # a file
            return code, body
        answer = _parsed(body)
        if HTTPStatus.OK <= code < HTTPStatus.MULTIPLE_CHOICES:
            if not isinstance(answer, dict) or "result" not in answer:
                raise NetworkError("the server's answer is not one of the Bot API; is telegram.base_url right?")
            return code, await self.checked(answer, body)
        return code, json.dumps(_refusal(code, answer)).encode()

    async def checked(self, answer: dict[str, Any], body: bytes) -> bytes:  # noqa: ARG002
        """The body of an answer, as it is handed on."""
        return body


class UpdatesRequest(CheckedRequest):
    """The requests of ``getUpdates``: what cannot be read is kept and passed over.

    Args:
        database: where the dead letters are.
        listener: who is told how it goes.
        expect: told of the updates of a reply before the library gets them.
    """

    def __init__(
        self,
        database: Database,
        listener: Listener,
        expect: Callable[[Sequence[Update]], Awaitable[None]],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._database = database
        self._listener = listener
        self._expect = expect

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and the body; tells the listener."""
        code, body = await super().do_request(*args, **kwargs)
        if code == HTTPStatus.CONFLICT:
            self._listener.conflict()
        elif code in _REFUSED:
            self._listener.refused()
        elif code < HTTPStatus.MULTIPLE_CHOICES:
            self._listener.heard()
        return code, body

    async def checked(self, answer: dict[str, Any], body: bytes) -> bytes:
        """The body without what cannot be read, which is on the disk by then.

        Raises:
            NetworkError: there is nothing in it to go on with, or the disk does not take it; ask again later.
        """
        result = answer["result"]
        if not isinstance(result, list):
            raise NetworkError("the server's answer to getUpdates has no list of updates")
        reads = [read_update(raw, None) for raw in result]
        unreadable = [read for read in reads if isinstance(read, Unreadable)]
        if unreadable:
            await self._bury(unreadable)
        readable = [read for read in reads if not isinstance(read, Unreadable) and not is_bare(read)]
        if readable:
            await self._expect(readable)
        if not unreadable:
            return body
        kept = [
            raw if not isinstance(read, Unreadable) else {"update_id": read.update_id}
            for raw, read in zip(result, reads, strict=True)
            if not isinstance(read, Unreadable) or read.update_id is not None
        ]
        if not kept:
            raise NetworkError("the server sent updates without an update_id; they are with the dead letters")
        return json.dumps({"ok": True, "result": kept}).encode()

    async def _bury(self, unreadable: list[Unreadable]) -> None:
        now = time.time()
        letters = [letter_of(one) for one in unreadable]
        try:
            await self._database.write(lambda connection: bury_all(connection, letters, now))
        except StorageError as error:
            raise NetworkError(str(error)) from error
        for one in unreadable:
            tell_unreadable(one)


def letter_of(unreadable: Unreadable) -> Letter:
    """What is kept of an update that cannot be read."""
    return Letter(unreadable.update_id, lane_in(unreadable.payload), unreadable.payload, unreadable.reason)


def tell_unreadable(unreadable: Unreadable) -> None:
    """A line in the log."""
    event = {"event": "unreadable", "update": unreadable.update_id, "reason": unreadable.reason}
    _log.warning("an update cannot be read; it is with the dead letters", extra={"event": event})


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _refusal(code: int, answer: object) -> dict[str, object]:
    """An error as the Bot API documents it, made from whatever a server or a proxy before it sent."""
    said = answer if isinstance(answer, dict) else {}
    description = said.get("description")
    refusal: dict[str, object] = {
        "ok": False,
        "error_code": code,
        "description": description if isinstance(description, str) and description else f"HTTP {code}",
    }
    parameters = said.get("parameters")
    if isinstance(parameters, dict):
        numbers = {
            name: value
            for name in ("retry_after", "migrate_to_chat_id")
            if type(value := parameters.get(name)) is int and value
        }
        if numbers:
            refusal["parameters"] = numbers
    return refusal
