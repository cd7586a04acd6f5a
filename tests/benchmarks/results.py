"""The page of results, ``index/evaluation/RESULTS.md``.

``python -m tests.benchmarks results`` measures all and writes it. It needs ``YUANHUA_DATASETS``: question sets, or
folders of them, with the path separator between them. All systems are measured on each, with the shipped settings and
models; on those with answers once more with gold passages taken away. That takes as long as the largest sets take the
whole road, which asks one question after another: tens of minutes. What was measured is kept in ``YUANHUA_MEASURED``, a
folder, if that is set.

``python -m tests.benchmarks.results FOLDER…`` writes the page from what is in such folders, or in those that
``yuanhua evaluate --out`` wrote.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.config import load_config
from bot.evaluating import NAME, AnswererSystem
from corpus.loading import load_article
from index.evaluation import DataSet, System, Workshop, evaluate, gold_hidden, read_questions, term_system
from index.evaluation.comparing import Comparison, Difference, compare, read_records
from index.evaluation.detecting import articles_beside, find_data, read_data
from index.evaluation.model import Format
from index.evaluation.outputs import LATENCY, RESULTS, Recorded, write_outputs
from index.evaluation.systems import NAMES
from tests import gate
from tests.benchmarks import baseline, bench_evaluation, elsewhere
from tests.benchmarks.tables import markdown_table

PAGE = gate.ROOT / "index" / "evaluation" / "RESULTS.md"
CARD = gate.ROOT / "bot" / "models" / "card.json"
SPEED, BASELINE = "speed.md", "baseline.md"
BASE = "words"
OURS = ("mixed", "mixed+sentence", NAME)
MEASURES = ("R@1", "R@5", "R@20", "RR@10", "nDCG@10", "Quote@1", "Answered@1", "EM", "F1", "Refused")
COMPARED = ("R@1", "RR@10", "Quote@1")
SILENCE = ("auroc", "aurc", "ece", "false_answers", "false_abstentions", "answered_right")
HIDDEN, SEED = 0.5, 1
RESAMPLES = 1999
Plain = Mapping[str, Any]


def main() -> None:
    """Measures, and writes the page."""
    folders = [Path(folder) for folder in os.environ.get("YUANHUA_DATASETS", "").split(os.pathsep) if folder]
    if not folders:
        sys.stdout.write("results: set YUANHUA_DATASETS to the folder of the question sets\n")
        return
    paths = [path for folder in folders for path in find_data(folder)]
    with TemporaryDirectory() as temporary:
        kept = Path(os.environ.get("YUANHUA_MEASURED") or temporary)
        measure(paths, kept)
        write_page(sorted(path for path in kept.iterdir() if path.is_dir()), kept)


# Measuring


def measure(paths: Sequence[Path], kept: Path) -> None:
    """A folder a data set, and the speed and the baseline's table beside them."""
    for data in (_own(), *map(_read, paths)):
        told = [data]
        if data.format is Format.SQUAD and data.name not in _learned_from():
            told.append(gold_hidden(data, HIDDEN, SEED))
        for one in told:
            name = data.name if one is data else f"{data.name}-hidden"
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
            _measure(one, kept / name)
    there = {path.stem: path for path in paths}
    for name, text in ((BASELINE, baseline.page(there)), (SPEED, bench_evaluation.page(there))):
        if text:
            (kept / name).write_text(text, encoding="utf-8")


def _own() -> DataSet:
    return read_questions(gate.QUESTIONS, [load_article(gate.ARTICLE)])


def _read(path: Path) -> DataSet:
    return read_data(path, [load_article(article) for article in articles_beside(path)] if path.is_dir() else ())


def _measure(data: DataSet, folder: Path) -> None:
    config = load_config(environ={})
    with Workshop(os.cpu_count() or 1) as workshop:
        own: list[System] = [term_system(name, config.index_settings(), workshop) for name in NAMES]
        evaluations = [evaluate(data, system) for system in (*own, AnswererSystem(config, workshop))]
    write_outputs(evaluations, folder, ["python", "-m", "tests.benchmarks", "results"])


def _learned_from() -> Sequence[str]:
    card = json.loads(CARD.read_text(encoding="utf-8"))
    return [*card["data"], *card.get("articles", {})]


