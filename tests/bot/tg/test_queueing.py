"""The durable queue, with a real database, and with the library's own Updater in front of it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update
from telegram.ext import ApplicationBuilder, ExtBot, Updater

from bot.tg import queueing
from bot.tg.queueing import DurableQueue
from bot.tg.storage import inbox
from bot.tg.storage.database import Database
from tests.bot.tg.making import message, raw_message, text_of
from tests.bot.tg.standin import Standin, User, private

BOT: ExtBot[None] = ExtBot("1:made_for_tests")
LIN = User(1001, "小林")


def waiting_on_disk(path: Path) -> list[int]:
    """The updates that another process would find to wait."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT update_id FROM inbox WHERE done IS NULL ORDER BY seq")
        return [update_id for (update_id,) in rows]


def tried(path: Path, *runs: Callable[[DurableQueue], Awaitable[None]]) -> None:
    """Runs trials one after the other on the same database, each as a run of the program."""

    async def run(trial: Callable[[DurableQueue], Awaitable[None]]) -> None:
        with closing(Database.open(path, busy_seconds=0.05)) as database:
            queue = DurableQueue(database)
            await queue.open(BOT)
            await asyncio.wait_for(trial(queue), 30)
            queue.drain()

    for trial in runs:
        asyncio.run(run(trial))


async def next_of(queue: DurableQueue) -> Update:
    async with asyncio.timeout(10):
        update = await queue.get()
    queue.task_done()
    assert isinstance(update, Update)
    return update


async def finish(queue: DurableQueue, update: Update) -> None:
    item = queue.item(update)
    await queue.surely(lambda connection: inbox.finish(connection, item.seq, "answered", 0.0))
    queue.release(item)


async def nothing_comes(queue: DurableQueue) -> bool:
    try:
        async with asyncio.timeout(0.05):
            await queue.get()
    except TimeoutError:
        return True
    return False


# Accepting


