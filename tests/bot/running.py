"""Running the command line: in this process where that is enough, as a program of its own where it is not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Result:
    """What came of a run."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON value."""
        return json.loads(self.out)

    @property
    def records(self) -> list[Any]:
        """Standard output, which must be JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    def refused(self) -> str:
        """The one line of complaint that a wrong call must lead to, and nothing else."""
        assert self.code == 2, self
        assert self.out == ""
        assert self.err.count("\n") == 1
        assert self.err.endswith("\n")
        assert "Traceback" not in self.err
        return self.err.rstrip("\n")


def run_in_process(
    words: Sequence[str],
    stdin: str | bytes | None,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Result:
    """Runs the command line here. Its streams are no terminals."""
    from bot.cli import cli

    content = stdin.encode() if isinstance(stdin, str) else stdin or b""
    out, err = io.TextIOWrapper(io.BytesIO(), "ascii"), io.TextIOWrapper(io.BytesIO(), "ascii")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "ascii"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as leaving:
            cli.main(list(words))
        out.flush()
        err.flush()
    assert capfd.readouterr() == ("", ""), "something was written past the streams"
    code = leaving.value.code
    assert isinstance(code, int)
    return Result(code, _content(out), _content(err))


def run_program(
    *words: str | Path, stdin: str | bytes | None = None, environ: Mapping[str, str] | None = None
) -> Result:
    """Runs ``python -m bot`` as a program of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *map(str, words)],
        input=stdin.encode() if isinstance(stdin, str) else stdin or b"",
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **(environ or {})},
        check=False,
    )
    return Result(ran.returncode, ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8"))


def _content(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
