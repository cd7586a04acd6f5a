"""Whether an answer stands in what is quoted, and how near the answering phrase comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import Quoted, Replied, Topic
from index.evaluation.answers import (
    Holder,
    exact_match,
    overlap,
    passage_values,
    phrase_values,
    quote_values,
    tokens,
)
from index.evaluation.model import AnswerText

TEA = Topic("q", "？", (AnswerText("绿茶"), AnswerText("红茶")))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("店里卖绿茶。", "绿茶"),
        ("店裡賣綠茶。", "绿茶"),
        ("店里卖绿茶。", "綠茶"),
        ("用了GPT-4", "ＧＰＴ-4"),
        ("一共 1 000 元", "1000元"),
        ("跨\n行的\u3000字", "跨行的字"),
    ],
)
def test_a_text_stands_in_another_whatever_width_script_case_and_white_space(text: str, wanted: str) -> None:
    assert Holder()(text, [wanted])


def test_one_of_several_is_enough_and_nothing_stands_nowhere() -> None:
    holds = Holder()
    assert holds("店里卖绿茶。", ["咖啡", "绿茶"])
    assert not holds("店里卖绿茶。", ["咖啡"])
    assert not holds("店里卖绿茶。", [])
    assert not holds("店里卖绿茶。", [" ", ""])


@pytest.mark.parametrize(
    ("texts", "at_1", "at_5"),
    [
        (["卖红茶", "石桥"], 1.0, 1.0),
        (["石桥", "卖红茶"], 0.0, 1.0),
        (["石桥"] * 5 + ["卖红茶"], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_passage_at_k_looks_into_the_first_k_quotes(texts: list[str], at_1: float, at_5: float) -> None:
    assert passage_values(TEA, texts, Holder()) == {"Passage@1": at_1, "Passage@5": at_5}


def replied(*keys: str, abstained: bool = False, answer: str | None = None) -> Replied:
    return Replied(tuple(Quoted(f"p{key}", key, key, answer) for key in keys), 0.5, abstained)


@pytest.mark.parametrize(
    ("reply", "quote", "answered"),
    [
        (replied("店里卖绿茶。", "石桥。"), 1.0, 1.0),
        (replied("石桥。", "店里卖绿茶。"), 0.0, 0.0),
        (replied("店里卖绿茶。", abstained=True), 1.0, 0.0),
        (replied(), 0.0, 0.0),
    ],
)
def test_quote_at_1_looks_at_the_first_key_sentence_and_answered_also_at_silence(
    reply: Replied, quote: float, answered: float
) -> None:
    assert quote_values(TEA, reply, Holder()) == {"Quote@1": quote, "Answered@1": answered}


@pytest.mark.parametrize(("abstained", "refused"), [(True, 1.0), (False, 0.0)])
def test_of_a_question_that_cannot_be_answered_only_silence_is_right(abstained: bool, refused: float) -> None:
    topic = Topic("q", "？", (AnswerText("绿茶"),), answerable=False)
    reply = replied("店里卖绿茶。", abstained=abstained)
    assert quote_values(topic, reply, Holder()) == {"Refused": refused}
    assert passage_values(topic, ["店里卖绿茶。"], Holder()) == {}
    assert phrase_values(topic, reply) == {}


def test_without_answers_nothing_is_measured_by_texts() -> None:
    topic = Topic("q", "？")
    assert quote_values(topic, replied("绿茶"), Holder()) == {}
    assert passage_values(topic, ["绿茶"], Holder()) == {}
    assert phrase_values(topic, replied("绿茶")) == {}


# The definition of CMRC 2018


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("光荣和ω-force", ["光", "荣", "和", "ωforce"]),
        ("iPhone 15发布", ["iphone", "15", "发", "布"]),
        ("《村雨城》，1986年。", ["村", "雨", "城", "1986", "年"]),
        ("3.5%", ["3.5", "%"]),
        ("", []),
    ],
)
def test_chinese_characters_are_tokens_and_words_between_them_are_whole(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("answer", "given", "expected"),
    [
        ("1963年", "1963年", 1.0),
        ("《村雨城》", "村雨城。", 1.0),
        ("GPT-4", "gpt4", 1.0),
        ("1963年", "于1963年", 0.0),
        ("绿茶", "", 0.0),
    ],
)
def test_exact_match_leaves_signs_and_case_out(answer: str, given: str, expected: float) -> None:
    assert exact_match(answer, given) == expected


@pytest.mark.parametrize(
    ("answer", "given", "expected"),
    [
        ("绿茶", "绿茶", 1.0),
        # 2 of 4 tokens given are in the run, 2 of 2 wanted.
        ("绿茶", "卖绿茶吗", 2 * (2 / 4) * 1 / (2 / 4 + 1)),
        # The longest run counts, not all tokens in common: 2 of 5 and 2 of 4.
        ("绿茶红茶", "红茶和绿茶", 2 * (2 / 5) * (2 / 4) / (2 / 5 + 2 / 4)),
        ("绿茶", "咖啡", 0.0),
        ("绿茶", "", 0.0),
    ],
)
def test_overlap_is_the_f1_of_the_longest_common_run(answer: str, given: str, expected: float) -> None:
    assert overlap(answer, given) == pytest.approx(expected)


_TEXT = st.text("茶绿红ab 1，。", max_size=12)


@given(_TEXT, _TEXT)
def test_overlap_is_between_0_and_1_the_same_both_ways_and_1_for_equal_tokens(one: str, other: str) -> None:
    value = overlap(one, other)
    assert 0 <= value <= 1
    assert value == pytest.approx(overlap(other, one))
    assert (value == 1) == (tokens(one) == tokens(other) != [])


@given(_TEXT, _TEXT)
def test_the_longest_run_is_what_comparing_all_runs_finds(one: str, other: str) -> None:
    wanted, found = tokens(one), tokens(other)
    runs = [wanted[start:end] for start in range(len(wanted)) for end in range(start + 1, len(wanted) + 1)]
    common = [run for run in runs if any(found[at : at + len(run)] == run for at in range(len(found)))]
    longest = max(map(len, common), default=0)
    expected = 0.0 if not longest else 2 * longest / (len(wanted) + len(found))
    assert overlap(one, other) == pytest.approx(expected)


def test_the_marked_phrase_is_compared_and_else_the_key_sentence_with_the_nearest_answer() -> None:
    assert phrase_values(TEA, replied("店里卖红茶。", answer="红茶")) == {"EM": 1.0, "F1": 1.0}
    assert phrase_values(TEA, replied("红茶。")) == {"EM": 1.0, "F1": 1.0}
    assert phrase_values(TEA, replied("卖红茶吗？", abstained=True)) == {"EM": 0.0, "F1": pytest.approx(2 / 3)}
    assert phrase_values(TEA, replied()) == {"EM": 0.0, "F1": 0.0}
