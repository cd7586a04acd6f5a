"""What every engine promises of a Ranking, over all engines, the reference first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.base import Engine
from index.engines.okapi import OkapiEngine
from index.engines.postings import PostingsEngine
from index.engines.sparse import SparseEngine
from index.model import Hit
from index.scoring import idf
from tests.index.cluster.running import engine_of, few, needs_a_cluster

Make = Callable[[Sequence[str], Sequence[Mapping[str, int]]], Engine]
ENGINES: dict[str, Make] = {
    "okapi": lambda ids, bags: OkapiEngine(ids, bags, k1=0.9, b=0.4),
    "postings": lambda ids, bags: PostingsEngine.of(ids, bags, k1=0.9, b=0.4),
    "sparse": lambda ids, bags: SparseEngine.of(ids, bags, k1=0.9, b=0.4),
}

pytestmark = pytest.mark.parametrize(
    "make",
    [
        *(pytest.param(make, id=name) for name, make in ENGINES.items()),
        pytest.param(engine_of, id="cluster", marks=needs_a_cluster),
    ],
)

TERMS = "甲乙丙丁戊"
collections = st.lists(st.dictionaries(st.sampled_from(TERMS), st.integers(1, 4)), max_size=12)
queries = st.dictionaries(st.sampled_from(TERMS + "己"), st.floats(0.1, 3.0))


def ids(bags: Sequence[object]) -> list[str]:
    return [f"a#{number:04d}" for number in range(1, len(bags) + 1)]


def test_a_score_is_the_formulas(make: Make) -> None:
    engine = make(["a#0001", "a#0002"], [{"甲": 2, "乙": 1}, {"乙": 5}])
    saturation = 0.9 * (1 - 0.4 + 0.4 * 3 / 4)
    (hit,) = engine.rank({"甲": 2.0}, 10)
    assert hit.paragraph == "a#0001"
    assert hit.score == pytest.approx(2.0 * idf(2, 1) * 2 * 1.9 / (2 + saturation))


@few
@given(bags=collections, query=queries, k=st.integers(1, 15))
def test_a_ranking_keeps_its_contract(make: Make, bags: list[dict[str, int]], query: dict[str, float], k: int) -> None:
    ranking = make(ids(bags), bags).rank(query, k)
    matching = [id for id, bag in zip(ids(bags), bags, strict=True) if bag.keys() & query.keys()]
    assert all(hit.score > 0 for hit in ranking)
    assert list(ranking) == sorted(ranking, key=lambda hit: (-hit.score, hit.paragraph))
    assert len(ranking) == min(k, len(matching))
    assert {hit.paragraph for hit in ranking} <= set(matching)


@few
@given(bags=collections, query=queries, k=st.integers(1, 15))
def test_a_shorter_ranking_is_the_head_of_a_longer_one(
    make: Make, bags: list[dict[str, int]], query: dict[str, float], k: int
) -> None:
    engine = make(ids(bags), bags)
    assert engine.rank(query, k) == engine.rank(query, k + 5)[:k]


def test_ties_are_ordered_by_paragraph_id(make: Make) -> None:
    engine = make(["b#0001", "a#0002", "a#0001"], [{"甲": 1}] * 3)
    assert [hit.paragraph for hit in engine.rank({"甲": 1.0}, 3)] == ["a#0001", "a#0002", "b#0001"]


@pytest.mark.parametrize("bags", [[], [{}], [{}, {}]], ids=["no paragraph", "an empty one", "two empty ones"])
def test_a_collection_without_terms_gives_an_empty_ranking(make: Make, bags: list[dict[str, int]]) -> None:
    assert make(ids(bags), bags).rank({"甲": 1.0}, 5) == ()


def test_a_query_without_known_terms_gives_an_empty_ranking(make: Make) -> None:
    engine = make(["a#0001"], [{"甲": 1}])
    assert engine.rank({}, 5) == engine.rank({"己": 1.0}, 5) == ()


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_nothing_is_an_error(make: Make, k: int) -> None:
    with pytest.raises(ValueError, match="1 paragraph at least"):
        make(["a#0001"], [{"甲": 1}]).rank({"甲": 1.0}, k)


def test_a_hit_for_a_term_in_every_paragraph_still_counts(make: Make) -> None:
    engine = make(["a#0001", "a#0002"], [{"甲": 1}, {"甲": 1, "乙": 1}])
    assert [type(hit) for hit in engine.rank({"甲": 1.0}, 5)] == [Hit, Hit]


@few
@given(bags=collections, query=queries, k=st.integers(1, 15))
def test_every_engine_ranks_as_the_reference_to_the_last_bit(
    make: Make, bags: list[dict[str, int]], query: dict[str, float], k: int
) -> None:
    assert make(ids(bags), bags).rank(query, k) == ENGINES["okapi"](ids(bags), bags).rank(query, k)


@pytest.mark.parametrize("paragraphs", [40, 700])
def test_paragraphs_that_tie_by_the_hundred_are_ordered_by_id(make: Make, paragraphs: int) -> None:
    named = [f"a#{number:04d}" for number in reversed(range(paragraphs))]
    engine = make(named, [{"甲": 1, "乙": 1 + number % 7} for number in range(1, paragraphs + 1)])
    assert [hit.paragraph for hit in engine.rank({"甲": 1.0}, 5)] == sorted(
        id for id, number in zip(named, range(1, paragraphs + 1), strict=True) if number % 7 == 0
    )[:5]
