"""Texts into terms, by each way, in one process and in several."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bags import Bags
from index.evaluation.counting import (
    Queries,
    count_matrix,
    joint_vocabulary,
    merged,
    query_matrix,
    summing_matrix,
)
from index.evaluation.cutting import Cutting, Workers, cut_documents, cut_queries
from index.terms.analyzer import Analyzer
from tests.index.evaluation.making import BOAT, BRIDGE, TEA
from tests.index.making import terms


def test_words_are_those_of_jieba_lcut_without_signs() -> None:
    text = "老板姓周，今年六十岁。他用GPT-4写字。"
    jieba.setLogLevel("ERROR")
    plain = [word for word in jieba.lcut(text.lower()) if word.isalnum()]
    assert Cutting("words", terms()).open().document(text) == Counter(plain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("石桥长三十米", ["石桥", "桥长", "长三", "三十", "十米"]),
        ("茶", ["茶"]),
        ("用ＧＰＴ4写", ["用", "gpt4", "写"]),
        ("Don't 停。走吧", ["don't", "停", "走吧"]),
        ("，。", []),
    ],
)
def test_bigrams_are_pairs_of_han_characters_and_whole_latin_words(text: str, expected: list[str]) -> None:
    assert Cutting("bigrams").open().document(text) == Counter(expected)


def test_mixed_terms_are_the_analyzer_s() -> None:
    cutter, analyzer = Cutting("mixed", terms()).open(), Analyzer(terms())
    assert cutter.document(TEA) == analyzer.bag(TEA)
    assert cutter.query("茶馆的老板姓什么？") == analyzer.query("茶馆的老板姓什么？")


def test_a_term_asked_for_twice_weighs_twice() -> None:
    assert Cutting("bigrams").open().query("石桥石桥") == {"石桥": 2.0, "桥石": 1.0}


def rows(bags: Bags) -> list[Counter[str]]:
    return [bags.row(place, place + 1) for place in range(len(bags))]


@given(st.lists(st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 3)), max_size=4), min_size=1))
def test_parts_put_together_are_what_one_pass_makes(parts: list[list[dict[str, int]]]) -> None:
    whole = Bags.of(row for part in parts for row in part)
    together = merged([Bags.of(part) for part in parts])
    assert together.terms == whole.terms
    assert together.starts.tolist() == whole.starts.tolist()
    assert together.ids.tolist() == whole.ids.tolist()
    assert together.counts.tolist() == whole.counts.tolist()


def test_counts_become_a_matrix_and_sentences_add_up_to_paragraphs() -> None:
    bags, other = Bags.of([{"a": 1, "b": 2}, {"b": 1}, {}]), Bags.of([{"c": 1}])
    vocabulary = joint_vocabulary(bags, other)
    matrix = count_matrix(bags, vocabulary)
    assert matrix.toarray().tolist() == [[1, 2, 0], [0, 1, 0], [0, 0, 0]]
    assert (summing_matrix([2, 0, 1]) @ matrix).toarray().tolist() == [[1, 3, 0], [0, 0, 0], [0, 0, 0]]


def test_queries_in_arrays_keep_their_terms_in_order_and_unknown_terms_out_of_the_matrix() -> None:
    asked = [{"b": 1.0, "a": 2.0}, {}, {"z": 1.0, "a": 0.0, "b": 0.5}]
    queries = Queries.of(asked)
    assert len(queries) == 3
    assert [list(query.items()) for query in queries] == [list(query.items()) for query in asked]
    matrix = query_matrix(queries, {"a": 0, "b": 1, "c": 2})
    assert matrix.toarray().tolist() == [[2, 1, 0], [0, 0, 0], [0, 0.5, 0]]
    assert matrix.indices.tolist() == [1, 0, 1]


def test_several_processes_give_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.evaluation.cutting._PAYS", 1)
    texts = [TEA, BOAT, BRIDGE, "", "茶馆和石桥。"]
    cutting = Cutting("bigrams")
    workers = Workers(2)
    told: list[tuple[int, int]] = []
    try:
        several = cut_documents(cutting, texts, workers, lambda done, total: told.append((done, total)))
        queries = list(chain.from_iterable(cut_queries(cutting, texts, workers)))
    finally:
        workers.close()
    assert rows(several) == rows(cut_documents(cutting, texts, Workers()))
    assert queries == list(chain.from_iterable(cut_queries(cutting, texts, Workers())))
    assert queries == list(map(cutting.open().query, texts))
    assert told[-1] == (5, 5)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_no_texts_give_no_rows() -> None:
    assert len(cut_documents(Cutting("bigrams"), [], Workers())) == 0
    assert list(cut_queries(Cutting("bigrams"), [], Workers())) == []
