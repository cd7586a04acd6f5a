"""How much of an English question a Chinese sentence says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.answer.english import telling_words
from bot.answer.english_cover import COVERS, Meant, english_covers
from bot.answer.glosses import Glosses
from bot.answer.model import Conversation
from bot.answer.understanding import Understanding
from tests.index.making import article, built

ENTRIES = "\n".join(
    [
        "收入 收入 [shou1 ru4] /to take in/income/revenue/earnings/",
        "賺錢 赚钱 [zhuan4 qian2] /to earn money/moneymaking/",
        "河 河 [he2] /river/CL:條|条[tiao2]/",
        "錢 钱 [qian2] /coin/money/CL:筆|笔[bi3]/",
        "創辦 创办 [chuang4 ban4] /to establish/to found/to launch/",
        "",
    ]
)


@pytest.fixture
def glosses() -> Glosses:
    return Glosses(ENTRIES, lambda _: 1.0, lambda _: 0.5)


def test_a_word_is_mentioned_by_the_glosses_that_hold_any_form_of_it(glosses: Glosses) -> None:
    assert glosses.mentions("money") == {"赚钱": pytest.approx(2**-0.5), "钱": 1.0}
    assert glosses.mentions("founded") == {"创办": 1.0}
    assert glosses.mentions("rivers") == {"河": 1.0}
    assert glosses.mentions("cl") == {}
    assert glosses.size == 5


def test_the_words_that_tell_are_those_that_are_not_of_grammar() -> None:
    assert telling_words("How much money did Acme's founders earn in 1999?") == (
        *("money", "acme", "founders", "earn", "1999"),
    )


def test_a_sentence_says_what_its_words_are_explained_by() -> None:
    meant = (Meant("earn", 3.0, {"收入": 0.5, "赚钱": 1.0}), Meant("acme", 1.0, {}))
    covers = english_covers(meant, [{"acme", "收入"}, {"赚钱"}, {"赚钱"}, {"河"}], [False, True, False, True])
    cover, with_before, _ = covers.T
    assert cover.tolist() == [(3 * 0.5 + 1) / 4, 3 / 4, 3 / 4, 0]
    assert with_before.tolist() == [(3 * 0.5 + 1) / 4, 1.0, 3 / 4, 3 / 4]


def test_what_the_other_sentences_do_not_say_counts_in_the_contrast() -> None:
    meant = (Meant("one", 1.0, {"甲": 1.0}), Meant("all", 1.0, {"乙": 1.0}))
    covers = english_covers(meant, [{"甲", "乙"}, {"乙"}, {"乙"}], [False] * 3)
    rare = -math.log(1.5 / 4)
    common = -math.log(3.5 / 4)
    assert covers[:, COVERS.index("english_contrast")] == pytest.approx([1, *[common / (common + rare)] * 2])


def test_without_a_meaning_there_is_nothing_to_see() -> None:
    assert np.array_equal(english_covers((), [{"甲"}, {"乙"}], [False, False]), np.zeros((2, 3)))
    assert english_covers((Meant("one", 1.0, {}),), [], []).shape == (0, 3)


@pytest.mark.parametrize(
    ("question", "words"), [("how much money did they earn", ("money", "earn")), ("他们收入多少", ())]
)
def test_only_a_question_in_english_has_a_meaning(question: str, words: tuple[str, ...]) -> None:
    searcher = built(article("a", ["他们的收入来自这条河。"], ["钱都花在船上。"]))
    asked = Understanding(searcher, (), lambda: ENTRIES).of(question, Conversation()).asked
    assert tuple(each.word for each in asked.meant) == words
    for each in asked.meant:
        assert each.mentions.keys() <= {"收入", "赚钱", "钱"}
