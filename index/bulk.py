"""Building an index of many articles: cut and counted by several processes, a bounded number of articles in memory.

Articles come one after another. Each chunk of them becomes a file beside the index, which a process of its own writes;
in the end all are merged into one Segment. An article that is longer than a chunk is cut and counted by all processes
together. What was there stays in force until then, and if building is interrupted
it stays altogether, and the chunks are taken away.
"""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from corpus.model import Article
from index.building import digest_of
from index.files import plain_settings, unwritable
from index.segments import directory as on_disk
from index.segments.making import Counted, count_sentences, make_segment, new_name, segment_of_counted
from index.segments.merging import merge
from index.segments.snapshot import Member, Snapshot, Totals
from index.segments.storage import read_segment, write_segment
from index.settings import IndexSettings, TermSettings
from index.terms.analyzer import Analyzer

Told = Callable[[int], None]
"""Told how many paragraphs are done."""

_CHUNK = 6_000
"""Paragraphs a chunk: some seconds of cutting, some tens of megabytes."""
_SHARES = 32
"""Into how many pieces, at least, an article is divided that is longer than a chunk."""
_WAITING = 2
"""Chunks a process may be behind, while their articles are kept in memory."""


def build_index(
    articles: Iterable[Article],
    directory: Path,
    settings: IndexSettings | None = None,
    *,
    workers: int = 1,
    told: Told = lambda _: None,
) -> Totals:
    """Builds an index of the articles in a folder, in place of the one that may be there.

    Processes are spawned: a script that asks for more than one worker must guard its main part by
    ``if __name__ == "__main__"``.

    Args:
        articles: they are asked for one after another, and their ids must differ.
        directory: a new or empty folder, or one with an index.
        settings: how terms are made and ranked.
        workers: how many processes cut and count.
        told: called as work proceeds.

    Returns:
        The totals of what was built.

    Raises:
        ValueError: two articles have the same id; nothing is changed.
        BusyIndexError: another process is writing to the index.
        IndexFileError: the folder has other files, or cannot be written.
    """
    settings = settings or IndexSettings()
    try:
        with on_disk.writing(directory), _scratch(directory) as scratch:
            members = _chunks_made(_distinct(articles), settings, workers, scratch, told)
            if not members:
                snapshot = Snapshot(())
            else:
                name = new_name()
                path = on_disk.segment_path(directory, name)
                merge(members, path)
                snapshot = Snapshot((Member(read_segment(path, name), Snapshot(tuple(members)).totals),))
            digest = digest_of(snapshot.totals.digests, settings)
            on_disk.commit(directory, snapshot, digest, plain_settings(settings))
            return snapshot.totals
    except OSError as error:
        raise unwritable(directory, error) from error


@contextmanager
def _scratch(directory: Path) -> Iterator[Path]:
    """A folder for chunks, taken away in any case; where not even that is possible, by the next writer."""
    scratch = directory / f"{new_name()}.part"
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _distinct(articles: Iterable[Article]) -> Iterator[Article]:
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            raise ValueError(f"{article.id}: two articles have this id")
        seen.add(article.id)
        yield article


def _chunked(articles: Iterable[Article]) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    paragraphs = 0
    for article in articles:
        if chunk and len(article.paragraphs) > _CHUNK:
            yield chunk
            chunk, paragraphs = [], 0
        chunk.append(article)
        paragraphs += len(article.paragraphs)
        if paragraphs >= _CHUNK:
            yield chunk
            chunk, paragraphs = [], 0
    if chunk:
        yield chunk


def _chunks_made(
    articles: Iterable[Article], settings: IndexSettings, workers: int, scratch: Path, told: Told
) -> list[Member]:
    done = 0

    def opened(path: Path, totals: Totals) -> Member:
        nonlocal done
        done += totals.paragraphs
        told(done)
        return Member(read_segment(path, path.stem), totals)

    numbered = ((scratch / f"{number}.segment", chunk) for number, chunk in enumerate(_chunked(articles)))
    if workers == 1:
        return [opened(path, _make(chunk, settings, path)) for path, chunk in numbered]
    with _pool(workers) as pool:
        members: list[Member] = []
        waiting: list[tuple[Path, Future[Totals]]] = []
        for path, chunk in numbered:
            if len(chunk[0].paragraphs) > _CHUNK:
                members.extend(opened(before, future.result()) for before, future in waiting)
                waiting.clear()
                members.append(
                    opened(path, _made_together(pool, chunk, settings, path, lambda more: told(done + more)))
                )
                continue
            waiting.append((path, pool.submit(_make, chunk, settings, path)))
            if len(waiting) > workers * _WAITING:
                members.append(opened(waiting[0][0], waiting.pop(0)[1].result()))
        members.extend(opened(path, future.result()) for path, future in waiting)
        return members


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that leave Ctrl-C to their parent, and end with it."""
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _make(articles: Sequence[Article], settings: IndexSettings, path: Path) -> Totals:
    segment = make_segment(articles, _analyzer(settings.terms), settings.context, name=path.stem)
    write_segment(segment, path)
    return Member.of(segment).totals


def _made_together(
    pool: ProcessPoolExecutor, articles: Sequence[Article], settings: IndexSettings, path: Path, told: Told
) -> Totals:
    """What ``_make`` does, the cutting and counting shared out among all processes."""
    paragraphs = [paragraph for article in articles for paragraph in article.paragraphs]
    size = min(_CHUNK, -(-len(paragraphs) // _SHARES))
    futures: list[Future[Counted]] = []
    for first in range(0, len(paragraphs), size):
        sentences = [text for paragraph in paragraphs[first : first + size] for text in paragraph.sentence_texts()]
        futures.append(pool.submit(_count, sentences, settings.terms))
    parts: list[Counted] = []
    for future in futures:
        parts.append(future.result())
        told(min(len(paragraphs), size * len(parts)))
    segment = segment_of_counted(articles, parts, _analyzer(settings.terms), settings.context, path.stem)
    write_segment(segment, path)
    return Member.of(segment).totals


def _count(sentences: Sequence[str], settings: TermSettings) -> Counted:
    return count_sentences(sentences, _analyzer(settings))


@cache
def _analyzer(settings: TermSettings) -> Analyzer:
    """One a process: to load the dictionary takes longer than to cut a chunk."""
    return Analyzer(settings)
