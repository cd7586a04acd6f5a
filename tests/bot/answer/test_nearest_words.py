from __future__ import annotations

import pytest

from bot.answer.nearest_words import Beside, words_beside
from bot.answer.question_type import question_type


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("贝克的妻子是谁", ["贝克", "妻子"], Beside("妻子", "")),
        ("新塔哪一天落成", ["新塔", "落成"], Beside("新塔", "落成")),
        ("这座塔一共有多少级台阶?", ["塔", "一共", "级", "台阶"], Beside("一共", "级")),
        ("路透社在哪里", ["路透", "路透社"], Beside("路透社", "")),
        ("说说灯塔", ["灯塔"], Beside("灯塔", "")),
        ("谁", [], Beside("", "")),
    ],
)
def test_the_words_next_to_the_question_word(question: str, words: list[str], expected: Beside) -> None:
    assert words_beside(question, question_type(question), words) == expected
