"""The conversation without a terminal: each line of the input is a question or a command."""

from __future__ import annotations

from collections.abc import Iterable

from bot.errors import InputError
from bot.rendering.pieces import EMPTY
from bot.rendering.screens import Screen
from bot.repl.answering import respond
from bot.repl.state import Renewed, Room, State, moved


def answer_lines(lines: Iterable[bytes], room: Room, state: State, screen: Screen, renewed: Renewed) -> None:
    """Answers line after line, a blank line between replies, without prompts.

    Raises:
        InputError: a line is not UTF-8.
    """
    first = True
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise InputError(f"line {number}: not UTF-8; pipe the questions in that encoding") from None
        if (new := renewed()) is not None:
            room, state = new, moved(state, new)
        outcome = respond(room, state, text, screen.view)
        state = outcome.state
        if outcome.lines:
            screen.write(outcome.lines if first else (EMPTY, *outcome.lines))
            first = False
        if outcome.leaving:
            return
