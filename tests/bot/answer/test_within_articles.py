"""What counts within one article."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bot.answer.answerer import Answerer, Seen
from bot.answer.confidence import reply_figures
from bot.answer.forest import Forest, ModelError
from bot.answer.model import Question
from bot.answer.within_articles import (
    LOOK_FEATURES,
    SENTENCE_FEATURES,
    ArticleModels,
    Line,
    article_figures,
    article_rows,
    chosen_again,
    reads_like_an_article,
    sure_again,
)
from bot.learned import load_models
from index.searcher import Searcher
from tests.index.making import article, built

NAMES = (*SENTENCE_FEATURES, *LOOK_FEATURES)
NOTHING = dict.fromkeys(NAMES, 0.0)
TOWER = article("tower", ["望潮灯塔建于1897年。", "塔身高四十二米。"], ["守塔人姓周。", "他今年七十六岁。"])


def always(value: float) -> dict[str, Any]:
    """A forest that gives one value."""
    return {"features": [], "baseline": value, "nodes": [], "feature": [], "figure": [], "left": [], "right": []}


def split(feature: str, threshold: float, low: float, high: float) -> dict[str, Any]:
    """A forest of one tree: ``low`` where the feature is at most the threshold, else ``high``."""
    return {
        "features": [feature],
        "baseline": 0.0,
        "nodes": [3],
        "feature": [0, -1, -1],
        "figure": [threshold, low, high],
        "left": [1, 0, 0],
        "right": [2, 0, 0],
    }


@pytest.fixture(scope="module")
def seen() -> Seen:
    looked_at = Answerer(built(TOWER), models=replace(load_models(), articles=None)).seen(Question("灯塔有多高"))
    assert isinstance(looked_at, Seen)
    return looked_at


def rows(seen: Seen, *names: str) -> list[list[float]]:
    first_odds = np.arange(len(seen.candidates), dtype=np.float64)
    table = article_rows(seen.candidates, seen.look, first_odds)
    return [table[:, NAMES.index(name)].tolist() for name in names]


def test_a_candidate_is_seen_beside_the_best(seen: Seen) -> None:
    best = int(np.argmax(seen.look.odds))
    odds, order, following, previous, elsewhere = rows(seen, "odds", "odds_order", "next", "previous", "elsewhere")
    assert odds == seen.look.odds.tolist()
    assert order[best] == 0
    assert sorted(order) == list(range(len(seen.candidates)))
    for place, candidate in enumerate(seen.candidates):
        home = candidate.paragraph.id == seen.candidates[best].paragraph.id
        assert following[place] == (home and place == best + 1)
        assert previous[place] == (home and place == best - 1)
        assert elsewhere[place] == (not home)


def test_what_is_asked_for_is_seen_with_what_a_sentence_shows() -> None:
    page = article("keeper", ["周叔守着灯塔。", "因为他怕黑,灯总是亮着。", "灯塔的工程师姓陆。"])
    answerer = Answerer(built(page), models=replace(load_models(), articles=None))
    why, who = (answerer.seen(Question(text)) for text in ("灯塔为什么总是亮着?", "灯塔的工程师是谁?"))
    assert isinstance(why, Seen)
    assert isinstance(who, Seen)
    assert rows(why, "reason_if_why", "person_if_who") == [[0, 1, 0], [0, 0, 0]]
    assert rows(who, "reason_if_why", "person_if_who") == [[0, 0, 0], [0, 0, 1]]
    assert rows(who, "next_if_why") == [[0, 0, 0]]
    best = int(np.argmax(why.look.odds))
    assert rows(why, "next_if_why") == [[float(place == best + 1) for place in range(3)]]


def test_what_was_found_in_a_candidate_is_seen(seen: Seen) -> None:
    first, read, overlap, score = rows(seen, "first_odds", "read", "overlap", "phrase_score")
    assert first == list(range(len(seen.candidates)))
    for place in range(len(seen.candidates)):
        found = seen.look.phrases.get(place)
        assert read[place] == (found is not None)
        assert overlap[place] == (0.0 if found is None else found.overlap)
        assert score[place] == (-20.0 if found is None else max(found.score, -20.0))


def test_a_weight_moves_each_candidate_by_its_own_figure(seen: Seen) -> None:
    line = Line.from_plain({**NOTHING, "odds": 2.0, "length": 3.0, "read": -1.0})
    again = chosen_again(line, seen.candidates, seen.look, seen.look.odds)
    for place, candidate in enumerate(seen.candidates):
        expected = 2 * seen.look.odds[place] + 3 * candidate.features["length"] - (place in seen.look.phrases)
        assert again[place] == pytest.approx(expected)


def test_the_confidence_sees_the_signals_and_the_best_candidate(seen: Seen) -> None:
    best = seen.candidates[int(np.argmax(seen.look.odds))]
    figures = article_figures(reply_figures({"words": 2.0}, seen.candidates, seen.look), seen.candidates, seen.look)
    assert figures["words"] == 2.0
    assert figures["best_length"] == best.features["length"]
    assert figures["best_odds"] == seen.look.odds.max()
    assert (figures["in_english"], figures["best_english_cover"]) == (0, 0)


def sure(plain: dict[str, Any], confidence: float, **figures: float) -> float:
    return sure_again(Forest.from_plain(plain), confidence, figures)


def test_a_confidence_is_that_of_the_forest_of_articles() -> None:
    assert sure(always(0.0), 0.3) == 0.5
    assert sure(split("missing", 0.5, 1.0, -2.0), 0.9, missing=1.0) == pytest.approx(1 / (1 + math.exp(2)))


def test_what_the_general_forest_holds_for_out_of_the_question_is_not_raised() -> None:
    assert sure(always(3.0), 0.01) == 0.01
    assert sure(always(3.0), 0.2) > 0.9
    assert sure(always(-9.0), 0.01) < 0.01


@pytest.mark.parametrize("confidence", [0.0, 1.0])
@pytest.mark.parametrize("value", [-1e6, 1e6])
def test_a_confidence_stays_within_bounds(confidence: float, value: float) -> None:
    assert 0.0 <= sure(always(value), confidence) <= 1.0


@pytest.mark.parametrize(
    ("paragraphs", "articles", "expected"),
    [(2, 1, True), (300, 1, True), (301, 1, False), (60, 3, True), (229, 229, False), (12, 3, False)],
)
def test_few_paragraphs_of_whole_articles_are_read_like_one(paragraphs: int, articles: int, expected: bool) -> None:
    assert reads_like_an_article(paragraphs, articles) is expected


def test_the_models_of_articles_are_for_nothing_else() -> None:
    silent = ArticleModels.from_plain({"sentences": NOTHING, "confidence": always(-50.0)})
    lists = built(TOWER, *(article(f"other{n}", ["别的事。"], ["又一件事。"]) for n in range(3)))
    models = replace(load_models(), articles=silent)
    one, several = (
        Answerer(searcher, models=models).reply(Question("灯塔建于哪一年")) for searcher in (built(TOWER), lists)
    )
    assert one.confidence < 0.01
    assert several.confidence > 0.01


def test_elsewhere_the_second_forest_has_the_last_word_where_there_is_one() -> None:
    sure_of_all = ArticleModels.from_plain({"sentences": NOTHING, "confidence": always(5.0)})
    lists = built(TOWER, *(article(f"other{n}", ["别的事。"], ["又一件事。"]) for n in range(3)))
    question = Question("灯塔建于哪一年")

    def confidence(searcher: Searcher, silence: Forest | None) -> float:
        models = replace(load_models(), articles=sure_of_all, silence=silence)
        return Answerer(searcher, models=models).reply(question).confidence

    silent = Forest.from_plain(split("sure", -99.0, 0.0, -50.0))
    assert confidence(lists, silent) < 0.01 < confidence(lists, None)
    assert confidence(built(TOWER), silent) == confidence(built(TOWER), None) > 0.9


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"sentences": NOTHING},
        {"sentences": {}, "confidence": always(0.0)},
        {"sentences": {**NOTHING, "read": "x"}, "confidence": always(0.0)},
        {"sentences": {**NOTHING, "read": math.inf}, "confidence": always(0.0)},
        {"sentences": NOTHING, "confidence": {}},
        {"sentences": [], "confidence": []},
        [],
    ],
)
def test_what_is_no_model_is_refused(plain: object) -> None:
    with pytest.raises(ModelError):
        ArticleModels.from_plain(plain)  # type: ignore[arg-type]
