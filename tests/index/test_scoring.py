"""BM25 in Lucene's form, and statistics that add up."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.scoring import CollectionStats, idf

bags = st.lists(st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.integers(1, 5)), max_size=8)


def test_idf_is_lucenes() -> None:
    assert idf(10, 3) == pytest.approx(math.log(1 + 7.5 / 3.5))


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_idf_is_positive_even_for_a_term_in_every_paragraph(paragraphs: int, frequency: int) -> None:
    assert idf(max(paragraphs, frequency), frequency) > 0


def test_stats_count_paragraphs_terms_and_in_how_many_paragraphs_each_occurs() -> None:
    stats = CollectionStats.of([{"甲": 3, "乙": 1}, {"甲": 1}])
    assert (stats.paragraphs, stats.terms, dict(stats.frequencies)) == (2, 5, {"甲": 2, "乙": 1})
    assert stats.average_length == 2.5


def test_a_term_never_seen_has_the_highest_idf() -> None:
    stats = CollectionStats.of([{"甲": 1}, {"乙": 1}])
    assert stats.idf("丙") > stats.idf("甲")


@given(bags, bags)
def test_the_stats_of_two_collections_add_up_to_those_of_both(
    left: list[dict[str, int]], right: list[dict[str, int]]
) -> None:
    assert CollectionStats.of(left) + CollectionStats.of(right) == CollectionStats.of([*left, *right])


def test_an_empty_collection_has_no_average_length() -> None:
    assert CollectionStats(0, 0, Counter()).average_length == 0
