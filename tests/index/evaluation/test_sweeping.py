"""Settings swept over a grid: measured once, chosen without the articles they are judged on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.evaluation import Topic
from index.evaluation.errors import DataError, EvaluationError
from index.evaluation.model import AnswerText
from index.evaluation.reading import passage_article, passage_ids
from index.evaluation.sweeping import Point, grid, sweep
from index.settings import IndexSettings
from tests.index.evaluation.judged import harbour
from tests.index.making import terms

POINTS = grid([0.5, 1.2], [0.4], [0.0, 0.75])


@pytest.fixture
def settings() -> IndexSettings:
    return IndexSettings(terms=terms())


def test_a_grid_has_every_combination_once() -> None:
    assert grid([1, 2, 1], [0.5], [0, 1]) == (Point(1, 0.5, 0), Point(1, 0.5, 1), Point(2, 0.5, 0), Point(2, 0.5, 1))


def test_every_point_is_measured_and_every_question_held_out_once(settings: IndexSettings) -> None:
    found = sweep(harbour(), POINTS, settings, folds=2)
    assert tuple(found.means) == POINTS
    assert found.topics == 4
    assert [fold.topics for fold in found.folds] == [2, 2]
    assert set(found.means.values()) == {1.0}
    assert found.best == POINTS[0], "the first of equals"
    assert found.held_out == 1.0
    assert found.start is None
    assert sweep(harbour(), [*POINTS, Point.of(settings)], settings, folds=2).start == Point(0.9, 0.4, 0.75)


def test_questions_on_one_article_are_held_out_together(settings: IndexSettings) -> None:
    data = harbour()
    titles = ["塔", "船", "市", "塔"]
    articles = tuple(passage_article(one.id, title, one.raw) for one, title in zip(data.articles, titles, strict=True))
    titled = replace(data, articles=articles, passages=passage_ids(articles))
    for seed in range(8):
        assert [fold.topics for fold in sweep(titled, POINTS[:1], settings, folds=3, seed=seed).folds].count(2) == 1
    with pytest.raises(EvaluationError, match="4 folds of questions on 3 articles"):
        sweep(titled, POINTS[:1], settings, folds=4)


def test_a_point_that_is_best_on_some_articles_is_judged_on_the_others(settings: IndexSettings, tmp_path: Path) -> None:
    kept = tmp_path / "points.jsonl"
    sweep(harbour(), POINTS[:2], settings, folds=2, kept=kept)
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    # As if each point were good on half of the questions: chosen where it is good, it fails where it is judged.
    lines[0]["values"] = {"q1": 1, "q2": 1, "q3": 0, "q4": 0}
    lines[1]["values"] = {"q1": 0, "q2": 0, "q3": 1, "q4": 1}
    kept.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = sweep(harbour(), POINTS[:2], settings, folds=4, kept=kept)
    assert set(found.means.values()) == {0.5}
    assert [(fold.elsewhere, fold.held_out) for fold in found.folds] == [(2 / 3, 0.0)] * 4
    assert found.held_out == 0.0


def test_finished_points_are_not_measured_again(settings: IndexSettings, tmp_path: Path) -> None:
    kept = tmp_path / "points.jsonl"
    first = sweep(harbour(), POINTS[:3], settings, folds=2, kept=kept)
    before = kept.read_bytes()
    assert sweep(harbour(), POINTS[:3], settings, folds=2, kept=kept) == first
    assert kept.read_bytes() == before
    sweep(harbour(), POINTS, settings, folds=2, kept=kept)
    assert kept.read_bytes().startswith(before)
    assert len(kept.read_text().splitlines()) == 4


def test_other_data_other_choices_and_other_settings_are_measured_anew(settings: IndexSettings, tmp_path: Path) -> None:
    kept = tmp_path / "points.jsonl"
    for data, used, measure in (
        (harbour(), settings, "nDCG@10"),
        (harbour(digest="d2"), settings, "nDCG@10"),
        (harbour(choices={"seed": 2}), settings, "nDCG@10"),
        (harbour(), replace(settings, context=False), "nDCG@10"),
        (harbour(), settings, "Quote@1"),
    ):
        sweep(data, POINTS[:1], used, measure, folds=2, kept=kept)
    assert len({json.loads(line)["key"] for line in kept.read_text().splitlines()}) == 5


def test_a_line_torn_by_an_interruption_is_measured_again(settings: IndexSettings, tmp_path: Path) -> None:
    kept = tmp_path / "points.jsonl"
    whole = sweep(harbour(), POINTS[:2], settings, folds=2, kept=kept)
    kept.write_bytes(kept.read_bytes()[:-30])
    assert sweep(harbour(), POINTS[:2], settings, folds=2, kept=kept) == whole
    lines = kept.read_text().splitlines()
    assert len(lines) == 3
    assert json.loads(lines[0])["k1"] == json.loads(lines[2])["k1"] == 0.5


def test_the_same_seed_gives_the_same_sweep(settings: IndexSettings) -> None:
    assert sweep(harbour(), POINTS, settings, folds=2, seed=5) == sweep(harbour(), POINTS, settings, folds=2, seed=5)


def test_each_point_is_told_when_it_is_done(settings: IndexSettings) -> None:
    told: list[tuple[str, int, int]] = []
    sweep(harbour(), POINTS, settings, folds=2, progress=lambda *what: told.append(what))
    assert told == [("harbour: sweep", number, 4) for number in (1, 2, 3, 4)]


def test_what_cannot_be_swept_is_refused(settings: IndexSettings, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no points"):
        sweep(harbour(), [], settings)
    with pytest.raises(EvaluationError, match="has no texts to search"):
        sweep(replace(harbour(), articles=()), POINTS[:1], settings)
    with pytest.raises(EvaluationError, match="Nothing@1 applies to none"):
        sweep(harbour(), POINTS[:1], settings, measure="Nothing@1")
    with pytest.raises(DataError, match="cannot be read"):
        sweep(harbour(), POINTS[:1], settings, kept=tmp_path)


def test_an_answer_far_down_is_found_at_one_point_and_not_at_another(settings: IndexSettings) -> None:
    long = "塔的故事很长。" + "海风吹过港口的石阶。" * 40 + "塔灯每夜亮。"
    articles = (passage_article("a", "", long), passage_article("b", "", "塔灯。"))
    data = replace(
        harbour(),
        articles=articles,
        passages=passage_ids(articles),
        topics=(Topic("x", "塔灯每夜亮吗？", (AnswerText("亮"),)), Topic("y", "塔灯", (AnswerText("塔灯"),))),
        qrels={"x": {"a": 1}, "y": {"b": 1}},
    )
    found = sweep(data, grid([0.9], [0.0, 1.0], [0.0]), settings, measure="RR@10", folds=2)
    assert len(set(found.means.values())) == 2, "the grid makes a difference"
