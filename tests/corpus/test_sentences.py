"""Where sentences end, and where they do not."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import LONGEST_PAIR, split_sentences
from tests.corpus.strategies import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("他走了。她来了！真的吗？是的；好…", ["他走了。", "她来了！", "真的吗？", "是的；", "好…"]),
        ("真的吗?他不信!好吧;算了", ["真的吗?", "他不信!", "好吧;", "算了"]),
        ("太好了！！！真的？！好", ["太好了！！！", "真的？！", "好"]),
        ("第一行\n第二行\r\n第三行\u2028第四行", ["第一行", "第二行", "第三行", "第四行"]),
        ("  　他走了。　 她来了。 ", ["他走了。", "她来了。"]),
        ("", []),
        (" \n　", []),
        ("没有结尾", ["没有结尾"]),
        ("。", ["。"]),
    ],
)
def test_sentences_end_at_enders_and_line_ends(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("他说：“我走了。你呢？”她没有回答。", ["他说：“我走了。你呢？”", "她没有回答。"]),
        ("「一。二。」三。", ["「一。二。」", "三。"]),
        ("「他说『走吧。』。」她笑了。", ["「他说『走吧。』。」", "她笑了。"]),
        (
            "长度是八千(标记是一段数据。约一个半单词。)。后来呢？",
            ["长度是八千(标记是一段数据。约一个半单词。)。", "后来呢？"],
        ),
        ("读过《走吧！走吧！》的人不多。", ["读过《走吧！走吧！》的人不多。"]),
        ('他喊:"好。"然后"走吧!"', ['他喊:"好。"', '然后"走吧!"']),
        ("（记者 张三）今天。（完。）再见。", ["（记者 张三）今天。", "（完。）", "再见。"]),
    ],
)
def test_enders_within_a_pair_end_nothing_but_the_pair_may(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("“好。”他说。“再见。”她走了。", ["“好。”他说。", "“再见。”", "她走了。"]),
        ("“你是谁？”老人问。没有人答。", ["“你是谁？”老人问。", "没有人答。"]),
        ("“走吧。”，他站起来。", ["“走吧。”，他站起来。"]),
        ("“什么是原生?”的问题很难。", ["“什么是原生?”的问题很难。"]),
        ("比如“呃...”这样的口误，很像真人。", ["比如“呃...”这样的口误，很像真人。"]),
    ],
)
def test_a_quotation_goes_on_with_who_said_it_or_a_comma(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_speech_longer_than_a_pair_may_be_is_split_within() -> None:
    speech = "很长的话。" * (LONGEST_PAIR // 5 + 1)
    assert split(f"“{speech}”") == ["“很长的话。", *["很长的话。"] * (LONGEST_PAIR // 5 - 1), "很长的话。”"]


def test_a_pair_that_is_never_closed_shelters_nothing() -> None:
    assert split("“一。二。三") == ["“一。", "二。", "三"]
    assert split("一。”二。") == ["一。”", "二。"]


def test_a_pair_does_not_reach_over_a_line_end() -> None:
    assert split("“一。\n二。”三。") == ["“一。", "二。”", "三。"]


@pytest.mark.parametrize(
    "text",
    [
        "价格是3.5元，比v1.2贵",
        "见https://a.example/x?y=1;z!b，在那里",
        "写信到a.b@c.example即可",
        "R&amp;D部门",
        "杰瑞.桑德斯很好",
        "Dr. Smith and Mr. Lin of the U.S. team",
        "i.e. this, e.g. that",
        "我……不知道",
        "foo.bar(x); 是代码"[:10],
    ],
)
def test_dots_and_signs_within_words_end_nothing(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("It works. Then it stops.", ["It works.", "Then it stops."]),
        ("It ends here. 然后是中文。", ["It ends here.", "然后是中文。"]),
        ('He said "Go." Then he left.', ['He said "Go."', "Then he left."]),
        ("1. 苹果。\n2. Pear is good. Yes.", ["1. 苹果。", "2. Pear is good.", "Yes."]),
        ("他想了很久也没有想明白……后来走了。", ["他想了很久也没有想明白……", "后来走了。"]),
        ("他想了很久也没有想明白...后来走了。", ["他想了很久也没有想明白...", "后来走了。"]),
    ],
)
def test_full_stops_and_ellipses_end_sentences_that_are_over(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_line_ends_mean_nothing_in_wrapped_text() -> None:
    text = "一句话写到行尾还\n没有完。第二句。"
    assert [span.of(text) for span in split_sentences(text, across_lines=True)] == [
        "一句话写到行尾还\n没有完。",
        "第二句。",
    ]


@given(
    st.one_of(
        st.text(),
        st.lists(st.one_of(sentences(), st.sampled_from('“”「」《》()"。！？….\n ')), max_size=30).map("".join),
    )
)
def test_sentences_are_ordered_disjoint_and_cover_every_visible_character(text: str) -> None:
    spans = split_sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@given(st.lists(sentences(), min_size=1, max_size=8))
def test_sentences_on_lines_of_their_own_are_never_joined(made: list[str]) -> None:
    text = "\n".join(made)
    assert re.sub(r"\s", "", "".join(split(text))) == re.sub(r"\s", "", text)
    assert len(split(text)) >= len(made)


@pytest.mark.parametrize("unit", ["（", "“", '"', "「」", "。”", "a.", "Mr. ", "://a", "…", "“" * 130 + "」" * 130])
def test_hostile_text_is_split_without_recursion(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert "".join("".join(span.of(text).split()) for span in split_sentences(text)) == "".join(text.split())
