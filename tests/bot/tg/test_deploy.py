"""The systemd unit and the Dockerfile: they parse, and what they name exists."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from bot.cli import cli
from bot.commands.base import LazyGroup
from bot.tg.tokens import VARIABLE
from tests.bot.running import ROOT

DEPLOY = ROOT / "bot" / "tg" / "deploy"
UNIT = DEPLOY / "yuanhua-telegram.service"
INSTRUCTIONS = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "STOPSIGNAL", "ENTRYPOINT", "CMD"}
ENDING_SECONDS = 10


def command_exists(words: list[str]) -> bool:
    assert isinstance(cli, LazyGroup)
    return cli.get_command(click.Context(cli), words[0]) is not None


# systemd


@pytest.fixture
def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def test_the_unit_starts_the_bot_again_and_lets_it_end(unit: configparser.ConfigParser) -> None:
    service = unit["Service"]
    words = shlex.split(service["ExecStart"])
    assert Path(words[0]).name == "yuanhua"
    assert command_exists(words[1:])
    assert service["Restart"] == "on-failure"
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) > ENDING_SECONDS
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_the_unit_keeps_the_token_in_a_file_and_runs_as_nobody_in_particular(unit: configparser.ConfigParser) -> None:
    service = unit["Service"]
    assert service["EnvironmentFile"].startswith("/etc/")
    assert VARIABLE not in service["Environment"]
    assert service["User"] != "root"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")


def test_the_unit_has_the_state_where_the_program_looks_for_it(unit: configparser.ConfigParser) -> None:
    places = dict(one.split("=") for one in unit["Service"]["Environment"].split())
    assert places["XDG_STATE_HOME"] == "/var/lib"
    assert unit["Service"]["StateDirectory"] == "yuanhua"
    assert (places["XDG_CACHE_HOME"], unit["Service"]["CacheDirectory"]) == ("/var/cache", "yuanhua")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_knows_every_key_of_the_unit() -> None:
    ran = subprocess.run(["systemd-analyze", "verify", UNIT], capture_output=True, text=True, check=False)
    assert "Unknown" not in ran.stderr


# Docker


@pytest.fixture
def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line for line in re.sub(r"\\\n\s*", "", text).splitlines() if line.strip()]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def test_the_dockerfile_has_instructions_that_there_are(instructions: list[tuple[str, str]]) -> None:
    assert {name for name, _ in instructions} <= INSTRUCTIONS
    assert instructions[0][0] == "FROM"
    assert all(rest for _, rest in instructions)


def test_what_the_dockerfile_copies_is_there(instructions: list[tuple[str, str]]) -> None:
    sources = [source for name, rest in instructions if name == "COPY" for source in rest.split()[:-1]]
    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_container_runs_the_bot_as_a_user_of_its_own(instructions: list[tuple[str, str]]) -> None:
    last = dict(instructions)
    assert last["USER"] == "yuanhua"
    assert last["STOPSIGNAL"] == "SIGTERM"
    words = json.loads(last["ENTRYPOINT"]) + json.loads(last["CMD"])
    assert words[0] == "yuanhua"
    assert command_exists(words[1:])


def test_the_image_has_no_token(instructions: list[tuple[str, str]]) -> None:
    assert not [rest for name, rest in instructions if "TOKEN" in rest.upper() and name != "#"]


def test_the_image_s_python_is_one_the_project_runs_on(instructions: list[tuple[str, str]]) -> None:
    found = re.fullmatch(r"python:3\.(\d+)-slim-\w+", instructions[0][1])
    assert found
    assert int(found[1]) >= 11
