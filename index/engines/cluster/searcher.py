"""A Searcher whose articles are on a cluster: nothing of them is on this machine.

What a search brings is remembered for a while, so that the sentences of a ranking's paragraphs can be looked at without
asking again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from corpus.model import Article, Paragraph, paragraph_id
from index.bags import Bags
from index.building import Progress, digest
from index.engines.cluster.building import build_generation
from index.engines.cluster.catalogue import Articles, Paragraphs
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import Document, Found
from index.engines.cluster.engine import ClusterEngine, current_generation
from index.engines.cluster.keeping import Kept
from index.files import plain_settings, settings_of
from index.model import Hit, Query, Ranking
from index.searcher import Searcher
from index.sentences import SentenceScorer
from index.settings import IndexSettings, TermSettings
from index.terms.analyzer import Analyzer

_KEPT = 2000
"""Paragraphs remembered: those of the last some ten questions."""


class ClusterSearcher(Searcher):
    """Searches the current generation of an index on a cluster; there is no ``snapshot`` of it here."""

    def __init__(self, engine: ClusterEngine, settings: IndexSettings, analyzer: Analyzer) -> None:
        meta = engine.generation.meta
        self.settings = settings
        self.analyzer = analyzer
        self.digest = engine.generation.digest
        self.articles: Articles = Articles(engine.connection, engine.generation)
        self.paragraphs = Paragraphs(self.articles, int(meta["paragraphs"]))
        self._engine: ClusterEngine = engine
        self._mean = meta["sentence_terms"] / meta["sentences"] if meta["sentences"] else 0.0
        self._kept: Kept[str, Found] = Kept(_KEPT, engine.fetch)

    def article(self, id: str) -> Article:
        """The article of that id; KeyError where there is none."""
        return self.articles.of(id)

    def paragraph(self, id: str) -> Paragraph:
        """The paragraph of that id; KeyError where there is none."""
        return _text(self._found(id))

    def neighbour(self, id: str, step: int) -> Paragraph | None:
        """The paragraph ``step`` places on in the same article; None beyond its ends."""
        paragraph = self.paragraph(id)
        other = paragraph_id(paragraph.article, paragraph.number + step)
        found = self._kept.get([other]) if paragraph.number + step > 0 else {}
        return _text(found[other]) if found else None

    def search(self, query: Query, k: int, within: str | None = None) -> Ranking:
        """The best ``k`` paragraphs, of the article ``within`` only if one is given."""
        hits, found = self._engine.search(query, max(k, self.settings.candidates), within)
        self._kept.put(found)
        best = self._best_sentences(query, [found[hit.paragraph] for hit in hits])
        scored = [
            Hit(hit.paragraph, hit.score + self.settings.sentence_weight * sentence)
            for hit, sentence in zip(hits, best, strict=True)
        ]
        return tuple(sorted(scored, key=lambda hit: (-hit.score, hit.paragraph))[:k])

    def sentence_scores(self, query: Query, paragraph: str) -> tuple[float, ...]:
        """How well each sentence of a paragraph matches by itself, in order; 0 where nothing does."""
        scorer = self._scorer([self._found(paragraph)])
        return tuple(scorer.scores(scorer.weights(query), 0).tolist())

    def sentence_terms(self, paragraph: str) -> tuple[list[str], ...]:
        """The distinct terms of each sentence of a paragraph, in order."""
        return tuple(list(bag) for bag in self._found(paragraph).sentence_bags())

    def edge_terms(self, paragraph: str, last: bool) -> list[str]:
        """The distinct terms of a paragraph's first or ``last`` sentence."""
        return self.sentence_terms(paragraph)[-1 if last else 0]

    def _found(self, id: str) -> Found:
        return self._kept.get([id])[id]

    def _best_sentences(self, query: Query, found: Sequence[Found]) -> list[float]:
        scorer = self._scorer(found)
        weights = scorer.weights(query)
        return [scorer.scores(weights, place).max(initial=0.0).item() for place in range(len(found))]

    def _scorer(self, found: Sequence[Found]) -> SentenceScorer:
        bags = [one.sentence_bags() for one in found]
        firsts = [0]
        for each in bags:
            firsts.append(firsts[-1] + len(each))
        # Terms in order, as they stand in every index: sums are then the same to the last bit.
        terms = sorted({term for each in bags for bag in each for term in bag})
        rows = Bags.of([dict.fromkeys(terms, 1), *(bag for each in bags for bag in each)])
        settings = self.settings
        return SentenceScorer(rows, [first + 1 for first in firsts], self.stats, settings.k1, settings.b, self._mean)


def open_on_cluster(connection: Connection, terms: TermSettings | None = None) -> ClusterSearcher:
    """The current index on a cluster.

    Args:
        connection: to the cluster.
        terms: where to find what the index does not hold (jieba's cache); all else comes from the index.

    Raises:
        ClusterError: there is none, or it cannot be had.
    """
    generation = current_generation(connection)
    settings = settings_of(generation.meta["settings"], terms or TermSettings())
    return ClusterSearcher(ClusterEngine(connection, generation), settings, Analyzer(settings.terms))


def build_on_cluster(
    connection: Connection,
    articles: Sequence[Article],
    settings: IndexSettings,
    progress: Progress | None = None,
) -> ClusterSearcher:
    """An index over the articles, made on the cluster; it becomes the current one.

    Raises:
        ValueError: two articles have the same id.
        ClusterError: the cluster cannot be reached or refuses; what was current still is.
    """
    if len({article.id for article in articles}) != len(articles):
        raise ValueError("two articles have the same id")
    analyzer = Analyzer(settings.terms)
    generation = build_generation(
        connection,
        _documents(articles, analyzer, settings.context, progress),
        settings.k1,
        settings.b,
        digest(articles, settings),
        {"settings": plain_settings(settings)},
    )
    return ClusterSearcher(ClusterEngine(connection, generation), settings, analyzer)


def _documents(
    articles: Sequence[Article], analyzer: Analyzer, context: bool, progress: Progress | None
) -> Iterator[Document | Article]:
    total = sum(len(article.paragraphs) for article in articles)
    done = 0
    for article in articles:
        yield article
        title = analyzer.bag(article.title) if context else Counter[str]()
        headings: dict[str | None, Mapping[str, int]] = {}
        for paragraph in article.paragraphs:
            if paragraph.section not in headings:
                section = analyzer.bag(paragraph.section) if context and paragraph.section else Counter[str]()
                headings[paragraph.section] = title + section
            sentences = map(analyzer.bag, paragraph.sentence_texts())
            yield Document(paragraph.id, (headings[paragraph.section], *sentences), paragraph)
            done += 1
            if progress is not None:
                progress(done, total)


def _text(found: Found) -> Paragraph:
    if found.paragraph is None:
        raise KeyError(found.id)
    return found.paragraph
