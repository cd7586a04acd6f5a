"""How much of a question some terms cover."""

from __future__ import annotations

import pytest

from bot.answer.asked import Asked
from bot.answer.coverage import beside, count_share, mass_share, share

MASSES = {"w:贝克": 3.0, "w:妻子": 1.0, "b:妻子": 2.0, "u:妻": 1.0, "u:子": 1.0}
WIDE = {"w:贝克": 0.75, "w:妻子": 0.25}
QUESTION = Asked("贝克的妻子是谁", dict.fromkeys(MASSES, 1.0), MASSES, {}, {}, WIDE, frozenset({"w:贝克"}))


def test_each_granularity_has_a_share_of_its_own() -> None:
    assert [mass_share(QUESTION, prefix, {"w:贝克", "u:子"}) for prefix in "wbu"] == [0.75, 0.0, 0.5]


def test_a_granularity_the_question_has_not_is_not_covered() -> None:
    alone = Asked("", {"w:a": 1.0}, {"w:a": 1.0}, {})
    assert [mass_share(alone, prefix, {"w:a"}) for prefix in "wbu"] == [1.0, 0.0, 0.0]


def test_a_share_is_by_weight_or_by_count() -> None:
    assert share(WIDE, {"w:妻子", "b:妻子"}) == pytest.approx(0.25)
    assert count_share(WIDE, {"w:妻子", "b:妻子"}) == 0.5
    assert share({}, {"w:妻子"}) == count_share({}, set()) == 0.0


def test_what_the_corpus_lacks_is_not_among_the_known() -> None:
    assert QUESTION.known == {"w:贝克": 0.75}


def test_the_word_before_the_question_word_is_looked_for() -> None:
    assert beside(QUESTION, {"w:贝克"}, "_here") == {"beside_before_here": 0.0, "beside_after_here": 0.5}
    assert beside(QUESTION, {"w:妻子"}) == {"beside_before": 1.0, "beside_after": 0.5}
