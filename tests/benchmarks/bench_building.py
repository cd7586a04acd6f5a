"""Building of a large index by ``yuanhua index``, beside jieba with bm25s and with tantivy on the same files.

Needs ``YUANHUA_DATASETS``. Files of real paragraphs are written below the user's cache, a hundred paragraphs each, and
stay there, as does the index of all of them, from which ``bench_engines --index`` and ``bench_replies`` go on. Written
to BUILDING.md beside this file. All of it takes half an hour; ``python -m tests.benchmarks.bench_building 100000``
takes so many paragraphs instead of all there are.
"""

from __future__ import annotations

import json
import lzma
import os
import platform
import shutil
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from platformdirs import PlatformDirs

from tests.benchmarks.processes import Ran, ran
from tests.benchmarks.tables import markdown_table

EVERY = 2_000_000
"""More than there are."""
A_FILE = 100
SAMPLE = 1_000
"""Files of the sample that others build from, a thousand times ``A_FILE`` paragraphs."""
TURNS = 5
REPORT = Path(__file__).with_name("BUILDING.md")
HOME = PlatformDirs("yuanhua", appauthor=False).user_cache_path / "benchmarks" / "building"
INDEX = HOME / "index"
"""Where the index of all files is kept."""
_OURS = [sys.executable, "-m", "bot"]


@dataclass(frozen=True)
class Row:
    """A build."""

    name: str
    files: str
    paragraphs: int
    result: Ran
    disk: int


def main(size: int = EVERY) -> None:
    """Prints the page and writes it."""
    given = os.environ.get("YUANHUA_DATASETS", "")
    if not (Path(given) / "scale").is_dir():
        sys.stdout.write("bench_building: set YUANHUA_DATASETS to a folder with scale/*.jsonl.xz\n")
        return
    every, sample = HOME / "files", HOME / "sample"
    shutil.rmtree(HOME, ignore_errors=True)
    count = write_files(islice(texts(Path(given)), size), every)
    chosen = sampled(every, sample)
    rows = [
        ours("`yuanhua index`", sample, "sample", HOME / "sample-jieba"),
        ours("— with `rjieba`", sample, "sample", HOME / "sample-rjieba", "rjieba"),
        peer("jieba and bm25s, words only", "bm25s", sample),
        peer("jieba and tantivy, words only", "tantivy", sample),
        ours("`yuanhua index`", every, "all", INDEX),
    ]
    report = "\n".join(
        [*heading(count, chosen), table(rows), "", *interruption(sample, rows[0].result.seconds), *changes(every), ""]
    )
    sys.stdout.write(report)
    REPORT.write_text(report, encoding="utf-8")


