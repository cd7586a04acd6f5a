"""What the Telegram bot's processes hold in memory after 1,000 messages, and after 100,000, from 200 chats.

Resident memory, read while it goes on: of the process that talks to Telegram, and of those that answer for it.
``BENCH_MESSAGES`` is another number of messages.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.bot.tg.load import Crowd
from tests.bot.tg.programs import NO_LIMITS, our_bot
from tests.bot.tg.standin import Standin

CHATS = 200
MESSAGES = int(os.environ.get("BENCH_MESSAGES", "100000"))
STEPS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 75_000)
LONGEST = 3_600.0
"""Seconds after which the trial ends, whatever was answered."""
MEGABYTE = 1024 * 1024


def main() -> None:
    """Prints a Markdown table."""
    asyncio.run(trial())


async def trial() -> None:
    """Asks step by step, and writes a row after each."""
    sys.stdout.write(
        f"{CHATS} chats, {os.cpu_count()} cores\n\n"
        "| messages | memory, MB | workers, MB | database, MB | minutes | no answer in 30 s | schema violations |\n"
        "|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        async with Standin(remember=1_000) as api, our_bot(api, Path(folder), NO_LIMITS) as bot:
            done = given_up = 0
            for step in (*(step for step in STEPS if step < MESSAGES), MESSAGES):
                crowd = Crowd(api, CHATS)
                done += await crowd.in_turns(LONGEST - (time.monotonic() - begin), step - done)
                assert bot.runs, f"the bot ended by itself: {bot.said[-2000:]}"
                given_up += crowd.given_up
                process = psutil.Process(bot.pid)
                held = process.memory_info().rss / MEGABYTE
                answering = sum(worker.memory_info().rss for worker in process.children()) / MEGABYTE
                kept = sum(file.stat().st_size for file in Path(folder).glob("telegram.sqlite3*")) / MEGABYTE
                minutes = (time.monotonic() - begin) / 60
                sys.stdout.write(
                    f"| {done} | {held:.1f} | {answering:.1f} | {kept:.1f} | {minutes:.1f} | {given_up} |"
                    f" {len(api.violations)} |\n"
                )
                sys.stdout.flush()


if __name__ == "__main__":
    main()
