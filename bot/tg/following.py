"""Whether the articles are still those that were read; cheap enough to be asked every few seconds.

Another process may add, change or remove articles. That shows in the time or the size of their files; or, where an
index is asked by itself, of the file that names the snapshot in force. Where files are asked, their index is only what
was made of them: that it is made anew, be it by another version of the program, changes no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.assembly import index_place, on_cluster
from index.errors import IndexFileError
from index.files import saved_digest
from index.segments.directory import CURRENT

if TYPE_CHECKING:
    from bot.assembly import Sources
    from bot.config import Config

Stamp: TypeAlias = frozenset[tuple[str, int, int, int]]
"""Path, size in bytes, time in nanoseconds and inode of files and folders; −1 where there is none."""

_MANY = 2_000
"""Files of a larger library are not looked at each: what is added or removed shows in the folder's time, too."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Looks at all that the articles of some sources depend on."""

    config: Config
    sources: Sources

    def __call__(self) -> Stamp:
        """What there is to see; another one as soon as anything has changed."""
        return frozenset(_seen(path) for path in self._paths())

    def is_behind(self, digest: str) -> bool:
        """Whether the kept index is of other articles than those of this digest.

        So it is for who read the articles while another process had not finished with their index.
        """
        if on_cluster(self.config, self.sources):
            return False
        try:
            return saved_digest(index_place(self.config, self.sources)) != digest
        except IndexFileError:
            return False  # It could not be kept, and is in memory.

    def _paths(self) -> Iterator[Path]:
        if self.config.answer.aliases is not None:
            yield self.config.answer.aliases
        if self.sources.corpus:
            yield from self.sources.corpus
        elif self.sources.index is not None:
            yield self.sources.index / CURRENT
        else:
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
