"""A terminal for tests: a program on a pseudo-terminal, keys in, the whole screen out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pexpect
import pyte

_PATIENCE = 30.0
"""Seconds after which a screen that never came is a failure; nothing waits that long when all is well."""

KEYS = {
    "enter": "\r",
    "alt-enter": "\x1b\r",
    "tab": "\t",
    "up": "\x1b[A",
    "ctrl-c": "\x03",
    "ctrl-d": "\x04",
    "ctrl-r": "\x12",
}


class _Screen(pyte.Screen):
    """A screen that answers when it is asked where the cursor is."""

    def __init__(self, columns: int, rows: int, answer: Callable[[str], object]) -> None:
        super().__init__(columns, rows)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        self._answer(data)


class Terminal:
    """Runs a program in so many columns and rows, until the ``with`` block ends."""

    def __init__(self, command: Sequence[str], columns: int, rows: int, environ: Mapping[str, str]) -> None:
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(rows, columns),
            env={**os.environ, "TERM": "xterm-256color", **environ},
            timeout=_PATIENCE,
        )
        self._child.delaybeforesend = None
        self.screen = _Screen(columns, rows, self._child.send)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    def type(self, text: str) -> None:
        """Types characters."""
        self._child.send(text)

    def press(self, *keys: str) -> None:
        """Presses keys, by their names in ``KEYS``."""
        for key in keys:
            self._child.send(KEYS[key])

    def paste(self, text: str) -> None:
        """Pastes, as terminals with bracketed paste do."""
        self._child.send(f"\x1b[200~{text}\x1b[201~")

    def lines(self) -> list[str]:
        """The screen's lines down to the last that is not blank, without trailing blanks."""
        lines = [line.rstrip() for line in self.screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def wait_for(self, wanted: str, times: int = 1) -> list[str]:
        """The screen's lines once the text stands there so many times."""
        return self._until(lambda: "\n".join(self.lines()).count(wanted) >= times, f"{wanted!r} × {times}")

    def wait_until(self, condition: Callable[[list[str]], bool]) -> list[str]:
        """The screen's lines once they fulfil a condition."""
        return self._until(lambda: condition(self.lines()), "a condition")

    def exit_code(self) -> int | None:
        """The exit code, after the program has ended."""
        self._until(lambda: not self._child.isalive() and not self._read(0.05), "the end")
        self._child.close()
        return self._child.exitstatus

    def _until(self, condition: Callable[[], bool], wanted: str) -> list[str]:
        end = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"the screen never showed {wanted}:\n" + "\n".join(self.lines()))
            self._read(0.1)
        # What is under way still arrives: a screen is compared when it has come to rest.
        while self._read(0.15):
            continue
        return self.lines()

    def _read(self, patience: float) -> bool:
        try:
            data: bytes = self._child.read_nonblocking(65536, timeout=patience)  # type: ignore[assignment]
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True
