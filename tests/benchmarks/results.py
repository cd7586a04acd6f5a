"""The page of results, ``index/evaluation/RESULTS.md``, measured anew and written whole.

``python -m tests.benchmarks results`` needs ``YUANHUA_DATASETS``: question sets, or folders of them, with the path
separator between them. All systems are measured on each, with the shipped settings and models; where the sets of
``tests.benchmarks.baseline`` are among them, the plain baseline is looked at more closely. The run takes as long as the
largest sets take the whole road, which asks one question after another: tens of minutes.
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

from bot.config import load_config
from bot.evaluating import NAME, AnswererSystem
from corpus.loading import load_article
from index.evaluation import DataSet, Evaluation, System, Workshop, evaluate, gold_hidden, read_questions, term_system
from index.evaluation.abstaining import abstaining_figures
from index.evaluation.comparing import Comparison, Difference, compare
from index.evaluation.detecting import articles_beside, find_data, read_data
from index.evaluation.latency import timing_figures
from index.evaluation.model import Format, Plain
from index.evaluation.outputs import Recorded
from index.evaluation.systems import NAMES
from tests import gate
from tests.benchmarks import baseline, bench_evaluation, elsewhere
from tests.benchmarks.tables import markdown_table

PAGE = gate.ROOT / "index" / "evaluation" / "RESULTS.md"
CARD = gate.ROOT / "bot" / "models" / "card.json"
BASE = "words"
OURS = ("mixed", "mixed+sentence", NAME)
MEASURES = ("R@1", "R@5", "R@20", "RR@10", "nDCG@10", "Quote@1", "Answered@1", "EM", "F1", "Refused")
SILENCE = ("auroc", "aurc", "ece", "false_answers", "false_abstentions", "answered_right")
HIDDEN, SEED = 0.5, 1


@dataclass(frozen=True)
class Measured:
    """All systems on one data set; ``hidden``: the same with gold passages taken away, where answers are known."""

    evaluations: Sequence[Evaluation]
    hidden: Sequence[Evaluation] = ()

    @property
    def data(self) -> DataSet:
        """The data set."""
        return self.evaluations[0].data

    def comparisons(self) -> list[Comparison]:
        """Each system with the plain baseline, by what most depends on."""
        measures = [name for name in ("R@1", "RR@10", "Quote@1") if name in self.evaluations[0].measures()]
        return compare([_record(one) for one in self.evaluations], BASE, measures, changes=0, seed=SEED)


def main() -> None:
    """Measures, and writes the page."""
    folders = [Path(folder) for folder in os.environ.get("YUANHUA_DATASETS", "").split(os.pathsep) if folder]
    if not folders:
        sys.stdout.write("results: set YUANHUA_DATASETS to the folder of the question sets\n")
        return
    paths = [path for folder in folders for path in find_data(folder)]
    measured = []
    for data in (_own(), *map(_read, paths)):
        sys.stdout.write(f"{data.name}\n")
        sys.stdout.flush()
        measured.append(_measured(data))
    PAGE.write_text(_page(measured, {path.stem: path for path in paths}), encoding="utf-8")
    sys.stdout.write(f"written to {PAGE}\n")


def _own() -> DataSet:
    return read_questions(gate.QUESTIONS, [load_article(gate.ARTICLE)])


def _read(path: Path) -> DataSet:
    return read_data(path, [load_article(article) for article in articles_beside(path)] if path.is_dir() else ())


def _measured(data: DataSet) -> Measured:
    all_systems = _all(data)
    learned = data.format is Format.SQUAD and data.name in _learned_from()
    if data.format is not Format.SQUAD or learned:
        return Measured(all_systems)
    return Measured(all_systems, _all(gold_hidden(data, HIDDEN, SEED)))


def _all(data: DataSet) -> list[Evaluation]:
    config = load_config(environ={})
    with Workshop(os.cpu_count() or 1) as workshop:
        own: list[System] = [term_system(name, config.index_settings(), workshop) for name in NAMES]
        return [evaluate(data, system) for system in (*own, AnswererSystem(config, workshop))]


def _learned_from() -> Sequence[str]:
    return list(json.loads(CARD.read_text(encoding="utf-8"))["data"])


def _record(evaluation: Evaluation) -> Recorded:
    data, response = evaluation.data, evaluation.response
    return Recorded(
        data=data.name,
        digest=data.digest,
        choices=data.choices,
        system=evaluation.system,
        calibrated=response.calibrated,
        threshold=response.threshold,
        outcomes=evaluation.outcomes,
    )


# The page


def _page(measured: Sequence[Measured], paths: Mapping[str, Path]) -> str:
    comparisons = [one for each in measured for one in each.comparisons() if one.other in OURS]
    parts = [
        _head(measured),
        "## Finding and quoting",
        *(_section(one) for one in measured),
        "## Against the plain baseline",
        _compared(comparisons),
        "## Where ours lose to the plain baseline",
        _losses(comparisons),
        "## Knowing when not to answer",
        _silence([one for one in measured if one.hidden]),
        *baseline.sections(paths),
        *elsewhere.sections(),
    ]
    if speed := bench_evaluation.page(paths):
        parts += ["## Speed", speed]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _head(measured: Sequence[Measured]) -> str:
    learned = ", ".join(_learned_from())
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    when = datetime.now().astimezone().date().isoformat()
    models = measured[0].evaluations[-1].response.configuration.get("models")
    prints = ", ".join(f"{name} {value}" for name, value in models.items()) if isinstance(models, dict) else "none"
    return f"""# Results

