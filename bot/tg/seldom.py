"""Saying the same thing seldom: what goes wrong a hundred times a second belongs into the log twice a minute."""

from __future__ import annotations

import time


class Seldom:
    """Whether it is time to say something again."""

    def __init__(self, seconds: float = 30.0) -> None:
        self._seconds = seconds
        self._said: float | None = None

    def now(self) -> bool:
        """True the first time, and then once every so many seconds."""
        now = time.monotonic()
        if self._said is not None and now - self._said < self._seconds:
            return False
        self._said = now
        return True

    def over(self) -> bool:
        """Whether anything was said since this was last asked; the next time is a first time again."""
        said, self._said = self._said, None
        return said is not None
