"""What the surface of a sentence holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.sentence_text import common_run, marks, numbers


def test_numbers_come_with_the_character_after_them() -> None:
    assert numbers("桥长1200米,有三十七个孔,用了20多年") == {"1200": "米", "三十七": "个", "20": "年"}


@pytest.mark.parametrize(
    ("sentence", "mark"),
    [
        ("因为河水太急。", "reason"),
        ("他写了《长桥》。", "title"),
        ("造价二十万元。", "money"),
        ("工期长达三年。", "duration"),
        ("桥上有狮子、麒麟和大象。", "list"),
        ("它建于1920年。", "leaning"),
        ("这座桥叫做长虹。", "naming"),
        ("一是河水太急。", "explaining"),
        ("谁来修桥?", "asking"),
    ],
)
def test_a_mark_is_seen(sentence: str, mark: str) -> None:
    assert mark in marks(sentence)


def test_a_plain_sentence_shows_no_mark_of_reason_or_money() -> None:
    assert not {"reason", "money", "title", "list"} & marks("桥横跨大河。")


@given(st.text("甲乙丙丁", max_size=15), st.text("甲乙丙丁", max_size=15))
def test_the_common_run_is_the_longest_shared_substring_up_to_twelve(left: str, right: str) -> None:
    runs = [left[i:j] for i in range(len(left)) for j in range(i + 1, len(left) + 1) if left[i:j] in right]
    assert common_run(left, right) == min(12, max(map(len, runs), default=0))
