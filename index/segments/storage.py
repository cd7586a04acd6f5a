"""A Segment's file, and the file of what was removed from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.articles import Records, record
from index.segments.container import ContainerError, read, write
from index.segments.segment import NAMES, Arrays, Segment
from index.segments.snapshot import Removed
from index.segments.strings import joined

_RECORDS = ("record_bytes", "record_starts")
_REMOVED = ("articles", "terms", "frequencies")


def record_arrays(segment: Segment) -> Arrays:
    """A Segment's articles as arrays."""
    if isinstance(segment.articles, Records):
        return {"record_bytes": segment.articles.content, "record_starts": segment.articles.starts}
    return dict(zip(_RECORDS, joined(map(record, segment.articles)), strict=True))


def write_segment(segment: Segment, path: Path) -> None:
    """A Segment into a new file.

    Raises:
        OSError: the file exists, or there is no room.
    """
    write(path, {**record_arrays(segment), **{name: segment.arrays[name] for name in NAMES}})


def read_segment(path: Path, name: str) -> Segment:
    """The Segment of a file, mapped.

    Raises:
        OSError: it cannot be read.
        ContainerError: it is no Segment's file.
    """
    arrays = read(path)
    if missing := {*_RECORDS, *NAMES} - arrays.keys():
        raise ContainerError(f"{path.name} lacks {min(missing)}")
    return Segment(name, Records(arrays["record_bytes"], arrays["record_starts"]), arrays)


def write_removed(removed: Removed, path: Path) -> None:
    """What was removed into a new file.

    Raises:
        OSError: the file exists, or there is no room.
    """
    write(path, {"articles": removed.articles, "terms": removed.terms, "frequencies": removed.frequencies})


def read_removed(path: Path, name: str) -> Removed:
    """What was removed, from its file.

    Raises:
        OSError: it cannot be read.
        ContainerError: it is no such file.
    """
    arrays = read(path)
    if missing := set(_REMOVED) - arrays.keys():
        raise ContainerError(f"{path.name} lacks {min(missing)}")
    return Removed(arrays["articles"].astype(np.int32), arrays["terms"].astype(np.int32), arrays["frequencies"], name)
