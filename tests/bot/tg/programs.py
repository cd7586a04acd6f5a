"""Bots as programs of their own, which can be killed: ours, and the plain echo bot."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.bot.tg.standin import Standin

ROOT = Path(__file__).resolve().parent.parent.parent.parent

OURS = ("bot", "telegram")

NO_LIMITS = {
    "YUANHUA_TELEGRAM_MESSAGES_PER_SECOND": "0",
    "YUANHUA_TELEGRAM_CHAT_MESSAGES_PER_SECOND": "0",
    "YUANHUA_TELEGRAM_GROUP_MESSAGES_PER_MINUTE": "0",
    "YUANHUA_TELEGRAM_REQUESTS_PER_MINUTE": "0",
}
"""Settings for trials of what is possible: Telegram's own limits would decide otherwise."""


class Program:
    """A bot that runs until it is ended; what it writes goes to ``output``, run after run.

    As an asynchronous context manager it is started, and killed at the end if it still runs.
    """

    def __init__(self, words: tuple[str, ...], environ: Mapping[str, str], output: Path) -> None:
        self.words = words
        self.environ = environ
        self.output = output
        self.before: tuple[str, ...] = ()
        """What runs the program, if not the system alone; it must become the program (``exec``)."""
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it."""
        with self.output.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self.before,
                sys.executable,
                "-m",
                *self.words,
                cwd=ROOT,
                env={**os.environ, **self.environ},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=asyncio.subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.returncode is None

    @property
    def said(self) -> str:
        """All it wrote so far."""
        return self.output.read_text(encoding="utf-8", errors="backslashreplace") if self.output.exists() else ""

    async def kill(self) -> None:
        """kill -9."""
        if self.runs:
            os.kill(self.pid, signal.SIGKILL)
        await self.ended()

    async def terminate(self, seconds: float = 30) -> int:
        """SIGTERM; returns the exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return await self.ended(seconds)

    async def ended(self, seconds: float = 30) -> int:
        """The exit code, when it has ended within so many seconds.

        Raises:
            TimeoutError: it has not.
        """
        assert self._process is not None
        async with asyncio.timeout(seconds):
            return await self._process.wait()

    async def __aenter__(self) -> Program:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.kill()


def our_bot(api: Standin, folder: Path, environ: Mapping[str, str] | None = None) -> Program:
    """``yuanhua telegram``, its database and output in this folder."""
    return Program(
        OURS,
        {
            "TELEGRAM_BOT_TOKEN": api.token,
            "YUANHUA_TELEGRAM_BASE_URL": api.base_url,
            "YUANHUA_TELEGRAM_DATABASE": str(folder / "telegram.sqlite3"),
            **(environ or {}),
        },
        folder / "output",
    )


def durable_echo_bot(api: Standin, folder: Path, environ: Mapping[str, str] | None = None) -> Program:
    """Our plumbing with the echo bot's handler."""
    bot = our_bot(api, folder, environ)
    bot.words = ("tests.bot.tg.durable_echo_bot",)
    return bot


def echo_bot(api: Standin, folder: Path, seconds: float = 0.0) -> Program:
    """The plain echo bot, which thinks so long before it answers."""
    environ = {"ECHO_BASE_URL": api.base_url, "ECHO_TOKEN": api.token, "ECHO_SECONDS": str(seconds)}
    return Program(("tests.bot.tg.plain_echo_bot",), environ, folder / "output")
