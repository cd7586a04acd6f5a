"""What asking for updates runs into: another instance that asks, too, or a token that is taken back.

Two instances cannot both ask: the server ends one's request when the other's comes, each in turn, for ever. So an
instance that meets another says so, waits a while for that one to go away (at a restart it will), and then ends. One
that had asked in peace before waits twice as long, so that of two the newcomer goes.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from telegram.error import TelegramError

from bot.tg.errors import ServiceError
from bot.tg.seldom import Seldom

_log = logging.getLogger("yuanhua.telegram.polling")
_PEACE_SECONDS = 5.0

CONFLICT = (
    "another program asks Telegram for this bot's updates; two cannot. Stop the other one, or give this one a bot of"
    " its own"
)
REFUSED = (
    "Telegram does not know this token; check TELEGRAM_BOT_TOKEN (or telegram.token_file) against what @BotFather"
    " says, and telegram.base_url"
)


class PollingWatch:
    """Listens to how asking goes, and ends the bot where there is no use in going on.

    Args:
        patience: seconds for which another instance is put up with.
        end: ends the bot, for a reason.
        say: an error in one line, without secrets.
        clock: seconds, never going back.
    """

    def __init__(
        self,
        patience: float,
        end: Callable[[ServiceError], None],
        say: Callable[[BaseException], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._patience = patience
        self._end = end
        self._say = say
        self._in_conflict = False
        self._peace_from: float | None = None
        self._trouble = Seldom()
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """From now on the server is asked."""
        self._peace_from = self._clock()

    def heard(self) -> None:
        """The server answered."""
        self._in_conflict = False
        if self._peace_from is None:
            self._peace_from = self._clock()
        if self._trouble.over():
            _log.info("updates arrive again")

    def conflict(self) -> None:
        """Another instance asks for updates, too."""
        self._in_conflict = True
        peaceful = self._peace_from is not None and self._clock() - self._peace_from > _PEACE_SECONDS
        self._peace_from = None
        if self._timer is None:
            patience = self._patience * (2 if peaceful else 1)
            _log.error("%s. This one ends in %g s if the other does not", CONFLICT, patience)
            self._timer = asyncio.get_running_loop().call_later(patience, self._judge)

    def refused(self) -> None:
        """The server does not know the token."""
        self._end(ServiceError(REFUSED))

    def failed(self, error: TelegramError) -> None:
        """The library's callback: asking failed, and will be tried again."""
        if not self._in_conflict and self._trouble.now():
            _log.warning("no updates can be had; trying again: %s", self._say(error))

    def close(self) -> None:
        """Ends nothing any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _judge(self) -> None:
        self._timer = None
        if self._in_conflict:
            self._end(ServiceError(CONFLICT))
