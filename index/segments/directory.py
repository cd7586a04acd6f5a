"""A Snapshot on disk: a folder of files that never change, and one that names the Snapshot in force.

    DIR/CURRENT                 the name of the current snapshot's file
    DIR/snapshot-<name>.json    format, version, digest, settings; each Segment's file with its size and SHA-256
    DIR/<name>.segment          a Segment
    DIR/<name>.removed          what was removed from one
    DIR/LOCK                    held by the process that writes
    DIR/MERGE                   held by the process that merges, beside writers

Files are written whole and reach the disk before ``CURRENT`` is replaced in one step: whoever reads sees the old
Snapshot or the new one, and a crash at any moment leaves the old, beside files that belong to none and that the next
writer clears away. A reader maps all files of its Snapshot when it opens it, and keeps them however long it likes.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from index.errors import BusyIndexError, DamagedIndexError, ForeignIndexError, MissingIndexError
from index.segments.container import fingerprint, sync
from index.segments.snapshot import Member, Snapshot, Totals
from index.segments.storage import read_removed, read_segment, write_removed, write_segment

FORMAT = "yuanhua-index"
VERSION = 3
CURRENT = "CURRENT"
REBUILD = "rebuild it with: yuanhua index --corpus PATH --index DIR"
_LOCK, _MERGE = "LOCK", "MERGE"
_SEGMENT, _REMOVED, _PART = ".segment", ".removed", ".part"
_MERGING = "merging-"
_OURS = (_SEGMENT, _REMOVED, _PART)
_HASHED = 32 * 1024 * 1024
"""Files up to this many bytes are hashed whenever they are opened; of larger ones only the size is compared."""
_TRIES = 5


@dataclass(frozen=True, eq=False)
class Saved:
    """A Snapshot that was read, and what its file says beside.

    Attributes:
        name: the file's name.
        snapshot: the Segments, mapped.
        digest: names the content and the settings.
        settings: as they were written.
    """

    name: str
    snapshot: Snapshot
    digest: str
    settings: Mapping[str, Any]


def current_name(directory: Path) -> str:
    """The name of the current snapshot's file, which changes with every commit.

    Raises:
        MissingIndexError, ForeignIndexError, DamagedIndexError: as their names say.
    """
    if not directory.exists():
        raise MissingIndexError(f"{directory}: no index there; build one with: yuanhua index --corpus PATH --index DIR")
    try:
        name = (directory / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ForeignIndexError(f"{directory}: not an index (no file {CURRENT}); {REBUILD}") from error
    if not name or Path(name).name != name or not (directory / name).exists():
        raise DamagedIndexError(f"{directory}: {CURRENT} names no snapshot; {REBUILD}")
    return name


def read_current(directory: Path, *, thorough: bool = False) -> Saved:
    """The current Snapshot of a folder, with all its files mapped.

    Args:
        directory: the folder.
        thorough: whether large files are hashed as well.

    Raises:
        MissingIndexError, ForeignIndexError, DamagedIndexError: as their names say; the message names the mend.
    """
    for _ in range(_TRIES - 1):
        try:
            return _read(directory, current_name(directory), thorough)
        except DamagedIndexError:
            # A writer may have replaced it between the reading of its name and of its files.
            if not _moved_on(directory):
                raise
    return _read(directory, current_name(directory), thorough)


def saved_digest(directory: Path) -> str:
    """The digest of the current Snapshot, without opening its files.

    Raises:
        IndexFileError: none can be read.
    """
    return str(_manifest(directory, current_name(directory))["digest"])


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """Keeps other writers out of a folder, which is made if need be, and clears away what a crashed one left.

    Raises:
        BusyIndexError: another process has it.
        ForeignIndexError: the folder holds other files; nothing is written.
        OSError: the folder cannot be made or written.
    """
    if directory.is_dir() and any(directory.iterdir()) and not any((directory / n).is_file() for n in (CURRENT, _LOCK)):
        raise ForeignIndexError(f"{directory}: holds other files than an index; name an empty or new directory")
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / _LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise BusyIndexError(
                f"{directory}: process {lock.read().strip() or 'unknown'} is writing to this index; "
                "wait until it is done, or end it"
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        _clear(directory)
        yield


@contextmanager
def merging(directory: Path) -> Iterator[bool]:
    """Marks a folder as one where Segments are being merged; False where another process does so already.

    Raises:
        OSError: the folder cannot be written.
    """
    with (directory / _MERGE).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def scratch_path(directory: Path, name: str) -> Path:
    """Where a Segment is written within ``merging``."""
    return directory / f"{_MERGING}{name}{_PART}"


def commit(directory: Path, snapshot: Snapshot, digest: str, settings: Mapping[str, Any]) -> str:
    """Writes what of a Snapshot is not there yet, makes it the current one, and drops what nobody needs.

    Call within ``writing``.

    Returns:
        The name of the snapshot's file.

    Raises:
        OSError: there is no room; what was current still is.
    """
    name = f"snapshot-{uuid4().hex}.json"
    before = set(directory.iterdir())
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "digest": digest,
        "settings": settings,
        "articles": snapshot.totals.articles,
        "paragraphs": snapshot.totals.paragraphs,
        "segments": [_stored(directory, member) for member in snapshot.members],
    }
    try:
        _write_text(directory / name, json.dumps(manifest, ensure_ascii=True, indent=1))
        beside = directory / f"{uuid4().hex}{_PART}"
        _write_text(beside, name + "\n")
        beside.replace(directory / CURRENT)
        sync(directory)
    except OSError:
        for path in set(directory.iterdir()) - before:
            if path.is_file():
                path.unlink(missing_ok=True)
        raise
    _clear(directory)
    return name


def segment_path(directory: Path, name: str) -> Path:
    """Where a Segment of that name is kept."""
    return directory / f"{name}{_SEGMENT}"


def _stored(directory: Path, member: Member) -> dict[str, Any]:
    """A member as the snapshot's file lists it; its files are written where they are not there."""
    path = segment_path(directory, member.segment.name)
    if not path.exists():
        _written(path, lambda part: write_segment(member.segment, part))
    removed = None
    if len(member.removed):
        gone = directory / f"{member.removed.name}{_REMOVED}"
        if not gone.exists():
            _written(gone, lambda part: write_removed(member.removed, part))
        removed = {"name": member.removed.name, **_file(gone)}
    totals = {**asdict(member.totals), "digests": f"{member.totals.digests:x}"}
    return {"name": member.segment.name, **_file(path), "totals": totals, "removed": removed}


