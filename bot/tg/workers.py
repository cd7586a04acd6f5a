"""Answering in processes of their own, where the machine has more than one core.

Each worker has an Answerer of its own over the same index, whose files are mapped, so that its pages are shared. A
worker is given two questions at a time, which keeps it from waiting for the next; the others wait here. A worker that
dies is replaced, and what it was asked is asked again; while none is there, the caller answers by itself. Nothing but
questions and replies goes between the processes, and a worker ends when this process does, however that ends.
"""

from __future__ import annotations

import asyncio
import copy
import gc
import logging
import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.errors import BotError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from bot.answer.answerer import Answerer
    from bot.answer.model import Question, Reply

Make: TypeAlias = "Callable[[], Answerer]"

_log = logging.getLogger("yuanhua.telegram.workers")
_AT_ONCE = 2
_MOST = 4
_CHANCES = 3
"""How many workers may end while they answer a question, before that is taken for what ended them."""
_LASTING = 60.0
"""Seconds after which a worker's end is no sign that the next would end as well."""
_PAUSES = (0.0, 1.0, 5.0, 30.0)
"""Seconds before a worker is replaced that did not last, by how many before it did not."""


class NoWorkerError(Exception):
    """There is no worker: whoever asks has to answer."""


class WorkerLostError(BotError):
    """Workers ended, one after the other, while they were answering the same question."""


class AnsweringError(BotError):
    """A worker could not answer a question, or not make its Answerer."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """What went wrong in a worker."""

    error: str
    trace: str


@dataclass(slots=True, eq=False)
class _Task:
    """A question on its way; ``count`` is how many quotations are wanted, None as many as the settings say."""

    question: Question
    count: int | None
    answered: asyncio.Future[Reply]
    lost: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    """A process; ``asked`` is what it was given and has not answered yet, None where it is to make its Answerer."""

    process: BaseProcess
    connection: Connection[Any, Any]
    started: float
    ready: bool = False
    asked: deque[_Task | None] = field(default_factory=deque)


def usual_count() -> int:
    """One worker for each core beyond the first, which the bot itself keeps busy; four at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, cores - 1)


