"""Systems by their names, and what they give for a data set."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from index.building import build
from index.engines.okapi import OkapiEngine
from index.evaluation import Run, Topic, Workshop, gold_hidden, term_system
from index.evaluation.cutting import Cutting
from index.evaluation.errors import UnfitSystemError
from index.evaluation.model import DataSet, Format
from index.evaluation.systems import NAMES, QUOTES, RunSystem
from index.settings import IndexSettings
from tests.index.evaluation.making import BOAT, BRIDGE, TEA, data_set, ranking, village
from tests.index.making import terms


def settings() -> IndexSettings:
    return IndexSettings(terms=terms())


@pytest.mark.parametrize("name", NAMES)
def test_every_system_finds_quotes_and_orders(name: str) -> None:
    data = village()
    response = term_system(name, settings()).respond(data, 2)
    assert response.run.name == name
    assert set(response.run.rankings) == set(response.replies) == {"q1", "q2", "q3", "q4"}
    for topic in data.topics:
        found = response.run.rankings[topic.id]
        assert 1 <= len(found) <= 2
        assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
        assert found[0].paragraph in data.qrels[topic.id]
        quotes = response.replies[topic.id].quotes
        assert [quote.passage for quote in quotes] == [hit.paragraph for hit in found]
        assert all(quote.key in quote.text for quote in quotes)
    assert response.replies["q3"].quotes[0].key == "船票两元。"
    assert response.threshold is None
    assert not response.calibrated
    assert response.timing is not None


def test_words_are_rank_bm25_over_jieba_s_words() -> None:
    data = village()
    cutter = Cutting("words", terms()).open()
    ids = [article.id for article in data.articles]
    engine = OkapiEngine(ids, [cutter.document(article.raw) for article in data.articles], 0.9, 0.4)
    response = term_system("words", settings()).respond(data, 3)
    for topic in data.topics:
        expected = engine.rank(cutter.query(topic.text), 3)
        assert [hit.paragraph for hit in response.run.rankings[topic.id]] == [hit.paragraph for hit in expected]


def test_mixed_and_sentence_is_the_searcher_s_ranking() -> None:
    data = village()
    searcher = build(data.articles, settings())
    response = term_system("mixed+sentence", settings()).respond(data, 3)
    for topic in data.topics:
        expected = searcher.search(searcher.analyzer.query(topic.text), 3)
        found = response.run.rankings[topic.id]
        assert [f"{hit.paragraph}#0001" for hit in found] == [hit.paragraph for hit in expected]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected])


def test_a_passage_of_one_system_is_found_by_its_title_and_the_baselines_look_at_texts_only() -> None:
    plain = data_set({}, [Topic("q", "渡口")])
    from index.evaluation.reading import passage_article, passage_ids

    articles = (passage_article("tea", "", TEA), passage_article("boat", "渡口", BOAT))
    data = DataSet("d", Format.SQUAD, "", "", articles, passage_ids(articles), plain.topics, {})
    found = {name: [hit.paragraph for hit in _run(name, data).rankings["q"]] for name in NAMES}
    assert found["mixed"][:1] == found["mixed+sentence"][:1] == ["boat"]
    assert found["words"] == found["tfidf"] == found["bigrams"] == []


def _run(name: str, data: DataSet) -> Run:
    return term_system(name, settings()).respond(data, 5).run


def test_a_question_without_known_terms_has_an_empty_ranking_and_no_confidence() -> None:
    data = data_set({"tea": TEA}, [Topic("q", "xyz")])
    response = term_system("words", settings()).respond(data, 5)
    assert response.run.rankings == {"q": ()}
    assert response.replies["q"].quotes == ()
    assert response.replies["q"].confidence == 0.0


def test_at_most_five_passages_are_quoted() -> None:
    data = data_set({f"p{number}": f"茶{number}号。" for number in range(9)}, [Topic("q", "茶")])
    response = term_system("bigrams", settings()).respond(data, 8)
    assert len(response.run.rankings["q"]) == 8
    assert len(response.replies["q"].quotes) == QUOTES == 5


def test_systems_share_what_a_workshop_has_cut() -> None:
    workshop = Workshop()
    data = village()
    told: Counter[str] = Counter()

    def tell(doing: str, done: int, total: int) -> None:
        told[doing] += done == total

    for name in ("mixed", "mixed+sentence"):
        term_system(name, settings(), workshop).respond(data, 3, tell)
    assert told == {"village: mixed": 2, "village: mixed+sentence": 1}
    again = village()
    assert workshop.collection(again, Cutting("bigrams")) is workshop.collection(again, Cutting("bigrams"))


def test_the_configuration_says_what_the_results_depend_on() -> None:
    assert term_system("words", settings()).configuration == {
        "terms": "words",
        "formula": "bm25",
        "context": False,
        "k1": 0.9,
        "b": 0.4,
        "sentences_apart": True,
        "hmm": True,
        "sentence_weight": 0,
    }
    assert term_system("mixed+sentence", settings()).configuration == {
        "terms": "mixed",
        "formula": "bm25",
        "context": True,
        "k1": 0.9,
        "b": 0.4,
        "sentences_apart": False,
        "hmm": True,
        "sentence_weight": settings().sentence_weight,
        "candidates": 50,
        "words": 1.0,
        "bigrams": 1.0,
        "unigrams": 1.0,
    }


def test_settings_change_our_systems_and_not_the_baselines() -> None:
    changed = IndexSettings(terms=terms(), k1=2.0, b=0.9, sentence_weight=0.1, context=False)
    for name in ("words", "bigrams", "tfidf"):
        assert term_system(name, changed).configuration == term_system(name, settings()).configuration
    assert term_system("mixed", changed).configuration["k1"] == 2.0
    assert term_system("mixed", changed).configuration["sentence_weight"] == 0


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnfitSystemError, match="there is no system 'bm26'; there are words, bigrams, tfidf, mixed, "):
        term_system("bm26")


def test_judgments_without_texts_can_only_be_run_elsewhere() -> None:
    data = data_set({}, [Topic("q", "")], {"q": {"d": 1}}, Format.TREC)
    with pytest.raises(UnfitSystemError, match="words: village has judgments only and no texts; give a run with --run"):
        term_system("words").respond(data, 5)


# Runs made elsewhere


def test_a_run_made_elsewhere_gives_its_first_k_for_the_data_s_questions() -> None:
    run = Run("mine", {"q1": ranking("tea", "boat", "bridge"), "q9": ranking("tea")})
    response = RunSystem(run, Path("mine.trec")).respond(village(), 2)
    assert {id: [hit.paragraph for hit in found] for id, found in response.run.rankings.items()} == {
        "q1": ["tea", "boat"]
    }
    assert response.replies == {}
    assert response.timing is None
    assert response.configuration == {"run": "mine.trec"}


def test_a_run_of_other_questions_is_refused() -> None:
    run = RunSystem(Run("mine", {"x": ranking("tea")}), Path("mine.trec"))
    with pytest.raises(UnfitSystemError, match=r"mine\.trec: has no question of village"):
        run.respond(village(), 5)


def test_a_run_made_with_all_passages_is_refused_where_some_are_hidden() -> None:
    run = RunSystem(Run("mine", {"q1": ranking("tea")}), Path("mine.trec"))
    with pytest.raises(UnfitSystemError, match=r"mine\.trec: was made with all passages"):
        run.respond(gold_hidden(village(), 0.5, 1), 5)


def test_the_passages_are_what_the_tests_say() -> None:
    assert [article.raw for article in village().articles] == [TEA, BOAT, BRIDGE]
