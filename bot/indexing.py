"""Keeping an index of files: built once, then brought up to date by what was added, changed and taken away."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.keeping import Note, Stamp, base, difference, key, read_note, stamped, write_note

if TYPE_CHECKING:
    from bot.assembly import Sources, Watcher
    from bot.config import Config
    from corpus.model import Article
    from index.searcher import Searcher

_MANY: Final = 8 * 1024 * 1024
"""From how many bytes of files on an index is built by several processes, without keeping all articles in memory."""
_MOST_WORKERS: Final = 8
_MOST_TOLD: Final = 1_000
_ROOMS = ("corpus", "index")


def kept(config: Config, sources: Sources, watcher: Watcher) -> Searcher | None:
    """The kept index of the sources, brought up to date; None where there is none, or none that can be.

    Raises:
        CorpusError: a changed file cannot be read; nothing is changed.
    """
    from bot.assembly import index_place
    from index.errors import BusyIndexError, IndexFileError
    from index.files import open_index, saved_digest

    place = index_place(config, sources)
    note = read_note(place)
    if note is None or note.base != _base(config) or saved_digest(place) != note.digest:
        return None
    settings = config.index_settings()
    try:
        try:
            note = _updated(config, place, note, _files(config, sources))
        except BusyIndexError as error:
            watcher.note(str(error))
        if note is None:
            return None
        searcher = open_index(place, settings.terms, settings.engine)
    except IndexFileError:
        return None
    _tell(searcher.articles if len(searcher.articles) <= _MOST_TOLD else (), sources, watcher)
    return searcher


def built(config: Config, sources: Sources, watcher: Watcher, *, must_save: bool) -> Searcher:
    """An index of the sources built anew, and kept.

    Raises:
        CorpusError, BotError: the sources cannot be read.
        IndexFileError: it cannot be kept, and ``must_save`` or a folder with other files in it forbid to go on.
    """
    from bot.assembly import index_place
    from index.errors import ForeignIndexError, IndexFileError

    place = index_place(config, sources)
    reading = _Reading(config, _files(config, sources), watcher)
    try:
        searcher = reading.into(place)
    except IndexFileError as error:
        if must_save or (sources.index is not None and isinstance(error, ForeignIndexError)):
            raise
        watcher.note(str(error))
        searcher = reading.in_memory()
    else:
        write_note(place, Note(_base(config), searcher.digest, reading.began, reading.stamps))
    _tell(searcher.articles if len(searcher.articles) <= _MOST_TOLD else (), sources, watcher)
    return searcher


@dataclass
class _Reading:
    """Files on their way into an index."""

    config: Config
    files: Sequence[Path]
    watcher: Watcher
    # Taken before the files are read: what changes meanwhile is noticed the next time.
    began: int = field(default_factory=time.time_ns)
    stamps: dict[str, Stamp] = field(default_factory=dict)

    def into(self, place: Path) -> Searcher:
        """The index, kept in its place."""
        from index.bulk import build_index
        from index.files import open_index, save_index

        settings = self.config.index_settings()
        sizes = sum(_size(path) for path in self.files)
        if sizes < _MANY:
            searcher = self.in_memory()
            save_index(searcher, place)
            return searcher
        workers = min(_MOST_WORKERS, os.cpu_count() or 1)
        read, paragraphs = 0, 0

        def counted() -> Iterator[Article]:
            nonlocal read, paragraphs
            for article in self._articles():
                read += _size(Path(article.source))
                paragraphs += len(article.paragraphs)
                yield article

        def told(done: int) -> None:
            # How many there will be follows from the share of the files that was read.
            self.watcher.progress(done, max(done, round(paragraphs * sizes / max(1, read))))

        build_index(counted(), place, settings, workers=workers, told=told)
        self.watcher.progress(paragraphs, paragraphs)
        return open_index(place, settings.terms, settings.engine)

    def in_memory(self) -> Searcher:
        """The index, in memory."""
        from index.building import build

        return build(tuple(self._articles()), self.config.index_settings(), self.watcher.progress)

    def _articles(self) -> Iterator[Article]:
        from bot.assembly import corpus_settings
        from bot.errors import LibraryError
        from corpus.loading import each_article

        if not self.files:
            raise LibraryError("the library is empty; add an article with: yuanhua add FILE")
        for article in each_article(self.files, corpus_settings(self.config)):
            path = Path(article.source)
            try:
                self.stamps[key(path)] = stamped(path, article.id)
            except (OSError, ValueError):
                self.stamps.pop(key(path), None)
            yield article


def _updated(config: Config, place: Path, note: Note, files: Sequence[Path]) -> Note | None:
    """The index changed as the files did, and the new note; None where it must be built anew."""
    began = time.time_ns()
    changes = difference(note, files)
    if not changes.read and not changes.gone:
        return note
    from bot.assembly import corpus_settings
    from corpus.loading import load_article
    from index.background import is_due, start_merging
    from index.updating import IndexWriter

    stamps = dict(changes.stamps)
    articles: list[Article] = []
    for path in changes.read:
        article = load_article(path, corpus_settings(config))
        articles.append(article)
        stamps[key(path)] = stamped(path, article.id)
    ids = [stamp.article for stamp in stamps.values()]
    if len(set(ids)) < len(ids) or _renumbered(note, stamps):
        return None  # Files of one name are told apart by numbers, which go by the order of all.
    with IndexWriter(place, config.index_settings()) as writer:
        writer.remove(set(changes.gone) - set(ids))
        writer.add(articles)
        writer.commit()
        new = Note(note.base, writer.digest, began, stamps)
    write_note(place, new)
    if is_due(place):
        start_merging(place)
    return new


def _renumbered(note: Note, stamps: dict[str, Stamp]) -> bool:
    """Whether a file's article would get another id than it had."""
    return any(path in note.files and note.files[path].article != stamp.article for path, stamp in stamps.items())


def _files(config: Config, sources: Sources) -> tuple[Path, ...]:
    from bot.assembly import library

    # A file named twice is read once.
    return tuple({path.resolve(): path for path in reversed(sources.corpus)}.values())[::-1] or library(config).files()


def _base(config: Config) -> str:
    """A name for all that an index depends on besides the files."""
    from bot.assembly import corpus_settings

    settings = replace(config.index_settings(), engine="auto")
    dictionary = settings.terms.user_dictionary
    try:
        words = b"" if dictionary is None else dictionary.read_bytes()
    except OSError:
        words = b""  # What is wrong with it is told when it is used.
    rooms = [Path(__file__).parent.parent / room for room in _ROOMS]
    return base((corpus_settings(config), settings, words), rooms)


def _tell(articles: Sequence[Article], sources: Sources, watcher: Watcher) -> None:
    """What there is to know about how the files of the command line were read; the library's were told when added."""
    if sources.corpus:
        for article in articles:
            for note in article.notes:
                watcher.note(f"{article.source or article.id}: {note}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # Reading it will tell what is wrong.
