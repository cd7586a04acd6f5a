"""``yuanhua add``, ``list``, ``remove``, ``show`` and ``index``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import Run

CAFE = "# 河边的咖啡馆\n\n店开在河边，从早上七点营业到晚上九点。\n\n## 菜单\n\n拿铁卖二十八元一杯，美式卖二十元。\n"


@pytest.fixture
def cafe(warm: Path) -> Path:
    path = warm / "cafe.md"
    path.write_text(CAFE, encoding="utf-8")
    return path


def test_an_article_is_added_listed_asked_and_removed(run: Run, cafe: Path) -> None:
    assert run("add", cafe).out == "已加入 cafe  河边的咖啡馆\n  2 段，36 字\n"
    assert run("list").out == "  编号  标题          段  字\n  cafe  河边的咖啡馆   2  36\n"
    assert run("ask", "拿铁多少钱一杯？", "--threshold", "0", "--json").json["quotes"][0]["article"] == "cafe"
    assert run("remove", "cafe").out == "已移除 cafe\n"
    assert "内置" in run("list").out


def test_adding_again_says_it_is_there(run: Run, cafe: Path) -> None:
    run("add", cafe)
    assert run("add", cafe).out.startswith("已经有了 cafe")


def test_another_article_of_that_id_needs_replace(run: Run, cafe: Path) -> None:
    run("add", cafe)
    cafe.write_text("# 茶馆\n\n龙井卖三十元一杯，用山泉水冲泡。\n", encoding="utf-8")
    assert "--replace" in run("add", cafe).refused()
    assert run("add", cafe, "--replace").out.startswith("已替换 cafe  茶馆")


def test_an_article_is_piped_in_under_an_id(run: Run) -> None:
    assert run("add", "-", "--id", "clip", stdin=CAFE).out.startswith("已加入 clip  河边的咖啡馆")


def test_a_pipe_and_files_do_not_go_together(run: Run, cafe: Path) -> None:
    assert "一次只能加一个文件" in run("add", "-", cafe).refused()


def test_nothing_is_added_where_one_file_is_unreadable(run: Run, cafe: Path, warm: Path) -> None:
    assert "none.md" in run("add", cafe, warm / "none.md").refused()
    assert not (warm / "library").exists()


def test_an_encoding_that_had_to_be_recognised_is_told(run: Run, warm: Path) -> None:
    path = warm / "old.txt"
    path.write_bytes((CAFE * 3).encode("gb18030"))
    result = run("add", path)
    assert result.code == 0
    assert result.err.startswith("注意：old: ")


def test_list_for_programs(run: Run, cafe: Path) -> None:
    run("add", cafe)
    (article,) = run("list", "--json").json
    assert article["id"] == "cafe"
    assert article["title"] == "河边的咖啡馆"
    assert article["paragraphs"] == 2
    assert article["characters"] == 36
    assert article["shipped"] is False


def test_list_names_a_damaged_article_and_shows_the_others(run: Run, cafe: Path, warm: Path) -> None:
    run("add", cafe)
    (warm / "library" / "bad.md").write_bytes(b"\0\0")
    result = run("list")
    assert result.code == 2
    assert "河边的咖啡馆" in result.out
    assert "bad.md" in result.err


def test_an_empty_library_is_told_on_standard_error(run: Run) -> None:
    result = run("list", "--set", "library.shipped=never")
    assert (result.code, result.out) == (0, "")
    assert "yuanhua add" in result.err


def test_removing_what_is_not_there_names_the_nearest(run: Run, cafe: Path) -> None:
    run("add", cafe)
    assert "did you mean cafe?" in run("remove", "caff").refused()


def test_show_has_metadata_sections_and_numbered_paragraphs(run: Run, cafe: Path) -> None:
    assert run("show", cafe).out.splitlines() == [
        "  河边的咖啡馆",
        "  篇幅  2 段，36 字",
        "",
        "  ¶1  （开头）",
        "  ¶2  菜单",
        "",
        "  ¶1   店开在河边，从早上七点营业到晚上九点。",
        "",
        "  菜单",
        "",
        "  ¶2   拿铁卖二十八元一杯，美式卖二十元。",
    ]


def test_show_takes_an_id_as_well_as_a_file(run: Run, cafe: Path) -> None:
    run("add", cafe)
    assert run("show", "cafe").out == run("show", cafe).out


def test_show_raw_is_the_source(run: Run, cafe: Path) -> None:
    assert run("show", cafe, "--raw").out == CAFE


def test_show_for_programs_has_every_paragraph_at_its_offsets(run: Run, cafe: Path) -> None:
    record = run("show", cafe, "--json").json
    assert [paragraph["section"] for paragraph in record["body"]] == [None, "菜单"]
    assert all(CAFE[one["start"] : one["end"]] == one["text"] for one in record["body"])


def test_show_dropped_names_each_line_left_out_its_rule_and_why(run: Run, warm: Path) -> None:
    page = warm / "page.txt"
    first, second = "店开在河边，从早上七点营业到晚上九点。", "拿铁卖二十八元一杯，豆子每周三运来。"
    body = f"{first}\n\n{second}\n\n"
    page.write_text(f"河边的咖啡馆\n\n{body}{body}扫一扫下载客户端\n", encoding="utf-8")
    result = run("show", page, "--dropped")
    assert result.code == 0
    record = run("show", page, "--json").json
    assert record["left_out"]
    for left_out in record["left_out"]:
        assert left_out["rule"] in result.out
    assert f"  {len(record['left_out'])}  " in result.out or result.out.count("第 ") == len(record["left_out"])


@pytest.mark.parametrize("name", ["nothing", "nothing.txt", "no/such"])
def test_showing_what_is_not_there_is_refused(run: Run, name: str) -> None:
    assert name in run("show", name).refused()


# The index


def test_an_index_is_built_for_files_and_opened_by_itself(run: Run, cafe: Path, warm: Path) -> None:
    built = run("index", "--corpus", cafe, "--index", warm / "saved", "--json").json
    assert (built["articles"], built["paragraphs"], built["index"]) == (1, 2, str(warm / "saved"))
    cafe.unlink()
    asked = run("ask", "拿铁多少钱一杯？", "--index", warm / "saved", "--threshold", "0", "--json")
    assert asked.json["quotes"][0]["article"] == "cafe"


def test_building_an_index_of_files_leaves_the_library_alone(run: Run, cafe: Path, warm: Path) -> None:
    run("index", "--corpus", cafe, "--index", warm / "saved")
    assert not (warm / "library").exists()
    assert not (warm / "indexes").exists()


def test_an_index_rebuilds_itself_when_an_article_changes(run: Run, cafe: Path) -> None:
    words = ("ask", "拿铁多少钱一杯？", "--corpus", cafe, "--threshold", "0", "--json")
    assert "二十八元" in run(*words).json["quotes"][0]["text"]
    cafe.write_text(CAFE.replace("二十八元", "三十八元"), encoding="utf-8")
    assert "三十八元" in run(*words).json["quotes"][0]["text"]


def test_a_damaged_index_in_the_cache_is_built_again(run: Run, cafe: Path, warm: Path) -> None:
    words = ("ask", "拿铁多少钱一杯？", "--corpus", cafe, "--threshold", "0")
    first = run(*words)
    for path in (warm / "indexes").rglob("*.segment"):
        path.write_bytes(b"broken")
    assert run(*words) == first


def test_a_damaged_index_that_was_named_is_refused_with_the_mend(run: Run, cafe: Path, warm: Path) -> None:
    run("index", "--corpus", cafe, "--index", warm / "saved")
    for path in (warm / "saved").rglob("*.segment"):
        path.write_bytes(b"broken")
    assert "yuanhua index" in run("ask", "拿铁？", "--index", warm / "saved").refused()


def test_an_index_that_cannot_be_saved_is_noted_and_the_question_answered(run: Run, cafe: Path, warm: Path) -> None:
    (warm / "indexes").write_text("in the way")
    result = run("ask", "拿铁多少钱一杯？", "--corpus", cafe, "--threshold", "0", "--json")
    assert result.code == 0
    assert result.json["quotes"][0]["section"] == "菜单"
    assert result.err.startswith("注意：")
    assert result.err.count("\n") == 1


def test_an_index_that_was_asked_for_and_cannot_be_saved_is_an_error(run: Run, cafe: Path, warm: Path) -> None:
    (warm / "files").mkdir()
    (warm / "files" / "mine.txt").write_text("mine")
    assert "files" in run("index", "--corpus", cafe, "--index", warm / "files").refused()
    assert [path.name for path in (warm / "files").iterdir()] == ["mine.txt"]
