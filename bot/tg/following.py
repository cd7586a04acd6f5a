"""Whether the articles are still those that were read; cheap enough to be asked every few seconds.

Another process may add, change or remove articles, build the index anew or merge its segments. Each shows in the time
or the size of a file: the articles' own, or the one that names the index in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.assembly import index_place
from index.segments.directory import CURRENT

if TYPE_CHECKING:
    from bot.assembly import Sources
    from bot.config import Config

Stamp: TypeAlias = frozenset[tuple[str, int, int, int]]
"""Path, size in bytes, time in nanoseconds and inode of files and folders; −1 where there is none."""

_MANY = 2_000
"""Files of a library of more than this are not looked at each; one that is changed in place shows in the index only."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Looks at all that the articles of some sources depend on."""

    config: Config
    sources: Sources

    def __call__(self) -> Stamp:
        """What there is to see; another one as soon as anything has changed."""
        return frozenset(_seen(path) for path in self._paths())

    def _paths(self) -> Iterator[Path]:
        yield index_place(self.config, self.sources) / CURRENT
        if self.config.answer.aliases is not None:
            yield self.config.answer.aliases
        if self.sources.corpus:
            yield from self.sources.corpus
        elif self.sources.index is None:
            yield from _folder(self.config.library_directory)


def _folder(folder: Path) -> Iterator[Path]:
    yield folder
    try:
        files = list(folder.iterdir())
    except OSError:
        return
    if len(files) <= _MANY:
        yield from files


def _seen(path: Path) -> tuple[str, int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), -1, -1, -1
    return str(path), status.st_size, status.st_mtime_ns, status.st_ino
