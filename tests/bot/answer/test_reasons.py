"""What counts where a reason is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answer.answerer import Answerer, Seen
from bot.answer.model import Question
from bot.answer.reasons import WHY_FEATURES, why_rows
from tests.index.making import article, built

FERRY = article(
    "ferry",
    [
        "望潮号渡轮在去年冬天停航了。",
        "原因有两个。",
        "一是船底的锈穿了三处，船厂不肯再补。",
        "老船长说，他怕冬天的浪。",
    ],
    ["新船要到明年才来。"],
)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(built(FERRY))


def seen(answerer: Answerer, question: str) -> dict[str, dict[str, float]]:
    """By the beginning of each candidate, what it looks like as a reason."""
    looked_at = answerer.seen(Question(question))
    assert isinstance(looked_at, Seen)
    rows = [dict(zip(WHY_FEATURES, row, strict=True)) for row in why_rows(looked_at.candidates).tolist()]
    return {each.folded[:4]: row for each, row in zip(looked_at.candidates, rows, strict=True)}


def test_a_sentence_that_gives_a_reason_is_told_from_one_that_states_a_fact(answerer: Answerer) -> None:
    rows = seen(answerer, "渡轮为什么停航？")
    assert rows["老船长说"]["gives_reason_if_why"] == 1
    assert rows["老船长说"]["says_if_why"] == 1
    assert rows["望潮号渡"]["gives_reason_if_why"] == 0
    assert rows["望潮号渡"]["says_if_why"] == 0


def test_what_only_announces_reasons_is_told_from_what_follows_it(answerer: Answerer) -> None:
    rows = seen(answerer, "渡轮为什么停航？")
    assert (rows["原因有两"]["announces_if_why"], rows["原因有两"]["announced_if_why"]) == (1, 0)
    assert (rows["一是船底"]["announces_if_why"], rows["一是船底"]["announced_if_why"]) == (0, 1)
    assert (rows["一是船底"]["begins_if_why"], rows["一是船底"]["explains_if_why"]) == (1, 1)
    assert rows["一是船底"]["reason_before_if_why"] == 1
    assert rows["老船长说"]["reason_before_if_why"] == 0


def test_words_in_common_count_again(answerer: Answerer) -> None:
    looked_at = answerer.seen(Question("渡轮为什么停航？"))
    assert isinstance(looked_at, Seen)
    covers = [each.features["cover_wide"] for each in looked_at.candidates]
    assert why_rows(looked_at.candidates)[:, WHY_FEATURES.index("cover_wide_if_why")].tolist() == covers
    assert max(covers) > 0


def test_nothing_of_this_counts_where_no_reason_is_asked_for(answerer: Answerer) -> None:
    looked_at = answerer.seen(Question("渡轮什么时候停航的？"))
    assert isinstance(looked_at, Seen)
    assert np.array_equal(why_rows(looked_at.candidates), np.zeros((len(looked_at.candidates), len(WHY_FEATURES))))


def test_there_need_be_no_candidate() -> None:
    assert why_rows(()).shape == (0, len(WHY_FEATURES))