def _written(path: Path, write: Any) -> None:
    part = path.with_name(path.name + _PART)
    part.unlink(missing_ok=True)
    try:
        write(part)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _write_text(path: Path, text: str) -> None:
    with path.open("x", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _file(path: Path) -> dict[str, Any]:
    known = _known(path)
    return known or {"size": path.stat().st_size, "sha256": fingerprint(path)}


def _known(path: Path) -> dict[str, Any] | None:
    """What the current snapshot says of a file, so that it is hashed once in its life."""
    try:
        manifest = json.loads((path.parent / (path.parent / CURRENT).read_text().strip()).read_text())
        for entry in manifest["segments"]:
            for one, suffix in ((entry, _SEGMENT), (entry["removed"], _REMOVED)):
                if one is not None and f"{one['name']}{suffix}" == path.name:
                    return {"size": one["size"], "sha256": one["sha256"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def _read(directory: Path, name: str, thorough: bool) -> Saved:
    manifest = _manifest(directory, name)
    try:
        members = tuple(_member(directory, entry, thorough) for entry in manifest["segments"])
        return Saved(name, Snapshot(members), str(manifest["digest"]), dict(manifest["settings"]))
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise DamagedIndexError(f"{directory}: the index is damaged ({error}); {REBUILD}") from error


def _member(directory: Path, entry: Mapping[str, Any], thorough: bool) -> Member:
    path = segment_path(directory, entry["name"])
    _check(path, entry, thorough)
    segment = read_segment(path, entry["name"])
    totals = Totals(**{**entry["totals"], "digests": int(entry["totals"]["digests"], 16)})
    if entry["removed"] is None:
        return Member(segment, totals)
    gone = directory / f"{entry['removed']['name']}{_REMOVED}"
    _check(gone, entry["removed"], thorough)
    return Member(segment, totals, read_removed(gone, entry["removed"]["name"]))


def _check(path: Path, entry: Mapping[str, Any], thorough: bool) -> None:
    try:
        size = path.stat().st_size
        whole = size == entry["size"]
        if whole and (thorough or size <= _HASHED):
            whole = fingerprint(path) == entry["sha256"]
    except OSError:
        whole = False
    if not whole:
        raise DamagedIndexError(f"{path}: missing, or changed since it was written; {REBUILD}")


def _manifest(directory: Path, name: str) -> Mapping[str, Any]:
    path = directory / name
    if path.is_dir():  # The first format had a folder for each state of the index.
        path = path / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DamagedIndexError(f"{path}: cannot be read; {REBUILD}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ForeignIndexError(f"{path}: not an index of this program; {REBUILD}")
    if manifest.get("version") != VERSION:
        raise ForeignIndexError(
            f"{path}: index format {manifest.get('version')}, this program reads {VERSION}; {REBUILD}"
        )
    return manifest


def _moved_on(directory: Path) -> bool:
    """Whether the current snapshot has all its files now."""
    try:
        manifest = _manifest(directory, current_name(directory))
        return all(segment_path(directory, entry["name"]).exists() for entry in manifest["segments"])
    except (DamagedIndexError, ForeignIndexError, MissingIndexError, KeyError, TypeError):
        return False


def _clear(directory: Path) -> None:
    """Removes files of ours that the current snapshot does not name; what cannot be removed is left."""
    try:
        name = current_name(directory)
        manifest = _manifest(directory, name)
        entries = manifest["segments"]
        keep = {name, *(f"{entry['name']}{_SEGMENT}" for entry in entries)}
        keep |= {f"{entry['removed']['name']}{_REMOVED}" for entry in entries if entry["removed"]}
    except (DamagedIndexError, ForeignIndexError, MissingIndexError, KeyError, TypeError):
        keep = set()
        if (directory / CURRENT).exists():
            return  # What cannot be understood is not cleared; a commit replaces it, and then clears.
    with merging(directory) as nobody_merges:
        for path in directory.iterdir():
            if path.name not in keep and (nobody_merges or not path.name.startswith(_MERGING)):
                _remove(path)


def _remove(path: Path) -> None:
    """Removes a file of ours, or a folder that was."""
    if path.is_dir():
        if path.suffix == _PART or (path / "manifest.json").is_file():
            shutil.rmtree(path, ignore_errors=True)
    elif path.suffix in _OURS or (path.name.startswith("snapshot-") and path.suffix == ".json"):
        path.unlink(missing_ok=True)
