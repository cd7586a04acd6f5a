"""Questions in English over Chinese text."""

from __future__ import annotations

import pytest

from bot.answer.english import is_english, question_word
from bot.answer.english_forms import forms, origins, superlative_of
from bot.answer.glosses import Glosses
from bot.answer.model import Abstention, Conversation, Explanation, Reason, Turn
from bot.answer.understanding import Understanding
from tests.index.making import article, built

ENTRIES = """# a comment
橋 桥 [qiao2] /bridge/
橋樑 桥梁 [qiao2 liang2] /bridge (lit. and fig.)/connection between two areas/
工程師 工程师 [gong1 cheng2 shi1] /engineer/CL:個|个[ge4],位[wei4],名[ming2]/
設計 设计 [she4 ji4] /to design/plan/design/
修復 修复 [xiu1 fu4] /to restore/to renovate/
大 大 [da4] /big/large/great/
捐款 捐款 [juan1 kuan3] /to donate money/donation/contribution (of money)/
手機 手机 [shou3 ji1] /cell phone/mobile phone/
費用 费用 [fei4 yong4] /cost/expenditure/expense/
代價 代价 [dai4 jia4] /price/cost/
"""
TOWN = article(
    "town",
    ["古桥由工程师梁思远设计。", "修复的费用由居民承担。"],
    ["最大的一笔捐款来自Farhill公司。"],
    ["代价是三年不能通行。"],
)


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(built(TOWN), (), lambda: ENTRIES)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("companies", "company"),
        ("developing", "develop"),
        ("stopped", "stop"),
        ("making", "make"),
        ("went", "go"),
        ("bridges", "bridge"),
        ("biggest", "big"),
        ("centres", "center"),
        ("organised", "organize"),
    ],
)
def test_a_word_is_looked_up_by_its_dictionary_form(word: str, form: str) -> None:
    assert form in forms(word)


def test_a_noun_is_looked_up_by_the_verb_it_comes_from() -> None:
    assert "restore" in origins("restoration")


def test_a_superlative_is_of_its_plain_word() -> None:
    assert "large" in superlative_of("largest")
    assert superlative_of("forest") == ("for", "fore")
    assert superlative_of("bridge") == ()


def test_an_exact_gloss_fits_best_and_only_known_words_are_given() -> None:
    known = {"桥", "桥梁", "费用", "代价"}
    glosses = Glosses(ENTRIES, lambda word: float(word in known), lambda _: 0.5)
    assert [one.word for one in glosses.renderings("bridge")] == ["桥梁", "桥"]
    assert [one.word for one in glosses.renderings("cost")] == ["费用", "代价"]
    assert glosses.renderings("engineer") == ()
    assert glosses.renderings("ridge") == ()


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When was it built?", "什么时候"),
        ("How many people live there?", "多少"),
        ("how much does it cost", "多少钱"),
        ("Who designed the bridge?", "谁"),
        ("Why?", "为什么"),
        ("In which year did it open?", "哪一年"),
        ("Is it open?", "是否"),
        ("the bridge", ""),
    ],
)
def test_question_words_become_chinese(question: str, asked: str) -> None:
    assert question_word(question) == asked


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Who designed the bridge?", True),
        ("happy birthday", True),
        ("gongchengshi shi shui", False),
        ("farhill de zongbu", False),
        ("桥是谁设计的", False),
        ("Farhill", False),
        ("gōngchéng shì shéi", False),
        ("Who repaired 古桥?", True),
        ("Who repaired the 古桥 of 梁思远?", True),
        ("who是梁思远", False),
        ("Farhill 的 price", False),
    ],
)
def test_english_is_told_from_pinyin(text: str, english: bool) -> None:
    assert is_english(text, lambda word: word == "farhill") is english


def test_an_english_question_is_asked_in_the_corpuss_words(understanding: Understanding) -> None:
    understood = understanding.of("Who was the engineer that designed the old bridge?", Conversation())
    assert understood.shown == "谁 工程师 设计 old 桥"
    assert understood.changed


def test_names_stay_as_they_are(understanding: Understanding) -> None:
    assert understanding.of("Who is Farhill?", Conversation()).shown == "谁 Farhill"


def test_names_in_pinyin_or_in_chinese_are_the_corpuss_own(understanding: Understanding) -> None:
    for name in ("Liang Siyuan", "Siyuan Liang", "梁思远"):
        assert understanding.of(f"Which bridge did {name} design?", Conversation()).shown == "哪些 桥 梁思远 设计"


def test_an_english_word_is_no_name_in_pinyin() -> None:
    town = built(article("talk", ["那么,古桥是谁设计的?", "他们马得像样。"]))
    asked = Understanding(town, (), lambda: ENTRIES)
    assert asked.of("Name the bridge", Conversation()).shown == "桥"
    assert "那么" not in asked.of("Name whoever designed it", Conversation()).shown


def test_a_month_is_its_number(understanding: Understanding) -> None:
    assert understanding.of("What did it cost in May 2019?", Conversation()).shown == "什么 它 费用 5月 2019"
    assert "5月" not in understanding.of("What may it cost?", Conversation()).shown


def test_a_superlative_is_one_word_where_the_corpus_has_it_so(understanding: Understanding) -> None:
    assert understanding.of("Who gave the largest donation?", Conversation()).shown == "谁 最大 捐款"


def test_of_several_renderings_the_one_said_together_with_the_rest_leads(understanding: Understanding) -> None:
    assert understanding.of("the cost of the restoration", Conversation()).shown == "费用 修复"


def test_a_word_with_two_renderings_counts_once(understanding: Understanding) -> None:
    asked = understanding.of("the cost of the restoration", Conversation()).asked
    assert "w:代价" in asked.query
    assert "w:代价" not in asked.masses
    assert asked.said_by(["w:代价"]) >= {"w:费用"}
    assert asked.query["w:费用"] + asked.query["w:代价"] <= 1.5


def test_without_a_dictionary_english_is_matched_as_it_is() -> None:
    understood = Understanding(built(TOWN)).of("Who is Farhill?", Conversation())
    assert understood.shown == "Who is Farhill?"


def test_the_dictionary_is_read_for_english_only() -> None:
    def unwanted() -> str:
        raise AssertionError("read")

    assert not Understanding(built(TOWN), (), unwanted).of("古桥是谁设计的", Conversation()).changed


def test_an_english_follow_up_carries_what_was_rendered(understanding: Understanding) -> None:
    silence = Abstention(Reason.NO_MATCH, 0.0, (), Explanation("", False, (), ()))
    said = Conversation((Turn("Who designed the bridge?", silence),))
    query = understanding.of("What did it cost?", said).asked.query
    assert query["w:设计"] == 0.5
