"""Runs the benchmarks: ``python -m tests.benchmarks`` all of them, ``python -m tests.benchmarks evaluation`` one.

Each is a module ``bench_<name>.py`` here, with a ``main()`` that prints a Markdown table. ``results``, which takes long
and writes a page, runs only when it is named.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

RESULTS = "results"


def main(names: list[str]) -> None:
    """Runs the benchmarks of these names; without names, all."""
    there = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    if unknown := [name for name in names if name not in (*there, RESULTS)]:
        sys.exit(f"no benchmark is called {unknown[0]}; there are {', '.join((*there, RESULTS))}")
    for name in names or there:
        sys.stdout.write(f"\n## {name}\n\n")
        sys.stdout.flush()
        import_module(f"tests.benchmarks.{name if name == RESULTS else f'bench_{name}'}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
