"""What was typed, remembered from one run to the next in a file that only its owner can read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from prompt_toolkit.history import FileHistory, History, InMemoryHistory


class PrivateHistory(FileHistory):
    """A history file of at most so many entries, give or take as many again until it is opened next."""

    def __init__(self, file: Path, limit: int) -> None:
        super().__init__(str(file))
        self._limit = limit

    def load_history_strings(self) -> Iterable[str]:
        """The entries, newest first."""
        return islice(super().load_history_strings(), self._limit)

    def store_string(self, string: str) -> None:
        """Appends an entry; one that cannot be written is remembered for this run only."""
        try:
            super().store_string(string.encode("utf-8", "replace").decode("utf-8"))
        except OSError:
            return


def open_history(file: Path, limit: int, note: Callable[[str], None]) -> History:
    """The history kept in ``file``; one of this run only if ``limit`` is 0 or it cannot be kept, which is noted."""
    if limit == 0:
        return InMemoryHistory()
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600))
        file.chmod(0o600)
        history = PrivateHistory(file, limit)
        _trim(history, file, limit)
    except OSError as error:
        note(f"{file}: the history cannot be kept ({error.strerror}); check the permissions")
        return InMemoryHistory()
    return history


def _trim(history: PrivateHistory, file: Path, limit: int) -> None:
    """Rewrites a file that has grown to twice its limit."""
    if file.read_bytes().count(b"\n#") < 2 * limit:
        return
    kept = list(history.load_history_strings())
    beside = file.with_name(file.name + ".part")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    shorter = PrivateHistory(beside, limit)
    for entry in reversed(kept):
        shorter.store_string(entry)
    beside.replace(file)
