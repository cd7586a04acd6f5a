"""The conversation at a terminal, as a transcript: keys in, the whole screen compared."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.rendering.wrapping import cells
from tests.bot.terminal import Terminal

Open: TypeAlias = Callable[..., Terminal]
PROGRAM = "tests.bot.chat_program"
BANNER = [
    "",
    "  原话  问一篇文章，它用自己的话回答。",
    "",
    "  《河边的咖啡馆》  2 段",
    "",
    "  可以这样问：",
    "    · “营业时间”说的是什么？",
    "",
    "  /help 看命令 · Tab 补全 · Ctrl-D 离开",
    "",
]
QUOTATION = {
    40: [
        "  │ 2023年，店里换了一台La Marzocco咖啡",
        "  ┃ 机。拿铁从此卖二十八元一杯，美式卖",
        "  ┃ 二十元，手冲另算。熟客说，味道好了",
        "  │ 不少。",
        "    河边的咖啡馆 › 菜单与价格 › ¶1",
        "    很有把握（0.90） · 另有 1 段相关，",
        "    /more 接着看",
    ],
    80: [
        "  ┃ 2023年，店里换了一台La Marzocco咖啡机。拿铁从此卖二十八元一杯，美式卖二十",
        "  ┃ 元，手冲另算。熟客说，味道好了不少。",
        "    河边的咖啡馆 › 菜单与价格 › ¶1",
        "    很有把握（0.90） · 另有 1 段相关，/more 接着看",
    ],
    200: [
        "  ┃ 2023年，店里换了一台La Marzocco咖啡机。拿铁从此卖二十八元一杯，美式卖二十元，手冲另算。",
        "  │ 熟客说，味道好了不少。",
        "    河边的咖啡馆 › 菜单与价格 › ¶1",
        "    很有把握（0.90） · 另有 1 段相关，/more 接着看",
    ],
}


def ask(terminal: Terminal, text: str) -> list[str]:
    """Types a line and waits for the next prompt."""
    prompts = "\n".join(terminal.wait_for("❯")).count("❯")
    terminal.type(text)
    terminal.press("enter")
    return terminal.wait_for("❯", prompts + 1)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_question_and_its_answer_at_each_width(terminals: Open, columns: int) -> None:
    terminal = terminals(PROGRAM, columns=columns, rows=60)
    assert terminal.wait_for("❯") == [*BANNER, "❯"]
    assert ask(terminal, "拿铁多少钱？") == [*BANNER, "❯ 拿铁多少钱？", "", *QUOTATION[columns], "", "❯"]
    assert ask(terminal, "红茶多少钱？")[-4:] == ["", "  文中没有说：没有提到所问的事。", "", "❯"]
    ask(terminal, "/help")
    assert all(cells(line) < columns for line in terminal.lines())


def test_in_colours_the_key_sentence_is_bold_what_matched_underlined_and_the_answer_reversed(terminals: Open) -> None:
    terminal = terminals(PROGRAM)
    ask(terminal, "拿铁多少钱？")
    row = next(y for y, line in enumerate(terminal.screen.display) if "La Marzocco" in line)
    characters = [terminal.screen.buffer[row][x] for x in range(80)]
    bold = "".join(character.data for character in characters[4:] if character.bold)
    underlined = "".join(character.data for character in characters if character.underscore)
    answer = "".join(character.data for character in characters if character.bg != "default")
    assert bold == "拿铁从此卖二十八元一杯，美式卖二十"
    assert underlined == "店里拿铁"
    assert answer == "二十八元"


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"YUANHUA_CHAT_COLOR": "never"}])
def test_without_colours_marks_show_the_same(terminals: Open, environ: dict[str, str]) -> None:
    terminal = terminals(PROGRAM, **environ)
    lines = ask(terminal, "拿铁多少钱？")
    text = "".join(line.removeprefix("  ┃ ") for line in lines)
    assert "‹店里›换了" in text
    assert "«‹拿铁›从此卖▸二十八元◂一杯，美式卖二十元，手冲另算。»熟客" in text
    assert b"\x1b[3" not in terminal.raw.replace(b"\x1b[39m", b"").replace(b"\x1b[3J", b"")


def test_ctrl_c_clears_the_line_and_ctrl_d_leaves(terminals: Open) -> None:
    terminal = terminals(PROGRAM)
    terminal.wait_for("❯")
    terminal.type("写错了")
    assert terminal.wait_for("❯ 写错了")[-1] == "❯ 写错了"
    terminal.press("ctrl-c")
    assert terminal.wait_until(lambda lines: lines[-1] == "❯") == [*BANNER, "❯"]
    terminal.press("ctrl-d")
    assert terminal.exit_code() == 0
    assert terminal.lines() == [*BANNER, "❯", "  再见。"]


@pytest.mark.parametrize("keys", [("alt-enter",), ("backslash",)])
def test_a_question_can_have_several_lines(terminals: Open, keys: tuple[str]) -> None:
    terminal = terminals(PROGRAM)
    terminal.wait_for("❯")
    terminal.type("拿铁")
    if keys == ("backslash",):
        terminal.type("\\")
        terminal.press("enter")
    else:
        terminal.press(*keys)
    terminal.type("多少钱？")
    assert terminal.wait_for("· 多少钱？")[-2:] == ["❯ 拿铁", "· 多少钱？"]
    terminal.press("enter")
    assert terminal.wait_for("❯", 2)[-4:] == ["    河边的咖啡馆 › 菜单与价格 › ¶1", "    很有把握（0.90）", "", "❯"]


def test_pasted_lines_are_one_question_and_are_not_sent_before_enter(terminals: Open) -> None:
    terminal = terminals(PROGRAM)
    terminal.wait_for("❯")
    terminal.paste("拿铁\n多少钱？")
    assert terminal.wait_for("· 多少钱？")[-2:] == ["❯ 拿铁", "· 多少钱？"]
    terminal.press("enter")
    assert "    很有把握（0.90）" in terminal.wait_for("❯", 2)


def test_enter_can_begin_a_new_line_and_alt_enter_send(terminals: Open) -> None:
    terminal = terminals(PROGRAM, YUANHUA_CHAT_MULTILINE="true")
    terminal.wait_for("❯")
    terminal.type("拿铁")
    terminal.press("enter")
    terminal.type("多少钱？")
    assert terminal.wait_for("· 多少钱？")[-2:] == ["❯ 拿铁", "· 多少钱？"]
    terminal.press("alt-enter")
    assert "    很有把握（0.90）" in terminal.wait_for("❯", 2)


def test_what_was_typed_is_found_again_in_the_next_run_and_by_nobody_else(terminals: Open, warm: Path) -> None:
    first = terminals(PROGRAM)
    ask(first, "拿铁多少钱？")
    ask(first, "红茶多少钱？")
    first.press("ctrl-d")
    assert first.exit_code() == 0
    (history,) = (path for path in warm.rglob("history") if path.is_file())
    assert stat.S_IMODE(history.stat().st_mode) == 0o600

    second = terminals(PROGRAM)
    second.wait_for("❯")
    second.press("up")
    assert second.wait_for("❯ 红茶")[-1] == "❯ 红茶多少钱？"
    second.press("ctrl-c")
    second.wait_until(lambda lines: lines[-1] == "❯")
    second.press("ctrl-r")
    second.type("拿铁")
    assert second.wait_for("❯ 拿铁")[-1].startswith("I-search backward: 拿铁")
    second.press("enter", "enter")
    assert second.wait_for("❯", 2)[len(BANNER) :] == ["❯ 拿铁多少钱？", "", *QUOTATION[80], "", "❯"]


def test_tab_completes_commands_and_section_headings(terminals: Open) -> None:
    terminal = terminals(PROGRAM)
    terminal.wait_for("❯")
    terminal.type("/wh")
    assert "看检索了哪些词、各得多少分" in "\n".join(terminal.wait_for("/why"))
    terminal.press("tab")
    terminal.wait_for("❯ /why")
    terminal.press("ctrl-c")
    terminal.type("说说营业")
    terminal.press("tab")
    terminal.wait_for("❯ 说说营业时间")


def test_nothing_is_written_where_nothing_may_be_remembered(terminals: Open, warm: Path) -> None:
    terminal = terminals(PROGRAM, YUANHUA_CHAT_HISTORY="0")
    ask(terminal, "拿铁多少钱？")
    terminal.press("ctrl-d")
    assert terminal.exit_code() == 0
    assert not [path for path in warm.rglob("*") if path.name == "history"]
