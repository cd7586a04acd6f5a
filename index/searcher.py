"""The Searcher: an immutable index snapshot, from a query to a Ranking of paragraphs.

An engine finds candidates by the paragraph's terms; each candidate then gains from its best sentence. Nothing here
reads files; ``index.building`` makes a Searcher from Articles and ``index.files`` from disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from corpus.model import Article, Paragraph
from index.bags import Bags
from index.engines.base import Engine
from index.model import Hit, Query, Ranking
from index.scoring import CollectionStats
from index.sentences import SentenceScorer
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer


class Searcher:
    """Searches the paragraphs of some articles.

    Attributes:
        articles: the articles, in the order they were indexed.
        paragraphs: all their paragraphs, in order.
        bags: the term counts of every sentence of every paragraph, in order.
        contexts: the term counts of each paragraph's title and heading.
        settings: what the ranking depends on.
        analyzer: makes terms the way the index's were made.
        digest: names the content and the settings the index was built from.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        bags: Bags,
        contexts: Bags,
        engine: Engine,
        settings: IndexSettings,
        analyzer: Analyzer,
        digest: str,
    ) -> None:
        self.articles = tuple(articles)
        self.paragraphs = tuple(paragraph for article in articles for paragraph in article.paragraphs)
        self.bags = bags
        self.contexts = contexts
        self.settings = settings
        self.analyzer = analyzer
        self.digest = digest
        self._engine = engine
        self._firsts = [0]
        for paragraph in self.paragraphs:
            self._firsts.append(self._firsts[-1] + len(paragraph.sentences))
        self._sentences = SentenceScorer(bags, self._firsts, engine.stats, settings.k1, settings.b)

    @property
    def stats(self) -> CollectionStats:
        """The collection's statistics, for idf and for telling known terms from unknown ones."""
        return self._engine.stats

    def article(self, id: str) -> Article:
        """The article of that id; KeyError where there is none."""
        return self._articles[id]

    def paragraph(self, id: str) -> Paragraph:
        """The paragraph of that id; KeyError where there is none."""
        return self.paragraphs[self._places[id]]

    def neighbour(self, id: str, step: int) -> Paragraph | None:
        """The paragraph ``step`` places on in the same article; None beyond its ends."""
        place = self._places[id] + step
        if not 0 <= place < len(self.paragraphs) or self.paragraphs[place].article != self.paragraph(id).article:
            return None
        return self.paragraphs[place]

    def search(self, query: Query, k: int, within: str | None = None) -> Ranking:
        """The best ``k`` paragraphs, of the article ``within`` only if one is given.

        Raises:
            ValueError: ``k`` is less than 1.
        """
        if k < 1:
            raise ValueError(f"k is {k}; ask for 1 paragraph at least")
        pool = max(k, self.settings.candidates) if within is None else max(k, len(self.paragraphs))
        hits = self._engine.rank(query, pool)
        if within is not None:
            hits = tuple(hit for hit in hits if self.paragraph(hit.paragraph).article == within)
            hits = hits[: max(k, self.settings.candidates)]
        weights = self._sentences.weights(query)
        scored = [
            Hit(hit.paragraph, hit.score + self.settings.sentence_weight * best)
            for hit in hits
            for best in (self._sentences.scores(weights, self._places[hit.paragraph]).max(initial=0.0).item(),)
        ]
        return tuple(sorted(scored, key=lambda hit: (-hit.score, hit.paragraph))[:k])

    def sentence_scores(self, query: Query, paragraph: str) -> tuple[float, ...]:
        """How well each sentence of a paragraph matches by itself, in order; 0 where nothing does."""
        weights = self._sentences.weights(query)
        return tuple(self._sentences.scores(weights, self._places[paragraph]).tolist())

    def sentence_terms(self, paragraph: str) -> tuple[list[str], ...]:
        """The distinct terms of each sentence of a paragraph, in order."""
        first, last = (self._firsts[self._places[paragraph] + step] for step in (0, 1))
        return tuple(self.bags.terms_of(row) for row in range(first, last))

    def edge_terms(self, paragraph: str, last: bool) -> list[str]:
        """The distinct terms of a paragraph's first or ``last`` sentence."""
        place = self._places[paragraph]
        return self.bags.terms_of(self._firsts[place + 1] - 1 if last else self._firsts[place])

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {paragraph.id: place for place, paragraph in enumerate(self.paragraphs)}