class Workers:
    """Processes that answer. ``start`` them within an event loop, and ``close`` them at the end.

    Args:
        make: makes a worker's Answerer; it is sent to the worker, and must be no function within a function.
        count: how many.
    """

    def __init__(self, make: Make, count: int) -> None:
        self._make = make
        self._count = count
        self._workers: list[_Worker] = []
        self._waiting: deque[_Task] = deque()
        self._short_lived = 0
        self._missing = count
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def ready(self) -> bool:
        """Whether somebody is there to answer."""
        return any(worker.ready for worker in self._workers)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that are ready."""
        return tuple(worker.process.pid for worker in self._workers if worker.ready and worker.process.pid)

    def start(self) -> None:
        """Starts the workers that are missing; they are ready a second or so later."""
        while self._missing:
            self._missing -= 1
            self._begin()

    async def reply(self, question: Question, count: int | None = None) -> Reply:
        """The Reply of a worker, with up to ``count`` quotations where that is given.

        Raises:
            NoWorkerError: there is none.
            WorkerLostError, AnsweringError: it cannot be answered.
        """
        if not self.ready:
            raise NoWorkerError
        task = _Task(question, count, asyncio.get_running_loop().create_future())
        self._waiting.append(task)
        self._hand_out()
        return await task.answered

    def reload(self) -> None:
        """Has every worker make its Answerer anew; what is asked from now on is answered by that."""
        for worker in list(self._workers):
            self._send(worker, None)

    def close(self) -> None:
        """Ends all workers, which have nothing to lose."""
        self._missing = 0
        workers, self._workers = self._workers, []
        for worker in workers:
            self._dismiss(worker)
        for task in self._waiting:
            _fail(task, NoWorkerError())
        self._waiting.clear()

    def _begin(self) -> None:
        self._loop = asyncio.get_running_loop()
        # Not forked: this process has threads, and what they hold would be held for ever in its copy.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._make), name="yuanhua-answering", daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, time.monotonic(), asked=deque([None]))
        self._workers.append(worker)
        self._loop.add_reader(ours.fileno(), self._receive, worker)

    def _hand_out(self) -> None:
        """Gives what waits to who has least to do."""
        while self._waiting:
            free = [worker for worker in self._workers if worker.ready and len(worker.asked) < _AT_ONCE]
            if not free:
                return
            task = self._waiting.popleft()
            if not task.answered.done():
                self._send(min(free, key=lambda worker: len(worker.asked)), task)

    def _send(self, worker: _Worker, task: _Task | None) -> None:
        worker.asked.append(task)
        try:
            worker.connection.send(None if task is None else (task.question, task.count))
        except OSError:
            self._lose(worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        task = worker.asked.popleft()
        if task is not None:
            _settle(task, message)
        elif isinstance(message, _Failed):
            _log.warning("a worker cannot read the articles: %s", message.error)
            self._lose(worker)
            return
        else:
            worker.ready = True
        self._hand_out()

    def _lose(self, worker: _Worker) -> None:
        """Sees to what a worker that is gone was asked, and to another in its place."""
        if worker not in self._workers or self._loop is None:
            return
        self._workers.remove(worker)
        self._dismiss(worker)
        left = [task for task in worker.asked if task is not None]
        if worker.asked and worker.asked[0] is not None:  # the one that it was at
            left[0].lost += 1
        for task in reversed(left):
            self._waiting.appendleft(task)
        if time.monotonic() - worker.started > _LASTING:
            self._short_lived = 0
        pause = _PAUSES[min(self._short_lived, len(_PAUSES) - 1)]
        self._short_lived += 1
        _log.warning("a worker has ended (exit code %s); another takes its place", worker.process.exitcode)
        self._give_back(starts=worker.ready)
        self._missing += 1
        self._loop.call_later(pause, self.start)
        self._hand_out()

    def _give_back(self, *, starts: bool) -> None:
        """Where no worker is left, the callers answer; a question that a worker ended with waits for the next one."""
        kept: deque[_Task] = deque()
        for task in self._waiting:
            if task.lost >= _CHANCES:
                _fail(task, WorkerLostError(f"{task.lost} workers ended while they answered this question"))
            elif self.ready or (task.lost and starts):
                kept.append(task)
            else:
                _fail(task, NoWorkerError())
        self._waiting = kept

    def _dismiss(self, worker: _Worker) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(worker.connection.fileno())
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


def _settle(task: _Task, message: Reply | _Failed) -> None:
    if isinstance(message, _Failed):
        error = AnsweringError(message.error)
        error.add_note(message.trace)
        _fail(task, error)
    elif not task.answered.done():
        task.answered.set_result(message)


def _fail(task: _Task, error: Exception) -> None:
    if not task.answered.done():
        task.answered.set_exception(error)


def _work(connection: Connection[Any, Any], make: Make) -> None:
    """A worker's life: makes an Answerer, and answers until the other side is gone."""
    for number in (signal.SIGTERM, signal.SIGINT):  # who is told to end is the bot, which still needs answers
        signal.signal(number, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())  # the bot has said it
    answerer: Answerer | None = None
    with suppress(EOFError, OSError):
        while True:
            answerer = None  # two at a time would take twice the memory; it is in a circle of references
            gc.collect()
            try:
                answerer = make()
            except Exception as error:  # noqa: BLE001 - whatever it is, the bot is told
                connection.send(_failure(error))
                return
            connection.send(None)
            while (asked := connection.recv()) is not None:
                connection.send(_replied(answerer, *asked))


def _replied(answerer: Answerer, question: Question, count: int | None) -> Reply | _Failed:
    try:
        return with_quotes(answerer, count).reply(question)
    except Exception as error:  # noqa: BLE001 - it is this question's
        return _failure(error)


def with_quotes(answerer: Answerer, count: int | None) -> Answerer:
    """The Answerer, giving up to ``count`` quotations where that is not None."""
    if count is None:
        return answerer
    other = copy.copy(answerer)
    other.settings = replace(answerer.settings, quotes=count)
    return other


def _failure(error: Exception) -> _Failed:
    return _Failed(f"{type(error).__name__}: {error}", traceback.format_exc())
