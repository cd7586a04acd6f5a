"""The program as a whole: help, languages, wrong calls, streams, interruptions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.rendering.wrapping import cells
from tests.bot.conftest import Run
from tests.bot.running import ROOT, run_program
from tests.bot.terminal import Terminal

Open: TypeAlias = Callable[..., Terminal]
COMMANDS = ["chat", "ask", "add", "list", "remove", "show", "index", "completion"]
WHO = "这篇文章是谁写的？"
CAFE = "---\ntitle: 河边的咖啡馆\nauthor: 周明\n---\n\n店开在河边，从早上七点营业到晚上九点。\n"


@pytest.fixture
def cafe(warm: Path) -> Path:
    path = warm / "cafe.md"
    path.write_text(CAFE, encoding="utf-8")
    return path


# Help


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=["program", *COMMANDS])
@pytest.mark.parametrize(
    ("language", "headings"),
    [("zh", ("用法：", "例子", "各命令通用的选项")), ("en", ("Usage: ", "Examples", "Options of every command"))],
)
def test_help_has_usage_options_and_examples_within_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], language: str, headings: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    result = run("--lang", language, *command, "--help")
    assert result.code == 0
    assert result.err == ""
    assert all(heading in result.out for heading in headings)
    prose = result.out.rpartition(headings[1])[0].partition("\n")[2]
    assert all(cells(line) < 72 for line in prose.splitlines())


def test_help_lists_every_command(run: Run) -> None:
    out = run("--help").out
    assert all(f"\n  {name} " in out for name in COMMANDS)


def test_help_speaks_the_language_that_is_asked_for_after_it(run: Run) -> None:
    assert run("ask", "--help", "--lang", "en").out.startswith("Usage: ")


def test_help_speaks_the_language_of_the_settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANHUA_CHAT_LANGUAGE", "en")
    assert run("ask", "--help").out.startswith("Usage: ")


def test_help_comes_even_where_the_settings_are_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANHUA_BM25_K1", "many")
    assert run("ask", "--help").code == 0


def test_the_version_is_told(run: Run) -> None:
    result = run("--version")
    assert result.code == 0
    assert result.out.startswith("yuanhua ")


# Wrong calls


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["aks"], "没有 aks 这个命令", "there is no command aks"),
        (["ask", "--jsn", "x"], "没有 --jsn 这个选项；是不是 --json？", "no option --jsn; did you mean --json?"),
        (["ask", "--corpus"], "--corpus 后面要跟一个值", "--corpus needs a value"),
        (["show"], "缺少 ARTICLE", "ARTICLE is missing"),
        (["add"], "缺少 FILE…", "FILE… is missing"),
        (["list", "x"], "多出了 x", "x is too much"),
        (["list", "--set", "k1"], "请写成 KEY=VALUE", "write KEY=VALUE"),
        (["completion", "tcsh"], "SHELL 只能是 bash | zsh | fish", "SHELL must be one of bash | zsh | fish"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_with_where_help_is(run: Run, words: list[str], zh: str, en: str) -> None:
    complaint = run(*words).refused()
    assert complaint.startswith("错误：")
    assert zh in complaint
    assert "--help" in complaint
    complaint = run("--lang", "en", *words).refused()
    assert complaint.startswith("Error: ")
    assert en in complaint


def test_a_misspelt_command_is_told_the_nearest(run: Run) -> None:
    assert "是不是 remove？" in run("remvoe").refused()


def test_a_language_there_is_not_is_refused(run: Run) -> None:
    assert "--lang 只能是 zh | en" in run("--lang", "fr", "list").refused()


def test_a_wrong_setting_is_refused_by_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "did you mean bm25.k1?" in run("list", "--set", "bm25.k2=1").refused()
    monkeypatch.setenv("YUANHUA_CHAT_COLOR", "pink")
    assert "YUANHUA_CHAT_COLOR" in run("list").refused()


def test_a_config_file_is_read_instead_of_the_default(run: Run, warm: Path) -> None:
    config = warm / "my.toml"
    config.write_text('[chat]\nlanguage = "en"\n', encoding="utf-8")
    assert "shipped" in run("--config", config, "list").out
    assert "none.toml" in run("list", "--config", warm / "none.toml").refused()


def test_an_option_comes_before_the_environment_and_that_before_the_file(
    run: Run, warm: Path, cafe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = warm / "my.toml"
    config.write_text("[answer]\nmax_question = 1\n", encoding="utf-8")
    words = ("ask", WHO, "--corpus", cafe, "--config", config)
    assert "最多 1 个字" in run(*words).refused()
    monkeypatch.setenv("YUANHUA_ANSWER_MAX_QUESTION", "2")
    assert "最多 2 个字" in run(*words).refused()
    assert run(*words, "--set", "answer.max_question=50").code == 0


def test_what_nobody_expected_is_one_line_and_a_traceback_only_with_debug(
    run: Run, cafe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.loading.each_article", lambda *_: 1 // 0)
    assert "ZeroDivisionError" in run("ask", WHO, "--corpus", cafe).refused()
    with pytest.raises(ZeroDivisionError):
        run("--debug", "ask", WHO, "--corpus", cafe)


# Streams


def test_output_is_utf_8_whatever_the_locale(cafe: Path) -> None:
    environ = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    result = run_program("ask", WHO, "--corpus", cafe, environ=environ)
    assert result.code == 0
    assert "周明" in result.out


def test_a_reader_that_goes_away_is_no_error(cafe: Path, warm: Path) -> None:
    questions = warm / "questions.jsonl"
    questions.write_text(f'{{"question": "{WHO}"}}\n' * 2000, encoding="utf-8")
    program = f"{sys.executable} -m bot ask --batch {questions} --corpus {cafe}"
    piped = f"{{ {program}; echo $? > {warm}/code; }} | head -n 1"
    ran = subprocess.run(["sh", "-c", piped], capture_output=True, cwd=ROOT, check=True)
    assert WHO in ran.stdout.decode()
    assert ran.stderr == b""
    assert (warm / "code").read_text() == "141\n"


def test_a_full_disk_behind_standard_output_is_one_line(cafe: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "ask", WHO, "--corpus", str(cafe)],
            stdout=full,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.decode().count("\n") == 1


def test_ctrl_c_ends_a_batch_with_130_and_without_a_traceback(cafe: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--batch", "-", "--corpus", str(cafe)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    with program:
        assert program.stdin and program.stdout and program.stderr  # noqa: PT018
        program.stdin.write(f'{{"question": "{WHO}"}}\n'.encode())
        program.stdin.flush()
        # The reply is there before the input ends: the batch is answered as it comes.
        assert WHO in program.stdout.readline().decode()
        program.send_signal(signal.SIGINT)
        assert program.wait() == 130
        assert program.stderr.read() == b""


# The conversation without a terminal


def test_piped_lines_are_answered_without_prompts(run: Run, cafe: Path) -> None:
    result = run("chat", "--corpus", cafe, stdin=f"{WHO}\n\n/lang en\nzzqx\n")
    assert result.code == 0
    assert result.out == (
        "  ┃ «author: ▸周明◂»\n"
        "    河边的咖啡馆 › 题头\n"
        "    很有把握（1.00）\n"
        "\n"
        "  English from now on. Quotations stay as they are.\n"
        "\n"
        "  The article does not say: none of the question's words occur in it.\n"
    )


def test_without_a_command_the_conversation_begins(run: Run) -> None:
    assert run(stdin="/quit\n/help\n").out == ""
    assert "/more" in run(stdin="/help\n").out


def test_piped_lines_in_another_encoding_are_refused(run: Run, cafe: Path) -> None:
    assert "line 1: not UTF-8" in run("chat", "--corpus", cafe, stdin="谁？\n".encode("gb18030")).refused()


def test_the_conversation_on_the_shipped_article(terminals: Open, warm: Path) -> None:
    terminal = terminals("bot", columns=80, rows=40)
    lines = terminal.wait_for("❯")
    assert lines[1] == "  原话  问一篇文章，它用自己的话回答。"
    assert lines[3].startswith("  《OpenAI为什么想自己造芯片》  ")
    terminal.type(WHO)
    terminal.press("enter")
    assert "    OpenAI为什么想自己造芯片 › 题头" in terminal.wait_for("❯", 2)
    terminal.type("/quit")
    terminal.press("enter")
    assert terminal.exit_code() == 0


def test_ask_on_a_terminal_writes_colours_and_breaks_lines(terminals: Open, cafe: Path) -> None:
    terminal = terminals("bot", "ask", WHO, "--corpus", str(cafe), columns=40)
    assert terminal.wait_for("1.00") == ["  ┃ author: 周明", "    河边的咖啡馆 › 题头", "    很有把握（1.00）"]
    assert terminal.exit_code() == 0
    assert b"\x1b[" in terminal.raw


@pytest.mark.parametrize(("option", "environ"), [("--no-color", {}), ("--json", {}), ("--debug", {"NO_COLOR": "1"})])
def test_ask_without_colours_writes_no_escape_sequence(
    terminals: Open, cafe: Path, option: str, environ: dict[str, str]
) -> None:
    terminal = terminals("bot", "ask", WHO, "--corpus", str(cafe), option, columns=60, **environ)
    assert terminal.exit_code() == 0
    assert "周明" in "\n".join(terminal.lines())
    assert b"\x1b" not in terminal.raw


# Indexing takes its time


def test_a_progress_bar_shows_on_a_terminal_and_is_gone_in_the_end(terminals: Open, warm: Path) -> None:
    file = warm / "long.md"
    sentences = "".join(f"第{number}号座位靠着窗户，可以看见河上的船只来来往往。\n\n" for number in range(20_000))
    file.write_text(f"# 座位\n\n{sentences}", encoding="utf-8")
    terminal = terminals("bot", "index", "--corpus", str(file), "--index", str(warm / "saved"))
    assert terminal.exit_code() == 0
    assert "正在建索引".encode() in terminal.raw
    assert "正在建索引" not in "\n".join(terminal.lines())
    assert terminal.lines()[0].startswith("已建索引：1 篇，")


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed_or_installed(run: Run, warm: Path, shell: str) -> None:
    printed = run("completion", shell)
    assert printed.code == 0
    assert "_YUANHUA_COMPLETE" in printed.out
    assert run("completion", shell, "--install").code == 0
    installed = [path.read_text() for path in warm.rglob("*yuanhua*") if path.is_file()]
    assert installed == [printed.out]


def test_the_shell_is_the_user_s_where_none_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion").out == run("completion", "fish").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert "bash" in run("completion").refused()


@pytest.mark.parametrize(
    ("words", "expected"),
    [("yuanhua re", ["remove"]), ("yuanhua ask --ba", ["--batch"]), ("yuanhua show ca", ["cafe"])],
)
def test_the_shell_completes_commands_options_and_articles(
    run: Run, cafe: Path, words: str, expected: list[str]
) -> None:
    run("add", cafe)
    environ = {
        "_YUANHUA_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    assert [line.partition(",")[2] for line in run_program(environ=environ).out.splitlines()] == expected


# Starting


def test_a_question_imports_only_what_it_needs(cafe: Path) -> None:
    code = (
        "import sys; from bot.cli import cli\n"
        f"try: cli.main(['ask', {WHO!r}, '--corpus', {str(cafe)!r}])\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=dict(os.environ)
    )
    loaded = set(ran.stderr.split())
    assert "bot.answer.answerer" in loaded
    assert not loaded & {"prompt_toolkit", "rich.console", "scipy", "sklearn", "opencc", "telegram", "bot.repl"}


# The first run


def test_the_first_run_tells_a_terminal_what_it_waits_for(terminals: Open, cafe: Path, tmp_path: Path) -> None:
    terminal = terminals("bot", "ask", WHO, "--corpus", str(cafe), XDG_CACHE_HOME=str(tmp_path))
    terminal.wait_for("周明")
    assert terminal.exit_code() == 0
    assert "正在整理词典" in terminal.raw.decode()
    assert "词典" not in "\n".join(terminal.lines())
    again = terminals("bot", "ask", WHO, "--corpus", str(cafe), XDG_CACHE_HOME=str(tmp_path))
    again.wait_for("周明")
    assert "词典" not in again.raw.decode()


def test_the_first_run_tells_nothing_where_it_is_piped(cafe: Path, tmp_path: Path) -> None:
    result = run_program("ask", WHO, "--corpus", cafe, environ={"XDG_CACHE_HOME": str(tmp_path)})
    assert (result.code, result.err) == (0, "")
    assert list((tmp_path / "yuanhua").glob("*.words"))
