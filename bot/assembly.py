"""The parts put together: settings into a Searcher and an Answerer. Front-ends ask here and build neither.

A built index is kept in a folder of its sources, beside a note of what it was made from: the bytes of the files, the
settings, and the modules that read and cut them. While the note holds, the index is opened and no source is parsed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.answer.settings import AnswerSettings
from corpus.settings import CorpusSettings

if TYPE_CHECKING:
    from bot.answer.answerer import Answerer
    from bot.config import Config
    from bot.library import Library
    from corpus.model import Article
    from index.engines.cluster.connection import Connection
    from index.searcher import Searcher

_NOTE = "SOURCES"
_ROOMS = ("corpus", "index")


@dataclass(frozen=True, slots=True)
class Sources:
    """What to ask: files, a saved index, or (neither given) the library.

    Attributes:
        corpus: the files.
        index: where the index is kept; with ``corpus``, it is brought up to date.
    """

    corpus: tuple[Path, ...] = ()
    index: Path | None = None


class Watcher(Protocol):
    """Is told what happens on the way to a Searcher."""

    def progress(self, done: int, total: int) -> None:
        """``done`` of ``total`` paragraphs are indexed."""
        ...

    def note(self, text: str) -> None:
        """Something a user should know, and go on."""
        ...


def open_searcher(config: Config, sources: Sources, watcher: Watcher) -> Searcher:
    """A Searcher over the sources: opened where a current index of them is saved, else built and saved.

    An index in the cache that cannot be saved (a full disk) is only noted.

    Raises:
        CorpusError, SearchError, BotError: what their names say; nothing is built.
    """
    if sources.index is not None and not sources.corpus:
        from index.files import open_index

        return open_index(sources.index, config.index_settings().terms)
    if on_cluster(config, sources) and not sources.corpus:
        from index.engines.cluster.searcher import open_on_cluster

        return open_on_cluster(_connection(config), config.index_settings().terms)
    return _current(config, sources, watcher) or build_searcher(config, sources, watcher)


def build_searcher(config: Config, sources: Sources, watcher: Watcher, *, must_save: bool = False) -> Searcher:
    """A Searcher built anew, and saved.

    Raises:
        CorpusError, BotError: the sources cannot be read.
        IndexFileError: the index cannot be saved, and ``must_save`` or a folder with other files in it forbid to go on.
    """
    from index.building import build
    from index.errors import ForeignIndexError, IndexFileError
    from index.files import save_index

    if must_save and on_cluster(config, sources):
        from index.engines.cluster.searcher import build_on_cluster

        articles = _load(config, sources)
        return build_on_cluster(_connection(config), articles, config.index_settings(), watcher.progress)
    # Taken before the files are read: what changes meanwhile is noticed the next time.
    made_from = _made_from(config, sources)
    searcher = build(_load(config, sources), config.index_settings(), watcher.progress)
    _tell_notes(searcher, sources, watcher)
    place = index_place(config, sources)
    try:
        save_index(searcher, place)
        _write_note(place, f"{made_from} {searcher.digest}\n")
    except IndexFileError as error:
        if must_save or (sources.index is not None and isinstance(error, ForeignIndexError)):
            raise
        watcher.note(str(error))
    return searcher


def on_cluster(config: Config, sources: Sources) -> bool:
    """Whether an index of these sources belongs on the cluster, where no folder is named for it."""
    return config.index.engine == "cluster" and sources.index is None


def make_answerer(config: Config, searcher: Searcher) -> Answerer:
    """The Answerer over a Searcher, with what was learned."""
    from bot.answer.answerer import Answerer
    from bot.learned import load_aliases, load_models

    return Answerer(searcher, answer_settings(config), load_models(), load_aliases(config.answer.aliases))


def warm_up(searcher: Searcher) -> None:
    """Loads the dictionary, which the first question would otherwise be charged for."""
    searcher.analyzer.query("字词")


def library(config: Config) -> Library:
    """The library the settings name."""
    from bot.library import Library

    return Library(config.library_directory, config.library.shipped, corpus_settings(config))


def index_place(config: Config, sources: Sources) -> Path:
    """The folder for the sources' index: the one given, or one in the cache that these files have to themselves."""
    if sources.index is not None:
        return sources.index
    if not sources.corpus:
        return config.index_directory / "library"
    names = "\0".join(sorted(str(path.resolve()) for path in sources.corpus))
    return config.index_directory / hashlib.sha256(os.fsencode(names)).hexdigest()[:16]


