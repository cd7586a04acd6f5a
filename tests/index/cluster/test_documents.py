"""What the cluster is given, and that it comes back as it was."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Paragraph, Span
from index.engines.cluster.documents import Document, article_from_source, article_source, from_source, to_source
from index.engines.cluster.requests import MOST_TERMS, creation, found, scored, search
from index.engines.cluster.settings import ClusterSettings
from index.engines.cluster.tokens import plain, text_of, token, tokens_of
from index.engines.cluster.vocabulary import bucket_sources, buckets_for
from index.engines.okapi import OkapiEngine
from index.scoring import CollectionStats
from tests.index.making import article

texts = st.text(st.characters(), max_size=30)
terms = st.text(st.characters(), min_size=1, max_size=12)
bags = st.dictionaries(terms, st.integers(1, 3), max_size=5)


@given(term=terms)
def test_a_token_is_one_piece_and_gives_its_term_back(term: str) -> None:
    assert token(term).split() == [token(term)]
    assert token(term).encode()
    assert plain(token(term)) == term


@given(one=terms, other=terms)
def test_different_terms_have_different_tokens(one: str, other: str) -> None:
    assert (token(one) == token(other)) == (one == other)


def test_a_term_that_lucene_cannot_hold_has_a_short_token_of_its_own() -> None:
    long, longer = "w:" + "a" * 40_000, "w:" + "a" * 40_001
    assert len(token(long)) < 200
    assert token(long) != token(longer)


@given(bag=bags)
def test_a_bag_s_text_has_each_term_as_often_as_the_bag(bag: dict[str, int]) -> None:
    assert Counter(map(plain, tokens_of(text_of(bag)))) == Counter(bag)


@given(text=texts, section=st.none() | texts, context=bags, sentences=st.lists(bags, max_size=3))
def test_a_paragraph_comes_back_as_it_was(
    text: str, section: str | None, context: dict[str, int], sentences: list[dict[str, int]]
) -> None:
    start = 7
    spans = tuple(Span(start, start + len(text)) for _ in sentences)
    paragraph = Paragraph("a#0001", "a", 1, section, Span(start, start + len(text)), text, spans)
    back = from_source(to_source(Document("a#0001", (context, *sentences), paragraph)), 2.5)
    assert back.paragraph == paragraph
    assert back.sentence_bags() == [Counter(sentence) for sentence in sentences]
    assert (back.id, back.score) == ("a#0001", 2.5)


@given(raw=texts)
def test_an_article_comes_back_as_it_was(raw: str) -> None:
    given_article = article("stars", [raw], title=raw)
    source = article_source(given_article)
    assert source["body"].encode()
    assert article_from_source(source) == given_article


def test_the_vocabulary_is_spread_over_buckets_that_hold_all_of_it() -> None:
    frequencies = {f"w:{number}": number for number in range(1, 1000)}
    sources = dict(bucket_sources(frequencies))
    assert len(sources) == buckets_for(len(frequencies)) == 15
    assert sum(source["body"].count(":") for source in sources.values()) == 2 * len(frequencies)


@given(collection=st.lists(bags, min_size=1, max_size=6), query=st.dictionaries(terms, st.floats(0.1, 3), max_size=6))
def test_scores_from_what_comes_back_are_the_reference_s_to_the_last_bit(
    collection: list[dict[str, int]], query: dict[str, float]
) -> None:
    ids = [f"a#{number:04d}" for number in range(len(collection))]
    hits = [
        {"_source": to_source(Document(id, (bag,))), "sort": [1.0, id]} for id, bag in zip(ids, collection, strict=True)
    ]
    ranking = scored(found({"hits": {"hits": hits}}), query, CollectionStats.of(collection), 0.9, 0.4)
    assert ranking == OkapiEngine(ids, collection, 0.9, 0.4).rank(query, len(ids))


def test_of_a_query_with_too_many_terms_the_heaviest_go() -> None:
    query = {f"w:{number}": 1.0 for number in range(3000)}
    body = search(query, {term: number + 1 for number, term in enumerate(query)}, 10)
    asked = [clause["term"]["terms"]["value"] for clause in body["query"]["bool"]["should"]]
    assert sorted(asked, key=lambda term: int(term[2:])) == [f"w:{number}" for number in range(MOST_TERMS)]


def test_terms_that_no_paragraph_has_are_not_asked_for() -> None:
    body = search({"w:甲": 2.0, "w:乙": 1.0, "w:丙": 0.0}, {"w:甲": 3, "w:丙": 1}, 10, article="a")
    assert body["query"]["bool"]["should"] == [{"term": {"terms": {"value": "w:甲", "boost": 2.0}}}]
    assert body["query"]["bool"]["filter"] == [{"term": {"article": "a"}}]


def test_an_index_has_the_formula_s_parameters_and_the_settings_shards() -> None:
    body = creation(ClusterSettings(shards=3, replicas=2), k1=1.1, b=0.3)["settings"]
    assert (body["number_of_shards"], body["number_of_replicas"]) == (3, 2)
    assert body["similarity"]["terms"] == {"type": "BM25", "k1": 1.1, "b": 0.3}
