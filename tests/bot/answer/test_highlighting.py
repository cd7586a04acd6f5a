"""What is marked in a passage."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.highlighting import Highlighter, merged
from corpus.model import Span
from index.terms.analyzer import Analyzer
from tests.index.making import terms


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(terms())


def marked(analyzer: Analyzer, question: str, text: str) -> list[str]:
    return [span.of(text) for span in Highlighter(analyzer, question).ranges(text)]


def test_the_questions_words_are_marked_and_function_words_are_not(analyzer: Analyzer) -> None:
    assert marked(analyzer, "大桥的造价是多少?", "这座大桥是当年造价最高的。") == ["大桥", "造价"]


def test_words_that_touch_are_one_range(analyzer: Analyzer) -> None:
    assert marked(analyzer, "大桥造价", "大桥造价很高。") == ["大桥造价"]


def test_the_original_is_marked_whatever_its_width_and_script(analyzer: Analyzer) -> None:
    assert marked(analyzer, "GPT-4的晶片", "ＧＰＴ４用的晶片。") == ["ＧＰＴ４", "晶片"]
    assert marked(analyzer, "芯片与大桥", "芯片與大橋。") == ["芯片", "大橋"]


def test_a_latin_word_is_not_found_inside_another(analyzer: Analyzer) -> None:
    assert marked(analyzer, "ai是什么", "He said AI is here.") == ["AI"]


def test_a_question_without_content_marks_nothing(analyzer: Analyzer) -> None:
    assert marked(analyzer, "为什么呢?", "因为这样。") == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6))))
def test_merged_ranges_cover_the_same_characters_disjoint_and_not_touching(pairs: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length) for start, length in pairs]
    result = merged(spans)
    assert {i for s in result for i in range(s.start, s.end)} == {i for s in spans for i in range(s.start, s.end)}
    assert all(left.end < right.start for left, right in pairwise(result))
