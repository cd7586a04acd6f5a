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

_CONVERSATIONS = """
-- What each chat has chosen; NULL is whatever holds for who chose nothing.
CREATE TABLE chats (
    chat INTEGER PRIMARY KEY,
    language TEXT,
    article TEXT
) STRICT;

-- Questions with their replies: the places of the passages in the articles, never the passages.
CREATE TABLE answers (
    id TEXT PRIMARY KEY,              -- what its buttons carry
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,          -- the topic of a forum, or 0
    question_message INTEGER,         -- NULL where a button asked
    message INTEGER NOT NULL,         -- the one with the buttons
    before TEXT,                      -- the answer it goes on from, which may be gone
    question TEXT NOT NULL,
    article TEXT,                     -- what the question was narrowed to
    reply TEXT NOT NULL,              -- JSON
    answered INTEGER NOT NULL,        -- 0 for an abstention
    place INTEGER NOT NULL,           -- the passage shown last, from 0; -1 = none
    created REAL NOT NULL             -- seconds since the epoch
) STRICT;
CREATE INDEX answers_question ON answers (chat, question_message);
CREATE INDEX answers_created ON answers (created);

-- The messages that show an answer.
CREATE TABLE answer_messages (
    chat INTEGER NOT NULL,
    message INTEGER NOT NULL,
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    PRIMARY KEY (chat, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_messages_answer ON answer_messages (answer);

-- The answer that each chat's next question goes on from.
CREATE TABLE conversations (
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    PRIMARY KEY (chat, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_answer ON conversations (answer);

-- Questions offered on buttons, with an abstention or without.
CREATE TABLE offers (
    id TEXT PRIMARY KEY,              -- what its button carries
    chat INTEGER NOT NULL,
    answer TEXT REFERENCES answers (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    article TEXT NOT NULL,
    created REAL NOT NULL             -- seconds since the epoch
) STRICT;
CREATE INDEX offers_chat ON offers (chat);
CREATE INDEX offers_answer ON offers (answer);
CREATE INDEX offers_created ON offers (created);

CREATE TABLE feedback (
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    user INTEGER NOT NULL,
    verdict INTEGER NOT NULL,         -- 1 good, -1 bad
    at REAL NOT NULL,                 -- seconds since the epoch
    PRIMARY KEY (answer, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_user ON feedback (user);
"""

MIGRATIONS: tuple[tuple[int, str], ...] = ((1, _INBOX), (2, _CONVERSATIONS))
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
