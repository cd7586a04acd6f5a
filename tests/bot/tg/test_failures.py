"""What the bot does when things go wrong: nothing that was accepted is lost, and it says what is the matter."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.bot.tg.killing import kill_again_and_again
from tests.bot.tg.load import Crowd
from tests.bot.tg.programs import NO_LIMITS, Program, our_bot
from tests.bot.tg.standin import Chat, Message, Standin, User, group, private
from tests.bot.tg.talking import LIN, Talk, talking

pytestmark = pytest.mark.usefixtures("warm")

HOME = private(LIN)
QUESTION = "OpenAI投过的芯片企业有多少家"


def tried(folder: Path, trial: Callable[[Talk], Awaitable[None]], environ: Mapping[str, str] | None = None) -> None:
    """Runs a trial with the bot; it takes two minutes at most."""

    async def run() -> None:
        async with talking(folder, environ) as talk:
            await trial(talk)

    asyncio.run(asyncio.wait_for(run(), 120))


def alone(trial: Callable[[Standin], Awaitable[None]]) -> None:
    """Runs a trial that starts its bots itself."""

    async def run() -> None:
        async with Standin() as api:
            await trial(api)
            assert api.violations == []

    asyncio.run(asyncio.wait_for(run(), 180))


def answers_to(api: Standin, *asked: Message) -> list[int]:
    """How many messages of the bot reply to each of these."""
    replies = Counter((message.chat.id, message.answers) for message in api.sent)
    return [replies[message.chat.id, message.id] for message in asked]


def rows(database: Path, sql: str) -> list[Any]:
    """What the bot's database says."""
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        return connection.execute(sql).fetchall()


