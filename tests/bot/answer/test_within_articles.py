"""What counts more within one article."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from bot.answer.answerer import Answerer, Seen
from bot.answer.forest import ModelError
from bot.answer.model import Question
from bot.answer.within_articles import (
    AS_IT_IS,
    LOOK_FEATURES,
    SENTENCE_FEATURES,
    ArticleLines,
    Line,
    chosen_again,
    figures_of,
    reads_like_an_article,
    sure_again,
)
from bot.learned import load_models
from tests.index.making import article, built

NOTHING = dict.fromkeys((*SENTENCE_FEATURES, *LOOK_FEATURES), 0.0)
TOWER = article("tower", ["望潮灯塔建于1897年。", "塔身高四十二米。"], ["守塔人姓周。", "他今年七十六岁。"])


@pytest.fixture(scope="module")
def seen() -> Seen:
    looked_at = Answerer(built(TOWER), models=replace(load_models(), articles=None)).seen(Question("灯塔有多高"))
    assert isinstance(looked_at, Seen)
    return looked_at


def test_without_weights_the_forests_odds_stay(seen: Seen) -> None:
    again = chosen_again(Line(1.0, NOTHING), seen.candidates, seen.look, seen.look.odds)
    assert again.tolist() == seen.look.odds.tolist()


def test_a_weight_moves_each_candidate_by_its_own_figure(seen: Seen) -> None:
    line = Line(2.0, {**NOTHING, "length": 3.0, "read": -1.0})
    again = chosen_again(line, seen.candidates, seen.look, seen.look.odds)
    for place, candidate in enumerate(seen.candidates):
        expected = 2 * seen.look.odds[place] + 3 * candidate.features["length"] - (place in seen.look.phrases)
        assert again[place] == pytest.approx(expected)


def test_what_was_found_in_a_candidate_is_among_its_figures(seen: Seen) -> None:
    names = (*SENTENCE_FEATURES, *LOOK_FEATURES)
    figures = figures_of(seen.candidates, seen.look, np.arange(len(seen.candidates), dtype=np.float64))
    for place, row in enumerate(figures):
        found = seen.look.phrases.get(place)
        assert row[names.index("first_odds")] == place
        assert row[names.index("read")] == (found is not None)
        assert row[names.index("overlap")] == (0.0 if found is None else found.overlap)


def test_a_confidence_is_weighed_anew() -> None:
    assert sure_again(AS_IT_IS, 0.3, {}) == pytest.approx(0.3)
    assert sure_again(Line(1.0, {"missing": -2.0}, bias=0.5), 0.5, {"missing": 1.0}) == pytest.approx(
        1 / (1 + math.exp(1.5))
    )


def test_what_the_forests_hold_for_out_of_the_question_is_not_raised() -> None:
    assert sure_again(Line(0.0, {}, bias=3.0), 0.02, {}) == 0.02
    assert sure_again(Line(0.0, {}, bias=3.0), 0.2, {}) > 0.9
    assert sure_again(Line(1.0, {}, bias=-1.0), 0.02, {}) < 0.02


@pytest.mark.parametrize("confidence", [0.0, 1.0])
def test_a_confidence_stays_within_bounds(confidence: float) -> None:
    assert 0.0 <= sure_again(Line(5.0, {"far": 1e6}), confidence, {"far": -1.0}) <= 1.0


@pytest.mark.parametrize(
    ("paragraphs", "articles", "expected"),
    [(2, 1, True), (300, 1, True), (301, 1, False), (60, 3, True), (229, 229, False), (12, 3, False)],
)
def test_few_paragraphs_of_whole_articles_are_read_like_one(paragraphs: int, articles: int, expected: bool) -> None:
    assert reads_like_an_article(paragraphs, articles) is expected


def test_the_lines_are_for_nothing_else() -> None:
    silent = ArticleLines(Line(1.0, NOTHING), Line(0.0, {}, bias=-50.0))
    lists = built(TOWER, *(article(f"other{n}", ["别的事。"], ["又一件事。"]) for n in range(3)))
    models = replace(load_models(), articles=silent)
    one, several = (
        Answerer(searcher, models=models).reply(Question("灯塔建于哪一年")) for searcher in (built(TOWER), lists)
    )
    assert one.confidence < 0.01
    assert several.confidence > 0.01


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"sentences": {}, "confidence": {}},
        {"sentences": {"odds": 1, "weights": {}, "bias": 0}, "confidence": {"odds": 1, "weights": {}, "bias": 0}},
        {"sentences": {"odds": "x", "weights": NOTHING, "bias": 0}, "confidence": {}},
        {"sentences": {"odds": math.inf, "weights": NOTHING, "bias": 0}, "confidence": {}},
        {"sentences": [], "confidence": []},
        [],
    ],
)
def test_what_is_no_model_is_refused(plain: object) -> None:
    with pytest.raises(ModelError):
        ArticleLines.from_plain(plain)  # type: ignore[arg-type]
