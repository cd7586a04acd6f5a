"""What can go wrong in the Telegram bot, each message one line that says what to do.

BotError
├── ServiceError          the bot cannot start or cannot go on: no token, a token refused, another instance
└── StorageError          the database cannot be used
    ├── DiskFullError         there is no room to write
    ├── ReadOnlyError         it cannot be written
    ├── LockedError           another process holds it
    └── NewerDatabaseError    a later version made it
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from bot.errors import BotError


class ServiceError(BotError):
    """The bot cannot start, or cannot go on."""


class StorageError(BotError):
    """The database cannot be used."""


class DiskFullError(StorageError):
    """There is no room to write."""


class ReadOnlyError(StorageError):
    """The database cannot be written."""


class LockedError(StorageError):
    """Another process holds the database."""


class NewerDatabaseError(StorageError):
    """A later version of the program made the database."""


_FULL = "{path}: the disk is full; free some space: what was accepted is kept, and work goes on by itself"
_READ_ONLY = "{path}: the database cannot be written; check the permissions of the file and its folder"
_LOCKED = "{path}: another program holds the database; close it, or set telegram.database to another file"
_OTHER = "{path}: the database cannot be used ({error}); check the disk, or set telegram.database to another file"


def storage_error(error: sqlite3.Error | OSError, path: Path) -> StorageError:
    """What an error of SQLite or of the system means to who runs the bot."""
    if isinstance(error, OSError):
        return _system_error(error, path)
    # The low byte is the primary code: https://www.sqlite.org/rescode.html
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DiskFullError(_FULL.format(path=path))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return ReadOnlyError(_READ_ONLY.format(path=path))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LockedError(_LOCKED.format(path=path))
        case _:
            return StorageError(_OTHER.format(path=path, error=error))


def _system_error(error: OSError, path: Path) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFullError(_FULL.format(path=path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnlyError(_READ_ONLY.format(path=path))
    return StorageError(_OTHER.format(path=path, error=error.strerror or error))