def test_an_update_is_on_the_disk_when_put_returns(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        await queue.put(message(5))
        assert waiting_on_disk(tmp_path / "db") == [5]

    tried(tmp_path / "db", trial)


def test_put_waits_while_the_disk_takes_nothing_and_then_returns(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            putting = asyncio.create_task(queue.put(message(5)))
            await asyncio.sleep(0.3)
            assert not putting.done()
            other.execute("COMMIT")
            await asyncio.wait_for(putting, 10)
        assert waiting_on_disk(tmp_path / "db") == [5]
        assert text_of(await next_of(queue)) == "?"

    tried(tmp_path / "db", trial)


def test_a_reply_s_updates_are_on_the_disk_together_before_they_are_put(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        updates = [message(update_id, str(update_id)) for update_id in (5, 6, 7)]
        await queue.put(updates[0])
        await queue.expect(updates)
        assert waiting_on_disk(tmp_path / "db") == [5, 6, 7]
        for update in updates:
            await queue.put(update)
        assert queue.duplicates == 1
        for expected in (5, 6, 7):
            update = await next_of(queue)
            assert update.update_id == expected
            await finish(queue, update)
        assert await nothing_comes(queue)

    tried(tmp_path / "db", trial)


def test_expected_updates_that_were_never_put_come_in_the_next_run(tmp_path: Path) -> None:
    async def first(queue: DurableQueue) -> None:
        await queue.expect([message(5)])
        assert await nothing_comes(queue)

    async def second(queue: DurableQueue) -> None:
        await queue.put(message(5))
        assert (await next_of(queue)).update_id == 5
        assert queue.duplicates == 1

    tried(tmp_path / "db", first, second)


def test_what_its_chat_s_turn_brought_up_before_it_was_put_is_handed_out_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "_IN_LANE", 1)

    async def trial(queue: DurableQueue) -> None:
        await queue.put(message(1))
        await queue.put(message(2))
        await queue.expect([message(3)])
        for expected in (1, 2, 3):
            update = await next_of(queue)
            assert update.update_id == expected
            await finish(queue, update)
        while queue._lanes:
            await asyncio.sleep(0.01)
        await queue.put(message(3))
        assert await nothing_comes(queue)

    tried(tmp_path / "db", trial)


def test_what_the_disk_did_not_take_when_it_was_expected_is_taken_when_it_is_put(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await queue.expect([message(5)])
            other.execute("COMMIT")
        assert waiting_on_disk(tmp_path / "db") == []
        await queue.put(message(5))
        assert waiting_on_disk(tmp_path / "db") == [5]

    tried(tmp_path / "db", trial)


def test_an_update_that_comes_again_is_handed_out_once(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        for _ in range(3):
            await queue.put(message(5))
        update = await next_of(queue)
        await finish(queue, update)
        await queue.put(message(5))
        assert await nothing_comes(queue)
        assert queue.duplicates == 3

    tried(tmp_path / "db", trial)


def test_one_with_nothing_but_its_id_is_remembered_and_not_handed_out(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        await queue.put(Update(5))
        assert await nothing_comes(queue)
        with closing(sqlite3.connect(tmp_path / "db")) as connection:
            assert connection.execute("SELECT update_id, outcome FROM inbox").fetchall() == [(5, "unreadable")]

    tried(tmp_path / "db", trial)


def test_the_library_s_own_signals_pass_through(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        signal = object()
        await queue.put(signal)
        assert await queue.get() is signal

    tried(tmp_path / "db", trial)


# Order


def test_a_chat_s_updates_come_one_at_a_time_and_in_order(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        for update_id in range(3):
            await queue.put(message(update_id, str(update_id)))
        for expected in "012":
            update = await next_of(queue)
            assert text_of(update) == expected
            assert await nothing_comes(queue)
            await finish(queue, update)

    tried(tmp_path / "db", trial)


def test_chats_do_not_wait_for_each_other(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        for update_id, chat in enumerate((7, 7, 8, 9)):
            await queue.put(message(update_id, chat=chat))
        assert {(await next_of(queue)).update_id for _ in range(3)} == {0, 2, 3}
        assert queue.handled == 3

    tried(tmp_path / "db", trial)


def test_one_to_be_tried_again_comes_before_the_chat_s_next(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        await queue.put(message(1))
        await queue.put(message(2))
        first = await next_of(queue)
        queue.retry(queue.item(first), 0.01)
        again = await next_of(queue)
        assert again is first
        assert queue.item(again) is queue.item(first)
        await finish(queue, again)
        assert (await next_of(queue)).update_id == 2

    tried(tmp_path / "db", trial)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4), max_size=60), st.integers(1, 3), st.integers(1, 3))
def test_whatever_comes_is_handed_out_once_and_in_its_chat_s_order(
    tmp_path_factory: pytest.TempPathFactory, chats: list[int], in_lane: int, lanes: int
) -> None:
    handed: dict[int, list[int]] = {}

    async def work(queue: DurableQueue, count: int) -> None:
        async def one(update: Update) -> None:
            assert update.effective_chat is not None
            handed.setdefault(update.effective_chat.id, []).append(update.update_id)
            await asyncio.sleep(0)
            await finish(queue, update)

        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(one(await next_of(queue)))

    async def trial(queue: DurableQueue) -> None:
        working = asyncio.create_task(work(queue, len(chats)))
        for update_id, chat in enumerate(chats):
            await queue.put(message(update_id, chat=chat))
        await working

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queueing, "_IN_LANE", in_lane)
        patch.setattr(queueing, "_LANES", lanes)
        tried(tmp_path_factory.mktemp("queue") / "db", trial)
    assert handed == {
        chat: [update_id for update_id, one in enumerate(chats) if one == chat] for chat in dict.fromkeys(chats)
    }


def test_a_flood_stays_on_the_disk(tmp_path: Path) -> None:
    async def trial(queue: DurableQueue) -> None:
        await asyncio.gather(*(queue.put(message(update_id)) for update_id in range(500)))
        await queue.put(message(999, chat=8))
        assert sum(len(lane.items) for lane in queue._lanes.values()) <= 2 * queueing._IN_LANE
        first, other = await next_of(queue), await next_of(queue)
        assert (first.update_id, other.update_id) == (0, 999)
        await finish(queue, first)
        for expected in range(1, 500):
            update = await next_of(queue)
            assert update.update_id == expected
            await finish(queue, update)

    tried(tmp_path / "db", trial)


# After a crash


def test_what_was_not_done_comes_again_in_the_next_run_and_what_was_done_does_not(tmp_path: Path) -> None:
    async def first(queue: DurableQueue) -> None:
        for update_id in range(4):
            await queue.put(message(update_id, chat=7 + update_id % 2))
        await finish(queue, await next_of(queue))

    async def second(queue: DurableQueue) -> None:
        await queue.put(message(9, chat=7))
        updates = [await next_of(queue), await next_of(queue)]
        assert {update.update_id for update in updates} == {1, 2}
        assert all(queue.item(update).replayed for update in updates)
        for update in updates:
            await finish(queue, update)
        assert {(await next_of(queue)).update_id for _ in range(2)} == {3, 9}

    tried(tmp_path / "db", first, second)


def test_what_comes_back_is_what_was_put(tmp_path: Path) -> None:
    raw = raw_message(5, "你好 😀", entities=[{"type": "bold", "offset": 0, "length": 2}], of_the_future={"a": [1]})
    sent = Update.de_json(raw, BOT)

    async def first(queue: DurableQueue) -> None:
        await queue.put(sent)

    async def second(queue: DurableQueue) -> None:
        update = await next_of(queue)
        assert update.to_dict() == sent.to_dict()
        assert update.message is not None
        assert update.message.get_bot() is BOT

    tried(tmp_path / "db", first, second)


def test_a_row_that_cannot_be_read_any_more_holds_up_nothing(tmp_path: Path) -> None:
    async def first(queue: DurableQueue) -> None:
        await queue.put(message(1))
        await queue.put(message(2))

    async def second(queue: DurableQueue) -> None:
        assert (await next_of(queue)).update_id == 2
        counts = await queue._database.read(inbox.counts)
        assert (counts.waiting, counts.dead_letters) == (1, 1)

    tried(tmp_path / "db", first)
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        connection.execute('UPDATE inbox SET payload = \'{"update_id": 1, "message": 5}\' WHERE update_id = 1')
        connection.commit()
    tried(tmp_path / "db", second)


def test_a_drained_queue_hands_out_nothing_and_still_accepts(tmp_path: Path) -> None:
    async def first(queue: DurableQueue) -> None:
        await queue.put(message(1))
        queue.drain()
        await queue.put(message(2))
        assert await nothing_comes(queue)

    async def second(queue: DurableQueue) -> None:
        assert (await next_of(queue)).update_id == 1

    tried(tmp_path / "db", first, second)


# The library


def test_the_library_moves_the_offset_only_after_put_has_returned(tmp_path: Path) -> None:
    """What all this rests on: ``telegram.ext.Updater`` awaits ``put`` for every update before it confirms any."""

    async def trial() -> None:
        with closing(Database.open(tmp_path / "db", busy_seconds=0.01)) as database:
            async with Standin() as api:
                bot = ApplicationBuilder().token(api.token).base_url(f"{api.base_url}/bot").updater(None).build().bot
                updater = Updater(bot, DurableQueue(database))
                api.say(private(LIN), LIN, "第一句")
                api.say(private(LIN), LIN, "第二句")
                async with updater:
                    with closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as other:
                        other.execute("BEGIN IMMEDIATE")
                        await updater.start_polling(timeout=1)
                        await asyncio.sleep(0.5)
                        assert api.updates.confirmed == 0
                        assert len(api.updates.pending) == 2
                        other.execute("COMMIT")
                    async with asyncio.timeout(10):
                        while api.updates.confirmed < 2:
                            await asyncio.sleep(0.01)
                    await updater.stop()
                assert (await database.read(inbox.counts)).waiting == 2

    asyncio.run(trial())
