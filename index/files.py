"""A Searcher on disk; how it lies there is in ``index.segments.directory``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.building import open_snapshot
from index.engines.choosing import chosen
from index.errors import DamagedIndexError, IndexFileError
from index.searcher import Searcher
from index.segments import directory as on_disk
from index.settings import IndexSettings, TermSettings
from index.terms.analyzer import Analyzer

FORMAT, VERSION = on_disk.FORMAT, on_disk.VERSION


def save_index(searcher: Searcher, directory: Path) -> None:
    """Write the index beside what is in ``directory`` and make it the current one.

    Raises:
        ForeignIndexError: the directory holds other files; nothing is written.
        BusyIndexError: another process is writing there.
        IndexFileError: the disk is full, read-only, or not ours; what was current still is.
    """
    try:
        with on_disk.writing(directory):
            on_disk.commit(directory, searcher.snapshot, searcher.digest, plain_settings(searcher.settings))
    except OSError as error:
        raise unwritable(directory, error) from error


def open_index(
    directory: Path, terms: TermSettings | None = None, engine: str | None = None, analyzer: Analyzer | None = None
) -> Searcher:
    """The current index of a directory. Its files are mapped, and read as far as they are looked at.

    Args:
        directory: what was given to ``save_index``.
        terms: where to find what the index does not hold (jieba's cache); all else comes from the index.
        engine: which engine ranks, by name; by default the one it was saved with.
        analyzer: one that was made for this index before.

    Raises:
        MissingIndexError, ForeignIndexError, DamagedIndexError: as their names say; the message names the mend.
    """
    saved = on_disk.read_current(directory)
    settings = settings_of(saved.settings, terms or TermSettings(), engine)
    try:
        chosen(settings.engine, saved.snapshot.totals.paragraphs)
    except ValueError as error:  # Saved by a version that had one more.
        raise DamagedIndexError(f"{directory}: {error}; {on_disk.REBUILD}") from error
    return open_snapshot(saved.snapshot, settings, analyzer or Analyzer(settings.terms), saved.digest)


def saved_digest(directory: Path) -> str | None:
    """The digest of the current index of a directory, or None where none can be read."""
    try:
        return on_disk.saved_digest(directory)
    except (IndexFileError, KeyError):
        return None


def verify_index(directory: Path) -> None:
    """Compares every file of an index with what was written, however large.

    Raises:
        MissingIndexError, ForeignIndexError, DamagedIndexError: as their names say; the message names the file.
    """
    on_disk.read_current(directory, thorough=True)


def plain_settings(settings: IndexSettings) -> dict[str, Any]:
    """Settings as they are saved: without the places of files on this machine."""
    plain = asdict(settings)
    for local in ("cache", "user_dictionary"):
        plain["terms"].pop(local)
    return plain


def settings_of(plain: Mapping[str, Any], terms: TermSettings, engine: str | None = None) -> IndexSettings:
    """Saved settings again, with the places of files from ``terms``.

    Raises:
        DamagedIndexError: they were not saved by ``plain_settings``.
    """
    try:
        kept = dict(plain)
        kept["terms"] = TermSettings(**kept["terms"], cache=terms.cache, user_dictionary=terms.user_dictionary)
        if engine is not None:
            kept["engine"] = engine
        return IndexSettings(**kept)
    except (KeyError, TypeError) as error:
        raise DamagedIndexError(f"the index's settings cannot be read ({error}); {on_disk.REBUILD}") from error


def unwritable(directory: Path, error: OSError) -> IndexFileError:
    """What to tell a user when an index cannot be written."""
    reason = error.strerror or str(error)
    return IndexFileError(f"{directory}: cannot write the index ({reason}); free space or name another place")
