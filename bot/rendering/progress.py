"""A progress bar on a terminal, gone when it is done."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class ProgressBar:
    """Shows how far something has come; ``close`` takes it away."""

    def __init__(self, stream: TextIO, label: str) -> None:
        self._progress = Progress(
            TextColumn(f"  {label}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
            console=Console(file=stream),
            transient=True,
        )
        self._task = self._progress.add_task(label)
        self._progress.start()

    def show(self, done: int, total: int) -> None:
        """``done`` of ``total``."""
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Takes the bar off the terminal."""
        self._progress.stop()
