"""How text becomes terms."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DictionaryError
from index.settings import TermSettings
from index.terms.analyzer import Analyzer
from index.terms.latin import latin_terms
from index.terms.normal import Normaliser
from index.terms.numerals import numerals
from tests.index.making import terms


@pytest.fixture(scope="module")
def analyzer(tmp_path_factory: pytest.TempPathFactory) -> Analyzer:
    return Analyzer(TermSettings(cache=tmp_path_factory.mktemp("jieba")))


@pytest.mark.parametrize(
    ("written", "folded"),
    [("ＧＰＴ－４", "gpt-4"), ("馬斯克", "马斯克"), ("Straße", "strasse"), ("①", "1"), ("乾隆皇帝", "乾隆皇帝")],
)
def test_width_case_and_script_are_folded(written: str, folded: str) -> None:
    assert Normaliser()(written) == folded


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_every_folded_character_has_an_origin(text: str) -> None:
    folded = Normaliser().folded(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert list(folded.origins) == sorted(folded.origins)
    assert folded.origins[-1] == len(text)


def test_traditional_wording_is_also_asked_in_mainland_words() -> None:
    assert Normaliser().variants("軟體晶片") == ("软体晶片", "软件芯片")


def test_simplified_text_has_one_variant() -> None:
    assert Normaliser().variants("软件芯片") == ("软件芯片",)


@pytest.mark.parametrize(
    ("run", "terms"),
    [
        ("gpt-4", ("gpt4", "gpt", "4")),
        ("gpt4", ("gpt4", "gpt", "4")),
        ("3.2", ("3.2",)),
        ("1,000", ("1000",)),
        ("openai", ("openai",)),
    ],
)
def test_a_latin_run_gives_its_compact_form_and_its_parts(run: str, terms: tuple[str, ...]) -> None:
    assert latin_terms(run) == terms


def test_a_document_gives_words_bigrams_and_unigrams(analyzer: Analyzer) -> None:
    assert dict(analyzer.bag("芯片")) == {"w:芯片": 1, "b:芯片": 1, "u:芯": 1, "u:片": 1}


def test_a_query_leaves_function_words_out(analyzer: Analyzer) -> None:
    assert set(analyzer.query("芯片是什么?")) == {"w:芯片", "b:芯片", "b:片是", "u:芯", "u:片"}


def test_a_query_of_function_words_is_empty(analyzer: Analyzer) -> None:
    assert analyzer.query("为什么呢?") == {}


def test_both_scripts_ask_for_the_same_terms(analyzer: Analyzer) -> None:
    assert analyzer.query("谁发明了电灯") == analyzer.query("誰發明了電燈")


def test_weights_of_granularities_are_the_settings(tmp_path: Path) -> None:
    analyzer = Analyzer(TermSettings(words=2.0, bigrams=0.5, unigrams=0.0, cache=tmp_path))
    assert dict(analyzer.query("芯片")) == {"w:芯片": 2.0, "b:芯片": 0.5}


def test_words_of_the_user_dictionary_are_kept_whole(tmp_path: Path) -> None:
    dictionary = tmp_path / "words.txt"
    dictionary.write_text("雅典娜芯片 9000\n", encoding="utf-8")
    analyzer = Analyzer(TermSettings(user_dictionary=dictionary))
    assert "w:雅典娜芯片" in analyzer.bag("雅典娜芯片")


def test_a_missing_user_dictionary_is_named(tmp_path: Path) -> None:
    analyzer = Analyzer(TermSettings(user_dictionary=tmp_path / "none.txt"))
    with pytest.raises(DictionaryError, match=r"none\.txt: cannot read the user dictionary"):
        analyzer.bag("芯片")


def test_a_malformed_user_dictionary_is_named(tmp_path: Path) -> None:
    dictionary = tmp_path / "words.txt"
    dictionary.write_bytes(b"\xff\xfe\x00bad")
    with pytest.raises(DictionaryError, match=r"words\.txt: "):
        Analyzer(TermSettings(user_dictionary=dictionary)).bag("芯片")


def test_a_parsed_dictionary_that_others_could_have_written_is_not_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    Analyzer(TermSettings(cache=tmp_path)).bag("芯片")
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=40))
def test_any_text_can_be_cut(analyzer: Analyzer, text: str) -> None:
    assert all(count > 0 for count in analyzer.bag(text).values())
    assert all(weight > 0 for weight in analyzer.query(text).values())


@pytest.mark.parametrize("segmenter", ["jieba", "rjieba"])
@given(text=st.text(st.sampled_from("月亮绕着地球转GPT-4 3.2台湾龍中华人民共和国，。"), max_size=30))
def test_a_bag_is_the_count_of_the_tokens(segmenter: str, text: str) -> None:
    analyzer = _analyzer(segmenter)
    tokens = analyzer.tokens(analyzer.normaliser(text))
    assert analyzer.bag(text) == Counter(token.term for token in tokens)


@pytest.mark.parametrize("segmenter", ["jieba", "rjieba"])
@given(text=st.text("茶桥船石头三的是什么哪一家谁a1-，", max_size=20).filter(lambda text: not list(numerals(text))))
def test_a_query_without_numbers_counts_the_tokens_that_say_something(segmenter: str, text: str) -> None:
    counts = Counter(token.term for token in _analyzer(segmenter).content_tokens(text))
    assert list(_analyzer(segmenter).query(text).items()) == [(term, float(count)) for term, count in counts.items()]


def test_rjieba_cuts_common_words_as_jieba_does() -> None:
    text = "中华人民共和国的半导体公司在台湾"
    assert _analyzer("rjieba").query(text) == _analyzer("jieba").query(text)


def test_rjieba_reads_the_users_words_too(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("原话机器人 100 n\n另一个词\n", encoding="utf-8")
    analyzer = Analyzer(TermSettings(segmenter="rjieba", user_dictionary=words))
    assert {"w:原话机器人", "w:另一个词"} <= analyzer.bag("原话机器人和另一个词").keys()


def test_rjieba_names_a_user_dictionary_it_cannot_read(tmp_path: Path) -> None:
    analyzer = Analyzer(TermSettings(segmenter="rjieba", user_dictionary=tmp_path / "none.txt"))
    with pytest.raises(DictionaryError, match="cannot read the user dictionary"):
        analyzer.bag("月亮")


@cache
def _analyzer(segmenter: str) -> Analyzer:
    return Analyzer(replace(terms(), segmenter=segmenter))


def test_half_a_surrogate_pair_stays_as_it_is_beside_traditional_script(analyzer: Analyzer) -> None:
    normaliser = analyzer.normaliser
    assert normaliser("斷\ud800龍") == "断\ud800龙"
    assert normaliser.variants("晶片\udfff龍")[-1] == "芯片\udfff龙"
    assert analyzer.query("龍\ud800") == analyzer.query("龙")
