"""Talk with the bot is told from questions."""

from __future__ import annotations

import pytest

from bot.answer.small_talk import is_small_talk


@pytest.mark.parametrize(
    "message",
    ["你好", "你好!", "hello", "谢谢你", "再见", "你是谁?", "你能做什么?", "你好,你是机器人吗?", "thank you", "ok"],
)
def test_talk_is_talk(message: str) -> None:
    assert is_small_talk(message)


@pytest.mark.parametrize(
    "message", ["你好,桥是谁修的?", "桥是谁修的?", "谢谢,那造价呢", "好桥有几座", "对标的是什么", "hello kitty是什么"]
)
def test_a_question_is_a_question(message: str) -> None:
    assert not is_small_talk(message)


def test_a_long_message_is_looked_at_in_bounded_time() -> None:
    assert not is_small_talk("哈" * 100_000)
