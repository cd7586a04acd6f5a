"""``yuanhua evaluate compare``, and the report that ``yuanhua evaluate`` writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.index.evaluation.judged import TEXTS, all_right, harbour, one_wrong


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    """A folder with two systems measured on the same questions."""
    from index.evaluation.outputs import write_outputs

    data = harbour()
    write_outputs([one_wrong(data), all_right(data)], tmp_path / "measured", ["yuanhua", "evaluate"])
    return tmp_path / "measured"


def test_a_table_of_measures_then_the_questions_that_changed(run: Run, measured: Path) -> None:
    result = run("evaluate", "compare", measured, "--measure", "Quote@1", "--measure", "Refused", "--lang", "en")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "good compared with fair  harbour",
        "",
        "  measure   fair   good  difference    95 % interval       p  better  same  worse",
        "  Quote@1  0.750  1.000      +0.250  +0.000 … +0.750  1.000        1     3      0",
        "  Refused  0.000  1.000      +1.000  +1.000 … +1.000  1.000        1     0      0",
        "",
        "  1 of 1 questions better by Quote@1:",
        "",
        "  q2  末班船几点离岸？  +1.000",
        "  answer  傍晚六点",
        "  fair    渡船每天开四班。 (p2 #1)",
        "  good    渡船每天开四班。末班船在傍晚六点离岸。 (p2 #1)",
    ]


def test_silence_and_missing_answers_are_told(run: Run, measured: Path) -> None:
    result = run("evaluate", "compare", measured, "--measure", "Refused")
    assert "答案  （段落里没有）" in result.out
    assert "good  ［没有回答］渡船每天开四班。 (p2)" in result.out


def test_json_has_the_same_and_one_seed_gives_the_same(run: Run, measured: Path) -> None:
    words = ("evaluate", "compare", measured, "--base", "good", "--seed", 7, "--json")
    first, second = run(*words), run(*words)
    assert first.out == second.out
    assert first.json["seed"] == 7
    [comparison] = first.json["comparisons"]
    assert (comparison["base"], comparison["other"], comparison["told_apart_by"]) == ("good", "fair", "Answered@1")
    quote = next(one for one in comparison["measures"] if one["measure"] == "Quote@1")
    assert (quote["difference"], quote["wins"], quote["ties"], quote["losses"]) == (-0.25, 0, 3, 1)
    [worse] = comparison["worse"]
    assert (worse["id"], worse["answers"]) == ("q2", ["傍晚六点"])
    assert worse["other"]["quotes"] == [{"passage": "p2", "key": "渡船每天开四班。", "answer": None}]


def test_a_wrong_call_is_refused_in_one_line(run: Run, measured: Path, tmp_path: Path) -> None:
    assert run("evaluate", "compare").refused().startswith("错误：没有可比的结果")
    assert "has no results.json" in run("evaluate", "compare", tmp_path).refused()
    assert "no run is named best" in run("evaluate", "compare", measured, "--base", "best").refused()
    assert "needs the judgments" in run("evaluate", "compare", measured / "harbour" / "fair.trec").refused()


def test_help_is_that_of_the_comparison(run: Run) -> None:
    result = run("evaluate", "compare", "--help", "--lang", "en")
    assert result.code == 0
    assert "--qrels FILE" in result.out
    assert "yuanhua evaluate compare measured" in result.out


def test_data_is_measured_and_reported_as_a_page(run: Run, tmp_path: Path) -> None:
    paragraphs = [
        {
            "context": TEXTS["p1"],
            "qas": [
                {"id": "q1", "question": "灯塔建于哪一年？", "answers": [{"text": "一九〇三年", "answer_start": 6}]}
            ],
        },
        {
            "context": TEXTS["p2"],
            "qas": [
                {"id": "q2", "question": "末班船几点离岸？", "answers": [{"text": "傍晚六点", "answer_start": 12}]}
            ],
        },
    ]
    data = tmp_path / "harbour.json"
    data.write_text(json.dumps({"data": [{"title": "旧港", "paragraphs": paragraphs}]}), encoding="utf-8")
    page = tmp_path / "report.html"
    result = run("evaluate", data, "--system", "bigrams", "--report", page)
    assert result.code == 0
    assert str(page) in result.err
    html = page.read_text(encoding="utf-8")
    assert "<h2>harbour</h2>" in html
    assert "yuanhua evaluate" in html
