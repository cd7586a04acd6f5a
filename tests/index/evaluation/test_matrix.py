"""Many questions at once rank as the Searcher ranks them one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from corpus.model import Article
from index.bags import Bags
from index.building import assemble
from index.engines.okapi import OkapiEngine
from index.evaluation.cosine import Cosine
from index.evaluation.counting import Queries
from index.evaluation.cutting import Cutting
from index.evaluation.matrix import Bm25, Collection
from index.evaluation.model import DataSet, Format, Topic
from index.evaluation.ranking import Ranker
from index.evaluation.systems import TermSystem
from index.model import Ranking
from index.settings import IndexSettings, TermSettings
from index.terms.analyzer import Analyzer
from tests.index.making import article, terms

NEAR = 1e-9
"""Scores closer than this, relatively, may stand in either order: sums differ in their last bits."""


def collection(rows: Sequence[Sequence[dict[str, int]]]) -> Collection:
    """Paragraphs given as their sentences' terms, without contexts; ids are ``p00``, ``p01`` and so on."""
    return Collection(
        ids=[f"p{number:02}" for number in range(len(rows))],
        sizes=[len(sentences) for sentences in rows],
        sentences=Bags.of(sentence for sentences in rows for sentence in sentences),
        contexts=Bags.of({} for _ in rows),
    )


def bm25(rows: Sequence[Sequence[dict[str, int]]], sentence_weight: float = 0.0, candidates: int = 50) -> Ranker:
    cut = collection(rows)
    scorer = Bm25(cut, k1=0.9, b=0.4, context=False, sentences_apart=False)
    return Ranker(cut, cut.ids, scorer, candidates, sentence_weight)


def assert_alike(one: Ranking, other: Ranking) -> None:
    """The same paragraphs with the same scores in the same order, but for those that score alike."""
    assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], rel=NEAR)
    theirs = {hit.paragraph: hit.score for hit in other}
    last = other[-1].score if other else 0.0
    for mine, your in zip(one, other, strict=True):
        if mine.paragraph != your.paragraph:
            assert theirs.get(mine.paragraph, last) == pytest.approx(mine.score, rel=NEAR)


_BAG = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 3))
_ROWS = st.lists(st.lists(_BAG, max_size=3), min_size=1, max_size=12)
_QUERY = st.dictionaries(st.sampled_from("abcdefgz"), st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0]))


@given(_ROWS, st.lists(_QUERY, min_size=1, max_size=5), st.integers(1, 15))
def test_paragraphs_rank_as_the_reference_engine_ranks_them(
    rows: Sequence[Sequence[dict[str, int]]], queries: Sequence[dict[str, float]], k: int
) -> None:
    engine = OkapiEngine(
        [f"p{number:02}" for number in range(len(rows))],
        [sum((Counter(sentence) for sentence in sentences), Counter[str]()) for sentences in rows],
        0.9,
        0.4,
    )
    for query, found in zip(queries, bm25(rows).rank([Queries.of(queries)], k), strict=True):
        assert_alike(found.ranking, engine.rank(query, k))


def test_of_equal_scores_the_first_ids_are_taken_and_come_first() -> None:
    ranker = bm25([[{"a": 1}], [{"b": 1}], [{"a": 1}], [{"a": 1}]])
    (found,) = ranker.rank([Queries.of([{"a": 1.0}])], 2)
    assert [hit.paragraph for hit in found.ranking] == ["p00", "p02"]


def test_nothing_known_gives_nothing() -> None:
    found = list(bm25([[{"a": 1}], []]).rank([Queries.of([{}, {"z": 1.0}, {"a": 0.0}])], 5, keys=3))
    assert [one.ranking for one in found] == [(), (), ()]
    assert [one.keys for one in found] == [(), (), ()]


def test_paragraphs_without_any_terms_are_never_found() -> None:
    assert [one.ranking for one in bm25([[], [{}]]).rank([Queries.of([{"a": 1.0}])], 5)] == [()]


def test_the_key_sentence_is_the_best_matching_one() -> None:
    rows = [[{"x": 1}, {"a": 1, "x": 3}, {"a": 1}], [], [{"a": 1, "b": 1}, {"b": 1}]]
    (found,) = bm25(rows).rank([Queries.of([{"a": 1.0, "b": 1.0}])], 5, keys=2)
    assert found.keys == ((2, 0), (0, 2))
    assert [hit.paragraph for hit in found.ranking] == ["p02", "p00"]


