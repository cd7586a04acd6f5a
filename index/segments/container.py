"""Named arrays in one file, mapped as they are: nothing is read before it is looked at, and nothing is unpickled.

    8 bytes         magic
    8 bytes         length of the header, little-endian
    header          JSON: each array's name, type ("<i4"), length, and where it begins in the file
    arrays          each begins at a multiple of 64

One file takes one mapping, however many arrays it has; processes that map the same file share its pages.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"YUANHUA2"
_ALIGNED = 64
_SMALL = 1 << 16
_TYPES = frozenset({"|u1", "<u2", "<u4", "<i4", "<i8"})


class ContainerError(ValueError):
    """The file is no container, or not a whole one."""


def create(path: Path, layout: Mapping[str, tuple[Any, int]]) -> dict[str, NDArray[Any]]:
    """A new file for arrays of these types and lengths; what is returned is mapped and can be filled.

    Call ``sync`` when it is full.

    Raises:
        OSError: the file exists, or there is no room.
    """
    header, size = _header({name: (np.dtype(kind), length) for name, (kind, length) in layout.items()})
    with path.open("xb+") as file:
        file.write(header)
        # Room is taken now, so that a full disk is an error here and no signal while a page is written.
        os.posix_fallocate(file.fileno(), 0, size)
        mapped = mmap.mmap(file.fileno(), size)
    return _arrays(mapped, path)


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Arrays into a new file, which is on the disk afterwards.

    Raises:
        OSError: the file exists, or there is no room.
    """
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    header, size = _header({name: (array.dtype, len(array)) for name, array in contiguous.items()})
    with path.open("xb") as file:
        file.write(header)
        for array in contiguous.values():
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            file.write(array.tobytes() if array.nbytes < _SMALL else array.data)
        file.write(b"\0" * (size - file.tell()))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file, mapped and not writable.

    Raises:
        OSError: it cannot be read.
        ContainerError: it is no container, or was cut short.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(MAGIC) + 8:
            raise ContainerError(f"{path.name} is {size} bytes long")
        return _arrays(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ), path)


def sync(path: Path) -> None:
    """Has a file or folder written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _header(layout: Mapping[str, tuple[np.dtype[Any], int]]) -> tuple[bytes, int]:
    """The bytes before the first array, and the size of the whole file."""
    entries = [[name, kind.str, length, 0] for name, (kind, length) in layout.items()]
    # Offsets have a fixed width, so that the header's length does not depend on them.
    room = len(_dumped(entries)) + 20 * len(entries)
    place = len(MAGIC) + 8 + room
    for entry, (kind, length) in zip(entries, layout.values(), strict=True):
        place += -place % _ALIGNED
        entry[3] = place
        place += kind.itemsize * length
    return MAGIC + room.to_bytes(8, "little") + _dumped(entries).ljust(room), max(place, len(MAGIC) + 8 + room)


def _dumped(entries: list[list[Any]]) -> bytes:
    return json.dumps(entries, separators=(",", ":")).encode("ascii")


def _arrays(mapped: mmap.mmap, path: Path) -> dict[str, NDArray[Any]]:
    if mapped[: len(MAGIC)] != MAGIC:
        raise ContainerError(f"{path.name} begins unlike a file of an index")
    room = int.from_bytes(mapped[len(MAGIC) : len(MAGIC) + 8], "little")
    arrays: dict[str, NDArray[Any]] = {}
    try:
        for name, kind, length, place in json.loads(mapped[len(MAGIC) + 8 : len(MAGIC) + 8 + room]):
            if kind not in _TYPES:
                raise ContainerError(f"{path.name}: {name} is of the unknown type {kind}")
            arrays[name] = np.frombuffer(mapped, dtype=kind, count=length, offset=place)
    except (TypeError, ValueError) as error:
        raise ContainerError(f"{path.name}: {error}") from error
    return arrays
