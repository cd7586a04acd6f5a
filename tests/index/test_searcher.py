"""From a query to paragraphs, and the second look by sentences."""

from __future__ import annotations

import pytest

from index.building import build
from index.searcher import Searcher
from index.settings import IndexSettings
from tests.index.making import article, built, terms

ANIMALS = article("animals", ["猫喜欢吃鱼。", "狗喜欢骨头。"], ["鸟会飞。"], ["鱼在水里游。", "水很冷。"], title="动物")
STARS = article("stars", ["月亮绕着地球转。"], ["太阳比地球大得多。"], title="天体")


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return built(ANIMALS, STARS)


def test_the_paragraph_with_the_questions_words_comes_first(searcher: Searcher) -> None:
    ranking = searcher.search(searcher.analyzer.query("狗喜欢什么?"), 3)
    assert ranking[0].paragraph == "animals#0001"


def test_an_opened_article_is_searched_alone(searcher: Searcher) -> None:
    query = searcher.analyzer.query("地球和水")
    assert {searcher.paragraph(hit.paragraph).article for hit in searcher.search(query, 9)} == {"animals", "stars"}
    assert {hit.paragraph for hit in searcher.search(query, 9, within="stars")} == {"stars#0001", "stars#0002"}


def test_sentences_are_scored_by_themselves(searcher: Searcher) -> None:
    cat, dog = searcher.sentence_scores(searcher.analyzer.query("狗的骨头"), "animals#0001")
    assert cat == 0 < dog


def test_it_is_told_which_of_a_questions_terms_each_sentence_holds(searcher: Searcher) -> None:
    query = searcher.analyzer.query("狗的骨头和鱼")
    [cat, dog], [swims, cold] = searcher.shared_terms(query, ["animals#0001", "animals#0003"])
    assert cat == swims == {"w:鱼", "u:鱼"}
    assert dog == {"w:狗", "u:狗", "w:骨头", "u:骨", "u:头", "b:骨头"}
    assert not cold


def test_what_stands_beside_terms_is_bounded_by_the_paragraph_that_has_most(searcher: Searcher) -> None:
    weights = {"w:骨头": 2.0, "w:鱼": 1.0, "w:冰": 4.0}
    assert searcher.most_beside(["u:狗"], weights) == 3.0
    assert searcher.most_beside(["u:水"], weights) == 1.0
    assert searcher.most_beside(["u:狗", "u:水"], weights) == searcher.most_beside(["u:冰"], weights) == 0.0


def test_the_best_sentence_lifts_its_paragraph() -> None:
    together = article("t", ["甲乙丙丁戊己庚辛。"], ["甲子。", "乙丑。", "丙寅。"])
    plain = built(together, sentence_weight=0.0)
    lifted = built(together, sentence_weight=5.0)
    query = plain.analyzer.query("甲乙丙")
    gain = {hit.paragraph: hit.score for hit in lifted.search(query, 2)}
    base = {hit.paragraph: hit.score for hit in plain.search(query, 2)}
    best = {id: max(plain.sentence_scores(query, id)) for id in base}
    assert gain == pytest.approx({id: base[id] + 5 * best[id] for id in base})


def test_the_title_and_heading_are_searched_with_each_paragraph() -> None:
    headed = article("h", ["它会飞。"], title="信天翁", section="迁徙")
    query = built(headed).analyzer.query("信天翁的迁徙")
    assert [hit.paragraph for hit in built(headed).search(query, 1)] == ["h#0001"]
    assert built(headed, context=False).search(query, 1) == ()


def test_neighbours_end_with_the_article(searcher: Searcher) -> None:
    assert searcher.beside("animals#0002", 1) == "animals#0003"
    assert searcher.beside("animals#0003", 1) is None
    assert searcher.beside("stars#0001", -1) is None


def test_an_empty_query_finds_nothing(searcher: Searcher) -> None:
    assert searcher.search({}, 5) == ()


def test_an_empty_library_finds_nothing() -> None:
    empty = built()
    assert empty.search(empty.analyzer.query("月亮"), 5) == ()


def test_k_must_be_positive(searcher: Searcher) -> None:
    with pytest.raises(ValueError, match="k is 0"):
        searcher.search(searcher.analyzer.query("月亮"), 0)


def test_articles_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        build([ANIMALS, ANIMALS])


def test_progress_is_told_a_paragraph_at_a_time() -> None:
    told: list[tuple[int, int]] = []
    build([STARS], IndexSettings(terms=terms()), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_digest_follows_content_and_settings() -> None:
    digests = {
        built(ANIMALS).digest,
        built(STARS).digest,
        built(ANIMALS, k1=1.2).digest,
    }
    assert len(digests) == 3
    assert built(ANIMALS).digest in digests
