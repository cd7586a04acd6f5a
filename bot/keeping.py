"""What a kept index was made from, so that it is brought up to date at the cost of what changed.

Beside the index lies a note: what all of it depends on (the settings, the modules that read and cut), and a stamp of
each file. A file whose size and time are as noted is not read again, unless it changed so shortly before the note that
its time cannot tell.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_NOTE = "SOURCES.json"
_COARSE = 2_000_000_000
"""Nanoseconds within which two writes of a file may have the same time."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was read: its size in bytes, its time in nanoseconds, its SHA-256, and the article made of it."""

    size: int
    time: int
    sha256: str
    article: str


@dataclass(frozen=True, slots=True)
class Note:
    """What an index was made from.

    Attributes:
        base: names the settings and the modules.
        digest: the index's digest.
        written: when, in nanoseconds.
        files: a stamp for each file, by its path.
    """

    base: str
    digest: str
    written: int
    files: Mapping[str, Stamp]


@dataclass(frozen=True, slots=True)
class Difference:
    """How files differ from those noted.

    Attributes:
        read: files that are new or have another content.
        gone: ids of articles whose files are no longer among them.
        stamps: of the files that are as they were.
    """

    read: tuple[Path, ...]
    gone: tuple[str, ...]
    stamps: Mapping[str, Stamp]


def read_note(place: Path) -> Note | None:
    """The note beside an index, or None where there is none that can be read."""
    try:
        plain = json.loads((place / _NOTE).read_bytes())
        files = {path: Stamp(*stamp) for path, stamp in plain["files"].items()}
        return Note(plain["base"], plain["digest"], plain["written"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_note(place: Path, note: Note) -> None:
    """Writes the note; where it cannot be, the index is built again the next time."""
    beside = place / f"{_NOTE}.{os.getpid()}"
    files = {path: list(asdict(stamp).values()) for path, stamp in note.files.items()}
    plain = {"base": note.base, "digest": note.digest, "written": note.written, "files": files}
    try:
        beside.write_text(json.dumps(plain), encoding="ascii")
        beside.replace(place / _NOTE)
    except OSError:
        return


def key(path: Path) -> str:
    """What a file is noted under."""
    return str(path.absolute())


def stamped(path: Path, article: str) -> Stamp:
    """The stamp of a file.

    Raises:
        OSError: it cannot be read.
    """
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns, _sha256(path), article)


def difference(note: Note, files: Sequence[Path]) -> Difference:
    """How files differ from those noted; what cannot be read counts as changed."""
    read: list[Path] = []
    stamps: dict[str, Stamp] = {}
    for path in files:
        known = note.files.get(key(path))
        same = known and _as_noted(path, known, note.written)
        if same:
            stamps[key(path)] = same
        else:
            read.append(path)
    there = {key(path) for path in files}
    gone = tuple(stamp.article for path, stamp in note.files.items() if path not in there)
    return Difference(tuple(read), gone, stamps)


def base(settings: object, rooms: Iterable[Path]) -> str:
    """A name for settings and for the modules of the rooms."""
    hashed = hashlib.sha256(repr(settings).encode())
    for room in rooms:
        for path in _modules(room):
            status = path.stat()
            hashed.update(repr((str(path), status.st_size, status.st_mtime_ns)).encode())
    return hashed.hexdigest()


def _as_noted(path: Path, known: Stamp, written: int) -> Stamp | None:
    """The stamp of a file that still has the content noted."""
    try:
        status = path.stat()
        if status.st_size != known.size:
            return None
        if status.st_mtime_ns == known.time and known.time < written - _COARSE:
            return known
        if _sha256(path) != known.sha256:
            return None
        return Stamp(known.size, status.st_mtime_ns, known.sha256, known.article)
    except (OSError, ValueError):
        return None


def _modules(room: Path) -> Iterator[Path]:
    return (path for path in sorted(room.rglob("*")) if path.suffix in {".py", ".txt", ".md"})


def _sha256(path: Path) -> str:
    if not path.is_file():  # A device may never end.
        raise ValueError(f"{path}: no file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
