"""Comparisons of systems: a table of measures, and the questions that changed most with both answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, harmless
from bot.rendering.quotes import indented
from bot.rendering.records import Record
from bot.rendering.tables import table_lines
from bot.rendering.views import View
from index.evaluation.comparing import Change, Comparison, Difference
from index.evaluation.model import Outcome

_SURE = 0.05


def comparison_lines(comparison: Comparison, view: View, messages: Messages) -> list[Line]:
    """What is to be said of two systems."""
    words = messages.evaluation
    title = words["compared"].format(base=comparison.base, other=comparison.other)
    lines: list[Line] = [
        (Piece(harmless(title), (Tone.TITLE,)), Piece(harmless(f"  {comparison.data}"))),
        EMPTY,
        *_table(comparison, view, messages),
    ]
    wins, losses = _counts(comparison)
    for changes, total, kind in ((comparison.better, wins, "better"), (comparison.worse, losses, "worse")):
        if changes:
            text = words[kind].format(count=len(changes), total=total, measure=comparison.told_apart_by)
            lines += [EMPTY, *indented((Piece(text, (Tone.LABEL,)),), view)]
            for change in changes:
                lines += [EMPTY, *_change_lines(change, comparison, view, messages)]
    return lines


def comparison_record(comparison: Comparison) -> Record:
    """The same as plain values."""
    return {
        "data": comparison.data,
        "choices": dict(comparison.choices),
        "base": comparison.base,
        "other": comparison.other,
        "measures": [{**asdict(one), "difference": one.difference} for one in comparison.differences],
        "told_apart_by": comparison.told_apart_by,
        "better": [_change_record(change) for change in comparison.better],
        "worse": [_change_record(change) for change in comparison.worse],
    }


def _table(comparison: Comparison, view: View, messages: Messages) -> list[Line]:
    words = messages.evaluation
    header = [
        words["measure"],
        comparison.base,
        comparison.other,
        *(words[name] for name in ("difference", "interval", "p", "wins", "ties", "losses")),
    ]
    rows = [_row(one) for one in comparison.differences]
    return table_lines(rows, view, header=header, right=frozenset(range(1, len(header))))


def _row(one: Difference) -> list[str]:
    p = "<0.001" if one.p < 0.001 else f"{one.p:.3f}"
    return [
        one.measure,
        f"{one.base:.3f}",
        f"{one.other:.3f}",
        f"{one.difference:+.3f}",
        f"{one.low:+.3f} … {one.high:+.3f}",
        f"{p}{'*' if one.p < _SURE else ' '}",
        str(one.wins),
        str(one.ties),
        str(one.losses),
    ]


def _counts(comparison: Comparison) -> tuple[int, int]:
    """How many questions got better and worse by the measure that tells them apart."""
    named = (one for one in comparison.differences if one.measure == comparison.told_apart_by)
    found = next(named, None)
    return (found.wins, found.losses) if found else (len(comparison.better), len(comparison.worse))


def _change_lines(change: Change, comparison: Comparison, view: View, messages: Messages) -> list[Line]:
    words, topic = messages.evaluation, change.base.topic
    answers = messages.list_separator.join(answer.text for answer in topic.answers) or " ".join(change.base.gold)
    rows = [
        [words["answer"], (answers if topic.answerable else "") or words["no_answer"]],
        [comparison.base, _given(change.base, messages)],
        [comparison.other, _given(change.other, messages)],
    ]
    head = (
        Piece(harmless(f"{topic.id}  "), (Tone.FAINT,)),
        Piece(harmless(topic.text), (Tone.KEY,)),
        Piece(f"  {change.difference:+.3f}", (Tone.GOOD if change.difference > 0 else Tone.WARNING,)),
    )
    return [*indented(head, view), *table_lines(rows, view, elastic=1, tones=(Tone.FAINT,))]


def _given(outcome: Outcome, messages: Messages) -> str:
    """What a system gave, in a line: passage, its place, key sentence."""
    words = messages.evaluation
    place = f"#{outcome.rank}" if outcome.rank else "#–" if outcome.gold else ""
    if outcome.reply is None or not outcome.reply.quotes:
        return place if outcome.found else words["nothing_found"]
    first = outcome.reply.quotes[0]
    text = f"{first.key} ({' '.join(part for part in (first.passage, place) if part)})"
    return words["silent"].format(text=text) if outcome.reply.abstained else text


def _change_record(change: Change) -> Record:
    topic = change.base.topic
    return {
        "id": topic.id,
        "question": topic.text,
        "answerable": topic.answerable,
        "answers": [answer.text for answer in topic.answers],
        "gold": list(change.base.gold),
        "difference": change.difference,
        "base": _outcome_record(change.base),
        "other": _outcome_record(change.other),
    }


def _outcome_record(outcome: Outcome) -> Record:
    reply = outcome.reply
    quotes: Sequence[Record] = (
        []
        if reply is None
        else [{"passage": one.passage, "key": one.key, "answer": one.answer} for one in reply.quotes]
    )
    return {
        "rank": outcome.rank,
        "values": dict(outcome.values),
        "confidence": None if reply is None else reply.confidence,
        "abstained": None if reply is None else reply.abstained,
        "quotes": quotes[:1],
    }
