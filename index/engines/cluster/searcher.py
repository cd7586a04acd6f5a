"""A Searcher whose articles are on a cluster: nothing of them is on this machine.

What a search brings is remembered for a while, so that the sentences of a ranking's paragraphs can be looked at without
asking again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.model import Article, Paragraph, paragraph_id
from index.bags import Bags
from index.building import Progress
from index.engines.cluster.building import build_generation
from index.engines.cluster.catalogue import Articles, Paragraphs
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import Document, Found
from index.engines.cluster.engine import ClusterEngine, current_generation
from index.engines.cluster.keeping import Kept
from index.files import plain_settings, settings_of
from index.model import Hit, Query, Ranking
from index.searcher import Searcher
from index.segments.segment import Segment
from index.segments.snapshot import Snapshot
from index.sentences import SentenceScorer
from index.settings import IndexSettings, TermSettings
from index.terms.analyzer import Analyzer, Granularity

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

    @property
    def superseded(self) -> bool:
        """Whether the index has been built anew since; the cluster is asked.

        Raises:
            ClusterError: it cannot be reached.
        """
        return self._engine.superseded

    def article(self, id: str) -> Article:
        """The article of that id; KeyError where there is none."""
        return self.articles.of(id)

    def title(self, id: str) -> str:
        """The title of the article of that id; KeyError where there is none."""
        return self.article(id).title

    def titles(self) -> Iterator[tuple[str, str]]:
        """Each article's id and title; they are fetched one after another."""
        return ((article.id, article.title) for article in self.articles)

    def paragraph(self, id: str) -> Paragraph:
        """The paragraph of that id; KeyError where there is none."""
        return _text(self._found(id))

    def beside(self, id: str, step: int) -> str | None:
        """The id of the paragraph ``step`` places on in the same article; None beyond its ends."""
        paragraph = self.paragraph(id)
        other = paragraph_id(paragraph.article, paragraph.number + step)
        return other if paragraph.number + step > 0 and self._kept.get([other]) else None

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

    def shared_terms(self, query: Query, paragraphs: Sequence[str]) -> list[tuple[frozenset[str], ...]]:
        """Of each paragraph, in order, the query's terms that each of its sentences holds."""
        found = self._kept.get(paragraphs)
        return [tuple(frozenset(query.keys() & bag.keys()) for bag in found[id].sentence_bags()) for id in paragraphs]

    def most_beside(self, terms: Sequence[str], weights: Mapping[str, float]) -> float:
        """At most so much do the ``weights`` of terms add up to in any paragraph that holds all of ``terms``.

        The cluster is not asked: all may stand together.
        """
        del terms
        return sum(weights.values())

    def sentence_words(self, paragraph: str) -> tuple[frozenset[str], ...]:
        """The words of each sentence of a paragraph, in order."""
        bags = self._found(paragraph).sentence_bags()
        return tuple(frozenset(term[2:] for term in bag if term[0] == Granularity.WORD) for bag in bags)

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


def build_on_cluster(connection: Connection, searcher: Searcher, progress: Progress | None = None) -> ClusterSearcher:
    """The index of a Searcher that is here, made anew on the cluster; it becomes the current one there.

    Articles are read from the Searcher one after another, as they are sent.

    Raises:
        ClusterError: the cluster cannot be reached or refuses; what was current still is.
    """
    settings = searcher.settings
    generation = build_generation(
        connection,
        _documents(searcher.snapshot, progress),
        settings.k1,
        settings.b,
        searcher.digest,
        {"settings": plain_settings(settings)},
    )
    return ClusterSearcher(ClusterEngine(connection, generation), settings, searcher.analyzer)


def _documents(snapshot: Snapshot, progress: Progress | None) -> Iterator[Document | Article]:
    total = snapshot.totals.paragraphs
    done = 0
    for member in snapshot.members:
        segment = member.segment
        for number in member.kept.tolist():
            article = segment.articles[number]
            yield article
            for place, paragraph in zip(segment.paragraphs_of(number), article.paragraphs, strict=True):
                yield Document(paragraph.id, _bags(segment, place), paragraph)
                done += 1
                if progress is not None:
                    progress(done, total)


def _bags(segment: Segment, place: int) -> tuple[Mapping[str, int], ...]:
    """The term counts of a paragraph's context, then of its sentences."""
    context = int(segment.arrays["context_of"][place])
    first, last = (int(segment.sentence_firsts[place + step]) for step in (0, 1))
    sentences = (segment.sentences.row(row, row + 1) for row in range(first, last))
    return (segment.contexts.row(context, context + 1), *sentences)


def _text(found: Found) -> Paragraph:
    if found.paragraph is None:
        raise KeyError(found.id)
    return found.paragraph
