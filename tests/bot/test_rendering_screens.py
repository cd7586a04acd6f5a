"""Where colours are written, and how a plain stream looks."""

from __future__ import annotations

from io import StringIO

import pytest

from bot.rendering.pieces import EMPTY, Piece, Tone, line
from bot.rendering.screens import ColorChoice, ColorScreen, PlainScreen, screen_for, wants_color

LINES = [line("甲 ", Piece("乙", (Tone.KEY,)), "  "), EMPTY]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "terminal", "environ", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("always", False, {}, True),
        ("never", True, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("always", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "0"}, False),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_are_written_where_they_are_wanted(
    choice: ColorChoice, terminal: bool, environ: dict[str, str], expected: bool
) -> None:
    assert wants_color(choice, terminal, environ) is expected


def test_a_plain_screen_writes_the_text_without_escape_sequences_or_trailing_blanks() -> None:
    stream = StringIO()
    PlainScreen(stream, wrapped=False).write(LINES)
    assert stream.getvalue() == "甲 乙\n\n"


def test_a_colour_screen_writes_the_same_text_with_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = StringIO()
    ColorScreen(stream, wrapped=False).write(LINES)
    assert stream.getvalue() == "甲 \x1b[1m乙\x1b[0m\n\n"


def test_brackets_in_a_text_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = StringIO()
    ColorScreen(stream, wrapped=False).write([line("[bold]甲[/bold] :smile:")])
    assert stream.getvalue() == "[bold]甲[/bold] :smile:\n"


def test_a_pipe_gets_unbroken_lines_and_marks() -> None:
    view = screen_for(StringIO(), "auto", {}).view
    assert view.width is None
    assert view.marked


def test_a_terminal_gets_lines_of_its_width_and_colours_for_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "57")
    view = screen_for(Terminal(), "auto", {}).view
    assert view.width == 57
    assert not view.marked


def test_a_terminal_without_colours_gets_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "57")
    view = screen_for(Terminal(), "never", {}).view
    assert view.width == 57
    assert view.marked
