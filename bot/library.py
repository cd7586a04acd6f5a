"""The library: the articles a user keeps, as files in one folder, and the article that comes with the project.

A file is kept byte for byte under its own name, from which the article has its id. It is written beside and moved into
place, so that the folder never holds half an article; what cannot be read is refused before anything is written.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias
from uuid import uuid4

from bot.errors import ArticleExistsError, LibraryError, UnknownArticleError
from corpus.errors import CorpusError, UnreadableError
from corpus.model import Article
from corpus.settings import CorpusSettings

ShippedPolicy: TypeAlias = Literal["when-empty", "always", "never"]
_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".txt", ".text"})


class Outcome(Enum):
    """What became of an article that was to be added."""

    ADDED = auto()
    REPLACED = auto()
    ALREADY_THERE = auto()


@dataclass(frozen=True, slots=True)
class Added:
    """An article that was added, or was there under this id with the same content."""

    article: Article
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    article: Article
    content: bytes


@dataclass(frozen=True, slots=True)
class Library:
    """The articles kept in a folder, which need not exist yet.

    Attributes:
        directory: the folder.
        shipped: when the article that comes with the project belongs to the library.
        settings: how articles are read.
    """

    directory: Path
    shipped: ShippedPolicy
    settings: CorpusSettings

    def own(self) -> tuple[Path, ...]:
        """The files of the articles that were added, by name."""
        return tuple(self.directory / name for name in self._sizes())

    def _sizes(self) -> Mapping[str, int]:
        """The files' names, in order, with their sizes. There may be a hundred thousand: each is looked at once."""
        try:
            with os.scandir(self.directory) as entries:
                return dict(sorted((entry.name, entry.stat().st_size) for entry in entries if _is_article(entry)))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise LibraryError(
                f"{self.directory}: cannot be read ({error.strerror}); set library.path to a folder that can"
            ) from error

    def shipped_files(self) -> tuple[Path, ...]:
        """The files of the shipped articles, where they belong to the library."""
        belongs = self.shipped == "always" or (self.shipped == "when-empty" and not self.own())
        return _shipped() if belongs else ()

    def files(self) -> tuple[Path, ...]:
        """The files of every article in the library, the shipped ones first."""
        return (*self.shipped_files(), *self.own())

    def ids(self) -> tuple[str, ...]:
        """The ids of every article in the library, as the files' names give them."""
        return tuple(_id_of(path.name) for path in self.files())

    def path_of(self, id: str) -> Path:
        """The file of an article.

        Raises:
            UnknownArticleError: there is none of that id; the message names the nearest.
        """
        for path in (*self.own(), *_shipped()):
            if _id_of(path.name) == id:
                return path
        raise UnknownArticleError(_unknown(id, self.ids()))

    def add(self, sources: Sequence[Path], *, replace: bool = False) -> list[Added]:
        """Copies files into the library: all of them, or none where one cannot be read.

        Raises:
            CorpusError: a source cannot be read as an article.
            ArticleExistsError: another article has the id, and ``replace`` was not asked for.
            LibraryError: the folder cannot be written.
        """
        return self._add([self._read(source) for source in sources], replace)

    def add_bytes(self, content: bytes, *, id: str | None, replace: bool = False) -> Added:
        """Adds what came from elsewhere than a file; the id is made from the title where none is given."""
        with TemporaryDirectory(prefix="yuanhua-") as folder:
            path = Path(folder) / f"{_id_of(id) if id else 'stdin'}.md"
            path.write_bytes(content)
            if id is None:
                titled = path.with_name(f"{_id_of(_loaded(path, self.settings).title)}.md")
                path = path.rename(titled)
            return self._add([self._read(path)], replace)[0]

    def remove(self, ids: Sequence[str]) -> None:
        """Deletes articles' files: all of them, or none where one is not in the library.

        Raises:
            UnknownArticleError: there is none of that id.
            LibraryError: it is the shipped one, or cannot be deleted.
        """
        for path in [self._own_path(id) for id in ids]:
            try:
                path.unlink()
            except OSError as error:
                raise LibraryError(
                    f"{path}: cannot be removed ({error.strerror}); check the folder's permissions"
                ) from error

    def _own_path(self, id: str) -> Path:
        path = self.path_of(id)
        if path not in self.own():
            raise LibraryError(
                f'{id}: comes with the project and cannot be removed; set library.shipped = "never" to leave it out'
            )
        return path

    def _read(self, source: Path) -> _Candidate:
        article = _loaded(source, self.settings)
        if not source.is_file():
            raise UnreadableError(
                f"{source}: a pipe or a device, which can be read once only; use: yuanhua add - < FILE"
            )
        try:
            content = source.read_bytes()
        except OSError as error:
            raise UnreadableError(f"{source}: cannot be read ({error.strerror}); check its permissions") from error
        # Hidden files are no articles of the library, nor are files of other kinds; the id stays the same.
        name = source.name.lstrip(".")
        return _Candidate(name if _has_suffix(name) else f"{name}.txt", article, content)

    def _add(self, candidates: Sequence[_Candidate], replace: bool) -> list[Added]:
        own = self._sizes()
        by_id: dict[str, list[str]] = {}
        for name in own:
            by_id.setdefault(_id_of(name), []).append(name)
        planned = [(candidate, *self._plan(candidate, own, by_id, replace)) for candidate in candidates]
        ids = [candidate.article.id for candidate in candidates]
        if repeated := next((id for id in ids if ids.count(id) > 1), None):
            raise ArticleExistsError(f"{repeated}: two of the files would have this id; rename one of them")
        for candidate, outcome, _ in planned:
            if outcome is not Outcome.ALREADY_THERE:
                self._store(candidate, by_id.get(candidate.article.id, ()))
        return [Added(article, outcome) for _, outcome, article in planned]

    def _plan(
        self, candidate: _Candidate, own: Mapping[str, int], ids: Collection[str], replace: bool
    ) -> tuple[Outcome, Article]:
        for name, size in own.items():
            if size == len(candidate.content) and _same(self.directory / name, candidate.content):
                return Outcome.ALREADY_THERE, _loaded(self.directory / name, self.settings)
        id = candidate.article.id
        if id in ids:
            if not replace:
                raise ArticleExistsError(
                    f"{id}: the library has another article of this id; add --replace, or rename the file"
                )
            return Outcome.REPLACED, candidate.article
        return Outcome.ADDED, candidate.article

    def _store(self, candidate: _Candidate, replaced: Sequence[str]) -> None:
        target = self.directory / candidate.name
        beside = self.directory / f".{uuid4().hex}.part"
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with beside.open("xb") as file:
                file.write(candidate.content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
            for old in replaced:
                if old != candidate.name:
                    (self.directory / old).unlink(missing_ok=True)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise LibraryError(
                f"{target}: cannot be written ({error.strerror}); free space, or set library.path to another folder"
            ) from error


def readable(paths: Sequence[Path], settings: CorpusSettings) -> Iterator[tuple[Path, Article | CorpusError]]:
    """Each file with its article, or with what is wrong with it."""
    for path in paths:
        try:
            yield path, _loaded(path, settings)
        except CorpusError as error:
            yield path, error


def _is_article(entry: os.DirEntry[str]) -> bool:
    return _has_suffix(entry.name) and not entry.name.startswith(".") and entry.is_file()


def _has_suffix(name: str) -> bool:
    return name[name.rfind(".") :].lower() in _SUFFIXES


def _same(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _unknown(id: str, known: Sequence[str]) -> str:
    import difflib

    close = difflib.get_close_matches(id, known, 1, cutoff=0.5)
    if close:
        return f"{id}: no such article; did you mean {close[0]}?"
    return f"{id}: no such article and no such file; yuanhua list shows what there is"


# Reading articles takes modules that a question to a saved index does without.


def _id_of(name: str) -> str:
    from corpus.loading import article_id

    return article_id(name)


def _loaded(path: Path, settings: CorpusSettings) -> Article:
    from corpus.loading import load_article

    return load_article(path, settings)


def _shipped() -> tuple[Path, ...]:
    from corpus.shipped import shipped_articles

    return shipped_articles()
