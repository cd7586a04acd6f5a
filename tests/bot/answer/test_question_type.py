"""What kind of thing a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.question_type import Kind, question_type, wanted_marks


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("谁发明了电灯?", Kind.WHO),
        ("哪位作家写了这本书", Kind.WHO),
        ("桥是什么时候建成的?", Kind.WHEN),
        ("公司成立于哪一年?", Kind.WHEN),
        ("总部在哪里?", Kind.WHERE),
        ("他出生在哪个城市?", Kind.WHERE),
        ("桥有多长?", Kind.NUMBER),
        ("一共有几座塔", Kind.NUMBER),
        ("票价是多少?", Kind.NUMBER),
        ("他在那里住了多长时间?", Kind.NUMBER),
        ("为什么停产?", Kind.WHY),
        ("停产的原因是什么?", Kind.WHY),
        ("这座塔叫什么名字?", Kind.NAME),
        ("广场后来改名为什么?", Kind.NAME),
        ("怎么去那里?", Kind.HOW),
        ("有哪些颜色?", Kind.WHICH),
        ("主要成分是什么?", Kind.WHAT),
        ("桥还在用吗?", Kind.WHETHER),
        ("那颐和园呢?", Kind.OTHER),
        ("who built the bridge?", Kind.WHO),
        ("how long is the bridge?", Kind.NUMBER),
    ],
)
def test_the_question_word_tells_the_kind(question: str, kind: Kind) -> None:
    assert question_type(question).kind is kind


@pytest.mark.parametrize("question", ["他几乎走遍全国", "十几个人", "几何学"])
def test_a_number_word_that_asks_nothing_is_no_number_question(question: str) -> None:
    assert question_type(question).kind is not Kind.NUMBER


def test_what_follows_the_question_word_narrows_it() -> None:
    asked = question_type("一共花了多少钱?")
    assert (asked.word, asked.focus) == ("多少", "钱")


@pytest.mark.parametrize(
    ("question", "mark"),
    [("花了多少钱", "money"), ("要多久", "duration"), ("有哪些成员", "list"), ("为何停产", "reason")],
)
def test_an_answer_should_show_its_mark(question: str, mark: str) -> None:
    assert mark in wanted_marks(question)


@given(st.text(max_size=80))
def test_any_text_has_a_type(text: str) -> None:
    assert question_type(text).kind in Kind
