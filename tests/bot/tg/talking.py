"""Talking to the real bot, and reading what came of it.

A scenario speaks for people and then reads the transcript::

    async with talking(folder) as talk:
        await talk.says("拿铁多少钱？")
        await talk.presses("下一段")
        assert talk.transcript() == ...

After each step the bot has done all it will do about it: no update is unconfirmed, and none waits in its inbox.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from itertools import islice
from pathlib import Path

from tests.bot.tg.programs import NO_LIMITS, Program, our_bot
from tests.bot.tg.standin import Chat, Json, Message, Standin, User, group, private
from tests.bot.tg.transcripts import transcript

LIN = User(1001, "小林", "zh-hans", "xiaolin")
ANN = User(1002, "Ann", "en", "ann")
ADMIN = User(1003, "管理员", "zh-hans", "admin")
CLUB = group(-1009, "读书会")

FIRST = 60.0
"""Seconds that the bot may take to start."""
PATIENCE = 20.0
"""Seconds that it may take to do something."""


class Talk:
    """A conversation of one person or several with a bot that runs against the stand-in."""

    def __init__(self, api: Standin, database: Path, bot: Program | None = None) -> None:
        self.api = api
        self.database = database
        self.bot = bot
        self._read = 0

    async def says(
        self, text: str, user: User = LIN, *, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message | None:
        """Somebody writes, to the bot where no chat is named; returns the bot's last message."""
        self.api.say(chat or private(user), user, text, reply_to=reply_to)
        return await self.settled()

    async def sends(self, content: Json, user: User = LIN, *, chat: Chat | None = None) -> Message | None:
        """Somebody sends something else, such as ``{"sticker": {...}}``."""
        self.api.show(chat or private(user), user, content)
        return await self.settled()

    async def edits(self, text: str, message: Message | None = None) -> Message | None:
        """Somebody changes a message of theirs; the last one where none is given."""
        self.api.edit(message or self._last(by_bot=False), text)
        return await self.settled()

    async def presses(self, label: str, user: User = LIN, *, message: Message | None = None) -> Message | None:
        """Somebody presses a button; of the bot's last message that has one where no message is given."""
        self.api.press(message or self._last_with(label), label, user)
        return await self.settled()

    async def queries(self, text: str, user: User = LIN, offset: str = "") -> Json:
        """Somebody types inline; returns what the bot answered."""
        name = self.api.inline(user, text, offset)
        answer = await self.api.queries.wait(name, PATIENCE)
        await self.settled()
        return answer

    async def settled(self, seconds: float = PATIENCE) -> Message | None:
        """Waits until the bot has done all there is to do; returns its last message.

        Raises:
            TimeoutError: it has not in time.
        """
        seconds = max(seconds, FIRST) if self.api.updates.confirmed == 0 else seconds
        async with asyncio.timeout(seconds):
            while self.api.updates.pending or self.waiting():
                if self.bot is not None and not self.bot.runs:
                    raise AssertionError(f"the bot has ended: {self.bot.said[-2000:]}")
                await asyncio.sleep(0.005)
        return self.api.sent[-1] if self.api.sent else None

    def waiting(self) -> int:
        """How many updates the bot took and has not done."""
        if not self.database.exists():
            return 0
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)) as connection:
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'inbox'").fetchone() is None:
                return 0
            (count,) = connection.execute("SELECT count(*) FROM inbox WHERE done IS NULL").fetchone()
            return int(count)

    def transcript(self) -> str:
        """What happened since this was last asked."""
        events = list(islice(self.api.history.events, self._read, None))
        self._read += len(events)
        return transcript(events)

    def _last(self, *, by_bot: bool) -> Message:
        found = (event.message for event in reversed(self.api.history.events) if event.message is not None)
        return next(message for message in found if message.by_bot is by_bot)

    def _last_with(self, label: str) -> Message:
        for message in reversed(self.api.sent):
            if not message.deleted and any(label in button for button in message.buttons):
                return message
        raise LookupError(f"no message of the bot has a button {label!r}")


@asynccontextmanager
async def talking(folder: Path, environ: Mapping[str, str] | None = None) -> AsyncIterator[Talk]:
    """A Talk with the bot as a program of its own; the schema must have been kept to at the end.

    Args:
        folder: for its database and output; made where it is missing.
        environ: settings as variables, over those of the process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    async with Standin() as api:
        bot = our_bot(api, folder, {**NO_LIMITS, **(environ or {})})
        async with bot:
            yield Talk(api, folder / "telegram.sqlite3", bot)
            assert api.violations == []
