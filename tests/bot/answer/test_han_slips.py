"""Slips in Chinese words: which are mended, and what is none."""

from __future__ import annotations

import pytest

from bot.answer.han_slips import han_repairs
from bot.answer.lexicon import Lexicon
from index.searcher import Searcher
from tests.index.making import article, built

FIRM = article(
    "firm",
    ["河岸科技是一家芯片公司。", "公司的创始人是林小满。", "创始人早年研发手机芯片。"],
    ["去年三月，公司拿到第一笔投资。", "这笔投资一共是六千万元。", "投资人要求公司三年内上市。"],
    ["员工可以领到期权。", "期权分四年给完。"],
    ["公司的仓库在南方，仓库的屋顶漏过雨。"],
    ["许多海归加入了公司。", "这些海归大多学过材料。"],
)


@pytest.fixture(scope="module")
def firm() -> Searcher:
    return built(FIRM)


def mended(searcher: Searcher, question: str) -> str:
    for typed, meant in han_repairs(searcher, Lexicon(searcher), question):
        question = question.replace(typed, meant)
    return question


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Words of the language that sound the same, or alike.
        ("公私的创始人是谁", "公司的创始人是谁"),
        ("公司拿到多少头子", "公司拿到多少投资"),
        ("林晓曼研发什么", "林小满研发什么"),
        ("公司拿到的头资一共多少", "公司拿到的投资一共多少"),
        ("研发的是什么新片", "研发的是什么芯片"),
        ("员工的起拳分几年给完", "员工的期权分几年给完"),
        ("仓库的无顶漏过雨吗", "仓库的屋顶漏过雨吗"),
        ("公司的藏库在哪里", "公司的仓库在哪里"),
        # No words: one character wrong, or all.
        ("公司的窗始人是谁", "公司的创始人是谁"),
        ("谁早年眼法手机芯片", "谁早年研发手机芯片"),
        # Characters in the wrong order, typed twice, left out.
        ("公司做手机片芯吗", "公司做手机芯片吗"),
        ("创始始人是谁", "创始人是谁"),
        ("林小小满是谁", "林小满是谁"),
    ],
)
def test_what_the_corpus_has_by_sound_or_by_place_is_meant(firm: Searcher, typed: str, meant: str) -> None:
    assert mended(firm, typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "海龟的寿命有多长",
        "公司什么时间搬家",
        "公司去年的利润是多少",
        "创始人的妻子是谁",
        "林大海是谁",
        "公司拿到第二笔投资了吗",
        "员工四月放假吗",
        "大学学的是什么",
        "谁设计了仓库",
    ],
)
def test_what_the_corpus_only_lacks_is_no_slip(firm: Searcher, question: str) -> None:
    assert mended(firm, question) == question


def test_a_word_is_taken_for_another_only_beside_what_the_corpus_says_of_that(firm: Searcher) -> None:
    assert mended(firm, "海龟加入了公司吗") == "海归加入了公司吗"
    assert mended(firm, "海龟在哪里产卵") == "海龟在哪里产卵"
