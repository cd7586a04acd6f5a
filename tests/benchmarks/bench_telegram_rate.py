"""Questions a second through the whole Telegram bot, and how late answers come, beside the plain echo bot.

200 people ask, wait for the answer and ask again at once; both bots run as programs of their own against the same
stand-in, by turns. The bot's own limits (one message a second and chat, thirty a second in all) are off, as the echo
bot has none. "CPU" is what the bot's processes used for an answer, all together: it is what counts where the server is
not on the same machine, for here the stand-in, which checks every call by the schema, shares the cores.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from tests.bot.tg.load import Crowd, percentile
from tests.bot.tg.programs import NO_LIMITS, Program, echo_bot, our_bot
from tests.bot.tg.standin import Standin, User, private

CHATS = 200
SECONDS = 20.0
TIMES = 3
ECHO, OURS = "plain echo bot", "yuanhua telegram"


@dataclass(frozen=True)
class Row:
    """One turn of one bot."""

    rate: float
    late: list[float]
    cpu: float
    given_up: int
    violations: int


def main() -> None:
    """Prints a Markdown table: each turn, then the medians."""
    sys.stdout.write(
        f"{CHATS} chats, {TIMES} turns of {SECONDS:.0f} s each, {os.cpu_count()} cores\n\n"
        "| bot | turn | answers/s | median, ms | p95, ms | CPU, ms | no answer in 30 s | schema violations |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    rows: dict[str, list[Row]] = {ECHO: [], OURS: []}
    for turn in range(1, TIMES + 1):
        for name in rows:
            row = asyncio.run(trial(name))
            rows[name].append(row)
            sys.stdout.write(f"| {name} | {turn} | {cells(row)} | {row.given_up} | {row.violations} |\n")
            sys.stdout.flush()
    rates = {name: median(row.rate for row in turns) for name, turns in rows.items()}
    sys.stdout.write(f"\nmedian of {OURS} / median of {ECHO}: {rates[OURS] / rates[ECHO]:.2f}\n")


def cells(row: Row) -> str:
    """The figures of a row."""
    times = " | ".join(f"{1000 * percentile(row.late, share):.0f}" for share in (0.5, 0.95))
    return f"{row.rate:.0f} | {times} | {1000 * row.cpu:.2f}"


async def trial(name: str) -> Row:
    """One turn: the bot is started, answers somebody, and then everybody."""
    with tempfile.TemporaryDirectory() as folder:
        async with Standin(remember=100_000) as api, bot_of(name, api, Path(folder)) as bot:
            early = User(1, "先来的")
            api.say(private(early), early, "在吗")
            await api.next_sent(private(early), 60)
            await Crowd(api, CHATS, first=900_000).in_turns(2)
            crowd = Crowd(api, CHATS)
            process = psutil.Process(bot.pid)
            processes = [process, *process.children()]
            before = _used(processes)
            done = await crowd.in_turns(SECONDS)
            used = _used(processes) - before
            return Row(done / SECONDS, crowd.late, used / max(done, 1), crowd.given_up, len(api.violations))


def _used(processes: list[psutil.Process]) -> float:
    """Seconds of processor time that they have used."""
    times = [process.cpu_times() for process in processes]
    return sum(float(each.user + each.system) for each in times)


def bot_of(name: str, api: Standin, folder: Path) -> Program:
    """The bot of this name."""
    return echo_bot(api, folder) if name == ECHO else our_bot(api, folder, NO_LIMITS)


if __name__ == "__main__":
    main()
