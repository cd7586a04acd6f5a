"""The second look: the best candidates read closely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.answer.answerer import Answerer, Models
from bot.answer.asked import asked
from bot.answer.candidates import Candidate, candidates
from bot.answer.finalists import FINALISTS, PHRASES, best_places, read_closely
from bot.answer.forest import Forest
from bot.answer.model import Question
from bot.answer.phrase_choice import FEATURES, phrase_rows
from bot.answer.phrase_wording import question_wording
from bot.answer.phrases import PhraseModel
from bot.answer.second_look import ADDED, Found, Reader, look_again, second_rows
from bot.answer.settings import AnswerSettings
from corpus.model import Span
from index.searcher import Searcher
from tests.index.making import article, built

SENTENCES = [
    *("长桥建于1890年。", "它由李明设计。", "桥上的石狮子有四百只!", "每到节日附近的居民都来散步。", "桥下有船。"),
    *("长桥在城南。", "桥头有一座钟楼。", "……", "夜里桥上点灯。"),
]
QUESTION = "长桥是由谁设计的?"


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return built(article("a", SENTENCES, title="长桥"))


@pytest.fixture(scope="module")
def looked_at(searcher: Searcher) -> tuple[Candidate, ...]:
    question = asked(searcher, QUESTION)
    return candidates(searcher, question, searcher.search(question.query, 3))


def forest(*features: str, feature: str = "", at: float = 0.0, low: float = 0.0, high: float = 0.0) -> Forest:
    """A forest of one split on a feature, or of none."""
    empty: dict[str, object] = {"features": features, "baseline": 0.0}
    if not feature:
        return Forest.from_plain(empty | dict.fromkeys(("nodes", "feature", "figure", "left", "right"), ()))
    split = [features.index(feature), -1, -1]
    return Forest.from_plain(
        empty | {"nodes": [3], "feature": split, "figure": [at, low, high], "left": [1, 0, 0], "right": [2, 0, 0]}
    )


def borders(columns: int = 2) -> PhraseModel:
    return PhraseModel(np.zeros((2, columns), dtype=np.float32), (0.0, 0.0))


def reader(**changes: PhraseModel | Forest) -> Reader:
    return replace(Reader(borders(), forest(*FEATURES), forest("first_odds", *ADDED[1:])), **changes)  # type: ignore[arg-type]


def odds(looked_at: tuple[Candidate, ...], best: int) -> NDArray[np.float64]:
    """Falling odds, ``best`` before all others."""
    falling = -np.arange(len(looked_at), dtype=np.float64)
    falling[best] = 1.0
    return falling


def test_the_best_few_are_read_closely_in_order_of_their_odds() -> None:
    assert best_places(np.array([0.0, 5.0, 3.0, 3.0, 9.0, -1.0, 1.0, 2.0])) == (4, 1, 2, 3, 7, 6)


def test_a_finalist_has_a_few_phrases_of_its_words(searcher: Searcher, looked_at: tuple[Candidate, ...]) -> None:
    segmenter = searcher.analyzer.segmenter
    found = read_closely(segmenter, borders(), question_wording(segmenter, QUESTION), looked_at, range(len(looked_at)))
    for finalist in found:
        assert 0 < len(finalist.phrases) <= PHRASES
        for phrase in finalist.phrases:
            assert finalist.text(phrase)
            assert finalist.text(phrase) in finalist.candidate.folded


def test_a_sentence_of_marks_is_no_finalist(searcher: Searcher, looked_at: tuple[Candidate, ...]) -> None:
    segmenter = searcher.analyzer.segmenter
    found = read_closely(segmenter, borders(), question_wording(segmenter, QUESTION), looked_at, range(len(looked_at)))
    assert [finalist.place for finalist in found] == [n for n, each in enumerate(looked_at) if "." not in each.folded]


def test_every_phrase_has_a_row_and_every_column_a_name(searcher: Searcher, looked_at: tuple[Candidate, ...]) -> None:
    segmenter = searcher.analyzer.segmenter
    wording = question_wording(segmenter, QUESTION)
    found = read_closely(segmenter, borders(), wording, looked_at, (0, 1))
    rows = phrase_rows(wording, found, odds(looked_at, 0))
    assert rows.shape == (sum(len(finalist.phrases) for finalist in found), len(FEATURES))
    characters = [len(finalist.text(phrase)) for finalist in found for phrase in finalist.phrases]
    assert rows[:, FEATURES.index("characters")].tolist() == characters


def test_those_not_read_stay_behind_those_that_are(searcher: Searcher, looked_at: tuple[Candidate, ...]) -> None:
    assert len(looked_at) > FINALISTS
    first = odds(looked_at, 2)
    look = look_again(reader(), searcher.analyzer.segmenter, QUESTION, looked_at, first)
    read = set(look.phrases)
    assert read <= set(best_places(first))
    rest = [place for place in range(len(looked_at)) if place not in read]
    assert max(look.odds[rest]) < min(look.odds[list(read)])
    assert sorted(rest, key=lambda place: -first[place]) == sorted(rest, key=lambda place: -look.odds[place])


def test_the_second_look_can_change_the_order(searcher: Searcher, looked_at: tuple[Candidate, ...]) -> None:
    last_first = forest(*ADDED, feature="first_order", at=0.5, low=-1.0, high=1.0)
    first = odds(looked_at, 0)
    look = look_again(reader(sentences=last_first), searcher.analyzer.segmenter, QUESTION, looked_at, first)
    assert int(np.argmax(first)) == 0
    assert int(np.argmax(look.odds)) != 0


def test_an_expected_overlap_stays_within_its_scale(searcher: Searcher, looked_at: tuple[Candidate, ...]) -> None:
    wild = forest(*FEATURES, feature="order", at=0.5, low=7.0, high=-7.0)
    look = look_again(reader(overlap=wild), searcher.analyzer.segmenter, QUESTION, looked_at, odds(looked_at, 0))
    assert {found.overlap for found in look.phrases.values()} == {1.0}


def test_a_model_of_another_version_is_told_by_its_unknown_feature(
    searcher: Searcher, looked_at: tuple[Candidate, ...]
) -> None:
    segmenter = searcher.analyzer.segmenter
    found = read_closely(segmenter, borders(), question_wording(segmenter, QUESTION), looked_at, (0,))
    with pytest.raises(KeyError, match="shoe_size"):
        second_rows(["shoe_size"], found, [Found(Span(0, 1), 0.5, 1.0, np.zeros(0), 0.0)], odds(looked_at, 0))


def test_the_phrase_is_a_range_of_the_original_text_within_the_key_sentence() -> None:
    traditional = built(article("t", ["長橋建於１８９０年，設計者是李明。"], title="長橋"))
    models = Models(forest("score"), reader(), None)
    reply = Answerer(traditional, AnswerSettings(threshold=0.0), models).reply(Question("长桥的设计者是谁?"))
    (quote,) = reply.quotes  # type: ignore[union-attr]
    assert quote.answer is not None
    assert quote.key.contains(quote.answer)
    assert quote.text == "長橋建於１８９０年，設計者是李明。"
