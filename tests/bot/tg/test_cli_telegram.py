"""``yuanhua telegram`` on the command line: what is missing or wrong is said in a line, and the token never."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.bot.running import ROOT, run_program

TOKEN = "123456789:AAmade_for_tests_and_for_nothing_else"  # noqa: S105 (opens nothing)
NOWHERE = {"TELEGRAM_BOT_TOKEN": TOKEN, "YUANHUA_TELEGRAM_BASE_URL": "http://127.0.0.1:9"}


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)


def test_without_a_token_it_says_where_to_get_one(run: Run) -> None:
    assert "@BotFather" in run("telegram").refused()


def test_a_token_of_the_wrong_form_is_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "s3cret")
    assert "s3cret" not in run("telegram").refused()


def test_a_token_on_the_command_line_is_refused_and_not_shown(run: Run) -> None:
    refusal = run("telegram", "--set", f"telegram.token={TOKEN}").refused()
    assert "TELEGRAM_BOT_TOKEN" in refusal
    assert "AAmade" not in refusal


def test_a_missing_library_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.telegram_bot._LIBRARIES", ("telegram", "not_there_at_all"))
    assert "not_there_at_all" in run("telegram").refused()


def test_a_setting_out_of_range_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    assert "telegram.webhook_port" in run("telegram", "--set", "telegram.webhook_port=0").refused()


def test_an_article_that_is_not_there_is_named_and_nothing_is_begun(warm: Path) -> None:
    result = run_program("telegram", "--corpus", warm / "none.md", environ=NOWHERE)
    assert "none.md" in result.refused()


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_a_database_that_cannot_be_opened_is_named(warm: Path, debug: list[str]) -> None:
    (warm / "db").mkdir()
    result = run_program(*debug, "telegram", environ={**NOWHERE, "YUANHUA_TELEGRAM_DATABASE": str(warm / "db")})
    assert result.code == 2
    assert str(warm / "db") in result.err
    assert "Traceback" not in result.err


def test_sigterm_while_the_server_cannot_be_reached_ends_it_well_and_the_log_has_no_token(warm: Path) -> None:
    log = warm / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "telegram"], cwd=ROOT, env={**os.environ, **NOWHERE}, stderr=output
        )
        try:
            for _ in range(600):
                if "trying again" in log.read_text():
                    break
                time.sleep(0.1)
            begin = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            assert time.monotonic() - begin < 10
        finally:
            process.kill()
            process.wait()
    said = log.read_text()
    assert "Telegram cannot be reached; trying again" in said
    assert "AAmade" not in said
    assert "Traceback" not in said
