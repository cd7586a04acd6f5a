"""Engines at 1,000 to 1,000,000 paragraphs: ours, and others given the same mixed terms in the same run.

Needs ``YUANHUA_DATASETS``. Terms are cut once and kept in the user's cache; ``YUANHUA_DATASETS`` with other files wants
that folder removed. The table is printed, and written to ENGINES.md beside this file. A run of all sizes takes an hour;
``python -m tests.benchmarks.bench_engines 1000 10000`` takes those sizes only, and with ``--index DIR`` before them the
terms come from an index built anew from as many paragraphs.
"""

from __future__ import annotations

import json
import math
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from platformdirs import PlatformDirs

from tests.benchmarks.engine_systems import ENOUGH, LUCENE, SYSTEMS, Measured, in_its_own_process
from tests.benchmarks.engine_terms import Terms, cut, kept, paragraphs, questions, taken

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = 300
LIMIT = 1_800.0
MOST = {"okapi": 100_000, "rank_bm25": 100_000}
"""Above this many paragraphs a system is not tried: memory would not do."""
REFERENCE = "postings"
"""Whose ten the others' are held against."""
REPORT = Path(__file__).with_name("ENGINES.md")
LEFT_OUT = (
    "**Tried and left out**: a kernel of our own, compiled by numba, that knew for each block of 64 paragraphs the most"
    " a frequent term can add there, and passed over blocks that could hold none of the best. It was to stay if it was"
    " twice as fast as bm25s at 1,000,000 paragraphs. Measured on 2026-11-23, in the way above, its tens were those of"
    " `postings`, and its p50 at 1,000, 10,000, 100,000 and 1,000,000 paragraphs was 0.033, 0.049, 0.121 and 0.895 ms,"
    " where bm25s took 0.016, 0.022, 0.094 and 0.902 ms (× 2.03, 2.18, 1.28 and 0.99). At 1,000,000 its p99 was"
    " 3.679 ms, that of bm25s 2.142; it answered 934 questions a second, bm25s 1,008."
)
"""What was measured of an engine that is no longer there."""


def main(sizes: Sequence[int] = SIZES, index: Path | None = None) -> None:
    """Prints the tables and writes them."""
    given = os.environ.get("YUANHUA_DATASETS", "")
    if not (Path(given) / "scale").is_dir():
        sys.stdout.write("bench_engines: set YUANHUA_DATASETS to a folder with scale/*.jsonl.xz\n")
        return
    folder = PlatformDirs("yuanhua", appauthor=False).user_cache_path / "benchmarks" / f"terms-{max(sizes)}"
    if index is not None:
        folder = folder.with_name(f"{folder.name}-of-{index.resolve().name}")
    if (folder / "terms.json").is_file():
        terms = kept(folder)
    else:
        terms = cut(paragraphs(Path(given), max(sizes)), folder) if index is None else taken(index, folder, max(sizes))
    queries = questions(Path(given), QUESTIONS)
    (folder / "queries.json").write_text(json.dumps(queries, ensure_ascii=False), encoding="utf-8")
    rows: list[Measured] = []
    for size in sizes:
        for system in (*SYSTEMS, LUCENE):
            if size > MOST.get(system, size):
                rows.append(Measured(system, size, failure="not tried: ten times the time and memory above"))
            else:
                rows.append(in_its_own_process(system, size, folder, LIMIT))
            sys.stderr.write(f"{rows[-1].system} {size}: {rows[-1].failure or f'{rows[-1].percentile(50):.3f} ms'}\n")
            # Written as far as it has come, since all of it takes an hour.
            told = sorted(rows, key=lambda row: row.size)
            report = "\n".join([*_heading(terms, queries, sizes), *_table(told), "", *_growth(told), "", LEFT_OUT, ""])
            REPORT.write_text(report, encoding="utf-8")
    sys.stdout.write(REPORT.read_text(encoding="utf-8"))