async def until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Waits until something holds.

    Raises:
        TimeoutError: it did not in time.
    """
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


# The server fails


def test_a_server_that_is_down_at_the_start_is_waited_for(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        await api.down()
        async with our_bot(api, warm, NO_LIMITS) as bot:
            await until(lambda: "trying again" in bot.said)
            asked = api.say(HOME, LIN, QUESTION)
            await api.up()
            await until(lambda: answers_to(api, asked) == [1])

    alone(trial)


def test_errors_of_the_server_lead_to_one_answer_all_the_same(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        talk.api.fail(500, times=2, method="sendMessage")
        talk.api.fail(502, times=1, method="sendMessage")
        talk.api.fail(503, times=2, method="getUpdates")
        asked = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled(60)
        assert answers_to(talk.api, asked) == [1]

    tried(warm, trial)


def test_a_flood_of_429_is_waited_out(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        flood = talk.api.flood(times=6, retry_after=1)
        asked = [talk.api.say(Chat(70 + number), User(70 + number), QUESTION) for number in range(5)]
        await talk.settled(90)
        assert flood.struck == 6
        assert answers_to(talk.api, *asked) == [1] * 5

    tried(warm, trial)


def test_calls_stop_for_as_long_as_a_429_says(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        talk.api.flood(times=1, retry_after=2)
        asked = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled(60)
        assert answers_to(talk.api, asked) == [1]
        refused, accepted = [call.at for call in talk.api.called("sendMessage")][-2:]
        assert accepted - refused >= 2

    tried(warm, trial)


def test_slow_sending_to_one_chat_does_not_hold_up_another(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        talk.api.slow(5, times=1, method="sendMessage")
        slow = talk.api.say(HOME, LIN, QUESTION)
        await until(talk.waiting)
        quick = talk.api.say(Chat(71), User(71), QUESTION)
        await until(lambda: answers_to(talk.api, quick) == [1])
        assert answers_to(talk.api, slow) == [0]
        await talk.settled()
        assert answers_to(talk.api, slow, quick) == [1, 1]

    tried(warm, trial)


@pytest.mark.parametrize("body", [b'{"ok":tru', b"<html>502</html>", b"", b"[]", b'{"ok":true}', b"null"])
def test_what_is_no_json_of_the_bot_api_is_asked_for_again(warm: Path, body: bytes) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        talk.api.garble(times=2, method="getUpdates", body=body)
        talk.api.garble(times=1, method="sendMessage", body=body)
        asked = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled(60)
        assert answers_to(talk.api, asked) == [1]

    tried(warm, trial)


def test_an_answer_whose_confirmation_is_lost_is_sent_again_and_not_lost(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        talk.api.cut(times=1, method="sendMessage", late=True)
        asked = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled(60)
        assert answers_to(talk.api, asked)[0] in (1, 2)

    tried(warm, trial)


def test_a_user_who_blocked_the_bot_is_left_alone(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        talk.api.blocked.add(HOME.id)
        talk.api.say(HOME, LIN, QUESTION)
        await talk.settled(60)
        assert sum(call.status == 403 for call in talk.api.called("sendMessage")) == 1

    tried(warm, trial)


def test_a_wrong_token_ends_the_bot_with_one_line_that_does_not_show_it(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        wrong = f"{api.bot.id}:AAthis_token_was_taken_back_long_ago_xyz"
        async with our_bot(api, warm, {"TELEGRAM_BOT_TOKEN": wrong}) as bot:
            assert await bot.ended(60) == 2
            assert "TELEGRAM_BOT_TOKEN" in bot.said
            assert "Traceback" not in bot.said
            assert "AAthis_token" not in bot.said

    alone(trial)


# Updates that are wrong, or come again

MALFORMED: list[Any] = [
    {"message": {"message_id": 1}},
    {"message": {"message_id": 1, "date": "gestern", "chat": {"id": 11, "type": "private"}, "text": "?"}},
    {"message": "text"},
    {"callback_query": {"id": "1", "from": None}},
    {"message": {"message_id": 1, "date": 1e300, "chat": {"id": 11, "type": "private"}, "text": "?"}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": "x" * 100, "type": "private"}, "text": "?"}},
    {"inline_query": []},
    {"something_new": {"value": 1}},
]


def test_updates_that_cannot_be_read_stop_nothing(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        asked: list[Message] = []
        for number, content in enumerate(MALFORMED):
            talk.api.updates.number_from(700_000_000 + 2 * number + 1)
            talk.api.updates.add_raw({"update_id": 700_000_000 + 2 * number, **content})
            asked.append(talk.api.say(HOME, LIN, f"{QUESTION}？第{number}次问"))
        await talk.settled(60)
        assert answers_to(talk.api, *asked) == [1] * len(MALFORMED)
        letters = [json.loads(payload) for (payload,) in rows(talk.database, "SELECT payload FROM dead_letters")]
        assert MALFORMED[0]["message"] in [letter.get("message") for letter in letters]
        assert talk.bot is not None
        assert talk.bot.said.count("\n") < 100
        assert "CRITICAL" not in talk.bot.said

    tried(warm, trial)


def test_an_update_that_comes_again_is_answered_once(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        asked = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled()
        talk.api.updates.again = 3
        later = talk.api.say(HOME, LIN, "这条消息是谁发的？")
        await talk.settled()
        assert answers_to(talk.api, asked, later) == [1, 1]

    tried(warm, trial)


def test_updates_numbered_anew_are_answered(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says(QUESTION)
        talk.api.updates.number_from(1_000)
        asked = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled()
        assert answers_to(talk.api, asked) == [1]

    tried(warm, trial)


# The clock


def test_a_clock_that_jumps_loses_nothing_and_answers_once(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        bot = our_bot(api, warm, NO_LIMITS)
        bot.words = ("tests.bot.tg.jumping_clock", "telegram")
        async with bot:
            asked = []
            for number in range(12):
                asked.append(api.say(Chat(70 + number % 3), User(70 + number % 3), QUESTION))
                await asyncio.sleep(0.25)
            await until(lambda: answers_to(api, *asked) == [1] * 12)
            assert await bot.terminate() == 0

    alone(trial)


# The disk


def test_a_full_disk_is_told_and_nothing_is_lost_once_there_is_room(warm: Path) -> None:
    disk = warm / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=16m tmpfs {disk} && head -c 15m /dev/zero > {disk}/filler"

    async def trial(api: Standin) -> None:
        async with in_own_namespace(our_bot(api, warm, {**NO_LIMITS, **database_in(disk)}), mount) as bot:
            first = api.say(HOME, LIN, QUESTION)
            await until(lambda: answers_to(api, first) == [1])
            inside = Path(f"/proc/{bot.pid}/root{disk}")
            fill(inside / "more")
            asked = [api.say(Chat(70 + number), User(70 + number), "长" * 2000) for number in range(30)]
            await until(lambda: "the disk is full" in bot.said)
            assert bot.runs
            (inside / "more").unlink()
            (inside / "filler").unlink()
            await until(lambda: answers_to(api, *asked) == [1] * 30)
            assert "Traceback" not in bot.said

    alone(trial)


def test_a_database_that_cannot_be_written_is_told_at_the_start(warm: Path) -> None:
    disk = warm / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs tmpfs {disk} && mount -o remount,ro {disk}"

    async def trial(api: Standin) -> None:
        async with in_own_namespace(our_bot(api, warm, database_in(disk)), mount) as bot:
            asked = api.say(HOME, LIN, QUESTION)
            assert await bot.ended(60) == 2
            assert "cannot be written" in bot.said
            assert str(disk) in bot.said
            assert bot.said.count("\n") == 1
            assert answers_to(api, asked) == [0]
            assert len(api.updates.pending) == 1

    alone(trial)


def test_a_file_that_is_no_database_is_told_at_the_start_and_left_as_it_is(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        wrong = warm / "telegram.sqlite3"
        wrong.write_text("这不是数据库。" * 500)
        async with our_bot(api, warm) as bot:
            assert await bot.ended(60) == 2
            assert str(wrong) in bot.said
            assert bot.said.count("\n") == 1
        assert wrong.read_text() == "这不是数据库。" * 500

    alone(trial)


def test_a_database_that_another_program_locks_is_waited_for(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        await talk.says("/start")
        assert talk.bot is not None
        with closing(sqlite3.connect(talk.database, isolation_level=None, timeout=10)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            asked = talk.api.say(HOME, LIN, QUESTION)
            await until(lambda: talk.bot is not None and "another program holds the database" in talk.bot.said)
            assert len(talk.api.updates.pending) == 1
            connection.execute("COMMIT")
        await talk.settled()
        assert answers_to(talk.api, asked) == [1]

    tried(warm, trial)


def test_a_database_that_is_locked_at_the_start_is_told(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        database = warm / "telegram.sqlite3"
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            async with our_bot(api, warm) as bot:
                assert await bot.ended(60) == 2
                assert "another program holds the database" in bot.said
                assert bot.said.count("\n") == 1

    alone(trial)


# Instances, ends


def test_a_second_instance_says_so_and_ends_and_the_first_goes_on(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        folder = warm / "second"
        folder.mkdir()
        async with our_bot(api, warm, {**NO_LIMITS, "YUANHUA_TELEGRAM_CONFLICT_SECONDS": "20"}) as first:
            asked = api.say(HOME, LIN, QUESTION)
            await until(lambda: answers_to(api, asked) == [1])
            async with our_bot(api, folder, {**NO_LIMITS, "YUANHUA_TELEGRAM_CONFLICT_SECONDS": "3"}) as second:
                code = await second.ended(60)
                assert code != 0
                assert "another program asks Telegram for this bot's updates" in second.said
                assert "Traceback" not in second.said
            later = api.say(HOME, LIN, "这条消息是谁发的？")
            await until(lambda: answers_to(api, later) == [1])
            assert first.runs

    alone(trial)


def test_two_instances_cannot_share_a_database(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        async with our_bot(api, warm, NO_LIMITS) as first:
            asked = api.say(HOME, LIN, QUESTION)
            await until(lambda: answers_to(api, asked) == [1])
            second = our_bot(api, warm)
            second.output = warm / "second"
            async with second:
                assert await second.ended(60) == 2
                assert "another yuanhua telegram is running on this database" in second.said
            assert first.runs

    alone(trial)


def test_sigterm_under_load_ends_it_with_0_and_what_was_taken_is_answered_once_by_the_next_run(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        api.slow(0.05, method="sendMessage", after=0.05)
        crowd = Crowd(api, 10)
        asking = asyncio.create_task(crowd.at_random(30, seed=7))
        bot = our_bot(api, warm, NO_LIMITS)
        for _ in range(3):
            async with bot:
                count = len(api.sent)
                await until(lambda count=count: len(api.sent) > count + 10)  # type: ignore[misc]
                begin = time.monotonic()
                assert await bot.terminate(30) == 0
                assert time.monotonic() - begin < 10
        asking.cancel()
        async with bot:
            tally = await crowd.answered(20)
        assert (tally.lost, tally.twice) == (0, 0)
        assert tally.sent > 30

    alone(trial)


def test_sigterm_while_the_server_is_down_ends_it_within_ten_seconds(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        async with our_bot(api, warm, NO_LIMITS) as bot:
            asked = api.say(HOME, LIN, QUESTION)
            await until(lambda: answers_to(api, asked) == [1])
            await api.down()
            begin = time.monotonic()
            assert await bot.terminate(30) == 0
            assert time.monotonic() - begin < 10

    alone(trial)


def test_kill_9_loses_nothing(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        api.slow(0.1, method="sendMessage", after=0.1)
        crowd = Crowd(api, 20)
        bot = our_bot(api, warm, NO_LIMITS)
        tally = await kill_again_and_again(bot, crowd, 5, rate=15, seed=3, longest=2)
        assert tally.lost == 0
        assert tally.answered == tally.sent > 20

    alone(trial)


def test_kill_9_loses_nothing_that_is_pushed(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as listening:
            port = listening.getsockname()[1]
        api.webhook.proxies["https://bot.example.org"] = f"http://127.0.0.1:{port}"
        address = {
            "YUANHUA_TELEGRAM_WEBHOOK_URL": "https://bot.example.org/updates",
            "YUANHUA_TELEGRAM_WEBHOOK_PORT": str(port),
        }
        api.slow(0.1, method="sendMessage", after=0.1)
        crowd = Crowd(api, 20)
        bot = our_bot(api, warm, {**NO_LIMITS, **address})
        tally = await kill_again_and_again(bot, crowd, 3, rate=15, seed=5, longest=2)
        assert tally.lost == 0
        assert api.updates.polls == 0

    alone(trial)


# Limits, groups


def test_a_chat_gets_its_messages_no_faster_than_set(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        asked = [talk.api.say(HOME, LIN, QUESTION) for _ in range(4)]
        await talk.settled(60)
        assert answers_to(talk.api, *asked) == [1] * 4
        times = [message.at for message in talk.api.sent]
        # Two requests may travel at different speeds.
        assert all(later - earlier > 0.9 for earlier, later in pairwise(times))

    tried(warm, trial, {"YUANHUA_TELEGRAM_CHAT_MESSAGES_PER_SECOND": "1"})


def test_the_answers_of_a_chat_come_in_the_order_of_its_questions(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        talk.api.slow(0.3, times=2, method="sendMessage")
        asked = [talk.api.say(Chat(70 + number % 4), User(70 + number % 4), QUESTION) for number in range(24)]
        await talk.settled(60)
        assert answers_to(talk.api, *asked) == [1] * 24
        for chat in range(70, 74):
            order = [message.answers for message in talk.api.sent if message.chat.id == chat]
            assert order == sorted(order, key=lambda number: number or 0)

    tried(warm, trial)


def test_a_group_that_became_a_supergroup_is_answered_there_or_left_alone(warm: Path) -> None:
    async def trial(talk: Talk) -> None:
        club = group(-100_77)
        talk.api.blocked.add(club.id)
        talk.api.say(club, LIN, f"@yuanhua_bot {QUESTION}")
        home = talk.api.say(HOME, LIN, QUESTION)
        await talk.settled()
        assert answers_to(talk.api, home) == [1]

    tried(warm, trial)


# The token


def test_no_output_of_a_failing_run_has_the_token(warm: Path) -> None:
    async def trial(api: Standin) -> None:
        environ = {**NO_LIMITS, "PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1"}
        async with our_bot(api, warm, environ) as bot:
            asked = [api.say(HOME, LIN, QUESTION)]
            await until(lambda: answers_to(api, *asked) == [1])
            for method in ("sendMessage", "getUpdates"):
                api.fail(500, times=2, method=method)
                api.garble(times=1, method=method)
                api.cut(times=2, method=method)
                api.fail(404, times=1, method="sendMessage")
            asked.append(api.say(HOME, LIN, "这条消息是谁发的？"))
            await asyncio.sleep(2)
            await api.down()
            await until(lambda: "trying again" in bot.said)
            await api.up()
            await bot.terminate()
            secret = api.token.partition(":")[2]
            assert bot.said
            assert secret not in bot.said
            assert not re.search(r"/bot\d+:", bot.said)

    alone(trial)


# What the disk trials stand on


def database_in(disk: Path) -> dict[str, str]:
    """The database on this disk."""
    return {"YUANHUA_TELEGRAM_DATABASE": str(disk / "telegram.sqlite3")}


def in_own_namespace(bot: Program, mount: str) -> Program:
    """The program, for which alone something is mounted; skips the test where the system does not allow that."""
    allowed = subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip("nothing can be mounted here")
    bot.before = ("unshare", "-rm", "sh", "-c", f'{mount} && exec "$@"', "sh")
    return bot


def fill(path: Path) -> None:
    """Writes until the disk is full."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return
