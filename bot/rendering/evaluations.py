"""Evaluations as tables: what was found, what was quoted, when there was silence, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, harmless
from bot.rendering.quotes import indented
from bot.rendering.tables import table_lines
from bot.rendering.views import View
from index.evaluation.abstaining import abstaining_figures
from index.evaluation.answers import ANSWERED, REFUSED
from index.evaluation.latency import timing_figures
from index.evaluation.model import DataSet, Evaluation, Format, Plain

_TEXT_MEASURES = ("Passage@", "Quote@", "Answered@", "EM", "F1")
_FIGURES = ("auroc", "aurc", "brier", "ece", "false_answers", "false_abstentions", "answered_right", "threshold")
_TIMES = ("prepare_s", "questions_per_s", "p50_ms", "p95_ms", "p99_ms")
_IDS_SHOWN = 5
_NONE = "–"


def evaluation_lines(evaluations: Sequence[Evaluation], view: View, messages: Messages) -> list[Line]:
    """All tables of the systems measured on one DataSet."""
    data = evaluations[0].data
    measures = list(dict.fromkeys(name for one in evaluations for name in one.measures()))
    of_texts = [name for name in measures if name.startswith(_TEXT_MEASURES)]
    tables = [
        _table(evaluations, [name for name in measures if name not in (*of_texts, REFUSED)], _measured, view, messages),
        _table(evaluations, of_texts, _measured, view, messages),
        _kinds(evaluations, view, messages) if data.format is Format.QUESTIONS else [],
        _silence(evaluations, view, messages),
        _table(evaluations, _TIMES, _timed, view, messages),
    ]
    lines = _head(data, view, messages)
    for table in tables:
        lines += [EMPTY, *table] if table else []
    return [*lines, *_without_results(evaluations, view, messages)]


def _head(data: DataSet, view: View, messages: Messages) -> list[Line]:
    words = messages.evaluation
    answerable = sum(topic.answerable for topic in data.topics)
    size = words["size"].format(passages=len(data.passages), topics=len(data.topics))
    if answerable < len(data.topics):
        size += words["unanswerable"].format(count=len(data.topics) - answerable)
    lines: list[Line] = [(Piece(harmless(data.name), (Tone.TITLE,)), Piece(f"  {size}"))]
    if data.flaws:
        counts = Counter(flaw.kind for flaw in data.flaws)
        kinds = messages.list_separator.join(f"{words[kind]} {count}" for kind, count in counts.items())
        lines += indented((Piece(words["flaws"].format(kinds=kinds), (Tone.FAINT,)),), view)
    return lines


def _table(
    evaluations: Sequence[Evaluation],
    columns: Sequence[str],
    figures: Callable[[Evaluation], Mapping[str, Plain]],
    view: View,
    messages: Messages,
) -> list[Line]:
    """A row a system; columns that no system has are left out, as is a table without any."""
    found = [(one.system, figures(one)) for one in evaluations]
    used = [name for name in columns if any(name in values for _, values in found)]
    if not used:
        return []
    rows = [[system, *(_shown(name, values.get(name)) for name in used)] for system, values in found]
    header = [messages.evaluation["system"], *(messages.evaluation.get(name, name) for name in used)]
    return table_lines(rows, view, header=header, right=frozenset(range(1, len(header))))


def _measured(evaluation: Evaluation) -> Mapping[str, Plain]:
    return {name: evaluation.mean(name) for name in evaluation.measures()}


def _timed(evaluation: Evaluation) -> Mapping[str, Plain]:
    timing = evaluation.response.timing
    return {} if timing is None else dict(timing_figures(timing, len(evaluation.outcomes)))


def _silence(evaluations: Sequence[Evaluation], view: View, messages: Messages) -> list[Line]:
    """Only where some questions cannot be answered: otherwise silence is never right."""
    if all(topic.answerable for topic in evaluations[0].data.topics):
        return []
    return _table(evaluations, _FIGURES, lambda one: abstaining_figures(one) or {}, view, messages)


def _kinds(evaluations: Sequence[Evaluation], view: View, messages: Messages) -> list[Line]:
    """By kind, the share told right, or rightly refused."""
    counts = Counter(topic.kind for topic in evaluations[0].data.topics)
    rows = [
        [kind or _NONE, str(count), *(_shown(ANSWERED, _share_right(one, kind)) for one in evaluations)]
        for kind, count in counts.items()
    ]
    header = [messages.evaluation["kind"], messages.evaluation["questions"], *(one.system for one in evaluations)]
    return table_lines(rows, view, header=header, right=frozenset(range(1, len(header))))


def _share_right(evaluation: Evaluation, kind: str) -> float | None:
    values = [
        outcome.values[name]
        for outcome in evaluation.outcomes
        if outcome.topic.kind == kind
        for name in (ANSWERED, REFUSED)
        if name in outcome.values
    ]
    return sum(values) / len(values) if values else None


def _without_results(evaluations: Iterable[Evaluation], view: View, messages: Messages) -> list[Line]:
    lines: list[Line] = []
    for one in evaluations:
        if ids := one.without_results():
            shown = " ".join(ids[:_IDS_SHOWN]) + (" …" if len(ids) > _IDS_SHOWN else "")
            text = messages.evaluation["without_results"].format(system=one.system, count=len(ids), ids=shown)
            lines += [EMPTY, *indented((Piece(harmless(text), (Tone.WARNING,)),), view)]
    return lines


def _shown(name: str, value: Plain) -> str:
    if not isinstance(value, int | float):
        return _NONE
    if name.endswith(("_s", "_ms")):
        return f"{value:.0f}" if value >= 100 else f"{value:.1f}"
    return f"{value:.3f}"
