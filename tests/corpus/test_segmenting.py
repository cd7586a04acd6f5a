"""Lines as Paragraphs: headings told from text, long texts split, short lines tied to what they belong to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import parse_article
from corpus.model import Article
from corpus.settings import CorpusSettings
from tests.corpus.strategies import paragraphs

LONG = "收音机是父亲留下的，牡丹牌，六个管子，木头壳子上有一道裂纹，从左边一直裂到右边。"
OTHER = "打开后盖，灰有一指厚。我用毛刷刷了半个小时，才看清线路板上的字，有几个已经磨掉了。"


def parsed(raw: str, **limits: int) -> Article:
    return parse_article(raw, id="x", settings=CorpusSettings(**limits))


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def sections(article: Article) -> list[str | None]:
    return [paragraph.section for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "heading",
    [
        "拆机",
        "钱从哪里来",
        "左手告别英伟达、右手告别微软",
        "做AI界的iPhone",
        "结语",
        "二、换件",
        "3. 焊接",
        "第三章 石缸",
        "03",
        "Part 2",
        "尾声：还没有赢家",
    ],
)
def test_a_short_line_without_an_end_between_paragraphs_is_a_heading(heading: str) -> None:
    article = parsed(f"{LONG}\n\n{heading}\n\n{OTHER}\n")
    assert (texts(article), sections(article)) == ([LONG, OTHER], [None, heading])
    assert [span.of(article.raw) for span in article.headings] == [heading]


@pytest.mark.parametrize("line", ["“看看。”", "她没有回答。", "这是为什么呢？", "原因有三条：", "• 电容三个"])
def test_a_short_line_with_an_end_a_colon_or_a_bullet_is_no_heading(line: str) -> None:
    article = parsed(f"{LONG}\n\n{line}\n\n{OTHER}\n")
    assert article.headings == ()
    assert line in "\n".join(texts(article))


def test_a_short_question_is_a_heading_where_there_are_others() -> None:
    article = parsed(f"{LONG}\n\n谁来买单？\n\n{OTHER}\n\n拆机\n\n{LONG[:-1]}！\n")
    assert sections(article) == [None, "谁来买单？", "拆机"]


def test_a_number_alone_is_part_of_the_heading_below_it() -> None:
    article = parsed(f"{LONG}\n\n01\n\n天台上的泥\n\n{OTHER}\n")
    assert sections(article) == [None, "01 天台上的泥"]


def test_chapters_stand_over_their_first_section() -> None:
    article = parsed(
        f"第一章 归来\n\n一、雨\n\n{LONG}\n\n二、石缸\n\n{OTHER}\n\n第二章 离开\n\n一、车站\n\n{LONG[:20]}。\n"
    )
    assert sections(article) == ["一、雨", "二、石缸", "一、车站"]
    assert len(article.headings) == 5


def test_items_of_a_numbered_list_are_no_headings() -> None:
    raw = f"{LONG}\n1. 电容三个，换上新的\n2. 引线一根，重新焊好\n3. 旋钮一只，擦干净\n{OTHER}\n"
    article = parsed(raw)
    assert article.headings == ()
    assert "".join("".join(texts(article)).split()) == "".join(raw.split())


def test_the_link_to_edit_a_heading_is_no_part_of_the_section() -> None:
    assert sections(parsed(f"{LONG}\n\n历史[编辑]\n\n{OTHER}\n")) == [None, "历史"]


def test_verse_has_no_headings() -> None:
    verse = "月亮落在江心的水里\n像一枚没有人捡的硬币\n风从对岸的山上来\n带着芦苇和雪的气味"
    article = parsed(verse)
    assert article.headings == ()
    assert "\n".join(texts(article)) == verse


def test_the_lines_of_a_stanza_stay_together() -> None:
    assert texts(parsed("江边\n\n月亮落在水里\n像一枚硬币\n没有人去捡\n\n风从对岸来\n带着芦苇的气味\n")) == [
        "月亮落在水里\n像一枚硬币\n没有人去捡",
        "风从对岸来\n带着芦苇的气味",
    ]


def test_a_very_short_line_is_tied_to_the_line_below() -> None:
    article = parsed(f"{LONG}\n\n雨停了。\n\n{OTHER}\n")
    assert texts(article) == [LONG, f"雨停了。\n\n{OTHER}"]
    assert next(article.paragraphs[1].sentence_texts()) == "雨停了。"


def test_a_very_short_line_at_the_end_is_tied_to_the_line_above() -> None:
    assert texts(parsed(f"{LONG}\n\n{OTHER}\n\n雨停了。\n")) == [LONG, f"{OTHER}\n\n雨停了。"]


def test_a_short_line_is_not_tied_over_a_heading_or_what_was_dropped() -> None:
    article = parsed(f"{LONG}\n\n雨停了。\n\n▲图源：青石新闻\n\n{OTHER}\n\n石缸\n\n{LONG[:-1]}！\n")
    assert texts(article) == [f"{LONG}\n\n雨停了。", OTHER, f"{LONG[:-1]}！"]


def test_a_line_that_ends_with_a_colon_is_tied_to_what_it_announces() -> None:
    article = parsed(f"{LONG}\n\n他在笔记里写道，原因大概有下面这些：\n\n{OTHER}\n")
    assert texts(article) == [LONG, f"他在笔记里写道，原因大概有下面这些：\n\n{OTHER}"]


def test_questions_stay_with_their_answers() -> None:
    pairs = [
        "问：包裹多久能送到手里？\n答：市区当天送达，郊县需要两到三天。",
        "问：买错了可以退货吗？\n答：签收后七天内可以退货，食品除外。",
    ]
    assert texts(parsed("\n\n".join(pairs))) == pairs
    assert len(parsed("记者：您是什么时候开始写诗的？\n\n阿禾：大概二十岁，那时候在印刷厂上班。\n").paragraphs) == 1


def test_lines_of_a_form_stay_together() -> None:
    form = "联系单位：云岭县住房和建设局\n联系电话：0915-3216667\n地址：临江县滨河路18号"
    assert texts(parsed(f"{LONG}\n\n{form}\n\n{OTHER}\n")) == [LONG, form, OTHER]


def test_wrapped_lines_are_one_paragraph_and_sentences_cross_their_ends() -> None:
    article = parsed(
        "山城的雾是从江面上升起来的，先是薄薄的一层，贴着水走，后来渐渐厚\n了，把桥墩、船、码头上的灯一样一样地收进去。住在半山的人推开窗，看\n"
        "见的是一片白，只有钟楼的尖顶还露在外面。\n\n老人们说，雾大的日子不能赶路。这话是有来历的。很多年前，有一支马帮\n"
        "在雾里走错了岔口，走到悬崖边上才停下来，领头的马不肯再走，跪在地上。\n"
    )
    assert len(article.paragraphs) == 2
    assert next(article.paragraphs[0].sentence_texts()).endswith(
        "后来渐渐厚\n了，把桥墩、船、码头上的灯一样一样地收进去。"
    )


def test_lines_of_sentences_are_not_taken_for_wrapped_text() -> None:
    raw = "\n".join(f"{number}号那天，{LONG}" for number in range(1, 9))
    assert texts(parsed(raw)) == raw.split("\n")


def test_ideographic_indents_stand_outside_the_paragraph() -> None:
    article = parsed(f"　　{LONG}\r\n　　{OTHER}　\r\n")
    assert texts(article) == [LONG, OTHER]


def test_a_long_paragraph_is_split_at_sentence_borders_into_even_windows() -> None:
    line = "".join(f"第{number:02}句话说的是同一台收音机的事。" for number in range(60))
    found = texts(parsed(line, max_paragraph=200))
    assert "".join(found) == line
    assert all(text.endswith("。") for text in found)
    assert max(map(len, found)) <= 200
    assert max(map(len, found)) - min(map(len, found)) <= 2 * 17


def test_a_sentence_longer_than_a_paragraph_is_cut_at_commas() -> None:
    line = "，".join(f"第{number:02}个零件也换了新的" for number in range(40)) + "。"
    found = texts(parsed(line, max_paragraph=100))
    assert "".join(found) == line
    assert all(text.endswith(("，", "。")) for text in found)


def test_a_character_is_not_cut_from_its_marks() -> None:
    line = ("e\u0301" * 400) + "👩\u200d🚀" * 100
    for text in texts(parsed(line, max_paragraph=101)):
        assert text[0] not in "\u0301\u200d"


def test_paragraph_ids_sort_in_reading_order() -> None:
    article = parsed("\n\n".join(f"{number}号那天，{LONG}" for number in range(1, 30)))
    ids = [paragraph.id for paragraph in article.paragraphs]
    assert ids == sorted(ids)
    assert ids[0] == "x#0001"


@given(paragraphs(), st.integers(40, 300))
def test_windows_are_disjoint_and_lose_no_character(line: str, longest: int) -> None:
    article = parsed(line, max_paragraph=longest)
    assert "".join("".join(text.split()) for text in texts(article)) == "".join(line.split())
    assert all(len(text) <= longest for text in texts(article))