def _heading(terms: Terms, queries: Sequence[object], sizes: Sequence[int]) -> list[str]:
    versions = ", ".join(f"{name} {version(name)}" for name in ("rank-bm25", "bm25s", "tantivy", "numba", "numpy"))
    asked = sum(len(query) for query in queries if isinstance(query, dict)) / len(queries)
    return [
        "# Engines",
        "",
        f"`YUANHUA_DATASETS=… python -m tests.benchmarks engines`, {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores"
        f", {_machine_memory():.0f} GiB, {platform.system()}, Python {platform.python_version()}, {versions}.",
        "",
        f"Real Chinese paragraphs (laws, articles, documentation, poems) in one random order, {max(sizes):,} of them"
        f" with {terms.characters / len(terms):.0f} characters and {float(np.mean(_lengths(terms))):.0f} mixed terms"
        f" each, {len(terms.vocabulary):,} different ones; {len(queries)} questions of CMRC 2018 with {asked:.0f} terms"
        " each, ten best paragraphs, k1 0.9 and b 0.4 (tantivy: 1.2 and 0.75, which cannot be set).",
        "",
        "Each system runs in a process of its own, one thread. Times are the processor's, not the clock's, and a"
        " question's is the best of three, so that what else the machine does counts less; p50 and p99 are over the"
        " questions. *Compile* is the first answer over 100"
        " paragraphs; *build* goes from terms in memory to the first answer after that; *open* from files to the first"
        " answer. *Memory* is the process's peak while building and asking, with the terms. *Same ten* is how many of"
        " the ten are among those of `postings`: rank_bm25 and bm25s know no weights, tantivy has other parameters,"
        " Lucene keeps lengths in one byte. Lucene asks all questions twice before it is measured; its memory is"
        " that of its JVM with 4 GB of heap. A system is asked for"
        f" {ENOUGH:.0f} s at most.",
        "",
    ]


def _table(rows: Sequence[Measured]) -> list[str]:
    lines = [
        "| paragraphs | system | p50, ms | p99, ms | questions/s | × bm25s | build, s | compile, s | open, s"
        " | bytes/paragraph | memory, MB | same ten |",
        "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        if row.failure:
            lines.append(f"| {row.size:,} | {row.system} | {row.failure} |" + " – |" * 9)
            continue
        others = {other.system: other for other in rows if other.size == row.size and not other.failure}
        beside = others.get("bm25s")
        ratio = "–" if beside is None else f"{row.percentile(50) / beside.percentile(50):.2f}"
        cells = [
            f"{row.size:,}",
            row.system,
            f"{row.percentile(50):.3f}",
            f"{row.percentile(99):.3f}",
            f"{row.rate:,.0f}" + ("" if len(row.each) == QUESTIONS else f" ({len(row.each)} asked)"),
            ratio,
            f"{row.build:.2f}",
            f"{row.compiling:.1f}",
            "–" if row.opened is None else f"{row.opened:.2f}",
            f"{row.disk / row.size:,.0f}" if row.disk else "–",
            f"{row.memory / 1e6:,.0f}",
            _agreement(row, others.get(REFERENCE)),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _agreement(row: Measured, reference: Measured | None) -> str:
    if reference is None:
        return "–"
    pairs = [(set(one), set(other)) for one, other in zip(row.best, reference.best, strict=False) if other]
    return f"{sum(len(one & other) / len(other) for one, other in pairs) / len(pairs):.3f}"


def _growth(rows: Sequence[Measured]) -> list[str]:
    """How a question's time grows with size: the exponent fitted to the medians, on logarithms."""
    lines = ["| system | sizes | p50 grows as paragraphs to the power of |", "|---|---|--:|"]
    for system in (*SYSTEMS, LUCENE):
        points = [(row.size, row.percentile(50)) for row in rows if row.system == system and not row.failure]
        if len(points) > 1:
            sizes, times = zip(*points, strict=True)
            exponent = float(np.polyfit(np.log(sizes), np.log(times), 1)[0])
            last = math.log(times[-1] / times[-2]) / math.log(sizes[-1] / sizes[-2])
            lines.append(f"| {system} | {min(sizes):,} to {max(sizes):,} | {exponent:.2f} (last step {last:.2f}) |")
    return lines


def _lengths(terms: Terms) -> np.typing.NDArray[np.int64]:
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(terms.counts, dtype=np.int64)])
    return np.diff(sums[terms.starts])


def _machine_memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


if __name__ == "__main__":
    named = Path(sys.argv[2]) if sys.argv[1:2] == ["--index"] else None
    main([int(size) for size in sys.argv[3 if named else 1 :]] or SIZES, named)