# Reading


@dataclass(frozen=True)
class Measured:
    """One data set with all systems: what ``results.json`` and ``latency.json`` say of it, and the outcomes."""

    data: Plain
    latency: Mapping[str, Plain]
    records: Sequence[Recorded]

    @property
    def name(self) -> str:
        """The data set's name, with a mark where the models learned from it."""
        return f"{self.data['name']} †" if self.data["name"] in _learned_from() else str(self.data["name"])

    @property
    def hidden(self) -> bool:
        """Whether gold passages were taken away."""
        return "hide_gold" in self.data["choices"]

    def comparisons(self) -> list[Comparison]:
        """Each of our systems with the plain baseline, by what most depends on."""
        shared = set.intersection(*(set(system["measures"]) for system in self.data["systems"]))
        records = [one for one in self.records if one.system in (BASE, *OURS)]
        return compare(
            records, BASE, [name for name in COMPARED if name in shared], changes=0, seed=SEED, resamples=RESAMPLES
        )


def measured_in(folder: Path) -> list[Measured]:
    """The data sets of a folder that an evaluation was written to."""
    told = json.loads((folder / RESULTS).read_text(encoding="utf-8"))["data"]
    times = json.loads((folder / LATENCY).read_text(encoding="utf-8"))["data"]
    latency = {one["name"]: one["systems"] for one in times}
    records = read_records([folder])
    return [
        Measured(data, latency[data["name"]], [one for one in records if one.data == data["name"]]) for data in told
    ]


def write_page(folders: Sequence[Path], beside: Path | None = None) -> None:
    """Writes the page from folders of evaluations, and the tables that lie in ``beside``."""
    measured = [one for folder in folders for one in measured_in(folder)]
    tables = [
        (title, (beside / name).read_text(encoding="utf-8"))
        for title, name in (("What the baseline's figures depend on", BASELINE), ("Speed", SPEED))
        if beside is not None and (beside / name).is_file()
    ]
    PAGE.write_text(_page(measured, tables), encoding="utf-8")
    sys.stdout.write(f"written to {PAGE}\n")


# The page


def _page(measured: Sequence[Measured], tables: Sequence[tuple[str, str]]) -> str:
    whole = [one for one in measured if not one.hidden]
    comparisons = [(one, found) for one in whole for found in one.comparisons()]
    parts = [
        _head(whole),
        "## Finding and quoting",
        *map(_section, whole),
        f"## Against the plain baseline\n\n{_compared(comparisons)}",
        f"## Where ours lose to the plain baseline\n\n{_losses(comparisons)}",
    ]
    if hidden := [one for one in measured if one.hidden]:
        parts.append(f"## Knowing when not to answer\n\n{_silence(hidden)}")
    parts += [f"## {title}\n\n{text}" for title, text in tables]
    return "\n\n".join(part.strip() for part in (*parts, *elsewhere.sections())) + "\n"


def _head(measured: Sequence[Measured]) -> str:
    learned = ", ".join(_learned_from())
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    when = datetime.now().astimezone().date().isoformat()
    models = {
        name: fingerprint
        for one in measured
        for system in one.data["systems"]
        for name, fingerprint in system["configuration"].get("models", {}).items()
    }
    prints = ", ".join(f"{name} {value}" for name, value in models.items()) or "none"
    return f"""# Results

`python -m tests.benchmarks results` measures every figure here but those under *Others*, and writes this page.
`yuanhua evaluate SET` gives the same for one set. This page was made on {when} on a machine with {machine};
the models of `{NAME}`: {prints}.

`words` is the plain baseline, what ten lines with jieba and rank_bm25 give; `bigrams` ranks pairs of characters as
Lucene's CJK analyser cuts them; `tfidf` is scikit-learn's cosine over words; `mixed` and `mixed+sentence` are our terms
without and with the best sentence's score; `{NAME}` is the whole road from question to reply. The settings are the
shipped ones, the same on every set. `index/evaluation/answers.py` and `measures.py` define the measures. A question
without results counts as zero. The best of a column is bold; q/s are questions a second in a batch, of `{NAME}` one
after another.

`{NAME}` learned from {learned}: there its figures flatter it, and a † says so."""


