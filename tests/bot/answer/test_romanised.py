"""Chinese names as English questions have them."""

from __future__ import annotations

import pytest

from bot.answer.lexicon import Lexicon
from bot.answer.romanised import with_names_in_chinese
from tests.index.making import article, built

PRESS = article(
    "press",
    ["顾砚秋在1998年创办了石榴书局。", "顾砚秋的女儿龙海生后来接手。", "龙海生住在西安。"],
    ["慕野印刷厂在柳林镇。", "木叶落在厂门口。"],
    ["慕野的机器是旧的。"],
    ["石榴书局的书用牛皮纸包。", "他们在时流里站住了。"],
)
WORDS = {"long", "press", "new", "machine"}


def written(question: str) -> str:
    return with_names_in_chinese(Lexicon(built(PRESS)), question, WORDS.__contains__)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did Gu Yanqiu found the press?", "When did 顾砚秋 found the press?"),
        ("When did Yanqiu Gu found the press?", "When did 顾砚秋 found the press?"),
        ("Who is Gu Yanqiu's daughter?", "Who is 顾砚秋's daughter?"),
        ("Where does Long Haisheng live?", "Where does 龙海生 live?"),
        ("Is it in Xi'an?", "Is it in 西安?"),
        ("Where is Liulin?", "Where is 柳林?"),
    ],
)
def test_a_name_in_pinyin_becomes_the_corpuss_own(question: str, expected: str) -> None:
    assert written(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "When did gu yanqiu found the press?",
        "Who is Robert Shaw?",
        "Who is Wang Xiaoming?",
        "Which Press is the New one?",
        "",
    ],
)
def test_what_is_no_name_that_the_corpus_has_stays(question: str) -> None:
    assert written(question) == question


def test_of_several_that_sound_so_the_one_that_stands_more_often_is_meant() -> None:
    assert written("Where is Muye?") == "Where is 慕野?"


def test_where_none_stands_more_often_the_name_stays() -> None:
    twins = Lexicon(built(article("twins", ["我见过慕野。"], ["我见过牧业。"])))
    assert with_names_in_chinese(twins, "Where is Muye?", WORDS.__contains__) == "Where is Muye?"
