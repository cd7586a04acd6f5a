from __future__ import annotations

import io
import json
import logging
import sys
import threading
import warnings
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.logs import Anonym, logging_to
from bot.tg.redaction import HIDDEN, Redactor, redacted_tracebacks, writing

TOKEN = "123456789:AAmade_for-tests_and_for_nothing_else"  # noqa: S105 (opens nothing)
REDACT = Redactor((TOKEN,))


@given(st.text(), st.text())
def test_a_token_is_taken_out_of_any_text(before: str, after: str) -> None:
    for shape in (TOKEN, quote(TOKEN, safe=""), f"/bot{TOKEN}/sendMessage", TOKEN.partition(":")[2]):
        assert TOKEN.partition(":")[2] not in REDACT(before + shape + after)


@pytest.mark.parametrize("text", ["", "plain", "2026-11-22T10:30:00", "a:b", "[123:456]"])
def test_other_text_stays(text: str) -> None:
    assert REDACT(text) == text


def test_somebody_else_s_token_is_recognised_by_its_form() -> None:
    other = "987654321:BBanother_bots_token-0123456789abcd"
    assert REDACT(f"https://api.telegram.org/bot{other}/getMe") == f"https://api.telegram.org/bot{HIDDEN}/getMe"


def test_the_redactor_does_not_show_what_it_hides() -> None:
    assert TOKEN not in repr(REDACT)
    assert TOKEN not in f"{REDACT}"


def test_an_error_is_said_in_one_line() -> None:
    assert writing(REDACT)(ValueError(f"GET\n/bot{TOKEN}/getMe")) == f"ValueError: GET /bot{HIDDEN}/getMe"


# The log


def logged(*events: object) -> list[dict[str, object]]:
    """The lines that come of some calls."""
    stream = io.StringIO()
    with logging_to(stream, REDACT):
        for event in events:
            assert callable(event)
            event()
    assert TOKEN not in stream.getvalue()
    assert TOKEN.partition(":")[2] not in stream.getvalue()
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail() -> None:
    try:
        int(f"/bot{TOKEN}/getUpdates")
    except ValueError:
        logging.getLogger("any").exception("asking %s failed", TOKEN)


def test_messages_arguments_and_tracebacks_show_no_token() -> None:
    (line,) = logged(fail)
    assert line["message"] == f"asking {HIDDEN} failed"
    assert f"/bot{HIDDEN}/getUpdates" in str(line["error"])


def test_a_token_at_the_edge_of_what_is_cut_off_is_not_shown_in_part() -> None:
    for length in range(440, 500):
        logged(lambda length=length: logging.getLogger("any").warning("%s", "x" * length + TOKEN))


def test_warnings_show_no_token() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        (line,) = logged(lambda: warnings.warn(f"about {TOKEN}", UserWarning, stacklevel=1))
    assert f"about {HIDDEN}" in str(line["message"])


def test_httpx_does_not_say_its_urls() -> None:
    assert logged(lambda: logging.getLogger("httpx").info("HTTP Request: POST /bot%s/getMe", TOKEN)) == []


def test_an_event_is_part_of_its_line() -> None:
    (line,) = logged(lambda: logging.getLogger("any").info("update", extra={"event": {"chat": "x", "latency_ms": 3}}))
    assert (line["message"], line["chat"], line["latency_ms"], line["level"]) == ("update", "x", 3, "info")


def test_logging_is_afterwards_as_before() -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers), logging.getLogger("httpx").level)
    logged(fail)
    assert (root.level, list(root.handlers), logging.getLogger("httpx").level) == before


def test_chats_have_names_that_do_not_lead_back() -> None:
    name = Anonym(TOKEN)
    assert name(7) == name(7)
    assert name(7) != name(8)
    assert name(7) != Anonym("another")(7)
    assert "7000000001" not in name(7000000001)


# Tracebacks


def test_what_nobody_catches_is_written_without_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ConnectionError(f"/bot{TOKEN}/")

    before = sys.excepthook
    with redacted_tracebacks(REDACT):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        try:
            fail()
        except ConnectionError:
            sys.excepthook(*sys.exc_info())
    assert sys.excepthook is before
    written = capsys.readouterr().err
    assert written.count(f"ConnectionError: /bot{HIDDEN}/") == 2
    assert TOKEN not in written