def corpus_settings(config: Config) -> CorpusSettings:
    """How articles are read, as the corpus takes it."""
    corpus = config.corpus
    return CorpusSettings(corpus.max_paragraph, corpus.min_paragraph, corpus.max_megabytes * 1024 * 1024)


def answer_settings(config: Config) -> AnswerSettings:
    """How questions are answered, as the Answerer takes it."""
    answer = config.answer
    return AnswerSettings(answer.quotes, answer.threshold, answer.max_question)


def _connection(config: Config) -> Connection:
    from bot.errors import ConfigError

    if find_spec("opensearchpy") is None:
        raise ConfigError("index.engine: the cluster needs opensearch-py; install it with: pip install -e '.[cluster]'")
    from index.engines.cluster.connection import Connection

    return Connection(config.cluster_settings())


def _load(config: Config, sources: Sources) -> tuple[Article, ...]:
    from bot.errors import LibraryError
    from corpus.loading import load_articles

    files = sources.corpus or library(config).files()
    if not files:
        raise LibraryError("the library is empty; add an article with: yuanhua add FILE")
    return load_articles(files, corpus_settings(config))


def _tell_notes(searcher: Searcher, sources: Sources, watcher: Watcher) -> None:
    """What there is to know about how the files of the command line were read; the library's were told when added."""
    if sources.corpus:
        for article in searcher.articles:
            for note in article.notes:
                watcher.note(f"{article.source or article.id}: {note}")


def _current(config: Config, sources: Sources, watcher: Watcher) -> Searcher | None:
    """The saved index, where its note holds and it is whole."""
    from index.errors import IndexFileError
    from index.files import open_index

    place = index_place(config, sources)
    noted, _, digest = _read_note(place).partition(" ")
    if not noted or noted != _made_from(config, sources):
        return None
    try:
        searcher = open_index(place, config.index_settings().terms)
    except IndexFileError:
        return None
    if searcher.digest != digest:
        return None
    _tell_notes(searcher, sources, watcher)
    return searcher


def _made_from(config: Config, sources: Sources) -> str:
    """A name for all an index depends on; empty where a file cannot be read, which loading will explain."""
    settings = config.index_settings()
    hashed = hashlib.sha256(repr((corpus_settings(config), settings, sources.corpus, config.library.shipped)).encode())
    for room in _ROOMS:
        for path in _files_of(Path(__file__).parent.parent / room):
            status = path.stat()
            hashed.update(repr((str(path), status.st_size, status.st_mtime_ns)).encode())
    files = sources.corpus or library(config).own()
    if settings.terms.user_dictionary is not None:
        files = (*files, settings.terms.user_dictionary)
    try:
        for path in files:
            if not path.is_file():  # A device may never end.
                return ""
            with path.open("rb") as file:
                hashed.update(repr(path.name).encode() + hashlib.file_digest(file, "sha256").digest())
    except (OSError, ValueError):
        return ""
    return hashed.hexdigest()


def _files_of(room: Path) -> Iterator[Path]:
    return (path for path in sorted(room.rglob("*")) if path.suffix in {".py", ".txt", ".md"})


def _read_note(place: Path) -> str:
    try:
        return (place / _NOTE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _write_note(place: Path, text: str) -> None:
    """Writes the note; without one, the index is built again the next time."""
    beside = place / f"{_NOTE}.{os.getpid()}"
    try:
        beside.write_text(text, encoding="ascii")
        beside.replace(place / _NOTE)
    except OSError:
        return
