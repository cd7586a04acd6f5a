"""From what was typed to what is searched."""

from __future__ import annotations

import pytest

from bot.answer.aliases import Aliases, mined_groups, parse_table
from bot.answer.asked import Asked
from bot.answer.model import Abstention, Conversation, Explanation, Reason, Turn
from bot.answer.understanding import Understanding
from tests.index.making import article, built

BRIDGE = article(
    "bridge",
    ["虹桥（Rainbow Bridge）由工程师梁思远设计。", "它于1931年通车。"],
    ["承建方是远山公司，造价四十万元。", "当年的HX200型吊车由Karlsson提供。"],
    ["施工用了五年时间。"],
    ["Rainbow Bridge如今只走行人。"],
    ["虹桥全长九百米。"],
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


@pytest.mark.parametrize(
    "typed",
    [
        "gongchengshi shi shui",
        "gongchengshi shi shei",
        "gong cheng shi shi shui",
        "gongchengshishishui",
        "gōngchéngshī shì shéi",
        "gong1cheng2shi1 shi4 shei2",
    ],
)
def test_a_question_in_pinyin_is_read(understanding: Understanding, typed: str) -> None:
    assert understanding.mended(typed) == "工程师是谁"


def test_a_name_in_latin_letters_stays_in_a_question_in_pinyin(understanding: Understanding) -> None:
    assert understanding.mended("Karlsson shi gongchengshi ma") == "Karlsson是工程师吗"


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("梁远思设计了什么", "梁思远设计了什么"),
        ("HX20O型吊车", "hx200型吊车"),
        ("Kalrson提供了什么", "karlsson提供了什么"),
        ("Rain bow Bridge有多长", "rainbow bridge有多长"),
        ("RainbowBridge有多长", "rainbow bridge有多长"),
        ("Ｒａｉｎｂｏｗ Bridge有多长", "Ｒａｉｎｂｏｗ Bridge有多长"),
    ],
)
def test_characters_out_of_order_or_alike_are_mended(understanding: Understanding, typed: str, searched: str) -> None:
    assert understanding.mended(typed) == searched


def test_courtesies_and_gaps_are_left_out(understanding: Understanding) -> None:
    assert understanding.mended("你好，请问一下虹 桥 是谁设计的呀？谢谢") == "虹桥是谁设计的？"


def test_a_pronoun_for_what_stands_before_it_points_to_nothing_earlier(understanding: Understanding) -> None:
    understood = understanding.of("梁思远设计的桥,它的造价是多少?", said("吊车由谁提供?"))
    assert "w:吊车" not in understood.asked.query


def test_a_follow_up_looks_back_over_its_whole_topic(understanding: Understanding) -> None:
    query = understanding.of("它贵吗?", said("虹桥是谁设计的?", "它多长?", "它多宽?")).asked.query
    assert query["w:虹桥"] == pytest.approx(0.5 * 0.7**2)


def test_what_asks_for_something_clear_only_hints_at_the_topic(understanding: Understanding) -> None:
    query = understanding.of("造价多少?", said("虹桥是谁设计的?")).asked.query
    assert query["w:造价"] == 1.0
    assert query["w:虹桥"] < 0.2


def test_a_corpus_in_taiwans_words_is_asked_in_them() -> None:
    taiwanese = Understanding(built(article("t", ["這個裝置會傳簡訊給學生。"], ["老師來自台北。"])))
    assert taiwanese.mended("谁会收到短信") == "谁会收到简讯"


def test_a_corpus_in_the_mainlands_words_is_asked_in_them() -> None:
    mainland = Understanding(built(article("m", ["这家公司做软件。"], ["它在北京。"])))
    assert mainland.mended("誰做軟體") == "谁做软件"


def test_a_name_explained_in_brackets_is_looked_for_too(understanding: Understanding) -> None:
    understood = understanding.of("虹桥什么时候通车", Conversation())
    assert understood.shown == "虹桥什么时候通车 + Rainbow Bridge"
    assert understood.asked.query["w:rainbow"] == pytest.approx(0.3)


def test_a_name_that_never_stands_without_the_other_is_not_looked_for() -> None:
    once = Understanding(built(article("a", ["灯塔（Faro）高四十米。"], ["灯塔建于1897年。"])))
    assert once.of("灯塔有多高", Conversation()).shown == "灯塔有多高"


def test_a_slip_that_turns_out_to_be_a_name_is_asked_by_the_name_the_corpus_uses() -> None:
    named = Understanding(built(article("a", ["Faro（望潮灯塔）高四十米。"], ["Faro在海边。"], ["Faro很旧。"])))
    assert named.mended("望朝灯塔有多高") == "Faro有多高"


def test_two_names_of_one_thing_count_once(understanding: Understanding) -> None:
    asked = understanding.of("虹桥什么时候通车", Conversation()).asked
    assert "w:rainbow" not in asked.masses
    assert asked.said_by(["w:rainbow"]) == asked.said_by(["w:虹桥", "b:虹桥", "u:虹", "u:桥"])


def test_what_stands_for_a_synonym_says_nothing_of_its_own() -> None:
    asked = Asked(
        "", {"w:a": 1.0, "w:b": 0.3, "w:c": 0.3}, {"w:a": 1.0}, {}, {"w:b": frozenset({"w:c"}), "w:c": frozenset()}
    )
    assert asked.said_by(["w:b"]) == set()
    assert asked.said_by(["w:a", "w:b"]) == {"w:a"}


def test_the_name_the_corpus_uses_most_is_asked_for() -> None:
    named = Understanding(built(article("a", ["灯塔（Faro）高四十米。"], ["Faro在海边。"], ["Faro很旧。"])))
    assert named.mended("灯塔有多高") == "Faro有多高"


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


@pytest.mark.parametrize("text", ["红烧肉怎么做？", "法国的首都是哪里？", "怎么减肥"])
def test_what_no_passage_has_a_word_of_is_on_another_matter(understanding: Understanding, text: str) -> None:
    assert not understanding.of(text, said("虹桥是谁设计的？", "它的造价是多少？")).changed


@pytest.mark.parametrize("text", ["它的首都是哪里？", "那首都呢？"])
def test_what_says_itself_that_it_goes_on_does(understanding: Understanding, text: str) -> None:
    assert "虹桥" in understanding.of(text, said("虹桥是谁设计的？")).shown


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
        ("国际桥梁协会", "国桥协"),
    }


def test_a_latin_name_does_not_stand_within_a_word_with_tones() -> None:
    groups = parse_table("G = 西南\n")
    assert Aliases(groups, str.casefold).renamed("zhāng g", lambda name: int(name == "西南")) == {"g": "西南"}
    assert Aliases(groups, str.casefold).renamed("zhāng", lambda name: int(name == "西南")) == {}


def test_a_table_line_with_one_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 2: '远山' names one thing once"):
        parse_table("a = b\n远山\n")
