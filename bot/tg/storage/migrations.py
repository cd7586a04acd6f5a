"""How the database came to look as it does: numbered steps, each applied once and in order.

A step that has been released is never changed; what should look different gets a new step.
"""

from __future__ import annotations

import sqlite3

from bot.tg.errors import NewerDatabaseError

_INBOX = """
-- Updates in the order they were accepted. Once done, a row keeps no text: only that this update was here.
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL UNIQUE,
    lane INTEGER NOT NULL,            -- the chat, or the user where there is none: what keeps its order
    payload TEXT,                     -- the update's JSON; NULL once done
    received REAL NOT NULL,           -- seconds since the epoch
    begun INTEGER NOT NULL DEFAULT 0, -- how many later runs of the program began with it
    done REAL,                        -- seconds since the epoch; NULL while it waits
    outcome TEXT
) STRICT;
CREATE INDEX inbox_waiting ON inbox (lane, seq) WHERE done IS NULL;
CREATE INDEX inbox_done ON inbox (done) WHERE done IS NOT NULL;

-- What could not be read or not be answered, to look at and to try again by hand.
CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER,
    lane INTEGER,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    at REAL NOT NULL                  -- seconds since the epoch
) STRICT;
CREATE INDEX dead_letters_at ON dead_letters (at);
"""

MIGRATIONS: tuple[tuple[int, str], ...] = ((1, _INBOX),)
"""Each version, ascending from 1, with the SQL that leads to it from the one before."""


def migrate(connection: sqlite3.Connection, name: str, steps: tuple[tuple[int, str], ...] = MIGRATIONS) -> None:
    """Brings a database to the newest version; each step is applied whole or not at all.

    Args:
        connection: in autocommit mode.
        name: the database's, for messages.
        steps: the migrations.

    Raises:
        NewerDatabaseError: it is of a later version than this program knows.
        sqlite3.Error: a step could not be applied.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    newest = steps[-1][0]
    if version > newest:
        raise NewerDatabaseError(
            f"{name}: made by a later version of yuanhua ({version}, this one knows {newest}); upgrade,"
            " or set telegram.database to another file"
        )
    for number, sql in steps:
        if number > version:
            try:
                connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\n;PRAGMA user_version = {number:d};\nCOMMIT;")
            except sqlite3.Error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
