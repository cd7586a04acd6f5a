from __future__ import annotations

import asyncio
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.tg.errors import DiskFullError, LockedError, NewerDatabaseError, ReadOnlyError, StorageError, storage_error
from bot.tg.storage.database import Database
from bot.tg.storage.migrations import MIGRATIONS, migrate


def note(text: str) -> Callable[[sqlite3.Connection], int]:
    """Work that keeps a text."""

    def work(connection: sqlite3.Connection) -> int:
        connection.execute("INSERT INTO dead_letters (payload, reason, at) VALUES (?, '', 0)", (text,))
        return len(text)

    return work


def clear(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM dead_letters")


def noted(connection: sqlite3.Connection) -> list[str]:
    return [text for (text,) in connection.execute("SELECT payload FROM dead_letters ORDER BY id")]


def on_disk(path: Path) -> list[str]:
    """What another process would find."""
    with closing(sqlite3.connect(path)) as connection:
        return noted(connection)


# Writing


def test_what_a_write_did_is_there_for_others_when_it_returns(tmp_path: Path) -> None:
    async def trial() -> None:
        with closing(Database.open(tmp_path / "db")) as database:
            assert await database.write(note("one")) == 3
            assert on_disk(tmp_path / "db") == ["one"]
            assert await database.read(noted) == ["one"]

    asyncio.run(trial())


def test_it_survives_a_process_that_is_killed_right_after(tmp_path: Path, root: Path) -> None:
    program = (
        "import asyncio, os, signal, sys\n"
        "from pathlib import Path\n"
        "from bot.tg.storage.database import Database\n"
        "from tests.bot.tg.storage.test_database import note\n"
        "async def main():\n"
        "    database = Database.open(Path(sys.argv[1]))\n"
        "    await asyncio.gather(*(database.write(note(str(n))) for n in range(50)))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(tmp_path / "db")], cwd=root, check=False)
    assert ran.returncode == -9
    assert on_disk(tmp_path / "db") == [str(n) for n in range(50)]


def test_writes_happen_in_the_order_they_were_asked_for(tmp_path: Path) -> None:
    async def trial() -> None:
        with closing(Database.open(tmp_path / "db")) as database:
            await asyncio.gather(*(database.write(note(str(n))) for n in range(1000)))
            assert await database.read(noted) == [str(n) for n in range(1000)]

    asyncio.run(trial())


def test_work_that_raises_is_undone_and_what_shared_its_commit_is_not(tmp_path: Path) -> None:
    def failing(connection: sqlite3.Connection) -> None:
        note("half")(connection)
        raise LookupError("never mind")

    async def trial() -> None:
        with closing(Database.open(tmp_path / "db")) as database:
            before, failed, after = (database.write_soon(work) for work in (note("one"), failing, note("two")))
            assert (before.result(), after.result()) == (3, 3)
            with pytest.raises(LookupError, match="never mind"):
                failed.result()
            assert await database.read(noted) == ["one", "two"]

    asyncio.run(trial())


def test_writes_asked_for_before_the_end_are_done(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "db")
    asked = [database.write_soon(note(str(n))) for n in range(100)]
    database.close()
    assert all(one.done() for one in asked)
    assert len(on_disk(tmp_path / "db")) == 100


def test_a_closed_database_takes_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "db")
    database.close()
    database.close()
    with pytest.raises(StorageError, match="closed"):
        database.write_soon(note("late")).result()


def test_reading_cannot_write(tmp_path: Path) -> None:
    async def trial() -> None:
        with closing(Database.open(tmp_path / "db")) as database:
            with pytest.raises(StorageError):
                await database.read(note("no"))
            assert await database.read(noted) == []

    asyncio.run(trial())


def test_what_is_deleted_is_gone_from_all_its_files(tmp_path: Path) -> None:
    secret = "不想让人看到的问题" * 40

    async def trial() -> None:
        with closing(Database.open(tmp_path / "db")) as database:
            await database.write(note(secret))
            assert any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())
            await database.write(clear)
            await database.forget_deleted()
            assert not any(secret[:9].encode() in file.read_bytes() for file in tmp_path.iterdir())

    asyncio.run(trial())


