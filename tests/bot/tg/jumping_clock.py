"""The command line under a clock that jumps by days, both ways, several times a second, as no clock should.

``python -m tests.bot.tg.jumping_clock telegram``. Only the wall clock jumps; the monotonic one cannot.
"""

from __future__ import annotations

import time

from bot.cli import main

JUMPS = (0.0, 3 * 86_400.0, -86_400.0, 3_600.0, -30 * 86_400.0)


def jumping(clock: float, monotonic: float) -> float:
    """The time that the clock shows."""
    return clock + JUMPS[int(monotonic * 4) % len(JUMPS)]


if __name__ == "__main__":
    real = time.time
    time.time = lambda: jumping(real(), time.monotonic())
    main()
