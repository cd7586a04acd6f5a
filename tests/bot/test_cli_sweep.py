"""``yuanhua evaluate sweep``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.index.evaluation.judged import ASKED, TEXTS


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four passages, each with a question."""
    documents = [
        {
            "title": passage,
            "paragraphs": [
                {
                    "context": TEXTS[passage],
                    "qas": [
                        {
                            "id": name,
                            "question": question,
                            "answers": [{"text": answer, "answer_start": TEXTS[passage].index(answer)}],
                        }
                    ],
                }
            ],
        }
        for name, (question, passage, answer) in ASKED.items()
    ]
    path = tmp_path / "harbour.json"
    path.write_text(json.dumps({"data": documents}), encoding="utf-8")
    return path


def test_every_point_and_every_fold_is_told(run: Run, data: Path) -> None:
    result = run("evaluate", "sweep", data, "--k1", "0.9", "--k1", "1.5", "--folds", 2, "--lang", "en")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "harbour  nDCG@10 of mixed+sentence, 2 points, 4 questions",
        "",
        "   k1    b  sentence_weight  nDCG@10",
        "  0.9  0.4             0.75  1.0000*",
        "  1.5  0.4             0.75  1.0000",
        "",
        "              questions  k1, b, weight  on the others  on these",
        "  held out 1          2  0.9 0.4 0.75          1.0000    1.0000",
        "  held out 2          2  0.9 0.4 0.75          1.0000    1.0000",
        "",
        "  chosen without the articles judged on: 1.0000",
        "  best on all questions: 0.9 0.4 0.75 with 1.0000, which flatters it: it was chosen on them",
        "  as set now: 0.9 0.4 0.75 with 1.0000",
    ]


def test_finished_points_are_kept_and_json_is_the_same_again(run: Run, data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "points.jsonl"
    words = ("evaluate", "sweep", data, "--b", "0", "--b", "1", "--folds", 2, "--kept", kept, "--json")
    first = run(*words)
    content = kept.read_bytes()
    assert run(*words).out == first.out
    assert kept.read_bytes() == content
    assert [(point["b"], point["k1"]) for point in first.json["points"]] == [(0.0, 0.9), (1.0, 0.9)]
    assert first.json["start"] is None


def test_a_wrong_call_is_refused_in_one_line(run: Run, data: Path) -> None:
    assert "9 folds of questions on 4 articles" in run("evaluate", "sweep", data, "--folds", 9).refused()
    assert "--b" in run("evaluate", "sweep", data, "--b", 2).refused()
    assert "there is nothing of that name" in run("evaluate", "sweep", data.with_name("none.json")).refused()
