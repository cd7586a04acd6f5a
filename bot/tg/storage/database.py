"""The database: one SQLite file, one thread that writes, one that reads.

A write returns when it is on the disk (WAL, synchronous=FULL: https://www.sqlite.org/pragma.html#pragma_synchronous).
Writes that queue up while the disk is busy share the next commit, so that many chats cost little more than one. The
event loop never waits for the disk.

A lock beside the file keeps a second bot off it, which would answer what the first is answering.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from bot.tg.errors import LockedError, StorageError, storage_error
from bot.tg.storage.migrations import migrate

T = TypeVar("T")
Work: TypeAlias = Callable[[sqlite3.Connection], T]

_SHARING = 256
"""How many writes share a commit at most."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Work[Any]
    future: Future[Any]


class Database:
    """An open database. Make one by ``open``, and ``close`` it."""

    def __init__(self, path: Path, writer: sqlite3.Connection, reader: sqlite3.Connection, lock: int) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writing = threading.Thread(target=self._write_all, name="database-writer", daemon=True)
        self._writing.start()
        self._reading = ThreadPoolExecutor(1, "database-reader")
        self._closed = False

    @classmethod
    def open(cls, path: Path, busy_seconds: float = 5.0) -> Database:
        """Opens the file, makes it where there is none, and brings it to the newest version.

        Args:
            path: the file; its folder is made where it is missing. Only its owner can read either.
            busy_seconds: how long a write waits for another program's lock.

        Raises:
            StorageError: it cannot be opened, is no database, or another bot is using it.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = _lock(path.with_name(f"{path.name}.lock"), path)
        except OSError as error:
            raise storage_error(error, path) from None
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            writer = _connect(path, busy_seconds)
            migrate(writer, str(path))
            reader = _connect(path, busy_seconds)
            reader.execute("PRAGMA query_only = ON")
        except (sqlite3.Error, OSError) as error:
            os.close(lock)
            raise storage_error(error, path) from None
        except StorageError:
            os.close(lock)
            raise
        return cls(path, writer, reader, lock)

    async def write(self, work: Work[T]) -> T:
        """Runs ``work`` in a transaction; when this returns, what it did is on the disk.

        ``work`` runs in another thread and should be short. What it raises undoes it, and it alone.

        Raises:
            StorageError: nothing of it was written.
        """
        return await asyncio.wrap_future(self.write_soon(work))

    def write_soon(self, work: Work[T]) -> Future[T]:
        """``write``, to be waited for elsewhere or not at all; works are run in the order they are given."""
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(StorageError(f"{self.path}: the database is closed"))
        else:
            self._jobs.put(_Job(work, future))
        return future

    async def read(self, work: Work[T]) -> T:
        """Runs ``work``, which only reads, in another thread; it sees every write that has returned.

        Raises:
            StorageError: it cannot be read.
        """
        if self._closed:
            raise StorageError(f"{self.path}: the database is closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._reading, work, self._reader)
        except sqlite3.Error as error:
            raise storage_error(error, self.path) from error

    async def forget_deleted(self) -> None:
        """Takes what was deleted off the disk: out of the log of changes, too, where older copies stand.

        Raises:
            StorageError: it could not be done, now.
        """
        await self.write(lambda _: None)
        await self.read(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())

    def close(self) -> None:
        """Finishes the writes that were asked for, and closes the file. May be called again."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        self._writing.join()
        self._reading.shutdown()
        self._reader.close()
        self._writer.close()
        os.close(self._lock)

    def _write_all(self) -> None:
        """The writing thread: takes all that waits, commits it together, and so on until it is told to end."""
        while True:
            waiting = [self._jobs.get()]
            while len(waiting) < _SHARING:
                try:
                    waiting.append(self._jobs.get_nowait())
                except queue.Empty:
                    break
            jobs = [job for job in waiting if job is not None and job.future.set_running_or_notify_cancel()]
            if jobs:
                self._commit(jobs)
            if None in waiting:
                return

    def _commit(self, jobs: list[_Job]) -> None:
        results: list[tuple[_Job, Any, Exception | None]] = []
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            results.extend((job, *self._run(job)) for job in jobs)
            self._writer.execute("COMMIT")
        except sqlite3.Error as error:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            for job in jobs:
                job.future.set_exception(storage_error(error, self.path))
            return
        for job, result, failure in results:
            if failure is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(failure)

    def _run(self, job: _Job) -> tuple[Any, Exception | None]:
        """What a job returned or raised; one that raised is undone.

        Raises:
            sqlite3.Error: the transaction is lost, and the jobs before with it.
        """
        self._writer.execute("SAVEPOINT job")
        try:
            result = job.work(self._writer)
        except Exception as error:
            if not self._writer.in_transaction:  # SQLite gave the whole of it up
                raise error if isinstance(error, sqlite3.Error) else sqlite3.OperationalError(str(error)) from error
            self._writer.execute("ROLLBACK TO job")
            self._writer.execute("RELEASE job")
            return None, storage_error(error, self.path) if isinstance(error, sqlite3.Error) else error
        self._writer.execute("RELEASE job")
        return result, None


def _lock(beside: Path, path: Path) -> int:
    """A lock that lasts as long as this process, however it ends."""
    file = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise LockedError(
            f"{path}: another yuanhua telegram is running on this database; stop it first,"
            " or set telegram.database to another file"
        ) from None
    return file


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What /forget deletes is overwritten; the log of changes does not stay large after a busy hour.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA journal_size_limit = 16777216")
    return connection
