"""``yuanhua ask``: what became of the question is the exit code, data and messages have a stream each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.conftest import Run

CAFE = """---
title: 河边的咖啡馆
author: 周明
---

店开在河边，从早上七点营业到晚上九点。

## 菜单与价格

拿铁卖二十八元一杯，美式卖二十元。豆子每周三从云南运来。

## 座位

靠窗的座位有六个，周末需要提前预订。
"""
WHO = "这篇文章是谁写的？"
NONSENSE = "zzqx vwxk"


@pytest.fixture
def cafe(warm: Path) -> Path:
    path = warm / "cafe.md"
    path.write_text(CAFE, encoding="utf-8")
    return path


def test_an_answered_question_exits_with_0_and_quotes_with_its_source(run: Run, cafe: Path) -> None:
    result = run("ask", WHO, "--corpus", cafe)
    assert result.code == 0
    assert result.err == ""
    assert result.out == "  ┃ «author: ▸周明◂»\n    河边的咖啡馆 › 题头\n    很有把握（1.00）\n"


def test_a_question_without_an_answer_exits_with_1_and_says_so(run: Run, cafe: Path) -> None:
    result = run("ask", NONSENSE, "--corpus", cafe)
    assert result.code == 1
    assert result.out == "  文中没有说：问题里的词，文中一个也没有出现。\n"


def test_in_english_what_is_said_is_english_and_what_is_quoted_is_not(run: Run, cafe: Path) -> None:
    result = run("--lang", "en", "ask", WHO, "--corpus", cafe)
    assert result.out == "  ┃ «author: ▸周明◂»\n    河边的咖啡馆 › byline\n    very sure (1.00)\n"


def test_options_for_all_commands_may_stand_after_the_command(run: Run, cafe: Path) -> None:
    assert run("ask", WHO, "--corpus", cafe, "--lang", "en").out.endswith("very sure (1.00)\n")


def test_json_is_one_line_with_every_quote_verbatim_by_its_offsets(run: Run, cafe: Path) -> None:
    result = run("ask", "拿铁多少钱一杯？", "--corpus", cafe, "--json", "--threshold", "0")
    assert result.code == 0
    assert result.out.count("\n") == 1
    record = result.json
    assert record["id"] is None
    assert record["reply"] == "answer"
    assert record["quotes"][0]["section"] == "菜单与价格"
    for quote in record["quotes"]:
        assert CAFE[quote["start"] : quote["end"]] == quote["text"]
        first, last = quote["key"]
        assert 0 <= first < last <= len(quote["text"])


def test_json_of_an_abstention_has_its_reason(run: Run, cafe: Path) -> None:
    result = run("ask", NONSENSE, "--corpus", cafe, "--json")
    assert result.code == 1
    assert (result.json["reply"], result.json["reason"], result.json["quotes"]) == ("abstention", "no_match", [])


def test_quotes_says_how_many_passages(run: Run, cafe: Path) -> None:
    assert (
        len(
            run("ask", "河边的店卖什么？", "--corpus", cafe, "--quotes", "2", "--threshold", "0", "--json").json[
                "quotes"
            ]
        )
        <= 2
    )
    two = run("ask", "河边的座位和拿铁", "--corpus", cafe, "--quotes", "2", "--threshold", "0")
    assert two.out.count("河边的咖啡馆 › ") == 2


def test_a_question_is_piped_in(run: Run, cafe: Path) -> None:
    piped = run("ask", "--corpus", cafe, stdin=f"{WHO}\n")
    assert piped.out == run("ask", WHO, "--corpus", cafe).out
    assert run("ask", "-", "--corpus", cafe, stdin=WHO).out == piped.out


def test_one_corpus_option_takes_several_paths_and_a_question_after_them(run: Run, cafe: Path) -> None:
    tea = cafe.with_name("tea.md")
    tea.write_text("# 茶馆\n\n龙井卖三十元一杯，用山泉水冲泡。\n", encoding="utf-8")
    result = run("ask", "--corpus", cafe, tea, "龙井卖多少钱？", "--json", "--threshold", "0")
    assert result.json["quotes"][0]["article"] == "tea"


# Batches


def test_a_batch_answers_line_by_line_and_exits_with_0(run: Run, cafe: Path) -> None:
    questions = [{"id": "q1", "question": WHO}, {"id": "q2", "question": NONSENSE, "after": [WHO]}]
    file = cafe.with_name("questions.jsonl")
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in questions), encoding="utf-8")
    result = run("ask", "--corpus", cafe, "--batch", file)
    assert result.code == 0
    assert result.err == ""
    assert [(record["id"], record["reply"]) for record in result.records] == [("q1", "answer"), ("q2", "abstention")]
    assert run("ask", "--corpus", cafe, "--batch", "-", stdin=file.read_bytes()).code == 0


def test_a_batch_with_a_bad_line_answers_the_others_and_exits_with_2(run: Run, cafe: Path) -> None:
    lines = f'{{"id": "q1", "question": "{WHO}"}}\nnonsense\n{{"id": "q3", "question": "{WHO}"}}\n'
    result = run("ask", "--corpus", cafe, "--batch", "-", stdin=lines)
    assert result.code == 2
    assert [record.get("reply") for record in result.records] == ["answer", None, "answer"]
    assert result.records[1]["error"].startswith("line 2: ")
    assert result.err == "有 1 行不是问题，其余都已处理\n"


def test_a_batch_gives_empty_and_overlong_questions_a_reason(run: Run, cafe: Path) -> None:
    lines = "".join(json.dumps({"question": text}) + "\n" for text in ("", "字" * 100_000))
    result = run("ask", "--corpus", cafe, "--batch", "-", stdin=lines)
    assert result.code == 0
    assert [record["reason"] for record in result.records] == ["empty_question", "question_too_long"]


def test_an_empty_batch_gives_nothing(run: Run, cafe: Path) -> None:
    assert run("ask", "--corpus", cafe, "--batch", "-", stdin="").out == ""


# Wrong calls


def test_a_question_and_a_batch_together_are_refused(run: Run) -> None:
    assert run("ask", WHO, "--batch", "-").refused() == "错误：问题和 --batch 只能给一样；用法见 yuanhua ask --help"


@pytest.mark.parametrize("question", ["", "  ", "？！", "\n"])
def test_an_empty_question_is_refused(run: Run, cafe: Path, question: str) -> None:
    assert run("ask", question, "--corpus", cafe).refused().startswith("错误：没有读到问题")


def test_a_question_of_100000_characters_is_refused(run: Run, cafe: Path) -> None:
    assert "最多 2000 个字" in run("ask", "--corpus", cafe, stdin="字" * 100_000).refused()


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_quotes_that_cannot_be_is_refused(run: Run, cafe: Path, number: str) -> None:
    assert (
        "answer.quotes must be a whole number from 1 to 100"
        in run("ask", WHO, "--corpus", cafe, f"--quotes={number}").refused()
    )


def test_a_batch_file_that_is_not_there_is_refused(run: Run, cafe: Path) -> None:
    assert "none.jsonl: cannot be read" in run("ask", "--corpus", cafe, "--batch", "none.jsonl").refused()
    assert "cannot be read" in run("ask", "--corpus", cafe, "--batch", cafe.parent).refused()


def test_a_question_in_another_encoding_is_refused(run: Run, cafe: Path) -> None:
    assert "UTF-8" in run("ask", "--corpus", cafe, stdin="谁写的？".encode("gb18030")).refused()


def test_two_questions_are_refused(run: Run) -> None:
    assert "问题里有空格时请加引号" in run("ask", "谁", "写的").refused()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.txt", None),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
        ("nul.txt", b"\0" * 1000),
    ],
)
def test_a_corpus_that_is_no_article_is_refused_by_name_and_nothing_is_written(
    run: Run, warm: Path, name: str, content: bytes | None
) -> None:
    path = warm / name
    if content is not None:
        path.write_bytes(content)
    before = sorted(warm.rglob("*"))
    assert name in run("ask", WHO, "--corpus", path).refused()
    assert sorted(warm.rglob("*")) == before


def test_a_directory_is_no_article(run: Run, warm: Path) -> None:
    (warm / "folder").mkdir()
    assert "folder" in run("ask", WHO, "--corpus", warm / "folder").refused()


def test_a_file_larger_than_the_limit_is_refused(run: Run, warm: Path) -> None:
    path = warm / "large.txt"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    assert "large.txt" in run("ask", WHO, "--corpus", path, "--set", "corpus.max_megabytes=1").refused()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_device_without_end_is_refused(run: Run) -> None:
    assert "/dev/zero" in run("ask", WHO, "--corpus", "/dev/zero", "--set", "corpus.max_megabytes=1").refused()


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_other_encodings_are_read_and_told_on_standard_error(run: Run, warm: Path, encoding: str) -> None:
    path = warm / "old.txt"
    text = (
        "河邊的咖啡館\n\n"
        + "店開在河邊，從早上七點營業到晚上九點，坐在窗前可以看見船。\n\n拿鐵賣二十八元一杯，週末人多。\n" * 3
    )
    path.write_bytes(text.encode(encoding))
    result = run("ask", "拿鐵賣多少錢？", "--corpus", path, "--threshold", "0", "--json")
    assert result.code == 0
    assert "拿鐵賣二十八元一杯" in result.json["quotes"][0]["text"]
    assert result.err.startswith("注意：")
    assert "old.txt" in result.err


def test_an_empty_library_names_the_mend(run: Run) -> None:
    assert "yuanhua add" in run("ask", WHO, "--set", "library.shipped=never").refused()


def test_an_index_that_is_none_is_refused(run: Run, warm: Path) -> None:
    assert "no index there" in run("ask", WHO, "--index", warm / "nowhere").refused()
    (warm / "files").mkdir()
    (warm / "files" / "a.txt").write_text("mine")
    assert "not an index" in run("ask", WHO, "--index", warm / "files").refused()
