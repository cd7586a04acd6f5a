"""What stands around a phrase, and the columns of what is seen at words."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answer.asked import asked
from bot.answer.candidates import candidates
from bot.answer.finalists import Finalist
from bot.answer.phrase_choice import FEATURES, phrase_rows
from bot.answer.phrase_surroundings import surroundings
from bot.answer.phrase_wording import SORTS, question_wording, sort_of, words_of
from bot.answer.phrases import Phrase
from index.terms.words import WordSegmenter
from tests.index.making import article, built, terms

SENTENCES = ("长桥(旧名龙桥)建于1890年,由李明设计。", "如今长桥高18米,桥上有石狮子。")


@pytest.fixture(scope="module")
def segmenter() -> WordSegmenter:
    return WordSegmenter(terms())


def row(segmenter: WordSegmenter, question: str, phrase: str, *, of: int = 0) -> dict[str, float]:
    """The features of a phrase of one sentence, which stands after another finalist or before it."""
    searcher = built(article("a", SENTENCES, title="长桥"))
    wanted = asked(searcher, question)
    found = candidates(searcher, wanted, searcher.search(wanted.query, 3))
    finalists = []
    for place, candidate in enumerate(found):
        words = words_of(segmenter, candidate.folded)
        start = candidate.folded.find(phrase)
        covered = [n for n, word in enumerate(words) if start <= word.start and word.end <= start + len(phrase)]
        first, last = (covered[0], covered[-1]) if place == of else (0, 0)
        finalists.append(Finalist(place, candidate, words, (Phrase(first, last, 1.0, 2.0),), 1.0, 2.0))
    wording = question_wording(segmenter, wanted.folded)
    rows = phrase_rows(wording, finalists, np.zeros(len(found)))
    assert rows.shape == (2, len(FEATURES))
    return dict(zip(FEATURES, rows[of].tolist(), strict=True))


@pytest.mark.parametrize("of", [0, 1])
def test_the_words_of_the_question_are_counted_clause_by_clause(segmenter: WordSegmenter, of: int) -> None:
    seen = row(segmenter, "长桥有多高?", "18米" if of else "李明", of=of)
    if of:
        assert (seen["asked_in_clause_before"], seen["asked_in_clause_after"]) == (2, 0)
        assert (seen["asked_before"], seen["asked_after"]) == (0, 0)
        assert seen["distance_before"] == 1
    else:
        assert (seen["asked_in_clause_before"], seen["asked_before"]) == (0, 1)
        assert seen["begins_clause"] == 0


def test_what_stands_right_beside_is_compared_with_what_does_in_the_question(segmenter: WordSegmenter) -> None:
    seen = row(segmenter, "长桥由谁设计?", "李明")
    assert (seen["before_as_asked"], seen["after_as_asked"], seen["after_is_asked"]) == (1, 1, 1)
    assert (seen["before_as_asked_after"], seen["after_as_asked_before"]) == (0, 0)
    assert seen["ends_clause"] == 0


def test_a_phrase_is_of_its_clause_and_its_brackets(segmenter: WordSegmenter) -> None:
    seen = row(segmenter, "长桥的旧名叫什么?", "旧名龙桥")
    assert (seen["in_brackets"], seen["clauses"]) == (1, 0)
    whole = row(segmenter, "长桥的旧名叫什么?", "由李明设计")
    assert (whole["in_brackets"], whole["begins_clause"], whole["ends_clause"]) == (0, 1, 1)
    long = row(segmenter, "长桥的旧名叫什么?", "1890年,由李明")
    assert long["clauses"] == 1


def test_a_phrase_that_ends_as_what_is_asked_for_is_seen(segmenter: WordSegmenter) -> None:
    named = row(segmenter, "李明设计了哪座桥?", "龙桥")
    assert (named["ends_as_following"], named["holds_following"]) == (1, 1)
    counted = row(segmenter, "长桥高多少米?", "18", of=1)
    assert (counted["goes_on_as_following"], counted["holds_following"]) == (1, 0)


@pytest.mark.parametrize(
    ("word", "part", "sort"),
    [
        ("。", "", "mark"),
        ("1890", "", "number"),
        ("三百", "numeral", "chinese_number"),
        ("gpt", "", "latin"),
        ("北京", "place", "place"),
        ("龙桥", "", "unknown"),
        ("桥", "", "single"),
    ],
)
def test_a_word_is_sorted_by_its_look_and_else_by_its_part_of_speech(word: str, part: str, sort: str) -> None:
    assert sort_of(word, part) == sort
    assert sort in SORTS


def test_without_phrases_there_are_no_rows(segmenter: WordSegmenter) -> None:
    wording = question_wording(segmenter, "谁?")
    assert phrase_rows(wording, [], np.zeros(1)).shape == (0, len(FEATURES))
    assert surroundings(wording, []).shape[0] == 0
