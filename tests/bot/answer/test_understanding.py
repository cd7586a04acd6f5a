"""From what was typed to what is searched."""

from __future__ import annotations

import pytest

from bot.answer.aliases import mined_groups, parse_table
from bot.answer.model import Abstention, Conversation, Explanation, Reason, Turn
from bot.answer.understanding import Understanding
from tests.index.making import article, built

BRIDGE = article(
    "bridge",
    ["虹桥（Rainbow Bridge）由工程师梁思远设计。", "它于1931年通车。"],
    ["承建方是远山公司，造价四十万元。", "当年的HX200型吊车由Karlsson提供。"],
    ["施工用了五年时间。"],
)


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    table = parse_table("远山公司 = 远山集团 = Farhill  # an own name\n")
    return Understanding(built(BRIDGE), table)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("Farhill是做什么的", "远山公司是做什么的"),
        ("远山集团造了什么", "远山公司造了什么"),
        ("HX2OO是什么", "hx200是什么"),
        ("Karlson提供了什么", "karlsson提供了什么"),
        ("梁思圆设计了什么", "梁思远设计了什么"),
    ],
)
def test_what_the_corpus_does_not_know_is_asked_as_it_knows_it(
    understanding: Understanding, typed: str, searched: str
) -> None:
    assert understanding.mended(typed) == searched


@pytest.mark.parametrize(
    "typed", ["虹桥是谁设计的", "HX300是什么", "南京长江大桥呢", "工程师多大岁数", "what a nice bridge"]
)
def test_what_is_no_slip_is_left_alone(understanding: Understanding, typed: str) -> None:
    assert understanding.mended(typed) == typed


def test_a_question_in_pinyin_is_read(understanding: Understanding) -> None:
    assert understanding.mended("gongchengshi shi shui") == "工程师是谁"


def test_a_name_explained_in_brackets_is_looked_for_too(understanding: Understanding) -> None:
    understood = understanding.of("虹桥什么时候通车", Conversation())
    assert understood.shown == "虹桥什么时候通车 + Rainbow Bridge"
    assert understood.asked.query["w:rainbow"] == pytest.approx(0.7)


def said(*questions: str) -> Conversation:
    silence = Abstention(Reason.NO_MATCH, 0.0, (), Explanation("", False, (), ()))
    return Conversation(tuple(Turn(question, silence) for question in questions))


def test_a_follow_up_gains_the_words_it_leaves_out(understanding: Understanding) -> None:
    query = understanding.of("它的造价呢?", said("虹桥是谁设计的?")).asked.query
    assert query["w:造价"] == 1.0
    assert query["w:虹桥"] == 0.5


def test_a_new_topic_drags_nothing_along(understanding: Understanding) -> None:
    understood = understanding.of("Karlsson提供了哪种型号的吊车设备?", said("虹桥是谁设计的?"))
    assert "w:虹桥" not in understood.asked.query
    assert not understood.changed


def test_a_name_of_the_same_shape_replaces_the_earlier_one(understanding: Understanding) -> None:
    query = understanding.of("那HX200呢?", said("HX100是谁提供的?")).asked.query
    assert "w:hx200" in query
    assert "w:hx100" not in query
    assert "w:提供" in query


def test_a_first_question_is_searched_as_it_is(understanding: Understanding) -> None:
    assert not understanding.of("它的造价呢?", Conversation()).changed


def test_names_in_brackets_and_short_forms_are_mined() -> None:
    texts = ["远山工程（Farhill）与国际桥梁协会（简称国桥协）。", "Tower One（一号塔）"]
    assert {group.names for group in mined_groups(texts)} == {
        ("Tower One", "一号塔"),
        ("远山工程", "Farhill"),
        ("与国际桥梁协会", "国桥协"),
    }


def test_a_table_line_with_one_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 2: '远山' names one thing once"):
        parse_table("a = b\n远山\n")
