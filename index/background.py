"""Merging of large Segments beside the writers: the work is done while others write, only the swap excludes them.

``python -m index.background DIR`` merges what is due in an index, by a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from index.errors import BusyIndexError, IndexFileError
from index.files import unwritable
from index.segments import directory as on_disk
from index.segments.making import new_name
from index.segments.member import Member
from index.segments.merging import merge
from index.segments.snapshot import Snapshot
from index.segments.storage import read_segment
from index.updating import due, replaced_by

_PATIENCE = 600.0
_PAUSE = 0.2


def merge_due(directory: Path, patience: float = _PATIENCE) -> int:
    """Merges Segments of an index until none is due; another process that merges there is left to it.

    Args:
        directory: the index.
        patience: seconds to wait for a writer before what was merged is dropped.

    Returns:
        How many merges were done.

    Raises:
        IndexFileError: the index cannot be read or written; it stays as it was.
    """
    done = 0
    try:
        with on_disk.merging(directory) as ours:
            while ours and (group := due(on_disk.read_current(directory).snapshot.members)):
                if not _merge(directory, group, patience):
                    break
                done += 1
    except OSError as error:
        raise unwritable(directory, error) from error
    return done


def start_merging(directory: Path) -> None:
    """Starts a process of low priority that merges what is due, and does not wait for it."""
    subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "index.background", str(directory)],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def is_due(directory: Path) -> bool:
    """Whether there is something to merge in an index."""
    return bool(due(on_disk.read_current(directory).snapshot.members))


def _merge(directory: Path, group: tuple[Member, ...], patience: float) -> bool:
    name = new_name()
    scratch = on_disk.scratch_path(directory, name)
    try:
        merge(group, scratch)
        end = time.monotonic() + patience
        while True:
            try:
                with on_disk.writing(directory):
                    return _swapped(directory, group, scratch, name)
            except BusyIndexError:
                if time.monotonic() > end:
                    return False
                time.sleep(_PAUSE)
    finally:
        scratch.unlink(missing_ok=True)


def _swapped(directory: Path, group: tuple[Member, ...], scratch: Path, name: str) -> bool:
    """Puts what was merged in the place of its sources, without what was removed from them meanwhile."""
    saved = on_disk.read_current(directory)
    now = {member.segment.name: member for member in saved.snapshot.members}
    if any(member.segment.name not in now for member in group):
        return False
    scratch.replace(on_disk.segment_path(directory, name))
    segment = read_segment(on_disk.segment_path(directory, name), name)
    one = Member(segment, Snapshot(group).totals)
    gone = [
        place
        for member in group
        for article in _gone_since(member, now[member.segment.name])
        if (place := one.place_of(member.segment.article_ids[article])) is not None
    ]
    if gone:
        one = one.without(gone, bool(saved.settings["context"]))
    members = replaced_by(saved.snapshot.members, group, one)
    on_disk.commit(directory, Snapshot(tuple(members)), saved.digest, saved.settings)
    return True


def _gone_since(then: Member, now: Member) -> list[int]:
    return sorted(set(now.removed.articles.tolist()) - set(then.removed.articles.tolist()))


if __name__ == "__main__":
    try:
        merge_due(Path(sys.argv[1]))
    except IndexFileError as error:
        sys.exit(str(error))
