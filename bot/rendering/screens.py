"""Where lines go: a stream that takes plain text, or a terminal with colours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, TextIO, TypeAlias

from bot.rendering.pieces import Line, Tone, plain
from bot.rendering.views import View

if TYPE_CHECKING:
    from rich.console import Console

ColorChoice: TypeAlias = Literal["auto", "always", "never"]

_STYLES = {
    Tone.KEY: "bold",
    Tone.MATCH: "underline",
    Tone.ANSWER: "black on yellow",
    Tone.BAR: "bright_black",
    Tone.KEY_BAR: "bold yellow",
    Tone.SOURCE: "cyan",
    Tone.TITLE: "bold cyan",
    Tone.LABEL: "cyan",
    Tone.FAINT: "bright_black",
    Tone.GOOD: "green",
    Tone.WARNING: "yellow",
    Tone.ERROR: "bold red",
}


class Screen(Protocol):
    """Takes lines."""

    @property
    def view(self) -> View:
        """The room there is at this moment."""
        ...

    def write(self, lines: Iterable[Line]) -> None:
        """Shows lines, one below another."""
        ...


class PlainScreen:
    """Text without any escape sequence. ``wrapped``: whether lines are broken to the terminal's width."""

    def __init__(self, stream: TextIO, *, wrapped: bool) -> None:
        self._stream = stream
        self._wrapped = wrapped

    @property
    def view(self) -> View:
        """The room there is at this moment."""
        return View(terminal_width() if self._wrapped else None, marked=True)

    def write(self, lines: Iterable[Line]) -> None:
        """Writes the text, marks and all."""
        for pieces in lines:
            self._stream.write(plain(pieces).rstrip() + "\n")
        self._stream.flush()


class ColorScreen:
    """A terminal with colours, as many as it has."""

    def __init__(self, stream: TextIO, *, wrapped: bool) -> None:
        self._stream = stream
        self._wrapped = wrapped

    @property
    def view(self) -> View:
        """The room there is at this moment."""
        return View(terminal_width() if self._wrapped else None, marked=False)

    def write(self, lines: Iterable[Line]) -> None:
        """Writes the text in the colours of its tones."""
        from rich.text import Text

        for pieces in lines:
            text = Text()
            for piece in pieces:
                text.append(piece.text, " ".join(_STYLES[tone] for tone in piece.tones))
            text.rstrip()
            self._console.print(text, soft_wrap=True)
        self._stream.flush()

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        return Console(file=self._stream, force_terminal=True, no_color=False, highlight=False, emoji=False)


def screen_for(stream: TextIO, color: ColorChoice, environ: Mapping[str, str] = os.environ) -> Screen:
    """The screen for a stream: broken lines where it is a terminal, colours where they are wanted."""
    terminal = stream.isatty()
    kind = ColorScreen if wants_color(color, terminal, environ) else PlainScreen
    return kind(stream, wrapped=terminal)


def wants_color(color: ColorChoice, terminal: bool, environ: Mapping[str, str]) -> bool:
    """Whether to write colours (https://no-color.org, https://bixense.com/clicolors)."""
    if color == "never" or environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        return False
    if color == "always" or environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return terminal


def terminal_width() -> int:
    """The cells of a line: COLUMNS if set, else the terminal's, else 80."""
    return shutil.get_terminal_size().columns