`python -m tests.benchmarks results` measures every figure here but those under *Others*, and writes this page. This one
was made on {when} on a machine with {machine}, and with these models of `{NAME}`: {prints}.
`yuanhua evaluate SET` gives the same for one set.

`words` is the plain baseline, what ten lines with jieba and rank_bm25 give; `bigrams` ranks pairs of characters as
Lucene's CJK analyser cuts them; `tfidf` is scikit-learn's cosine over words; `mixed` and `mixed+sentence` are our terms
without and with the best sentence's score; `{NAME}` is the whole road from question to reply. The settings are the
shipped ones, the same on every set. `index/evaluation/answers.py` and `measures.py` define the measures. A question
without results counts as zero. The best of a column is bold; q/s are questions a second in a batch, of `{NAME}` one
after another.

`{NAME}` learned from {learned}: there its figures flatter it, and a † says so."""


def _section(measured: Measured) -> str:
    data, evaluations = measured.data, measured.evaluations
    answerable = sum(topic.answerable for topic in data.topics)
    size = f"{len(data.topics):,} questions over {len(data.passages):,} passages"
    if answerable < len(data.topics):
        size += f"; {len(data.topics) - answerable} of them cannot be answered"
    columns = [name for name in MEASURES if any(name in one.measures() for one in evaluations)]
    means = [[one.mean(name) if name in one.measures() else None for name in columns] for one in evaluations]
    best = [max((value for value in column if value is not None), default=None) for column in zip(*means, strict=True)]
    rows = [
        [
            one.system,
            *(_figure(value, bold=value == top) for value, top in zip(values, best, strict=True)),
            *_speed(one),
        ]
        for one, values in zip(evaluations, means, strict=True)
    ]
    table = markdown_table(["system", *columns, "q/s", "p50, ms", "p99, ms"], rows)
    return f"### {_marked(data.name)}\n\n{size}; sha256 {data.digest[:12]}.\n\n{table}"


def _marked(name: str) -> str:
    return f"{name} †" if name in _learned_from() else name


def _speed(evaluation: Evaluation) -> Iterator[str]:
    timing = evaluation.response.timing
    figures = {} if timing is None else timing_figures(timing, len(evaluation.outcomes))
    for name in ("questions_per_s", "p50_ms", "p99_ms"):
        value = figures.get(name)
        yield "–" if value is None else f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _compared(comparisons: Sequence[Comparison]) -> str:
    rows = [
        [_marked(one.data), one.other, difference.measure, *_difference(difference)]
        for one in comparisons
        for difference in one.differences
    ]
    note = (
        f"Ours less `{BASE}`, question by question, in points of the mean; the interval is that of a bootstrap over"
        " questions (95 %), p that of the two-sided paired randomisation test, each for its comparison alone. All come"
        " from `yuanhua evaluate compare`, which also shows the questions that changed most."
    )
    header = ["set", "system", "measure", f"{BASE}", "ours", "difference", "95 %", "p", "better", "worse"]
    return f"{note}\n\n{markdown_table(header, rows, left=3)}"


def _difference(one: Difference) -> list[str]:
    p = f"{one.p:.4f}" if one.p >= 0.0002 else "< 0.0002"
    interval = f"{100 * one.low:+.1f} … {100 * one.high:+.1f}"
    figures = [f"{one.base:.3f}", f"{one.other:.3f}", f"{100 * one.difference:+.1f}", interval, p]
    return [*figures, str(one.wins), str(one.losses)]


def _losses(comparisons: Sequence[Comparison]) -> str:
    lost = [(one, found) for one in comparisons for found in one.differences if found.high < 0]
    if not lost:
        return "Nowhere by more than chance gives."
    return "\n".join(
        f"- {_marked(one.data)}: `{one.other}` by {-100 * found.difference:.1f} points of {found.measure}"
        f" ({found.other:.3f} against {found.base:.3f})"
        for one, found in lost
    )


def _silence(measured: Sequence[Measured]) -> str:
    note = (
        f"The relevant passages of {HIDDEN:.0%} of the questions taken away (`--hide-gold {HIDDEN} --seed {SEED}`), so"
        " that silence is right for these. `auroc`: how well confidence tells which can be answered; `aurc`: the share"
        " wrong as more replies are given, less is better; `ece`: how far confidence is from the share right. The last"
        " three are those of the shipped threshold; only the whole road ever keeps silent. Our own questions and sets"
        " learned from are left out."
    )
    rows = [
        [one.data.name, one.system, *(_plain(figures.get(name)) for name in SILENCE), _plain(_mean(one, "Quote@1"))]
        for each in measured
        for one in each.hidden
        for figures in [abstaining_figures(one) or {}]
    ]
    names = [name.replace("_", " ") for name in SILENCE]
    return f"{note}\n\n{markdown_table(['set', 'system', *names, 'Quote@1 of the rest'], rows, left=2)}"


def _mean(evaluation: Evaluation, measure: str) -> float | None:
    return evaluation.mean(measure) if measure in evaluation.measures() else None


def _plain(value: Plain) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"


def _figure(value: float | None, *, bold: bool) -> str:
    text = "–" if value is None else f"{value:.3f}"
    return f"**{text}**" if bold and value is not None else text