# The whole Searcher

_SENTENCE = st.text("茶桥船石红水a1，", min_size=1, max_size=8)
_ARTICLES = st.lists(
    st.tuples(st.text("茶桥船", max_size=3), st.lists(st.lists(_SENTENCE, max_size=3), min_size=1, max_size=3)),
    min_size=1,
    max_size=5,
)


@cache
def analyzer(settings: TermSettings) -> Analyzer:
    """An Analyzer for all examples: loading the dictionary takes long."""
    return Analyzer(settings)


def as_data(articles: Sequence[Article], questions: Sequence[str]) -> DataSet:
    ids = [one.id for article in articles for one in article.paragraphs]
    topics = tuple(Topic(f"q{number}", text) for number, text in enumerate(questions))
    return DataSet("made", Format.SQUAD, "", "", tuple(articles), dict(zip(ids, ids, strict=True)), topics, {})


@given(
    _ARTICLES,
    st.lists(st.text("茶桥船石红水a1的", max_size=8), min_size=1, max_size=4),
    st.integers(1, 8),
    st.sampled_from([0.0, 0.5, 0.75]),
    st.sampled_from([1, 3, 50]),
    st.booleans(),
    st.sampled_from([1.0, 0.4]),
)
def test_the_batch_ranks_as_the_searcher_does(
    written: Sequence[tuple[str, list[list[str]]]],
    questions: Sequence[str],
    k: int,
    sentence_weight: float,
    candidates: int,
    context: bool,
    unigrams: float,
) -> None:
    articles = [
        article(f"a{number}", *paragraphs, title=title, section=title or None)
        for number, (title, paragraphs) in enumerate(written)
    ]
    settings = IndexSettings(
        terms=replace(terms(), unigrams=unigrams),
        sentence_weight=sentence_weight,
        candidates=candidates,
        context=context,
    )
    data = as_data(articles, questions)
    system = TermSystem("batch", Cutting("mixed", settings.terms), settings)
    response = system.respond(data, k)
    cut = system.workshop.collection(data, system.cutting)
    searcher = assemble(articles, cut.sentences, cut.contexts, settings, analyzer(settings.terms), "")
    for number, question in enumerate(questions):
        query = searcher.analyzer.query(question)
        # Without a second look the batch needs no more candidates than it was asked for.
        alone = searcher.search(query, k) if query else ()
        if candidates >= 50 or not sentence_weight:
            assert_alike(response.run.rankings[f"q{number}"], alone)
        else:
            assert [hit.score for hit in response.run.rankings[f"q{number}"]] == pytest.approx(
                [hit.score for hit in alone], rel=NEAR
            )


# Cosine


def test_cosines_are_those_of_tfidf_vectorizer() -> None:
    texts = ["a b b", "b c", "c c d", "e"]
    questions = ["b c", "a e e", "z"]
    vectorizer = TfidfVectorizer(analyzer=str.split)
    passages = vectorizer.fit_transform(texts)
    expected = cosine_similarity(vectorizer.transform(questions), passages)
    cut = collection([[Counter(text.split())] for text in texts])
    scorer = Cosine(cut, context=False)
    queries = Queries.of({term: float(count) for term, count in Counter(text.split()).items()} for text in questions)
    scores = (scorer.weights(queries) @ scorer.paragraph_matrix).toarray()
    np.testing.assert_allclose(scores, expected, atol=1e-12)
    (first, *_) = Ranker(cut, cut.ids, scorer, 50, 0.0).rank([queries], 2)
    best = sorted(range(4), key=lambda place: -expected[0][place])[:2]
    assert [hit.paragraph for hit in first.ranking] == [cut.ids[place] for place in best]


def test_terms_can_be_left_out_of_queries() -> None:
    settings = IndexSettings(terms=replace(terms(), words=0.0, bigrams=0.0), sentence_weight=0.0)
    data = as_data([article("a", ["石桥"], ["桥石"])], ["石桥"])
    hits = TermSystem("u", Cutting("mixed", settings.terms), settings).respond(data, 5).run.rankings["q0"]
    assert hits[0].score == hits[1].score
