"""A sweep as tables: each point's mean, what each fold chose, and what to expect of choosing so."""

from __future__ import annotations

from dataclasses import asdict

from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, harmless
from bot.rendering.quotes import indented
from bot.rendering.records import Record
from bot.rendering.tables import table_lines
from bot.rendering.views import View
from index.evaluation.sweeping import Point, Sweep


def sweep_lines(sweep: Sweep, view: View, messages: Messages) -> list[Line]:
    """All that is to be said of a sweep."""
    words = messages.evaluation
    size = words["swept"].format(measure=sweep.measure, points=len(sweep.means), topics=sweep.topics)
    points = [
        [*_values(point), f"{mean:.4f}{'*' if point == sweep.best else ' '}"] for point, mean in sweep.means.items()
    ]
    folds = [
        [
            f"{words['fold']} {number}",
            str(fold.topics),
            _told(fold.chosen),
            f"{fold.elsewhere:.4f}",
            f"{fold.held_out:.4f}",
        ]
        for number, fold in enumerate(sweep.folds, start=1)
    ]
    header = ["", *(words[name] for name in ("questions", "choice", "elsewhere", "on_held_out"))]
    lines: list[Line] = [
        (Piece(harmless(sweep.data), (Tone.TITLE,)), Piece(f"  {size}")),
        EMPTY,
        *table_lines(points, view, header=["k1", "b", "sentence_weight", sweep.measure], right=frozenset(range(4))),
        EMPTY,
        *table_lines(folds, view, header=header, right=frozenset((1, 3, 4))),
        EMPTY,
        *indented((Piece(words["expected"].format(value=sweep.held_out), (Tone.KEY,)),), view),
    ]
    told = [words["best_of_all"].format(point=_told(sweep.best), value=sweep.means[sweep.best])]
    if sweep.start is not None:
        told.append(words["as_set"].format(point=_told(sweep.start), value=sweep.means[sweep.start]))
    for text in told:
        lines += indented((Piece(text),), view)
    return lines


def sweep_record(sweep: Sweep) -> Record:
    """The same as plain values."""
    return {
        "data": sweep.data,
        "measure": sweep.measure,
        "topics": sweep.topics,
        "points": [{**asdict(point), "mean": mean} for point, mean in sweep.means.items()],
        "folds": [asdict(fold) for fold in sweep.folds],
        "best": asdict(sweep.best),
        "held_out": sweep.held_out,
        "start": None if sweep.start is None else asdict(sweep.start),
    }


def _values(point: Point) -> list[str]:
    return [f"{value:g}" for value in (point.k1, point.b, point.sentence_weight)]


def _told(point: Point) -> str:
    return " ".join(_values(point))
