"""The parts put together: settings into a Searcher and an Answerer. Front-ends ask here and build neither.

A built index is kept in a folder of its sources; ``bot.indexing`` brings it up to date.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import AbstractContextManager
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
    from index.engines.cluster.connection import Connection
    from index.searcher import Searcher


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

    def preparing(self) -> AbstractContextManager[None]:
        """Entered while the dictionary is parsed, which takes a second or two and happens once."""
        ...


def open_searcher(config: Config, sources: Sources, watcher: Watcher) -> Searcher:
    """A Searcher over the sources: opened where a current index of them is saved, else built and saved.

    An index in the cache that cannot be saved (a full disk) is only noted.

    Raises:
        CorpusError, SearchError, BotError: what their names say; nothing is built.
    """
    _prepare_dictionary(config, watcher)
    if sources.index is not None and not sources.corpus:
        from index.files import open_index

        return open_index(sources.index, config.index_settings().terms)
    if on_cluster(config, sources) and not sources.corpus:
        from index.engines.cluster.searcher import open_on_cluster

        return open_on_cluster(_connection(config), config.index_settings().terms)
    from bot.indexing import kept

    return kept(config, sources, watcher) or build_searcher(config, sources, watcher)


def build_searcher(config: Config, sources: Sources, watcher: Watcher, *, must_save: bool = False) -> Searcher:
    """A Searcher built anew, and saved.

    Raises:
        CorpusError, BotError: the sources cannot be read.
        IndexFileError: the index cannot be saved, and ``must_save`` or a folder with other files in it forbid to go on.
    """
    from bot.indexing import built, kept

    _prepare_dictionary(config, watcher)
    if must_save and on_cluster(config, sources):
        from index.engines.cluster.searcher import build_on_cluster

        # The index that is kept here is brought up to date, which costs what has changed, and sent.
        connection = _connection(config)
        here = kept(config, sources, watcher) or built(config, sources, watcher, must_save=True)
        return build_on_cluster(connection, here, watcher.progress)
    return built(config, sources, watcher, must_save=must_save)


def on_cluster(config: Config, sources: Sources) -> bool:
    """Whether an index of these sources belongs on the cluster, where no folder is named for it."""
    return config.index.engine == "cluster" and sources.index is None


def make_answerer(config: Config, searcher: Searcher) -> Answerer:
    """The Answerer over a Searcher, with what was learned."""
    from bot.answer.answerer import Answerer
    from bot.dictionary import KeptSenses, read_dictionary
    from bot.learned import load_aliases, load_models

    aliases, senses = load_aliases(config.answer.aliases), KeptSenses(config.index_settings().terms.cache)
    return Answerer(searcher, answer_settings(config), load_models(), aliases, read_dictionary, senses)


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


def _prepare_dictionary(config: Config, watcher: Watcher) -> None:
    from bot.dictionary import KeptSenses
    from index.terms.words import is_dictionary_kept, keep_dictionary

    terms = config.index_settings().terms
    senses = KeptSenses(terms.cache)
    if not is_dictionary_kept(terms) or not senses.is_kept:
        with watcher.preparing():
            keep_dictionary(terms)
            senses.keep()


def _connection(config: Config) -> Connection:
    from bot.errors import ConfigError

    if find_spec("opensearchpy") is None:
        raise ConfigError("index.engine: the cluster needs opensearch-py; install it with: pip install -e '.[cluster]'")
    from index.engines.cluster.connection import Connection

    return Connection(config.cluster_settings())
