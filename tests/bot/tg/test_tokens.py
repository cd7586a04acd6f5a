from __future__ import annotations

from pathlib import Path

import pytest

from bot.tg.errors import ServiceError
from bot.tg.tokens import read_token

TOKEN = "123456789:AAmade_for-tests"  # noqa: S105 (opens nothing)


def written(path: Path, text: str = TOKEN, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def refusal(file: Path | None, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(ServiceError) as raised:
        read_token(file, environ or {})
    message = str(raised.value)
    assert "\n" not in message
    assert "AAmade_for" not in message
    return message


def test_the_environment_has_the_token() -> None:
    assert read_token(None, {"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n"}) == TOKEN


def test_a_file_of_one_s_own_has_it_and_comes_first(tmp_path: Path) -> None:
    assert read_token(written(tmp_path / "token", f"{TOKEN}\n"), {"TELEGRAM_BOT_TOKEN": "1:other"}) == TOKEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = written(tmp_path / "token", mode=mode)
    assert refusal(file) == f"{file}: others can read it (mode {mode:04o}); run: chmod 600 {file}"


def test_no_token_leads_to_botfather() -> None:
    message = refusal(None)
    assert message.startswith("TELEGRAM_BOT_TOKEN: no token;")
    assert "@BotFather" in message


@pytest.mark.parametrize("text", ["AAmade_for", "123:AAmade_for tests", "123456:AAmade_for/../../x", "bot1:AAmade_for"])
def test_what_has_not_the_form_of_a_token_is_refused_and_not_shown(text: str) -> None:
    assert "not the form of a token" in refusal(None, {"TELEGRAM_BOT_TOKEN": text})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none").startswith(f"{tmp_path / 'none'}: cannot be read (No such file")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    assert "not a token" in refusal(written(tmp_path / "token", "令牌"))
