"""Changing an index where it lies: articles come and go at the cost of themselves, not of the library.

What is added becomes a Segment of its own, what is removed is noted beside the Segment that has it. So that Segments
stay few, those of like size are merged: each article is copied as often as the library grew eightfold. Readers keep
the Snapshot they opened; the index answers as one built anew from the articles that are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from corpus.model import Article
from index.building import digest_of
from index.errors import IndexFileError, MissingIndexError
from index.files import plain_settings, unwritable
from index.segments import directory as on_disk
from index.segments.making import Done, article_digest, make_segment, new_name
from index.segments.merging import merge
from index.segments.snapshot import Member, Snapshot
from index.segments.storage import read_segment
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer

_TIER = 8
"""How many Segments of like size are merged, and how much larger the next size is."""
_SMALLEST = 256
_MOSTLY_GONE = 0.5
_AT_ONCE = 20_000
"""Merges of up to this many paragraphs are done by the writer itself, in less than a second."""


class SettingsChangedError(IndexFileError):
    """The index was built with other settings than it is now to be changed with."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did: ids of articles.

    Attributes:
        added: were not there before.
        replaced: were there with another content.
        removed: are no longer there.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class IndexWriter:
    """Adds articles to an index and removes them; one process at a time can. Use it as a context.

    Nothing is changed before ``commit``; leaving the context without it leaves the index as it was.
    """

    def __init__(self, directory: Path, settings: IndexSettings, analyzer: Analyzer | None = None) -> None:
        self._directory = directory
        self._settings = settings
        self._analyzer = analyzer
        self._members: list[Member] = []
        self._stack = ExitStack()

    def __enter__(self) -> IndexWriter:
        """Takes the index.

        Raises:
            BusyIndexError: another process is writing to it.
            SettingsChangedError: it was built with other settings, and must be built anew.
            IndexFileError: it cannot be read or written.
        """
        try:
            self._stack.enter_context(on_disk.writing(self._directory))
        except OSError as error:
            raise unwritable(self._directory, error) from error
        try:
            self._members = list(self._current())
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def snapshot(self) -> Snapshot:
        """What there would be after a commit."""
        return Snapshot(tuple(self._members))

    @property
    def digest(self) -> str:
        """The digest of the index after a commit."""
        return digest_of(self.snapshot.totals.digests, self._settings)

    def add(self, articles: Sequence[Article], done: Done = lambda: None) -> Change:
        """Adds articles; one whose id is there takes the old one's place, unless it is the same.

        Raises:
            ValueError: two of the articles have the same id.
        """
        if len({article.id for article in articles}) != len(articles):
            raise ValueError("two articles have the same id")
        fresh = [article for article in articles if self._digest(article.id) != article_digest(article)]
        replaced = tuple(article.id for article in fresh if self._digest(article.id) is not None)
        self._drop(replaced)
        if fresh:
            if self._analyzer is None:
                self._analyzer = Analyzer(self._settings.terms)
            self._members.append(Member.of(make_segment(fresh, self._analyzer, self._settings.context, done)))
        return Change(tuple(article.id for article in fresh if article.id not in replaced), replaced)

    def remove(self, ids: Iterable[str]) -> Change:
        """Removes articles; ids that are not there are passed over."""
        there = tuple(id for id in dict.fromkeys(ids) if self.snapshot.located(id) is not None)
        self._drop(there)
        return Change(removed=there)

    def commit(self, *, merge_all: bool = False) -> None:
        """Makes the index what it was told to become.

        Args:
            merge_all: whether all Segments become one, which takes as long as the library is large.

        Raises:
            IndexFileError: it cannot be written; it stays as it was.
        """
        self._members = [member for member in self._members if member.totals.articles]
        try:
            self._save()
            while len(group := self._members if merge_all else due(self._members)) > merge_all:
                if not merge_all and sum(member.totals.paragraphs for member in group) > _AT_ONCE:
                    break
                self._merge(group)
                if merge_all:
                    break
        except OSError as error:
            raise unwritable(self._directory, error) from error

    def _save(self) -> None:
        on_disk.commit(self._directory, self.snapshot, self.digest, plain_settings(self._settings))

    def _merge(self, group: Sequence[Member]) -> None:
        self._members = replaced_by(self._members, group, merged(self._directory, group))
        self._save()

    def _current(self) -> tuple[Member, ...]:
        if not (self._directory / on_disk.CURRENT).exists():
            return ()
        try:
            saved = on_disk.read_current(self._directory)
        except MissingIndexError:
            return ()
        if saved.digest != digest_of(saved.snapshot.totals.digests, self._settings):
            raise SettingsChangedError(
                f"{self._directory}: built with other settings, or by another version; {on_disk.REBUILD}"
            )
        return saved.snapshot.members

    def _digest(self, article: str) -> bytes | None:
        located = self.snapshot.located(article)
        if located is None:
            return None
        member, place = located
        return bytes(self._members[member].segment.arrays["digests"][32 * place : 32 * place + 32])

    def _drop(self, ids: Iterable[str]) -> None:
        gone: dict[int, list[int]] = {}
        for id in ids:
            if (located := self.snapshot.located(id)) is not None:
                gone.setdefault(located[0], []).append(located[1])
        for number, places in gone.items():
            self._members[number] = self._members[number].without(places, self._settings.context)


def due(members: Sequence[Member]) -> tuple[Member, ...]:
    """The members that should be merged next: one that is mostly gone, or several of like size; none if all is well."""
    for member in members:
        if len(member.removed) and len(member.segment) * (1 - _MOSTLY_GONE) > member.totals.paragraphs:
            return (member,)
    tiers: dict[int, list[Member]] = {}
    for member in members:
        tiers.setdefault(_tier(member.totals.paragraphs), []).append(member)
    for _, group in sorted(tiers.items()):
        if len(group) >= _TIER:
            return tuple(group)
    return ()


def _tier(paragraphs: int) -> int:
    tier = 0
    while paragraphs >= _SMALLEST:
        paragraphs //= _TIER
        tier += 1
    return tier


def merged(directory: Path, group: Sequence[Member]) -> Member:
    """One member instead of several, its file written in the folder of the index.

    Raises:
        OSError: there is no room.
    """
    name = new_name()
    path = on_disk.segment_path(directory, name)
    merge(group, path)
    totals = Snapshot(tuple(group)).totals
    return Member(read_segment(path, name), totals)


def replaced_by(members: Sequence[Member], group: Sequence[Member], one: Member) -> list[Member]:
    """The members with ``one`` in the place of the first of a group, and without the others."""
    names = {member.segment.name for member in group}
    kept: list[Member] = []
    for member in members:
        if member.segment.name not in names:
            kept.append(member)
        elif one not in kept:
            kept.append(one)
    return kept
