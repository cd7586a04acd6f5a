"""From Articles to a Searcher."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict

from corpus.model import Article, Paragraph
from index.bags import Bags
from index.engines.base import Engine
from index.engines.choosing import chosen
from index.searcher import Searcher
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
    bags = Bags.of(_sentence_bags(articles, analyzer, progress))
    contexts = Bags.of(_context_bags(articles, analyzer))
    return assemble(articles, bags, contexts, settings, analyzer, digest(articles, settings))


def assemble(
    articles: Sequence[Article],
    bags: Bags,
    contexts: Bags,
    settings: IndexSettings,
    analyzer: Analyzer,
    digest: str,
) -> Searcher:
    """A Searcher from term counts that were made before."""
    paragraphs = [paragraph for article in articles for paragraph in article.paragraphs]
    engine = _engine(paragraphs, list(_paragraph_bags(paragraphs, bags, contexts, settings)), settings)
    return Searcher(articles, bags, contexts, engine, settings, analyzer, digest)


def digest(articles: Sequence[Article], settings: IndexSettings) -> str:
    """A name for what an index is built from: the raw sources, how they were cut, and the settings."""
    hashed = hashlib.sha256(repr(_plain(settings)).encode())
    user_dictionary = settings.terms.user_dictionary
    if user_dictionary is not None and user_dictionary.is_file():
        hashed.update(user_dictionary.read_bytes())
    for article in articles:
        spans = [
            (p.section, p.span.start, p.span.end, [(s.start, s.end) for s in p.sentences]) for p in article.paragraphs
        ]
        hashed.update(repr((article.id, article.title, len(article.raw), spans)).encode())
        hashed.update(article.raw.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _plain(settings: IndexSettings) -> Mapping[str, object]:
    plain = asdict(settings)
    # Where jieba keeps its parsed dictionary changes nothing in the index.
    plain["terms"].pop("cache")
    return plain


def _sentence_bags(
    articles: Sequence[Article], analyzer: Analyzer, progress: Progress | None
) -> Iterator[Counter[str]]:
    total = sum(len(article.paragraphs) for article in articles)
    done = 0
    for article in articles:
        for paragraph in article.paragraphs:
            yield from map(analyzer.bag, paragraph.sentence_texts())
            done += 1
            if progress is not None:
                progress(done, total)


def _context_bags(articles: Sequence[Article], analyzer: Analyzer) -> Iterator[Counter[str]]:
    for article in articles:
        title = analyzer.bag(article.title)
        headings: dict[str | None, Counter[str]] = {None: Counter()}
        for paragraph in article.paragraphs:
            if paragraph.section not in headings and paragraph.section is not None:
                headings[paragraph.section] = analyzer.bag(paragraph.section)
            yield title + headings[paragraph.section]


def _paragraph_bags(
    paragraphs: Sequence[Paragraph], bags: Bags, contexts: Bags, settings: IndexSettings
) -> Iterator[Counter[str]]:
    first = 0
    for place, paragraph in enumerate(paragraphs):
        last = first + len(paragraph.sentences)
        bag = bags.row(first, last)
        if settings.context:
            bag.update(contexts.row(place, place + 1))
        yield bag
        first = last


def _engine(paragraphs: Sequence[Paragraph], bags: Sequence[Counter[str]], settings: IndexSettings) -> Engine:
    ids = [paragraph.id for paragraph in paragraphs]
    if chosen(settings.engine, len(ids)) == "okapi":
        from index.engines.okapi import OkapiEngine

        return OkapiEngine(ids, bags, settings.k1, settings.b)
    from index.engines.sparse import SparseEngine

    return SparseEngine.of(ids, bags, settings.k1, settings.b)