def texts(datasets: Path) -> Iterator[str]:
    """All paragraphs, a line each."""
    for path in sorted((datasets / "scale").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if text := " ".join(json.loads(line)["text"].split()):
                    yield text


def write_files(paragraphs: Iterable[str], folder: Path) -> int:
    """Writes paragraphs into files, with an empty line between; how many there were."""
    folder.mkdir(parents=True)
    rest, count = iter(paragraphs), 0
    while chunk := list(islice(rest, A_FILE)):
        (folder / f"part{count // A_FILE:06d}.txt").write_text("\n\n".join(chunk) + "\n", encoding="utf-8")
        count += len(chunk)
    return count


def sampled(files: Path, into: Path) -> int:
    """Links a sample of the files into a folder; how many."""
    paths = sorted(files.glob("*.txt"))
    chosen = np.random.default_rng(1).permutation(len(paths))[:SAMPLE].tolist()
    into.mkdir()
    for place in sorted(chosen):
        os.link(paths[place], into / paths[place].name)
    return len(chosen)


def ours(name: str, files: Path, which: str, index: Path, segmenter: str = "jieba") -> Row:
    """The product's own command."""
    result = ran(command(files, index, segmenter))
    if result.code != 0:
        sys.exit(f"bench_building: {name} ended with {result.code}")
    return Row(name, which, int(json.loads(result.output)["paragraphs"]), result, stored(index))


def command(files: Path, index: Path, segmenter: str = "jieba") -> Sequence[str]:
    """``yuanhua index`` over a folder of files as the library."""
    return [*_OURS, "index", "--json", "--index", str(index), *library(files), "--set", f"terms.segmenter={segmenter}"]


def library(files: Path) -> Sequence[str]:
    """The options that make a folder the library."""
    return ["--set", f"library.path={files}", "--set", "library.shipped=never"]


def peer(name: str, system: str, files: Path) -> Row:
    """Another system, in a process of its own."""
    into = HOME / system
    result = ran([sys.executable, "-m", "tests.benchmarks.building_peers", system, str(files), str(into)])
    if result.code != 0:
        sys.exit(f"bench_building: {name} ended with {result.code}")
    return Row(name, "sample", int(json.loads(result.output)["paragraphs"]), result, stored(into))


def interruption(files: Path, whole: float) -> list[str]:
    """Ctrl-C half way through building an index in the place of another: what is there afterwards."""
    place = HOME / "interrupted"
    few = HOME / "few"
    few.mkdir()
    for path in sorted(files.glob("*.txt"))[:20]:
        os.link(path, few / path.name)
    ran(command(few, place))
    before = contents(place)
    result = ran(command(files, place), interrupted=whole / 2)
    same = contents(place) == before
    return [
        f"Ctrl-C after {whole / 2:.0f} s of building the sample in the place of an index of {len(list(few.iterdir()))}"
        f" files: ended {result.seconds - whole / 2:.1f} s later with exit code {result.code}; the folder holds"
        f" {'just the files' if same else 'other files than'} that it held before"
        f"{', so the old index stays in force' if same else ''}.",
        "",
    ]


def contents(folder: Path) -> dict[str, int]:
    """A folder's files with their sizes, without those that locks are held on."""
    found = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    return {name: size for name, size in found.items() if name not in {"LOCK", "MERGE"}}


def changes(files: Path) -> list[str]:
    """What an article costs that is added to all, taken out, and asked for by the program."""
    from index.files import settings_of
    from index.segments.directory import read_current
    from index.settings import TermSettings
    from index.terms.analyzer import Analyzer
    from index.updating import IndexWriter
    from tests.index.making import article

    cache = PlatformDirs("yuanhua", appauthor=False).user_cache_path
    settings = settings_of(read_current(INDEX).settings, TermSettings(cache=cache))
    analyzer = Analyzer(settings.terms)
    analyzer.query("字词")
    new = article(
        "new-one", *([f"第{number}间工房在河边，一共用了{number}块木板。"] for number in range(31)), title="工房"
    )
    times: dict[str, list[float]] = {"added": [], "removed": []}
    for _ in range(TURNS):
        for kind in times:
            begin = time.perf_counter()
            with IndexWriter(INDEX, settings, analyzer) as writer:
                writer.add([new]) if kind == "added" else writer.remove([new.id])
                writer.commit()
            times[kind].append(time.perf_counter() - begin)
    asking = [*_OURS, "ask", "第七间工房用了多少块木板？", "--index", str(INDEX)]
    asked = [ran(asking).seconds for _ in range(TURNS)]
    return [
        f"An article of {len(new.paragraphs)} paragraphs into the index of all, in a program that runs: added in"
        f" {statistics.median(times['added']):.3f} s, removed in {statistics.median(times['removed']):.3f} s (medians"
        f" of {TURNS}). `yuanhua ask --index` on it takes {statistics.median(asked):.2f} s from start to end.",
    ]


def heading(count: int, chosen: int) -> list[str]:
    """What was built."""
    return [
        "# Building",
        "",
        f"`YUANHUA_DATASETS=… python -m tests.benchmarks building`, {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()}"
        f" cores, {platform.system()}, Python {platform.python_version()}.",
        "",
        f"{count:,} real paragraphs (laws, articles, documentation, poems) in files of {A_FILE}; the sample is"
        f" {chosen:,} of these files by chance. `yuanhua index` reads, cleans and parts them like any article, cuts"
        " words, character pairs and characters of each sentence, and keeps texts and places too; what is shorter than"
        " 12 characters it ties to its neighbour. The others are given what stands between empty lines, cut by jieba"
        " into words alone, in one process, and keep no text. *Memory* is the peak of all processes"
        " together, what is shared counted once; *private* is without mapped files.",
        "",
    ]


def table(rows: Sequence[Row]) -> str:
    """The builds."""
    header = ["system", "files", "paragraphs", "s", "paragraphs/s", "memory, GB", "private, GB", "bytes/paragraph"]
    cells = [
        [
            row.name,
            row.files,
            f"{row.paragraphs:,}",
            f"{row.result.seconds:.0f}",
            f"{row.paragraphs / row.result.seconds:,.0f}",
            f"{row.result.memory / 1e9:.2f}",
            f"{row.result.private / 1e9:.2f}",
            f"{row.disk / row.paragraphs:,.0f}",
        ]
        for row in rows
    ]
    return markdown_table(header, cells, left=2)


def stored(folder: Path) -> int:
    """The bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
