"""How long ``yuanhua ask`` takes from its start to its end, beside jieba that is only imported and initialised.

The two run by turns as programs of their own, so that what else the machine does meets both; what either keeps (jieba's
parsed dictionary, the index, compiled modules) is made before. ``YUANHUA_BENCH_TURNS`` says how many turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent.parent
TURNS = 15
OURS, JIEBA = "yuanhua ask", "jieba alone"
COMMANDS: Mapping[str, Sequence[str]] = {
    OURS: [sys.executable, "-m", "bot", "ask", "谁设计了这款芯片?"],
    JIEBA: [
        sys.executable,
        "-c",
        "import jieba, logging; jieba.setLogLevel(logging.ERROR); jieba.initialize()",
    ],
}


def main() -> None:
    """Prints a Markdown table of both in milliseconds, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        environ = surroundings(Path(folder))
        turns = int(os.environ.get("YUANHUA_BENCH_TURNS", TURNS))
        taken = {name: list[float]() for name in COMMANDS}
        for command in COMMANDS.values():
            seconds(command, environ)
        for _ in range(turns):
            for name, command in COMMANDS.items():
                taken[name].append(seconds(command, environ))
    sys.stdout.write(table(taken))


def surroundings(folder: Path) -> dict[str, str]:
    """An environment with a home of its own, in which nothing is kept yet and compiled modules may be."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("YUANHUA_")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    homes = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {**environ, **homes, "TMPDIR": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def seconds(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """The seconds until a program has ended, which must say that all went well."""
    begin = perf_counter()
    subprocess.run(command, cwd=ROOT, env=dict(environ), stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - begin


def table(taken: Mapping[str, Sequence[float]]) -> str:
    """The seconds of both as a Markdown table, and how many times as long ours takes."""
    lines = [
        f"{len(taken[OURS])} turns, {os.cpu_count()} cores\n",
        "| program | least, ms | median, ms |",
        "|---|--:|--:|",
    ]
    lines += [f"| {name} | {1000 * min(each):.0f} | {1000 * median(each):.0f} |" for name, each in taken.items()]
    least, middle = (of(taken[OURS]) / of(taken[JIEBA]) for of in (min, median))
    return "\n".join([*lines, f"\n{OURS} / {JIEBA}: {least:.2f} (least), {middle:.2f} (median)\n"])


if __name__ == "__main__":
    main()
