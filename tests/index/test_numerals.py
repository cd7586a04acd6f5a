"""Numbers are one term however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.settings import TermSettings
from index.terms.analyzer import Analyzer
from index.terms.numerals import numerals, value
from tests.index.making import terms


def texts(folded: str) -> list[str]:
    return [numeral.text for numeral in numerals(folded)]


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("一万两千", "12000"),
        ("1.2万", "12000"),
        ("12,000", "12000"),
        ("一百九十八", "198"),
        ("一千零二十四", "1024"),
        ("二千六百万", "26000000"),
        ("2600万", "26000000"),
        ("一亿三千万", "130000000"),
        ("两万亿", "2000000000000"),
        ("3.5千万", "35000000"),
        ("一万二", "12000"),
        ("三百零五", "305"),
        ("二点五", "2.5"),
        ("一九九七", "1997"),
        ("四五百", None),
        ("万一", None),
        ("二三十", None),
    ],
)
def test_a_number_has_one_value(written: str, digits: str | None) -> None:
    assert value(written) == digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("二〇二三年", "二零二三年"),
        ("三月", "3月"),
        ("十一月", "11月"),
        ("二十五日", "25号"),
        ("百分之二十", "20%"),
        ("百分之二点五", "2.5%"),
        ("四分之一", "1/4"),
        ("一万块", "1万块"),
    ],
)
def test_two_ways_to_write_a_number_share_a_term(one: str, other: str) -> None:
    assert texts(one) == texts(other)
    assert len(texts(one)) == 1


@pytest.mark.parametrize("folded", ["三星", "一些人", "统一", "第一次世界", "四川", "一个", "万一下雨", "十字路口的灯"])
def test_what_is_no_number_by_itself_gives_none(folded: str) -> None:
    assert not [text for text in texts(folded) if text not in {"1", "10"}]


@pytest.mark.parametrize(("folded", "number"), [("三家公司", "3"), ("第三届", "3"), ("两年", "2")])
def test_one_character_is_a_number_where_it_counts_something(folded: str, number: str) -> None:
    assert texts(folded) == [number]


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿点分之年月日号个0123456789.,%/ 家", max_size=24))
def test_any_row_of_numerals_is_read_without_error(folded: str) -> None:
    for numeral in numerals(folded):
        assert 0 <= numeral.start < numeral.end <= len(folded)
        assert numeral.text


@given(st.integers(1, 9999), st.sampled_from(["万", "亿"]))
def test_digits_before_a_large_unit_are_multiplied(number: int, unit: str) -> None:
    assert value(f"{number}{unit}") == str(number * (10**4 if unit == "万" else 10**8))


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(terms())


def test_a_document_keeps_what_it_says_and_gains_the_value(analyzer: Analyzer) -> None:
    assert {"w:一万", "b:一万", "w:10000"} <= set(analyzer.bag("一万块"))


def test_a_question_asks_for_the_value_only(analyzer: Analyzer) -> None:
    assert analyzer.query("一万") == analyzer.query("1万") == {"w:10000": 1.0}


def test_settings_weigh_numbers_as_words() -> None:
    light = Analyzer(TermSettings(words=0.5, cache=terms().cache))
    assert light.query("一万") == {"w:10000": 0.5}
