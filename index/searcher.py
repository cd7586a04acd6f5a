"""The Searcher: an immutable index snapshot, from a query to a Ranking of paragraphs.

An engine finds candidates by the paragraph's terms; each candidate then gains from its best sentence. Nothing here
reads or writes an index; ``index.building`` makes a Searcher from Articles and ``index.files`` from disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from corpus.model import Article, Paragraph, paragraph_id
from index.engines.base import Engine
from index.model import Hit, Query, Ranking
from index.scoring import CollectionStats, score
from index.segments.segment import Segment
from index.segments.snapshot import Snapshot
from index.sentences import SentenceScorer
from index.settings import IndexSettings
from index.terms.analyzer import Analyzer

_REMEMBERED = 1024
"""Paragraphs whose place, content and words are remembered."""
_SEARCHES = 8
"""Searches that are remembered."""
_Terms: TypeAlias = tuple[tuple[str, float], ...]
"""A query."""


class Searcher:
    """Searches the paragraphs of some articles.

    Attributes:
        snapshot: the articles' paragraphs and sentences as they are indexed.
        articles: the articles; with Segments of one index, in the order they were indexed.
        paragraphs: all their paragraphs, in order.
        settings: what the ranking depends on.
        analyzer: makes terms the way the index's were made.
        digest: names the content and the settings the index was built from.
    """

    def __init__(
        self, snapshot: Snapshot, engine: Engine, settings: IndexSettings, analyzer: Analyzer, digest: str
    ) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.analyzer = analyzer
        self.digest = digest
        self.articles: Sequence[Article] = snapshot.articles
        self.paragraphs: Sequence[Paragraph] = snapshot.paragraphs
        self._engine = engine
        # What belongs to paragraphs is asked for again and again, and costs more than to keep it.
        self._located = lru_cache(_REMEMBERED)(self._located_anew)
        self._paragraph = lru_cache(_REMEMBERED)(self._paragraph_anew)
        self._sentence_words = lru_cache(_REMEMBERED)(self._sentence_words_anew)
        # One question is often searched more than once on its way to an answer, with others in between.
        self._ranked = lru_cache(_SEARCHES)(self._ranked_anew)
        self._looks = lru_cache(_SEARCHES)(self._look_anew)
        totals = snapshot.totals
        mean = totals.sentence_terms / totals.sentences if totals.sentences else 0.0
        self._sentences = [
            SentenceScorer(
                member.segment.sentences,
                member.segment.sentence_firsts,
                engine.stats,
                settings.k1,
                settings.b,
                mean,
            )
            for member in snapshot.members
        ]

    @property
    def stats(self) -> CollectionStats:
        """The collection's statistics, for idf and for telling known terms from unknown ones."""
        return self._engine.stats

    def article(self, id: str) -> Article:
        """The article of that id; KeyError where there is none."""
        located = self.snapshot.located(id)
        if located is None:
            raise KeyError(id)
        member, place = located
        return self.snapshot.members[member].segment.articles[place]

    def title(self, id: str) -> str:
        """The title of the article of that id, which costs less than the article; KeyError where there is none."""
        located = self.snapshot.located(id)
        if located is None:
            raise KeyError(id)
        member, place = located
        return self.snapshot.members[member].segment.title_of(place)

    def titles(self) -> Iterator[tuple[str, str]]:
        """Each article's id and title."""
        for member in self.snapshot.members:
            for place in member.kept.tolist():
                yield member.segment.article_ids[place], member.segment.title_of(place)

    def paragraph(self, id: str) -> Paragraph:
        """The paragraph of that id; KeyError where there is none."""
        return self._paragraph(*self._located(id))

    def beside(self, id: str, step: int) -> str | None:
        """The id of the paragraph ``step`` places on in the same article, which is not read; None beyond its ends."""
        member, place = self._located(id)
        segment = self.snapshot.members[member].segment
        others = segment.paragraphs_of(segment.paragraph_ids.article_at(place))
        return segment.paragraph_ids[place + step] if place + step in others else None

    def search(self, query: Query, k: int, within: str | None = None) -> Ranking:
        """The best ``k`` paragraphs, of the article ``within`` only if one is given.

        Raises:
            ValueError: ``k`` is less than 1.
        """
        if k < 1:
            raise ValueError(f"k is {k}; ask for 1 paragraph at least")
        return self._ranked(tuple(query.items()), within, max(k, self.settings.candidates))[:k]

    def _ranked_anew(self, terms: _Terms, within: str | None, pool: int) -> Ranking:
        query = dict(terms)
        hits = self._engine.rank(query, pool) if within is None else self._within(query, within)[:pool]
        look, places = self._look(query), [self._located(hit.paragraph) for hit in hits]
        look.into(places)
        scored = [
            Hit(hit.paragraph, hit.score + self.settings.sentence_weight * max(look.scores[place], default=0.0))
            for hit, place in zip(hits, places, strict=True)
        ]
        return tuple(sorted(scored, key=lambda hit: (-hit.score, hit.paragraph)))

    def sentence_scores(self, query: Query, paragraph: str) -> tuple[float, ...]:
        """How well each sentence of a paragraph matches by itself, in order; 0 where nothing does."""
        look, place = self._look(query), self._located(paragraph)
        look.into([place])
        return look.scores[place]

    def shared_terms(self, query: Query, paragraphs: Sequence[str]) -> list[tuple[frozenset[str], ...]]:
        """Of each paragraph, in order, the query's terms that each of its sentences holds."""
        return self._look(query).shared([self._located(id) for id in paragraphs])

    def most_beside(self, terms: Sequence[str], weights: Mapping[str, float]) -> float:
        """At most so much do the ``weights`` of terms add up to in any paragraph that holds all of ``terms``, of which
        there is one at least.
        """
        return max((member.segment.most_beside(terms, weights) for member in self.snapshot.members), default=0.0)

    def sentence_words(self, paragraph: str) -> tuple[frozenset[str], ...]:
        """The words of each sentence of a paragraph, in order."""
        return self._sentence_words(paragraph)

    def _look(self, query: Query) -> _Look:
        """The look into sentences for a query; the last are kept, as their paragraphs are asked about one by one."""
        return self._looks(tuple(query.items()))

    def _look_anew(self, terms: _Terms) -> _Look:
        return _Look(dict(terms), self._sentences)

    def _paragraph_anew(self, member: int, place: int) -> Paragraph:
        return self.snapshot.members[member].segment.paragraph_at(place)

    def _sentence_words_anew(self, paragraph: str) -> tuple[frozenset[str], ...]:
        segment, rows = self._rows(paragraph)
        terms = (segment.sentences.terms_of(row, segment.words) for row in rows)
        return tuple(frozenset(term[2:] for term in each) for each in terms)

    def _within(self, query: Query, article: str) -> Ranking:
        """The paragraphs of one article, ranked as the engine would; there are few, so each is looked at."""
        located = self.snapshot.located(article)
        if located is None:
            return ()
        segment = self.snapshot.members[located[0]].segment
        hits = (
            Hit(segment.paragraph_ids[place], self._score(query, segment.bag(place, self.settings.context)))
            for place in segment.paragraphs_of(located[1])
        )
        return tuple(sorted((hit for hit in hits if hit.score > 0), key=lambda hit: (-hit.score, hit.paragraph)))

    def _score(self, query: Query, bag: Mapping[str, int]) -> float:
        return score(query, bag, self.stats, self.settings.k1, self.settings.b)

    def _rows(self, paragraph: str) -> tuple[Segment, range]:
        """The Segment that has a paragraph, and the rows of its sentences there."""
        member, place = self._located(paragraph)
        segment = self.snapshot.members[member].segment
        return segment, range(int(segment.sentence_firsts[place]), int(segment.sentence_firsts[place + 1]))

    def _located_anew(self, id: str) -> tuple[int, int]:
        """The member that has a paragraph, and the paragraph's place there; KeyError where none has."""
        article, _, number = id.rpartition("#")
        located = self.snapshot.located(article)
        if located is not None and number.isdecimal() and id == paragraph_id(article, int(number)):
            member, place = located
            places = self.snapshot.members[member].segment.paragraphs_of(place)
            if 1 <= int(number) <= len(places):
                return member, places[int(number) - 1]
        raise KeyError(id)


