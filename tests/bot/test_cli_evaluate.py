"""``yuanhua evaluate``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.bot.running import Result, run_program
from tests.index.evaluation.making import (
    BOAT,
    BRIDGE,
    TEA,
    document,
    paragraph,
    question,
    write_beir,
    write_lines,
    write_squad,
)

Run: TypeAlias = Callable[..., Result]
HEADER = "query-id\tcorpus-id\tscore\n"


@pytest.fixture
def squad(warm: Path) -> Path:
    return write_squad(
        warm / "village.json",
        document(
            paragraph(TEA, question("q1", "老板今年多少岁？", ("六十岁", TEA.index("六十岁"))), id="tea"),
            paragraph(BOAT, question("q2", "渡船的船票多少钱？", ("两元", 0)), id="boat"),
            paragraph(BRIDGE, question("q3", "夏天桥上有什么人？", ("乘凉", BRIDGE.index("乘凉"))), id="bridge"),
        ),
    )


@pytest.fixture
def beir(warm: Path) -> Path:
    corpus = [{"_id": "tea", "text": TEA}, {"_id": "boat", "text": BOAT}]
    queries = [{"_id": "q1", "text": "老板今年多少岁"}, {"_id": "q2", "text": "xyz"}]
    return write_beir(warm / "town", corpus, queries, f"{HEADER}q1\ttea\t1\nq2\tboat\t1\n")


def write_run(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_squad_file_is_measured_and_told_as_tables(run: Run, squad: Path) -> None:
    result = run("evaluate", squad, "--system", "words", "--system", "yuanhua", "--lang", "en")
    assert result.code == 0
    assert result.err == ""
    lines = result.out.splitlines()
    assert lines[0] == "village  3 passages, 3 questions"
    assert lines[1] == "  flaws in the data, mended or passed over: answer not at its offset 1"
    assert lines[3].split() == ["system", "R@1", "R@5", "R@20", "RR@10", "nDCG@10", "Success@1", "Success@5"]
    assert lines[4].split() == ["words", *["1.000"] * 7]
    assert lines[7].split() == ["system", "Passage@1", "Passage@5", "Quote@1", "Answered@1", "EM", "F1"]
    assert "p50 (ms)" in result.out


def test_it_speaks_chinese_first(run: Run, squad: Path) -> None:
    out = run("evaluate", squad, "--system", "words").out
    assert out.startswith("village  3 段，3 个问题\n")
    assert "  系统" in out


def test_a_beir_folder_is_measured_and_questions_without_results_are_named(run: Run, beir: Path) -> None:
    out = run("evaluate", beir, "--system", "bigrams", "--lang", "en").out
    assert "town  2 passages, 2 questions" in out
    assert "bigrams: 1 questions without results, counted as zero: q2" in out
    assert "Quote@1" not in out


def test_without_a_name_all_systems_are_measured(run: Run, squad: Path) -> None:
    names = [system["name"] for system in run("evaluate", squad, "--json").json["data"][0]["systems"]]
    assert names == ["words", "bigrams", "tfidf", "mixed", "mixed+sentence", "yuanhua"]


def test_json_has_the_call_without_where_it_was_written(run: Run, squad: Path, warm: Path) -> None:
    record = run("evaluate", squad, "--system", "words", "--limit", "2", "--seed", "7", "--out", warm / "o", "--json")
    assert record.json["command"] == [
        *("yuanhua", "evaluate", str(squad), "--system", "words"),
        *("--limit", "2", "--seed", "7", "--k", "20"),
    ]
    data = record.json["data"][0]
    assert (data["topics"], data["passages"], data["choices"]) == (2, 3, {"limit": 2, "seed": 7})


def test_two_runs_with_one_seed_write_the_same_bytes(run: Run, squad: Path, warm: Path) -> None:
    for folder in ("one", "two"):
        result = run("evaluate", squad, "--hide-gold", "0.4", "--seed", "3", "--out", warm / folder, "--lang", "en")
        assert result.code == 0
        assert result.err == f"written to {warm / folder}\n"
        assert "1 of them without an answer" in result.out
        assert "AUROC" in result.out
    names = {path.relative_to(warm / "one") for path in (warm / "one").rglob("*") if path.is_file()}
    assert len(names) == 2 + 2 + 2 * 6
    for name in names - {Path("latency.json")}:
        assert (warm / "one" / name).read_bytes() == (warm / "two" / name).read_bytes(), name
    assert "latency" not in json.loads((warm / "one" / "results.json").read_text(encoding="utf-8"))


def test_a_run_that_is_broken_off_keeps_the_sets_that_were_done(run: Run, squad: Path, beir: Path, warm: Path) -> None:
    write_lines(beir / "corpus.jsonl", {"_id": "tea"})
    out = warm / "out"
    assert "line 1" in run("evaluate", squad, beir, "--system", "words", "--out", out, "--lang", "en").err
    record = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert [data["name"] for data in record["data"]] == ["village"]
    assert (out / "village" / "words.outcomes.jsonl").is_file()
    write_beir(beir, [{"_id": "tea", "text": TEA}], [{"_id": "q1", "text": "老板"}], f"{HEADER}q1\ttea\t1\n")
    assert run("evaluate", squad, beir, "--system", "words", "--out", out).code == 0
    record = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert [data["name"] for data in record["data"]] == ["village", "town"]


def test_a_run_made_elsewhere_is_measured_alone_or_beside_others(run: Run, squad: Path, warm: Path) -> None:
    mine = write_run(warm / "mine.trec", "q1 Q0 boat 1 9 mine", "q1 Q0 tea 2 8 mine", "q2 Q0 boat 1 5 mine")
    (system,) = run("evaluate", squad, "--run", mine, "--json").json["data"][0]["systems"]
    assert system["name"] == "mine"
    assert system["measures"]["R@1"] == {"mean": pytest.approx(1 / 3), "topics": 3}
    assert system["without_results"] == ["q3"]
    both = run("evaluate", squad, "--run", mine, "--system", "words", "--json").json["data"][0]["systems"]
    assert [one["name"] for one in both] == ["words", "mine"]


def test_judgments_alone_do_with_a_run(run: Run, warm: Path) -> None:
    judged = write_run(warm / "judged.qrels", "q1 0 tea 1")
    mine = write_run(warm / "mine.trec", "q1 Q0 tea 1 9 mine")
    (system,) = run("evaluate", judged, "--run", mine, "--json").json["data"][0]["systems"]
    assert system["measures"]["R@1"] == {"mean": 1.0, "topics": 1}
    assert "--run" in run("evaluate", judged).refused()
    assert "--run" in run("evaluate", judged, "--system", "words").refused()
    assert "words: judged has judgments only" in run("evaluate", judged, "--system", "words", "--run", mine).refused()


def test_our_own_questions_are_told_by_kind(run: Run, warm: Path) -> None:
    (warm / "page.md").write_text(
        "# 村子\n\n茶馆开在河边，老板姓周。\n\n渡船每天开八班，船票两元。\n", encoding="utf-8"
    )
    own = write_lines(
        warm / "own.jsonl",
        {"id": "q1", "kind": "fact", "question": "渡船的船票多少钱？", "evidence": ["船票两元"]},
        {"id": "q2", "kind": "offtopic", "question": "你好", "evidence": None},
    )
    result = run("evaluate", own, "--corpus", warm / "page.md", "--system", "yuanhua", "--lang", "en")
    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines()]
    assert ["kind", "questions", "yuanhua"] in rows
    assert ["fact", "1", "1.000"] in rows
    assert ["offtopic", "1", "1.000"] in rows


def test_without_data_the_folder_of_the_environment_is_measured(
    run: Run, squad: Path, beir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANHUA_DATASETS", str(squad.parent))
    record = run("evaluate", "--system", "words", "--json").json
    assert [data["name"] for data in record["data"]] == ["village", "town"]


def test_several_folders_of_the_environment_are_measured_questions_with_their_articles_among_them(
    run: Run, squad: Path, beir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "page.md").write_text("# 村子\n\n茶馆开在河边，老板姓周。\n", encoding="utf-8")
    write_lines(folder / "questions.jsonl", {"id": "q1", "question": "老板姓什么？", "evidence": ["老板姓周"]})
    monkeypatch.setenv("YUANHUA_DATASETS", f"{squad}{os.pathsep}{beir}{os.pathsep}{folder}")
    record = run("evaluate", "--system", "words", "--json").json
    assert [data["name"] for data in record["data"]] == ["village", "town", "own"]
    assert record["data"][2]["systems"][0]["measures"]["Quote@1"] == {"mean": 1.0, "topics": 1}


def test_without_data_anywhere_it_says_what_to_give(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YUANHUA_DATASETS", raising=False)
    complaint = run("evaluate").refused()
    assert "BEIR" in complaint
    assert "SQuAD" in complaint
    assert "YUANHUA_DATASETS" in complaint


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--system", "bm26"], "--system"),
        (["--limit", "0"], "--limit"),
        (["--k", "0"], "--k"),
        (["--hide-gold", "1"], "--hide-gold"),
        (["--run", "none.trec"], "none.trec: cannot be read"),
    ],
)
def test_a_wrong_option_is_refused_in_one_line(run: Run, squad: Path, words: list[str], complaint: str) -> None:
    assert complaint in run("evaluate", squad, *words).refused()


def test_wrong_data_is_refused_with_file_and_line(run: Run, warm: Path, beir: Path) -> None:
    assert "none.json" in run("evaluate", warm / "none.json").refused()
    write_lines(beir / "corpus.jsonl", {"_id": "tea"})
    assert f"{beir / 'corpus.jsonl'}, line 1" in run("evaluate", beir, "--system", "words").refused()


def test_two_of_one_name_are_refused(run: Run, squad: Path, warm: Path) -> None:
    mine = write_run(warm / "mine.trec", "q1 Q0 tea 1 9 words")
    assert "words" in run("evaluate", squad, "--run", mine).refused()
    assert "village" in run("evaluate", squad, squad).refused()


def test_a_run_made_with_all_passages_does_not_go_with_hidden_gold(run: Run, squad: Path, warm: Path) -> None:
    mine = write_run(warm / "mine.trec", "q1 Q0 tea 1 9 mine")
    assert "--hide-gold" in run("evaluate", squad, "--run", mine, "--hide-gold", "0.4").refused()


def test_it_runs_as_a_program_with_processes_of_its_own(squad: Path) -> None:
    result = run_program("evaluate", squad, "--system", "words", "--system", "mixed", "--json")
    assert result.code == 0
    assert result.err == ""
    assert [system["measures"]["R@1"]["mean"] for system in result.json["data"][0]["systems"]] == [1.0, 1.0]
