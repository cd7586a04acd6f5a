"""What was typed is remembered, privately and not without end."""

from __future__ import annotations

import stat
from pathlib import Path

from prompt_toolkit.history import InMemoryHistory

from bot.repl.history import open_history


def entries(file: Path, limit: int) -> list[str]:
    """What the next run finds, newest first."""
    return list(open_history(file, limit, print).load_history_strings())


def test_entries_come_back_newest_first_several_lines_together(tmp_path: Path) -> None:
    file = tmp_path / "state" / "history"
    history = open_history(file, 100, print)
    for text in ("拿铁多少钱？", "两行\n一问"):
        history.store_string(text)
    assert entries(file, 100) == ["两行\n一问", "拿铁多少钱？"]


def test_nobody_else_can_read_them(tmp_path: Path) -> None:
    file = tmp_path / "state" / "history"
    open_history(file, 100, print)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    open_history(file, 100, print)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_has_grown_to_twice_the_limit_is_cut_to_the_newest(tmp_path: Path) -> None:
    file = tmp_path / "history"
    history = open_history(file, 3, print)
    for number in range(7):
        history.store_string(f"第{number}问")
    assert entries(file, 3) == ["第6问", "第5问", "第4问"]
    assert "第3问" not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["history"]


def test_a_lone_surrogate_is_kept_as_a_question_mark(tmp_path: Path) -> None:
    file = tmp_path / "history"
    open_history(file, 3, print).store_string("拿\udcff铁")
    assert entries(file, 3) == ["拿?铁"]


def test_with_a_limit_of_0_nothing_is_written(tmp_path: Path) -> None:
    history = open_history(tmp_path / "history", 0, print)
    history.store_string("拿铁？")
    assert isinstance(history, InMemoryHistory)
    assert not list(tmp_path.iterdir())


def test_where_no_file_can_be_made_the_user_is_told_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "in-the-way").write_text("")
    told: list[str] = []
    history = open_history(tmp_path / "in-the-way" / "history", 3, told.append)
    assert isinstance(history, InMemoryHistory)
    assert len(told) == 1
    assert "history" in told[0]