class _Look:
    """The scores of sentences for one query, as far as they were asked for."""

    def __init__(self, query: Query, scorers: Sequence[SentenceScorer]) -> None:
        self.scores: dict[tuple[int, int], tuple[float, ...]] = {}
        self._scorers = scorers
        self._weights = [scorer.weights(query) for scorer in scorers]

    def into(self, places: Sequence[tuple[int, int]]) -> None:
        """Scores the sentences of paragraphs, given by member and place, that were not looked into before."""
        for member, scorer in enumerate(self._scorers):
            new = [place for number, place in places if number == member and (member, place) not in self.scores]
            if new:
                for place, scores in zip(new, scorer.scores_of_each(self._weights[member], new), strict=True):
                    self.scores[member, place] = tuple(scores.tolist())

    def shared(self, places: Sequence[tuple[int, int]]) -> list[tuple[frozenset[str], ...]]:
        """The query's terms in each sentence of paragraphs, given by member and place."""
        found: dict[tuple[int, int], tuple[frozenset[str], ...]] = {}
        for member, scorer in enumerate(self._scorers):
            own = [place for number, place in places if number == member]
            if own:
                held = scorer.shared_by_each(self._weights[member], own)
                found.update(((member, place), each) for place, each in zip(own, held, strict=True))
        return [found[place] for place in places]
