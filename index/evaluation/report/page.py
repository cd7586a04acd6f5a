"""The report's page: what was measured, a section a DataSet, how it was made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import uuid4
from xml.etree.ElementTree import Element

from index.evaluation.abstaining import is_right
from index.evaluation.errors import EvaluationError
from index.evaluation.latency import timing_figures
from index.evaluation.model import DataSet, Evaluation, Outcome
from index.evaluation.outputs import results_record
from index.evaluation.report import figures
from index.evaluation.report.elements import Child, counted, document, tag
from index.evaluation.report.style import STYLE

_MISSED = 12
_TIMES = {
    "prepare_s": "prepare, s",
    "questions_per_s": "questions/s",
    "p50_ms": "p50, ms",
    "p95_ms": "p95, ms",
    "p99_ms": "p99, ms",
}


def write_report(evaluations: Sequence[Evaluation], path: Path, command: Sequence[str], seed: int = 1) -> None:
    """Writes the page, whole or not at all.

    Raises:
        ValueError: there are no evaluations.
        EvaluationError: the file cannot be written.
    """
    text = report_html(evaluations, command, seed)
    beside = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def report_html(evaluations: Sequence[Evaluation], command: Sequence[str], seed: int = 1) -> str:
    """The page.

    Args:
        evaluations: of one DataSet or several; each DataSet has a section with all its systems.
        command: what made them, word by word.
        seed: the bootstrap's intervals follow from it.

    Raises:
        ValueError: there are no evaluations.
    """
    if not evaluations:
        raise ValueError("there are no evaluations; give at least one")
    sets = list({id(one.data): one.data for one in evaluations}.values())
    names = ", ".join(data.name for data in sets)
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"Evaluation: {names}"),
        tag("style", STYLE),
    )
    sections = [_section(data, [one for one in evaluations if one.data is data], seed) for data in sets]
    main = tag(
        "main",
        tag("h1", "Evaluation"),
        tag("p", f"{names} · {_systems(evaluations)}", class_="soft"),
        *sections,
        _made(evaluations, command),
    )
    return document(tag("html", head, tag("body", main), lang="en"))


def _section(data: DataSet, evaluations: Sequence[Evaluation], seed: int) -> Element:
    some_cannot = any(not topic.answerable for topic in data.topics)
    parts: list[Element | None] = [
        tag("h2", data.name),
        tag("p", _size(data), class_="soft"),
        figures.key(evaluations),
        *_part(
            "Measures",
            "Means over the questions a measure applies to; the whisker is the 95 % interval of a bootstrap over"
            " questions. A question without results counts as zero.",
            figures.measure_bars(evaluations, seed),
        ),
        *_part(
            "Rank of the relevant passage",
            "Where the first relevant passage stood, over the questions that have one.",
            figures.gold_ranks(evaluations),
        ),
        *_part(
            "Knowing when not to answer",
            "Risk against coverage: replies are given from the most confident down; lower is better, and a disc marks"
            " where a system's own threshold stops. Reliability: of replies with this confidence, how many are right;"
            " on the dashed line confidence is what it says, and a disc's area is the number of replies.",
            _grid(
                [
                    figures.risk_coverage_curves(evaluations),
                    *(figures.reliability_diagram(one, place) for place, one in enumerate(evaluations)),
                ]
            ),
        ),
        *_part(
            "Confidence",
            "How confident replies are. The less the two colours overlap, the better silence can be told."
            if some_cannot
            else "How confident replies are.",
            _grid(figures.confidence_histogram(one) for one in evaluations),
            legend=_can_key() if some_cannot else None,
        ),
        *_part(
            "Time",
            "By the wall clock, on the machine that made this page; the slowest hundredth is put into the last bar.",
            _times(evaluations),
            _grid(figures.latency_histogram(one, place) for place, one in enumerate(evaluations)),
        ),
        *_part(
            "Questions most systems miss",
            "Those that can be answered, by how many systems give no right first reply; the system named last speaks.",
            _missed(evaluations),
        ),
    ]
    return tag("section", *(part for part in parts if part is not None))


def _part(title: str, note: str, *shown: Element | None, legend: Element | None = None) -> list[Element]:
    """A heading, a line about how to read it, and what there is to see; nothing where there is nothing to see."""
    seen = [one for one in shown if one is not None]
    if not seen:
        return []
    return [tag("h3", title), tag("p", note, class_="note"), *([] if legend is None else [legend]), *seen]


def _grid(pictures: Iterable[Element | None]) -> Element | None:
    found = [picture for picture in pictures if picture is not None]
    return tag("div", *found, class_="grid wide") if found else None


def _can_key() -> Element:
    return tag(
        "ul",
        tag("li", tag("span", class_="chip can"), "can be answered"),
        tag("li", tag("span", class_="chip cannot"), "cannot be answered"),
        class_="key",
    )


def _size(data: DataSet) -> str:
    answerable = sum(topic.answerable for topic in data.topics)
    parts = [counted(len(data.topics), "question")]
    if data.passages:
        parts.insert(0, counted(len(data.passages), "passage"))
    if answerable < len(data.topics):
        parts.append(f"{len(data.topics) - answerable:,} without an answer")
    parts += [f"{name.replace('_', ' ')} {value}" for name, value in data.choices.items()]
    return " · ".join([*parts, f"sha256 {data.digest[:12]}"])


def _systems(evaluations: Sequence[Evaluation]) -> str:
    names = list(dict.fromkeys(one.system for one in evaluations))
    return f"{counted(len(names), 'system')}: {', '.join(names)}"


def _times(evaluations: Sequence[Evaluation]) -> Element | None:
    timed = [
        (one.system, timing_figures(one.response.timing, len(one.outcomes)))
        for one in evaluations
        if one.response.timing is not None
    ]
    used = [name for name in _TIMES if any(name in values for _, values in timed)]
    if not timed:
        return None
    head = tag("tr", tag("th", "system"), *(tag("th", _TIMES[name]) for name in used))
    rows = [
        tag("tr", tag("td", system), *(tag("td", _time(values.get(name))) for name in used)) for system, values in timed
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="scroll card")


def _time(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _missed(evaluations: Sequence[Evaluation]) -> Element | None:
    counts: list[tuple[int, int]] = []
    for place in range(len(evaluations[0].outcomes)):
        told = [is_right(one.outcomes[place]) for one in evaluations if one.outcomes[place].topic.answerable]
        if wrong := sum(right is False for right in told):
            counts.append((-wrong, place))
    if not counts:
        return None
    cards = [
        _missed_card(evaluations[-1].outcomes[place], evaluations[-1].system, -wrong, len(evaluations))
        for wrong, place in sorted(counts)[:_MISSED]
    ]
    return tag("div", *cards, class_="missed")


def _missed_card(outcome: Outcome, system: str, wrong: int, systems: int) -> Element:
    topic, reply = outcome.topic, outcome.reply
    said: list[Child] = [tag("dt", "missed by"), tag("dd", f"{wrong} of {systems}")]
    if topic.answers:
        said += [tag("dt", "answer"), tag("dd", " / ".join(answer.text for answer in topic.answers), lang="zh")]
    said += [tag("dt", "rank"), tag("dd", "not found" if outcome.rank is None else str(outcome.rank))]
    if reply is not None and reply.quotes:
        silent = " (kept silent; this came nearest)" if reply.abstained else ""
        said += [tag("dt", system), tag("dd", tag("span", reply.quotes[0].key, lang="zh"), silent)]
    question = tag("p", topic.text or topic.id, lang="zh", class_="question")
    return tag("div", question, tag("p", topic.id, class_="note"), tag("dl", *said), class_="card")


def _made(evaluations: Sequence[Evaluation], command: Sequence[str]) -> Element:
    record = results_record(evaluations, command)
    systems = {one.system: dict(one.response.configuration) for one in evaluations}
    plain = {"versions": record["versions"], "configuration": systems}
    return tag(
        "section",
        tag("h2", "How this was made"),
        tag("pre", " ".join(command)),
        tag(
            "details",
            tag("summary", "Versions and configuration"),
            tag("pre", json.dumps(plain, ensure_ascii=False, indent=1)),
        ),
    )
