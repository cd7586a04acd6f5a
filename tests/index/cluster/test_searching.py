"""A Searcher whose articles are on a cluster, beside one that has them here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.building import build
from index.engines.cluster.searcher import ClusterSearcher, build_on_cluster, open_on_cluster
from index.model import Ranking
from index.searcher import Searcher
from index.settings import IndexSettings
from tests.index.cluster.running import connection, needs_a_cluster, own_name
from tests.index.making import article, terms

pytestmark = needs_a_cluster

ARTICLES = (
    article(
        "moon", ["月亮绕着地球转。", "它没有空气。"], ["月亮上有山。"], ["人到过月亮。"], title="月亮", section="天体"
    ),
    article("sun", ["太阳比地球大得多。"], ["太阳是一颗恒星，", "月亮不是。"], title="太阳", section="天体"),
    article("odd", ["断 \\字。"], title="反斜\\线"),
    article("long", ["天地玄黄，宇宙洪荒。" * 5_000], title="长文"),
)
QUESTIONS = ("地球有空气吗", "宇宙洪荒", "月亮上有什么", "恒星有多大", "断字")


@pytest.fixture(scope="module")
def here() -> Searcher:
    return build(ARTICLES, IndexSettings(terms=terms()))


@pytest.fixture(scope="module")
def there(here: Searcher) -> Iterator[ClusterSearcher]:
    name = f"{own_name()}-searching"
    build_on_cluster(connection(name, shards=2), here)
    yield open_on_cluster(connection(name, shards=2), terms())
    connection(name).ask(lambda client: client.indices.delete(index=f"{name}-*"))


def nearly(ranking: Ranking) -> list[object]:
    return [(hit.paragraph, pytest.approx(hit.score, rel=1e-12)) for hit in ranking]


def plain(ranking: Ranking) -> list[tuple[str, float]]:
    return [(hit.paragraph, hit.score) for hit in ranking]


def test_it_is_the_same_index(here: Searcher, there: ClusterSearcher) -> None:
    assert there.digest == here.digest
    assert there.settings == here.settings
    assert (there.stats.paragraphs, there.stats.terms) == (here.stats.paragraphs, here.stats.terms)
    assert dict(there.stats.frequencies.items()) == dict(here.stats.frequencies.items())
    assert len(there.stats.frequencies) == len(here.stats.frequencies)
    assert "w:火星" not in there.stats.frequencies


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("within", [None, "moon", "none"])
def test_it_ranks_as_one_that_is_here(
    here: Searcher, there: ClusterSearcher, question: str, within: str | None
) -> None:
    query = here.analyzer.query(question)
    assert plain(there.search(query, 5, within)) == nearly(here.search(query, 5, within))


def test_its_paragraphs_and_articles_come_back_as_they_were(here: Searcher, there: ClusterSearcher) -> None:
    assert tuple(there.articles) == ARTICLES
    assert (there.articles[-1], there.articles[:2]) == (ARTICLES[-1], ARTICLES[:2])
    assert tuple(there.paragraphs) == tuple(here.paragraphs)
    assert [there.paragraphs[place] for place in range(len(there.paragraphs))] == list(here.paragraphs)
    assert there.article("sun") == ARTICLES[1]
    assert there.paragraph("moon#0002") == here.paragraph("moon#0002")


@pytest.mark.parametrize("step", [-1, 0, 1, 2])
def test_neighbours_are_those_of_the_article(here: Searcher, there: ClusterSearcher, step: int) -> None:
    assert there.beside("moon#0002", step) == here.beside("moon#0002", step)


def test_what_is_not_there_is_a_key_error(there: ClusterSearcher) -> None:
    with pytest.raises(KeyError):
        there.paragraph("moon#0009")
    with pytest.raises(KeyError):
        there.article("mars")


def test_sentences_are_scored_and_named_as_here(here: Searcher, there: ClusterSearcher) -> None:
    for paragraph in here.paragraphs:
        query = here.analyzer.query("月亮绕着什么转")
        assert there.sentence_scores(query, paragraph.id) == pytest.approx(
            here.sentence_scores(query, paragraph.id), rel=1e-12
        )
        assert there.beside(paragraph.id, 1) == here.beside(paragraph.id, 1)
        assert there.sentence_words(paragraph.id) == here.sentence_words(paragraph.id)
        assert there.shared_terms(query, [paragraph.id]) == here.shared_terms(query, [paragraph.id])
