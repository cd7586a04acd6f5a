"""From Articles to a Searcher, in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from corpus.model import Article
from index.bags import Bags
from index.engines.opening import engine_for
from index.searcher import Searcher
from index.segments.making import article_digest, digest_sum, make_segment, segment_of_bags
from index.segments.snapshot import Member, Snapshot
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer

Progress = Callable[[int, int], None]
"""Told how many paragraphs are done, of how many."""


def build(
    articles: Sequence[Article],
    settings: IndexSettings | None = None,
    progress: Progress | None = None,
    analyzer: Analyzer | None = None,
) -> Searcher:
    """An index over the articles' paragraphs. Article ids must differ.

    An ``analyzer`` of the same settings may be shared by many indexes; each new one reads jieba's dictionary anew.

    Raises:
        ValueError: two articles have the same id.
    """
    settings = settings or IndexSettings()
    if len({article.id for article in articles}) != len(articles):
        raise ValueError("two articles have the same id")
    analyzer = analyzer or Analyzer(settings.terms)
    total = sum(len(article.paragraphs) for article in articles)
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    segment = make_segment(articles, analyzer, settings.context, count)
    return open_snapshot(Snapshot((Member.of(segment),)), settings, analyzer)


def assemble(
    articles: Sequence[Article],
    bags: Bags,
    contexts: Bags,
    settings: IndexSettings,
    analyzer: Analyzer,
    digest: str,
) -> Searcher:
    """A Searcher from term counts that were made before: a row a sentence, and a row a paragraph of its context."""
    snapshot = Snapshot((Member.of(segment_of_bags(articles, bags, contexts, settings.context)),))
    return Searcher(snapshot, engine_for(snapshot, settings), settings, analyzer, digest)


def open_snapshot(
    snapshot: Snapshot, settings: IndexSettings, analyzer: Analyzer, digest: str | None = None
) -> Searcher:
    """A Searcher over a Snapshot made under these settings."""
    digest = digest or digest_of(snapshot.totals.digests, settings)
    return Searcher(snapshot, engine_for(snapshot, settings), settings, analyzer, digest)


def digest(articles: Sequence[Article], settings: IndexSettings) -> str:
    """A name for what an index is built from, in whatever order: sources, how they were cut, and the settings."""
    return digest_of(digest_sum(map(article_digest, articles)), settings)


def digest_of(articles: int, settings: IndexSettings) -> str:
    """The same, from the sum of the articles' digests."""
    hashed = hashlib.sha256(repr(_plain(settings)).encode())
    user_dictionary = settings.terms.user_dictionary
    if user_dictionary is not None and user_dictionary.is_file():
        hashed.update(user_dictionary.read_bytes())
    hashed.update(articles.to_bytes(32, "big"))
    return hashed.hexdigest()


def _plain(settings: IndexSettings) -> Mapping[str, object]:
    plain = asdict(settings)
    # Where jieba keeps its parsed dictionary changes nothing in the index, nor does the engine.
    plain["terms"].pop("cache")
    plain.pop("engine")
    return plain
