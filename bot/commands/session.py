"""What one run of the command line shares: the options said for all commands, and what follows from them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.messages import Language, Messages, messages_of

if TYPE_CHECKING:
    from bot.config import Config
    from bot.rendering.progress import ProgressBar
    from bot.rendering.screens import ColorChoice, Screen

_UNTIL_PROGRESS = 0.5
"""Seconds that indexing may take in silence."""


@dataclass
class Session:
    """The options of one run. Options fill it while they are read; commands ask for the rest.

    Attributes:
        config_file: ``--config``.
        language: ``--lang``; None leaves it to the settings.
        no_color: ``--no-color``.
        debug: whether an unexpected error shows its traceback.
        settings: ``--set KEY=VALUE`` and the options that stand for a key, by dotted key.
    """

    config_file: Path | None = None
    language: Language | None = None
    no_color: bool = False
    debug: bool = False
    settings: dict[str, object] = field(default_factory=dict)

    @cached_property
    def config(self) -> Config:
        """The settings in force.

        Raises:
            ConfigError: a setting is wrong.
        """
        from bot.config import load_config

        return load_config(self.config_file, overrides=self.settings)

    @property
    def messages(self) -> Messages:
        """The messages in the language chosen; where the settings cannot be read, in the default language."""
        return messages_of(self.language or self._configured_language)

    @cached_property
    def _configured_language(self) -> Language:
        from bot.errors import BotError

        try:
            return Language(self.config.chat.language)
        except BotError:
            return Language.ZH

    @property
    def color(self) -> ColorChoice:
        """When to write colours."""
        return "never" if self.no_color else self.config.chat.color

    def screen(self) -> Screen:
        """Standard output, as it can be written to."""
        from bot.rendering.screens import screen_for

        return screen_for(sys.stdout, self.color)

    def watcher(self) -> TerminalWatcher:
        """Who is told about indexing: standard error."""
        return TerminalWatcher(self.messages)


class TerminalWatcher:
    """Shows notes on standard error, and there a progress bar where indexing takes long and a terminal can show it."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._begin: float | None = None
        self._bar: ProgressBar | None = None

    def note(self, text: str) -> None:
        """A line on standard error."""
        click.echo(self._messages.note.format(text=text), err=True)

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """A line on a terminal, gone when the dictionary is parsed."""
        if not sys.stderr.isatty():
            yield
            return
        from bot.rendering.wrapping import cells

        line = f"  {self._messages.preparing}"
        click.echo(line, nl=False, err=True)
        try:
            yield
        finally:
            click.echo(f"\r{' ' * cells(line)}\r", nl=False, err=True)

    def progress(self, done: int, total: int) -> None:
        """Moves the bar, which appears after half a second."""
        now = time.monotonic()
        if self._begin is None:
            self._begin = now
        if self._bar is None and done < total and now - self._begin > _UNTIL_PROGRESS and sys.stderr.isatty():
            from bot.rendering.progress import ProgressBar

            self._bar = ProgressBar(sys.stderr, self._messages.indexing)
        if self._bar is not None:
            self._bar.show(done, total)
            if done >= total:
                self._bar.close()
                self._bar = None
