"""Engines for many paragraphs, over enough of them that they leave something out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.base import Engine
from index.engines.okapi import OkapiEngine
from index.engines.parts import Part
from index.engines.postings import PostingsEngine
from index.engines.sparse import SparseEngine, _Matrix
from index.scoring import CollectionStats

MAKERS: tuple[Callable[..., Engine], ...] = (PostingsEngine, SparseEngine)
K1, B = 0.9, 0.4


def collection(seed: int, paragraphs: int) -> list[dict[str, int]]:
    """Paragraphs on changing subjects, their terms as unevenly frequent as words are."""
    draw = np.random.default_rng(seed)
    bags: list[dict[str, int]] = []
    for number in range(paragraphs):
        size = int(draw.integers(0, 40))
        terms = np.minimum(draw.zipf(1.4, size), 400) + (number // 100) * (draw.random(size) < 0.2)
        bags.append(dict(Counter(f"t{term}" for term in terms.tolist())))
    return bags


def named(paragraphs: int) -> list[str]:
    return [f"a#{number:04d}" for number in range(1, paragraphs + 1)]


weights = st.sampled_from([0.5, 0.7, 1.0, 1.0, 1.0, 2.0])
queries = st.dictionaries(st.integers(1, 60).map("t{}".format), weights, min_size=1, max_size=12)


@pytest.mark.parametrize("make", MAKERS, ids=["postings", "sparse"])
@given(seed=st.integers(0, 1000), several=st.lists(queries, min_size=3, max_size=6), k=st.integers(1, 60))
@settings(max_examples=20)
def test_they_rank_as_the_reference_to_the_last_bit(
    make: Callable[..., Engine], seed: int, several: list[Mapping[str, float]], k: int
) -> None:
    bags = collection(seed, 900)
    ids = named(len(bags))
    reference = OkapiEngine(ids, bags, K1, B)
    engine = make([Part.of(ids, bags)], CollectionStats.of(bags), K1, B)
    for query in several:
        assert engine.rank(query, k) == reference.rank(query, k)


@pytest.mark.parametrize("make", MAKERS, ids=["postings", "sparse"])
@given(seed=st.integers(0, 1000), query=queries, cut=st.integers(0, 700), k=st.integers(1, 30))
@settings(max_examples=15)
def test_parts_together_rank_as_one_and_what_is_removed_is_not_found(
    make: Callable[..., Engine], seed: int, query: Mapping[str, float], cut: int, k: int
) -> None:
    bags = collection(seed, 700)
    ids = named(len(bags))
    gone = np.random.default_rng(seed).random(len(bags)) < 0.3
    left = [place for place in range(len(bags)) if not gone[place]]
    kept: Sequence[Mapping[str, int]] = [bags[place] for place in left]
    reference = OkapiEngine([ids[place] for place in left], kept, K1, B)
    parts = [part_of(ids[edge], bags[edge], gone[edge]) for edge in (slice(0, cut), slice(cut, None))]
    assert make(parts, CollectionStats.of(kept), K1, B).rank(query, k) == reference.rank(query, k)


def part_of(ids: Sequence[str], bags: Sequence[Mapping[str, int]], gone: np.typing.NDArray[np.bool_]) -> Part:
    part = Part.of(ids, bags)
    return Part(part.ids, part.terms, part.starts, part.paragraphs, part.counts, part.lengths, gone)


@pytest.mark.parametrize("make", MAKERS, ids=["postings", "sparse"])
def test_more_ties_than_anyone_proposes_are_ordered_by_id(make: Callable[..., Engine]) -> None:
    bags = [{"甲": 1}] * 2000 + [{"甲": 1, "乙": 1}]
    ids = list(reversed(named(len(bags))))
    engine = make([Part.of(ids, bags)], CollectionStats.of(bags), K1, B)
    assert [hit.paragraph for hit in engine.rank({"甲": 1.0}, 3)] == ["a#0002", "a#0003", "a#0004"]


def test_bm25s_itself_computes_the_scores_that_are_put_into_it() -> None:
    from bm25s import BM25

    bags = collection(3, 200)
    part, stats = Part.of(named(200), bags), CollectionStats.of(bags)
    tokens = [[term for term, count in bag.items() for _ in range(count)] for bag in bags]
    theirs = BM25(k1=K1, b=B, method="atire", idf_method="lucene")
    theirs.index(tokens, show_progress=False)
    (matrix,) = SparseEngine([part], stats, K1, B)._searches
    assert isinstance(matrix, _Matrix)
    ours = matrix._model.scores
    for term, number in part.terms.items():
        column = slice(ours["indptr"][number], ours["indptr"][number + 1])
        place = theirs.vocab_dict[term]
        there = slice(theirs.scores["indptr"][place], theirs.scores["indptr"][place + 1])
        assert ours["indices"][column].tolist() == theirs.scores["indices"][there].tolist()
        assert ours["data"][column] == pytest.approx(theirs.scores["data"][there], rel=1e-6)