# Going wrong


def test_a_full_disk_is_told_and_loses_nothing_that_was_accepted(tmp_path: Path) -> None:
    def limit(pages: int) -> Callable[[sqlite3.Connection], object]:
        return lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    async def trial() -> None:
        with closing(Database.open(tmp_path / "db")) as database:
            await database.write(note("kept"))
            await database.write(limit(1))  # SQLite takes the present size where that is more
            with pytest.raises(DiskFullError, match="the disk is full; free some space"):
                await database.write(note("x" * 100_000))
            assert await database.read(noted) == ["kept"]
            await database.write(limit(1_000_000))
            await database.write(note("later"))
            assert await database.read(noted) == ["kept", "later"]

    asyncio.run(trial())


def test_a_database_that_another_program_holds_is_told(tmp_path: Path) -> None:
    async def trial() -> None:
        database = Database.open(tmp_path / "db", busy_seconds=0.05)
        with closing(database), closing(sqlite3.connect(tmp_path / "db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(LockedError, match="another program holds the database"):
                await database.write(note("now"))
            other.execute("COMMIT")
            await database.write(note("then"))
            assert await database.read(noted) == ["then"]

    asyncio.run(trial())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, DiskFullError),
        (sqlite3.SQLITE_READONLY, ReadOnlyError),
        (sqlite3.SQLITE_READONLY_DBMOVED, ReadOnlyError),
        (sqlite3.SQLITE_CANTOPEN, ReadOnlyError),
        (sqlite3.SQLITE_BUSY, LockedError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LockedError),
        (sqlite3.SQLITE_IOERR_FSYNC, StorageError),
    ],
)
def test_an_error_of_sqlite_is_one_of_ours_in_one_line(code: int, kind: type[StorageError]) -> None:
    error = sqlite3.OperationalError("what SQLite said")
    error.sqlite_errorcode = code
    told = storage_error(error, Path("/here/db"))
    assert type(told) is kind
    assert str(told).startswith("/here/db: ")
    assert "\n" not in str(told)


def test_a_second_bot_is_kept_off(tmp_path: Path) -> None:
    first = Database.open(tmp_path / "db")
    with closing(first), pytest.raises(LockedError, match="another yuanhua telegram is running on this database"):
        Database.open(tmp_path / "db")
    Database.open(tmp_path / "db").close()


def test_what_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "db").write_bytes(b"a letter to my grandmother, which is no database at all")
    with pytest.raises(StorageError, match="cannot be used"):
        Database.open(tmp_path / "db")
    assert (tmp_path / "db").read_bytes().startswith(b"a letter")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        Database.open(tmp_path / "file" / "db")


# Its files


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    with closing(Database.open(tmp_path / "new" / "db")):
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
        files = list((tmp_path / "new").iterdir())
        assert len(files) > 1
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


# Migrations


def test_versions_ascend_from_one() -> None:
    assert [version for version, _ in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_a_new_database_has_the_newest_version(tmp_path: Path) -> None:
    Database.open(tmp_path / "db").close()
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (MIGRATIONS[-1][0],)


def test_steps_that_are_new_are_applied_and_no_others() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        first = ((1, "CREATE TABLE one (a); INSERT INTO one VALUES (7);"),)
        migrate(connection, "db", first)
        migrate(connection, "db", (*first, (2, "CREATE TABLE two (b)")))
        assert connection.execute("SELECT * FROM one").fetchall() == [(7,)]
        assert connection.execute("SELECT * FROM two").fetchall() == []


def test_a_step_that_fails_leaves_nothing_behind() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with pytest.raises(sqlite3.Error):
            migrate(connection, "db", ((1, "CREATE TABLE one (a); INSERT INTO nowhere VALUES (1);"),))
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerDatabaseError, match="made by a later version of yuanhua"):
        Database.open(tmp_path / "db")
