"""Questions lost and answered twice over 200 kill -9 at random moments, the Telegram bot beside the plain echo bot.

The Bot API's stand-in takes 0.1 s until a message is sent and 0.1 s until it says so, about what the real one does; ten
questions a second come from 50 chats, all the while. A run is killed within three seconds of its first request for
updates, every fourth one within three seconds of its start. The bot keeps its usual limits, one message a second and
chat. The echo bot has none, but thinks for 0.7 s before it answers, for one that has nothing under way has nothing to
lose.

A question is answered when a message replies to it, and twice when two do. "Word unheard" is how many messages the
server took whose receipt found nobody, as the bot was killed between asking for them and hearing that they were sent.
No client can tell that apart from a message that was never sent: so many answers come twice at best, of one message
each.

``BENCH_KILLS`` is another number of kills; the echo bot is killed a quarter as often.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bot.tg.killing import kill_again_and_again
from tests.bot.tg.load import Crowd, Tally
from tests.bot.tg.programs import Program, echo_bot, our_bot
from tests.bot.tg.standin import Standin

KILLS = int(os.environ.get("BENCH_KILLS", "200"))
CHATS = 50
RATE = 10.0
LONGEST = 3.0
LATENCY = 0.1
THINKING = 0.7


def main() -> None:
    """Prints a Markdown table."""
    sys.stdout.write(
        f"{RATE:.0f} questions/s from {CHATS} chats, {os.cpu_count()} cores\n\n"
        "| bot | kills | sent | answered | lost | answered twice | word unheard | schema violations | minutes |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    for name, kills in (("yuanhua telegram", KILLS), (f"plain echo bot, {THINKING} s a question", KILLS // 4)):
        begin = time.monotonic()
        tally, unheard, violations = asyncio.run(trial(name, kills))
        cells = (kills, tally.sent, tally.answered, tally.lost, tally.twice, unheard, violations)
        minutes = (time.monotonic() - begin) / 60
        sys.stdout.write(f"| {name} | {' | '.join(map(str, cells))} | {minutes:.1f} |\n")
        sys.stdout.flush()


async def trial(name: str, kills: int) -> tuple[Tally, int, int]:
    """What became of the questions, how many receipts found nobody, and how often the schema was violated."""
    with tempfile.TemporaryDirectory() as folder:
        async with Standin() as api:
            api.slow(LATENCY, method="sendMessage", after=LATENCY)
            bot = bot_of(name, api, Path(folder))
            crowd = Crowd(api, CHATS)
            tally = await kill_again_and_again(bot, crowd, kills, rate=RATE, seed=1, longest=LONGEST)
            return tally, api.unheard["sendMessage"], len(api.violations)


def bot_of(name: str, api: Standin, folder: Path) -> Program:
    """The bot of this name."""
    return echo_bot(api, folder, THINKING) if name.startswith("plain") else our_bot(api, folder)


if __name__ == "__main__":
    main()
