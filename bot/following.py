"""A library that other programs change while this one has it open: noticed cheaply, and opened anew.

What is open stays as it is until what it has become was opened; where that fails, it stays.
"""

from __future__ import annotations

import time
from collections.abc import Hashable
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.assembly import Sources, Watcher, index_place, library, open_searcher
from bot.errors import BotError
from corpus.errors import CorpusError
from index.errors import SearchError

if TYPE_CHECKING:
    from bot.config import Config
    from index.searcher import Searcher

_PAUSE = 1.0
"""Seconds within which a cluster is not asked again whether its index was built anew."""
_MOST_FILES = 100
"""Of more files named than this, only the index is looked at."""


class Following:
    """The Searcher over some sources, and whether it is still what they are.

    Attributes:
        searcher: what was opened last.
    """

    def __init__(self, config: Config, sources: Sources, watcher: Watcher) -> None:
        """Opens the sources.

        Raises:
            CorpusError, SearchError, BotError: as ``open_searcher``.
        """
        self._config = config
        self._sources = sources
        self._watcher = watcher
        # Before it is opened: what changes meanwhile is noticed the next time.
        self._files = self._files_now()
        self.searcher = open_searcher(config, sources, watcher)
        self._asked = time.monotonic()

    def changed(self) -> bool:
        """Whether another program has changed the library, the files or the index since; a fraction of a millisecond.

        A cluster is asked, once a second at most; one that cannot be reached has not changed.
        """
        if self._files != self._files_now():
            return True
        if _is_on_cluster(self.searcher):
            return self._is_superseded()
        from index.files import saved_digest

        return saved_digest(index_place(self._config, self._sources)) not in (None, self.searcher.digest)

    def renewed(self) -> Searcher | None:
        """A new Searcher where something has changed, which is ``searcher`` from then on; None where all is as it was.

        Where the sources cannot be read now, that is noted, and the Searcher stays until they change again.
        """
        if not self.changed():
            return None
        self._files = self._files_now()
        try:
            new = open_searcher(self._config, self._sources, self._watcher)
        except (CorpusError, SearchError, BotError) as error:
            self._watcher.note(str(error))
            return None
        if new.digest == self.searcher.digest and not _is_on_cluster(new):
            return None
        self.searcher = new
        return new

    def _is_superseded(self) -> bool:
        now = time.monotonic()
        if now - self._asked < _PAUSE:
            return False
        self._asked = now
        with suppress(SearchError):
            return bool(getattr(self.searcher, "superseded", False))
        return False

    def _files_now(self) -> Hashable:
        """What changes with the files: the times of the library's folder, or of the files named, and their sizes."""
        if self._sources.index is not None and not self._sources.corpus:
            return None
        paths = self._sources.corpus[:_MOST_FILES] or (library(self._config).directory,)
        stamps: list[Hashable] = []
        for path in paths:
            try:
                status = path.stat()
                stamps.append((status.st_mtime_ns, status.st_size, status.st_ino))
            except OSError:
                stamps.append(None)
        return tuple(stamps)


def _is_on_cluster(searcher: Searcher) -> bool:
    return hasattr(searcher, "superseded")
