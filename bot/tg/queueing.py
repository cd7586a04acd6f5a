"""The durable queue: an update is in the inbox, on the disk, before the server is told that it arrived.

``telegram.ext.Updater`` awaits ``put`` for each update of a reply and moves the offset, which confirms them, only after
the last; the webhook answers 200 only after ``put``. So ``put`` commits first, and waits as long as the disk will not
take it: what cannot be kept is not confirmed, and comes again. A reply's updates are committed together before that, by
``expect``, as a commit each would take the disk a hundred times as long.

What ``get`` hands out is in order within each lane (a chat), one at a time, lanes side by side. A lane's updates beyond
the first few stay on the disk until their turn, and so do lanes beyond the first thousands: a flood takes disk, not
memory. Replay after a crash is the same road: everything that waits is on the disk already.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram import Bot, Update

from bot.tg.errors import StorageError
from bot.tg.progress import Progress
from bot.tg.reading import Unreadable, is_bare, lane_of, read_update
from bot.tg.seldom import Seldom
from bot.tg.storage import inbox
from bot.tg.storage.database import Database, Work
from bot.tg.storage.inbox import Arrival, Letter, Waiting

T = TypeVar("T")

_log = logging.getLogger("yuanhua.telegram.queue")
_IN_LANE = 8
_LANES = 2048
_PATIENCE = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class Item:
    """An update on its way.

    Attributes:
        seq: its place in the inbox.
        lane: what keeps its order.
        update: the update.
        replayed: whether an earlier run of the program took it in.
        begun: how many earlier runs began with it.
        taken: when this run took it up, on the monotonic clock.
        waited: seconds it had waited by then.
        attempts: how often it was tried in this run.
        progress: what its handling has led to so far.
    """

    seq: int
    lane: int
    update: Update
    replayed: bool
    begun: int
    taken: float
    waited: float
    attempts: int = 0
    progress: Progress = field(default_factory=Progress)


@dataclass(slots=True)
class _Lane:
    """What is in memory of a lane; the first is being handled. ``more``: whether the disk has more than that."""

    items: deque[Item] = field(default_factory=deque)
    more: bool = False
    last: int = 0


class DurableQueue(asyncio.Queue[object]):
    """The queue between what receives updates and what handles them.

    ``put`` takes updates and the library's own signals; ``get`` gives an update when its turn has come. Who handled one
    calls ``release``, or ``retry`` to get it again later.

    Attributes:
        draining: whether it gives out nothing any more.
        duplicates: how many updates came that had come before.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._bot: Bot | None = None
        self._lanes: dict[int, _Lane] = {}
        self._backlog: dict[int, None] = {}
        self._handled: dict[int, Item] = {}
        self._expected: dict[int, int | None] = {}
        self._errands: set[asyncio.Task[None]] = set()
        self._trouble = Seldom()
        self._earlier = 0
        self.draining = False
        self.duplicates = 0

    async def open(self, bot: Bot) -> int:
        """Takes up what earlier runs left, and returns in how many lanes there was any.

        Raises:
            StorageError: the inbox cannot be read.
        """
        self._bot = bot
        self._earlier = await self._database.read(inbox.last_seq)
        lanes = await self._database.read(inbox.waiting_lanes)
        for lane in lanes:
            self._backlog[lane] = None
        self._take_up()
        return len(lanes)

    async def expect(self, updates: Sequence[Update]) -> None:
        """Accepts a whole reply's updates by one commit, before ``put`` gets them one by one.

        Where the disk does not take them, that is left to ``put``, which waits.
        """
        now = time.time()
        arrivals = [Arrival(update.update_id, lane_of(update), update.to_json()) for update in updates]
        self._expected = {}
        with suppress(StorageError):
            seqs = await self._database.write(
                lambda connection: [inbox.accept(connection, arrival, now) for arrival in arrivals]
            )
            self._expected = {arrival.update_id: seq for arrival, seq in zip(arrivals, seqs, strict=True)}

    async def put(self, item: object) -> None:
        """Returns when an update is on the disk; one that came before is dropped.

        While the disk takes nothing this waits, and says so in the log; cancelled, it has not accepted the update.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        now = time.time()
        if is_bare(item):
            # What was in it could not be read; it is with the dead letters.
            update_id = item.update_id
            await self.surely(lambda connection: inbox.accept_done(connection, update_id, "unreadable", now))
            return
        if item.update_id in self._expected:
            seq = self._expected.pop(item.update_id)
        else:
            arrival = Arrival(item.update_id, lane_of(item), item.to_json())
            seq = await self.surely(lambda connection: inbox.accept(connection, arrival, now))
        if seq is None:
            self.duplicates += 1
        elif not self.draining:
            self._schedule(Item(seq, lane_of(item), item, False, 0, time.monotonic(), 0.0))

    def item(self, update: Update) -> Item:
        """The item whose update ``get`` gave out."""
        return self._handled[update.update_id]

    def release(self, item: Item) -> None:
        """Lets the next of the lane follow: this one is done."""
        del self._handled[item.update.update_id]
        lane = self._lanes[item.lane]
        lane.items.popleft()
        self._go_on(item.lane, lane)

    def retry(self, item: Item, seconds: float) -> None:
        """Gives an item out again after a while; its lane waits meanwhile, the others do not."""
        if self._handled.pop(item.update.update_id, None) is not None:
            asyncio.get_running_loop().call_later(seconds, self._give_out, item)

    def drain(self) -> None:
        """Gives out no more updates; what waits is on the disk for the next run."""
        self.draining = True
        while not self.empty():
            self.get_nowait()
            self.task_done()
        for errand in self._errands:
            errand.cancel()

    @property
    def handled(self) -> int:
        """How many updates were given out and are not done."""
        return len(self._handled)

    async def surely(self, work: Work[T]) -> T:
        """What ``work`` returns, once the database has taken it; tried until then."""
        tries = 0
        while True:
            try:
                return await self._database.write(work)
            except StorageError as error:
                self._tell(error)
            await asyncio.sleep(_PATIENCE[min(tries, len(_PATIENCE) - 1)])
            tries += 1

    def _tell(self, error: StorageError) -> None:
        if self._trouble.now():
            _log.error("%s", error)

    def _schedule(self, item: Item) -> None:
        lane = self._lanes.get(item.lane)
        if lane is None:
            if item.lane in self._backlog or len(self._lanes) >= _LANES:
                self._backlog[item.lane] = None
                return
            lane = self._lanes[item.lane] = _Lane()
            self._add(lane, item)
            self._give_out(item)
        elif item.seq > lane.last:
            if lane.more or not lane.items or len(lane.items) >= _IN_LANE:
                lane.more = True  # an empty lane is being filled from the disk, maybe from before this one came
            else:
                self._add(lane, item)

    def _add(self, lane: _Lane, item: Item) -> None:
        lane.items.append(item)
        lane.last = item.seq

    def _give_out(self, item: Item) -> None:
        if not self.draining:
            self._handled[item.update.update_id] = item
            self.put_nowait(item.update)

    def _go_on(self, key: int, lane: _Lane) -> None:
        if self.draining:
            return
        if lane.items:
            self._give_out(lane.items[0])
        elif lane.more:
            self._send(self._fill(key, lane))
        else:
            del self._lanes[key]
            self._take_up()

    def _take_up(self) -> None:
        """Begins with lanes that are on the disk only, as far as there is room."""
        while self._backlog and len(self._lanes) < _LANES and not self.draining:
            key = next(iter(self._backlog))
            del self._backlog[key]
            lane = self._lanes[key] = _Lane(more=True)
            self._send(self._fill(key, lane))

    async def _fill(self, key: int, lane: _Lane) -> None:
        """Brings the next updates of a lane into memory."""
        lane.more = False  # whatever comes while the disk is read sets it again
        after = lane.last
        waiting = await self._read(lambda connection: inbox.load(connection, key, after, _IN_LANE))
        lane.more = lane.more or len(waiting) == _IN_LANE
        for row in waiting:
            if row.update_id in self._expected:  # it is here before it was put, which then has nothing to add
                self._expected[row.update_id] = None
            item = await self._item(row)
            lane.last = row.seq
            if item is not None:
                lane.items.append(item)
        self._go_on(key, lane)

    async def _item(self, row: Waiting) -> Item | None:
        """A row of the inbox as an item; one that cannot be read any more goes to the dead letters."""
        read = read_update(json.loads(row.payload), self._bot)
        if isinstance(read, Unreadable):
            letter = Letter(row.update_id, row.lane, row.payload, read.reason)
            now = time.time()
            await self.surely(lambda connection: inbox.bury(connection, letter, now, row.seq))
            return None
        waited = max(0.0, time.time() - row.received)
        return Item(row.seq, row.lane, read, row.seq <= self._earlier, row.begun, time.monotonic(), waited)

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        tries = 0
        while True:
            try:
                return await self._database.read(work)
            except StorageError as error:
                self._tell(error)
            await asyncio.sleep(_PATIENCE[min(tries, len(_PATIENCE) - 1)])
            tries += 1

    def _send(self, errand: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
