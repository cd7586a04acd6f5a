"""The README says what is so: its commands exist, its tables are complete, its screens are what comes out."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from bot.cli import cli
from bot.commands.base import LazyGroup

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
SHELL = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
COMMANDS = [
    line.partition("#")[0].strip() for line in SHELL if re.match(r"(?:\w+ \S+ \| )?yuanhua\b", line.partition("#")[0])
]
SCREENS = re.findall(
    r"^\$ (yuanhua .*?)\n(.*?)(?=^\$ |\Z)", "".join(b for k, b in BLOCKS if k == "console"), re.DOTALL | re.MULTILINE
)


def command_named(words: list[str]) -> click.Command:
    """The command that the words after ``yuanhua`` name."""
    assert isinstance(cli, LazyGroup)
    context = click.Context(cli)
    command = cli.get_command(context, words[0]) if words and not words[0].startswith("-") else cli
    assert command is not None, words
    return command


def test_the_readme_shows_commands_and_screens() -> None:
    assert len(COMMANDS) > 5
    assert SCREENS


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_readme_exists_with_its_options(line: str) -> None:
    words = shlex.split(line.split("| ")[-1].partition(">")[0])[1:]
    command = command_named(words)
    known = {option for parameter in [*cli.params, *command.params] for option in parameter.opts}
    used = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert used <= known | {"--help", "--lang", "--set", "--no-color", "--config", "--debug"}


def test_the_table_of_commands_is_complete() -> None:
    told = set(re.findall(r"^\| `yuanhua (\w+)", README, flags=re.MULTILINE))
    assert isinstance(cli, LazyGroup)
    assert told == set(cli.list_commands(click.Context(cli)))


@pytest.mark.parametrize(("line", "shown"), SCREENS, ids=[line for line, _ in SCREENS])
def test_a_screen_of_the_readme_is_what_comes_out(line: str, shown: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(shlex.split(line)[1:])
    out, err = capfd.readouterr()
    assert (out + err).strip() == shown.strip()


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = [block for kind, block in BLOCKS if kind == "python"]
    assert example.count("\n") <= 15
    answers = [{"text": "李春", "answer_start": 6}]
    paragraphs = [
        {
            "context": "长桥的设计者李春是隋朝人。",
            "qas": [{"id": "q1", "question": "长桥是谁设计的?", "answers": answers}],
        },
        {"context": "白塔建在山顶，高33米。", "qas": []},
    ]
    data = {"data": [{"title": "", "paragraphs": paragraphs}]}
    (tmp_path / "questions.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 (our own README)
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "words R@1 1.000 RR@10 1.000 Quote@1 1.000"
    assert len(out.splitlines()) == 3
