"""The answering phrase: words where they stand, what is looked up for them, and the best ranges."""

from __future__ import annotations

import base64
import zlib
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.forest import ModelError
from bot.answer.phrase_wording import EDGE, Word, Words, question_wording, shape, words_of
from bot.answer.phrases import LONGEST, PhraseModel, best_phrases, border_scores, pairs
from bot.answer.question_type import Kind
from index.terms.words import WordSegmenter
from tests.index.making import terms


@pytest.fixture(scope="module")
def segmenter() -> WordSegmenter:
    return WordSegmenter(terms())


def texts(words: Words) -> list[str]:
    return [word.text for word in words]


def plain(rows: tuple[list[int], list[int]], **changes: object) -> dict[str, Any]:
    weights = [base64.b64encode(zlib.compress(np.array(row, dtype=np.int8).tobytes())).decode() for row in rows]
    return {"weights": weights, "scales": [0.5, 2.0], "baselines": [-1.0, -2.0], **changes}


# Words


def test_numbers_latin_words_and_marks_are_words_and_spaces_are_not(segmenter: WordSegmenter) -> None:
    assert texts(words_of(segmenter, "长桥建于1890年, 耗资3.5%的gpt-4。")) == [
        *("长桥", "建于", "1890", "年", ",", "耗资", "3.5%", "的", "gpt-4", "。")
    ]


@given(st.text(alphabet="长桥建于年谁的 ,。《》1890ab-'·é\n", max_size=40))
def test_words_are_in_order_and_leave_out_white_space_only(segmenter: WordSegmenter, text: str) -> None:
    words = words_of(segmenter, text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert "".join(texts(words)) == "".join(text.split())


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("1890", "year"),
        ("18", "number"),
        ("三百", "numeral"),
        ("gpt", "latin"),
        ("桥", "han1"),
        ("工程师们好", "han4"),
        ("《", "《"),
    ],
)
def test_a_words_shape(word: str, form: str) -> None:
    assert shape(word) == form


def test_a_question_shows_what_stands_around_its_question_word(segmenter: WordSegmenter) -> None:
    wording = question_wording(segmenter, "长桥是由谁设计的?")
    assert wording.kind is Kind.WHO
    assert wording.before == ("由", "是")
    assert wording.after == ("设计", "的")
    assert {"长桥", "设计"} <= wording.words
    assert "head:长桥" in wording.contexts


def test_a_question_that_ends_with_its_question_word_has_an_edge_after_it(segmenter: WordSegmenter) -> None:
    assert question_wording(segmenter, "长桥的设计者是谁").after == (EDGE, EDGE)


# Pairs


def test_what_is_looked_up_for_a_sentence_does_not_depend_on_those_beside_it(segmenter: WordSegmenter) -> None:
    wording = question_wording(segmenter, "长桥是由谁设计的?")
    one, other = (words_of(segmenter, text) for text in ("长桥由李明设计,他是工程师。", "桥高18米。"))
    both, alone = pairs(wording, [one, other]), pairs(wording, [other])
    assert both.starts == (0, len(one), len(one) + len(other))
    assert (both.begins[len(one) :] == alone.begins).all()
    assert (both.ends[len(one) :] == alone.ends).all()


def test_every_word_has_as_many_pairs(segmenter: WordSegmenter) -> None:
    wording = question_wording(segmenter, "长桥有多高?")
    looked_up = pairs(wording, [words_of(segmenter, "桥高18米。"), Words()])
    assert looked_up.begins.shape == looked_up.ends.shape
    assert looked_up.starts == (0, len(looked_up.begins), len(looked_up.begins))


def test_nothing_to_look_up_gives_no_scores(segmenter: WordSegmenter) -> None:
    looked_up = pairs(question_wording(segmenter, "谁?"), [Words()])
    begins, ends = border_scores(PhraseModel(np.zeros((2, 4), dtype=np.float32), (0.0, 0.0)), looked_up)
    assert begins.tolist() == ends.tolist() == []


def test_a_border_score_is_the_sum_of_the_weights_looked_up(segmenter: WordSegmenter) -> None:
    looked_up = pairs(question_wording(segmenter, "长桥有多高?"), [words_of(segmenter, "桥高18米。")])
    model = PhraseModel.from_plain(plain(([2, 2], [1, 1])))
    begins, ends = border_scores(model, looked_up)
    width = looked_up.begins.shape[1]
    assert begins.tolist() == [width * 2 * 0.5 - 1.0] * len(begins)
    assert ends.tolist() == [width * 1 * 2.0 - 2.0] * len(ends)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        plain(([1, 2], [1, 2]), scales=[1.0]),
        plain(([1, 2], [1, 2]), baselines=[1.0]),
        plain(([1, 2], [1, 2]), weights=["eA==", "eA=="]),
        plain(([1, 2], [1, 2, 3, 4])),
        plain(([1, 2, 3], [1, 2, 3])),
        plain(([], [])),
    ],
    ids=["nothing", "a scale missing", "a baseline missing", "not packed", "rows differ", "no power of two", "empty"],
)
def test_what_is_no_phrase_model_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        PhraseModel.from_plain(broken)


# Phrases


def scores(*figures: float) -> np.typing.NDArray[np.float64]:
    return np.array(figures, dtype=np.float64)


def words(*given_words: str) -> Words:
    return Words(Word(text, place, place + 1) for place, text in enumerate(given_words))


def test_the_best_range_begins_well_and_ends_well() -> None:
    best = best_phrases(words("由", "李", "明", "设计"), scores(0, 5, 1, 0), scores(0, 1, 5, 0), 2)
    assert (best[0].first, best[0].last, best[0].score) == (1, 2, 10)


def test_a_range_never_ends_before_it_begins() -> None:
    best = best_phrases(words("李", "明"), scores(0, 9), scores(9, 0), 4)
    assert all(phrase.first <= phrase.last for phrase in best)
    assert {(phrase.first, phrase.last) for phrase in best} == {(0, 0), (0, 1), (1, 1)}


def test_a_range_is_no_longer_than_the_longest() -> None:
    many = words(*"字" * 30)
    best = best_phrases(many, scores(9, *[0] * 29), scores(*[0] * 29, 9), 500)
    assert max(phrase.last - phrase.first + 1 for phrase in best) == LONGEST


def test_a_range_has_no_loose_marks_at_its_ends() -> None:
    best = best_phrases(words(",", "《", "长桥", "》", "。"), scores(9, 5, 1, 0, 0), scores(0, 0, 1, 5, 9), 1)
    assert [(phrase.first, phrase.last) for phrase in best] == [(1, 3)]


def test_marks_alone_hold_no_phrase() -> None:
    assert best_phrases(words("。", ","), scores(1, 1), scores(1, 1), 3) == ()
    assert best_phrases(Words(), scores(), scores(), 3) == ()
