"""Talk with the bot is told from questions."""

from __future__ import annotations

import pytest

from bot.answer.small_talk import asked_in, is_mash, is_small_talk


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


@pytest.mark.parametrize(
    "message",
    ["早呀", "在么", "哈喽哈喽", "多谢啦", "谢谢你的回答", "你真棒", "讲个笑话听听", "what's up", "你是不是机器人"],
)
def test_talk_varies(message: str) -> None:
    assert is_small_talk(message)


@pytest.mark.parametrize("message", ["asdfghjkl", "qwertyuiop", "zxcvbnm", "jkjkjkjk", "啊啊啊啊啊", "sdfkjhgk"])
def test_fingers_on_the_keyboard_are_mash(message: str) -> None:
    assert is_mash(message)


@pytest.mark.parametrize("message", ["openai", "nvidia", "h100", "2023", "1111", "rhythm", "谁谁", "salinova", "tsmc"])
def test_names_and_numbers_are_no_mash(message: str) -> None:
    assert not is_mash(message)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("请问一下，灯塔是谁设计的？谢谢", "灯塔是谁设计的？"),
        ("你好，我想知道桥有多长", "桥有多长"),
        ("那个……最大的客户是谁来着", "最大的客户是谁"),
        ("Could you please tell me who built it?", "who built it?"),
        ("谢谢", "谢谢"),
        ("桥有多长", "桥有多长"),
    ],
)
def test_courtesies_are_no_part_of_a_question(typed: str, asked: str) -> None:
    assert asked_in(typed) == asked
