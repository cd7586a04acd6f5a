"""What sets sentences apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.contrast import contrasts

QUERY = {"w:长桥": 1.0, "w:设计": 1.0, "w:高": 2.0}


def test_what_one_sentence_alone_has_counts_most() -> None:
    name_only, designed, nothing = contrasts(QUERY, [{"w:长桥"}, {"w:长桥", "w:设计"}, set()])
    assert designed > 2 * name_only > 0
    assert nothing == 0


def test_a_heavier_term_counts_more() -> None:
    assert contrasts(QUERY, [{"w:设计"}, {"w:高"}]) == pytest.approx([1 / 3, 2 / 3])


def test_without_a_term_of_the_question_there_is_no_contrast() -> None:
    assert contrasts(QUERY, [set(), {"w:桥"}]) == [0.0, 0.0]
    assert contrasts(QUERY, []) == []


@given(st.lists(st.sets(st.sampled_from(sorted(QUERY))), max_size=6))
def test_it_is_a_share(sentences: list[set[str]]) -> None:
    shares = contrasts(QUERY, sentences)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)
    assert all(share > 0 for share, terms in zip(shares, sentences, strict=True) if terms)
