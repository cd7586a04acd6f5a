"""Our passages and the questions on them fit: every answer stands where it is said to."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "data" / "passages"


def entries(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["data"]
    return found


@pytest.mark.parametrize(("name", "passages"), [("hard-passages", 1696), ("kept-passages", 96)])
def test_each_passage_has_questions_that_it_answers_and_others(name: str, passages: int) -> None:
    found = entries(name)
    assert len(found) == len({entry["title"] for entry in found}) == passages
    for entry in found:
        [passage] = entry["paragraphs"]
        impossible = Counter(question["is_impossible"] for question in passage["qas"])
        assert min(impossible[True], impossible[False]) >= 3, entry["title"]


@pytest.mark.parametrize("name", ["hard-passages", "kept-passages"])
def test_answers_stand_where_they_are_said_to(name: str) -> None:
    for entry in entries(name):
        context = entry["paragraphs"][0]["context"]
        for question in entry["paragraphs"][0]["qas"]:
            assert bool(question["answers"]) != question["is_impossible"], question["id"]
            for answer in question["answers"]:
                assert context.startswith(answer["text"], answer["answer_start"]), question["id"]


def test_the_passages_that_are_kept_are_not_among_those_learned_from() -> None:
    titles = [{entry["title"] for entry in entries(name)} for name in ("hard-passages", "kept-passages")]
    assert titles[0].isdisjoint(titles[1])


def test_every_question_has_an_id_of_its_own() -> None:
    every = [*entries("hard-passages"), *entries("kept-passages")]
    ids = Counter(question["id"] for entry in every for question in entry["paragraphs"][0]["qas"])
    assert set(ids.values()) == {1}
