"""What the bot's tests share: a dictionary parsed once, and ways to run the program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.bot.running import Result, run_in_process
from tests.bot.terminal import Terminal

Run: TypeAlias = Callable[..., Result]


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache directory for all tests, so that jieba's dictionary is parsed once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def warm(home: Path, shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's home with the shared dictionary; built indexes are the test's own."""
    home.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared_cache))
    monkeypatch.setenv("YUANHUA_INDEX_PATH", str(home / "indexes"))
    monkeypatch.setenv("YUANHUA_LIBRARY_PATH", str(home / "library"))
    return home


@pytest.fixture
def run(warm: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process: words, and what is piped in."""

    def call(*words: object, stdin: str | bytes | None = None) -> Result:
        return run_in_process([str(word) for word in words], stdin, capfd, monkeypatch)

    return call


@pytest.fixture
def terminals(warm: Path, root: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens a terminal in which a Python module runs; it is closed after the test."""
    with ExitStack() as stack:

        def open_terminal(*words: str, columns: int = 80, rows: int = 30, **environ: str) -> Terminal:
            terminal = Terminal([sys.executable, "-m", *words], columns, rows, {"PYTHONPATH": str(root), **environ})
            return stack.enter_context(terminal)

        yield open_terminal