def _section(measured: Measured) -> str:
    data, systems = measured.data, measured.data["systems"]
    size = f"{data['topics']:,} questions over {data['passages']:,} passages"
    if data["answerable"] < data["topics"]:
        size += f"; {data['topics'] - data['answerable']:,} of them cannot be answered"
    size += "".join(f"; {name.replace('_', ' ')} {value}" for name, value in data["choices"].items())
    columns = [name for name in MEASURES if any(name in system["measures"] for system in systems)]
    means = [[system["measures"].get(name, {}).get("mean") for name in columns] for system in systems]
    best = [max(value for value in column if value is not None) for column in zip(*means, strict=True)]
    rows = [
        [
            system["name"],
            *(_figure(value, bold=value == top) for value, top in zip(values, best, strict=True)),
            *_speed(measured.latency.get(system["name"], {})),
        ]
        for system, values in zip(systems, means, strict=True)
    ]
    table = markdown_table(["system", *columns, "q/s", "p50, ms", "p99, ms"], rows)
    return f"### {measured.name}\n\n{size}; sha256 {data['digest'][:12]}.\n\n{table}"


def _speed(figures: Plain) -> Iterator[str]:
    for name in ("questions_per_s", "p50_ms", "p99_ms"):
        value = figures.get(name)
        yield "–" if value is None else f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _compared(comparisons: Sequence[tuple[Measured, Comparison]]) -> str:
    rows = [
        [one.name, found.other, difference.measure, *_difference(difference)]
        for one, found in comparisons
        for difference in found.differences
    ]
    note = (
        f"Ours less `{BASE}`, question by question, in points of the mean; the interval is that of a bootstrap over"
        " questions (95 %), p that of the two-sided paired randomisation test, each for its comparison alone."
        f" {RESAMPLES:,} draws; `yuanhua evaluate compare` draws more often and shows the questions that changed most."
    )
    header = ["set", "system", "measure", BASE, "ours", "difference", "95 %", "p", "better", "worse"]
    return f"{note}\n\n{markdown_table(header, rows, left=3)}"


def _difference(one: Difference) -> list[str]:
    p = f"{one.p:.3f}" if one.p >= 0.001 else "< 0.001"
    interval = f"{100 * one.low:+.1f} … {100 * one.high:+.1f}"
    figures = [f"{one.base:.3f}", f"{one.other:.3f}", f"{100 * one.difference:+.1f}", interval, p]
    return [*figures, str(one.wins), str(one.losses)]


def _losses(comparisons: Sequence[tuple[Measured, Comparison]]) -> str:
    lost = [
        f"- {one.name}: `{found.other}` by {-100 * difference.difference:.1f} points of {difference.measure}"
        f" ({difference.other:.3f} against {difference.base:.3f})"
        for one, found in comparisons
        for difference in found.differences
        if difference.high < 0
    ]
    return "\n".join(lost) or "Nowhere by more than chance gives, in the comparisons above."


def _silence(measured: Sequence[Measured]) -> str:
    note = (
        f"The relevant passages of {HIDDEN:.0%} of the questions taken away (`--hide-gold {HIDDEN} --seed {SEED}`), so"
        " that silence is right for these. auroc: how well confidence tells which can be answered; aurc: the share"
        " wrong as more replies are given, less is better; ece: how far confidence is from the share right. The next"
        " three are those of the shipped threshold; only the whole road ever keeps silent."
    )
    rows = [
        [
            f"{one.name}, {one.data['topics']:,} questions",
            system["name"],
            *(_plain((system["abstaining"] or {}).get(name)) for name in SILENCE),
            _plain(system["measures"].get("Quote@1", {}).get("mean")),
        ]
        for one in measured
        for system in one.data["systems"]
    ]
    names = [name.replace("_", " ") for name in SILENCE]
    return f"{note}\n\n{markdown_table(['set', 'system', *names, 'Quote@1 of the rest'], rows, left=2)}"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _figure(value: float | None, *, bold: bool) -> str:
    return f"**{value:.3f}**" if bold and value is not None else _plain(value)


if __name__ == "__main__":
    given = [Path(folder) for folder in sys.argv[1:]]
    write_page([folder for folder in given if (folder / RESULTS).is_file()], given[-1] if given else None)
