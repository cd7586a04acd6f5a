"""Programs run to be measured: how long they take and how much memory all their processes hold together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY = 0.5
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Ran:
    """A program that has ended.

    Attributes:
        seconds: from start to end.
        memory: the most that its processes held at a time, in bytes; what several share is counted once (PSS), what is
            mapped from files is counted.
        private: the same without mapped files, of which the system may take back the pages.
        code: how it ended.
        output: what it wrote to standard output.
    """

    seconds: float
    memory: int
    private: int
    code: int
    output: str


def ran(command: Sequence[str], environ: Mapping[str, str] | None = None, interrupted: float | None = None) -> Ran:
    """Runs a program from the root of the project; after ``interrupted`` seconds it is sent what Ctrl-C sends."""
    begin = time.perf_counter()
    program = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environ or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    memory = private = 0
    sent = False
    while program.poll() is None:
        held, own = _held(program.pid)
        memory, private = max(memory, held), max(private, own)
        if interrupted is not None and not sent and time.perf_counter() - begin > interrupted:
            os.killpg(program.pid, signal.SIGINT)
            sent = True
        time.sleep(_EVERY)
    output = program.stdout.read() if program.stdout is not None else ""
    return Ran(time.perf_counter() - begin, memory, private, program.returncode, output)


def _held(pid: int) -> tuple[int, int]:
    """Bytes that a process and its descendants hold: all, and those of no file."""
    memory = private = 0
    try:
        first = psutil.Process(pid)
        processes = [first, *first.children(recursive=True)]
    except psutil.Error:
        return 0, 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue  # It has ended meanwhile.
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith(" kB")}
        memory += sizes.get("Pss", 0)
        private += sizes.get("Pss_Anon", 0)
    return memory, private
