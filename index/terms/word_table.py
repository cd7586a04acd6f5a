"""Words with their frequencies in a file of which only what is asked for is read.

Loading a dictionary of half a million words takes longer than everything else between a question and its answer, and a
question needs a few hundred of them. The words lie grouped by their first character; a group is read at once, into
plain values. The file holds no code, and every part of it is checked before it is used.

Layout, in the machine's byte order: the header; for each group its first character, where its text ends, where its
frequencies end, and the CRC of both; the CRC of all so far; the frequencies; the words in UTF-8, parted by line feeds
within a group.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile

_MAGIC = f"yuanhua words 1 {sys.byteorder}".encode()
_HEADER = struct.Struct("=32s64sQII")
"""Magic, name of the source, total, number of groups, number of words."""
_GROUP = 4
_NUMBER = 4
"""Bytes of a number; ``array("I")`` has as many wherever this runs, and ``write_table`` checks it."""


class DamagedTableError(Exception):
    """A table is not what was written, or is of another source."""


class WordTable:
    """A table on disk.

    Args:
        path: what ``write_table`` wrote.
        source: the name it was written with.

    Attributes:
        path: the file.
        total: the number that was kept beside the words.

    Raises:
        OSError: there is no such file, or it cannot be read.
        DamagedTableError: as its name says.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        with path.open("rb") as file:
            try:
                content = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
            except ValueError as error:
                raise DamagedTableError(f"{path}: empty") from error
        try:
            magic, name, self.total, groups, words = _HEADER.unpack_from(content)
        except struct.error as error:
            raise DamagedTableError(f"{path}: too short") from error
        if magic.rstrip(b"\0") != _MAGIC or name.rstrip(b"\0") != _name(source):
            raise DamagedTableError(f"{path}: another kind of file, or of another source")
        begin = _HEADER.size
        middle = begin + groups * _GROUP * _NUMBER
        counts = middle + _NUMBER
        end = counts + words * _NUMBER
        if len(content) < end or zlib.crc32(content[:middle]) != content[middle:counts].cast("I")[0]:
            raise DamagedTableError(f"{path}: not what was written")
        numbers = content[begin:middle].cast("I")
        self._firsts, self._text_ends, self._ends, self._checks = (
            numbers[kind * groups : (kind + 1) * groups] for kind in range(_GROUP)
        )
        self._frequencies, self._text = content[counts:end], content[end:]

    def beginning(self, first: str) -> Iterator[tuple[str, int]]:
        """The words that begin with a character, with their frequencies.

        Raises:
            DamagedTableError: this part of the file is not what was written.
        """
        code = ord(first)
        place = bisect_left(self._firsts, code)
        if place == len(self._firsts) or self._firsts[place] != code:
            return iter(())
        before = place - 1
        text = self._text[self._text_ends[before] if place else 0 : self._text_ends[place]]
        begin, end = self._ends[before] if place else 0, self._ends[place]
        frequencies = self._frequencies[begin * _NUMBER : end * _NUMBER]
        if zlib.crc32(frequencies, zlib.crc32(text)) != self._checks[place]:
            raise DamagedTableError(f"the words with {first}: not what was written")
        return zip(str(text, "utf-8").split("\n"), frequencies.cast("I").tolist(), strict=True)


def write_table(path: Path, source: str, words: Mapping[str, int], total: int) -> None:
    """Writes a table beside its place and moves it there, so that nobody ever reads half of one.

    Args:
        path: where it goes.
        source: a name of at most 64 bytes for what the words are from.
        words: frequencies by word; no word is empty or has a line feed in it.
        total: a number to keep beside them.

    Raises:
        OSError: it cannot be written.
        OverflowError: a frequency does not fit into 32 bits.
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    firsts, text_ends, ends, checks = (array("I") for _ in range(_GROUP))
    frequencies, texts, length = array("I"), list[bytes](), 0
    assert frequencies.itemsize == _NUMBER
    for first in sorted(groups):
        text = "\n".join(groups[first]).encode()
        own = array("I", [words[word] for word in groups[first]])
        frequencies.extend(own)
        texts.append(text)
        length += len(text)
        firsts.append(ord(first))
        text_ends.append(length)
        ends.append(len(frequencies))
        checks.append(zlib.crc32(own, zlib.crc32(text)))
    header = _HEADER.pack(_MAGIC, _name(source), total, len(groups), len(frequencies))
    top = header + b"".join(column.tobytes() for column in (firsts, text_ends, ends, checks))
    check = array("I", [zlib.crc32(top)])
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as file:
        try:
            file.write(b"".join([top, check.tobytes(), frequencies.tobytes(), *texts]))
            file.close()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def make_private(directory: Path) -> bool:
    """Makes a folder for what is kept, if there is none; False where it cannot be, or others may write there."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = directory.stat().st_mode & 0o022 == 0
    except OSError:
        return False
    return mine


def _name(source: str) -> bytes:
    return source.encode()[:64]
