"""The pictures of a report: each takes evaluations on one DataSet and gives an element, or None where it has no say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from index.evaluation.abstaining import Bin, confidence, reliability, risk_coverage
from index.evaluation.latency import latency_figures
from index.evaluation.model import Evaluation, Outcome
from index.evaluation.report.axes import Axes
from index.evaluation.report.elements import counted, number, tag
from index.evaluation.resampling import mean_interval

RESAMPLES = 2000
_COLOURS = 8
_BINS = 30
_POINTS = 200
_RANKS = ((1, 1, "1"), (2, 2, "2"), (3, 5, "3–5"), (6, 10, "6–10"), (11, 10**9, "11 and on"))
_Floats: TypeAlias = NDArray[np.float64]


def key(evaluations: Sequence[Evaluation]) -> Element:
    """Which colour is which system."""
    return tag(
        "ul",
        *(
            tag("li", tag("span", class_=f"chip s{place % _COLOURS}"), one.system)
            for place, one in enumerate(evaluations)
        ),
        class_="key",
    )


def measure_bars(evaluations: Sequence[Evaluation], seed: int) -> Element:
    """A card a measure: a bar a system from 0 to 1, with the mean's 95 % interval."""
    measures = dict.fromkeys(name for one in evaluations for name in one.measures())
    return tag("div", *(_measure_card(name, evaluations, seed) for name in measures), class_="grid")


def risk_coverage_curves(evaluations: Sequence[Evaluation]) -> Element | None:
    """The share wrong among the most confident replies, as more are given; a disc where a threshold stops."""
    axes = Axes((0, 1), (0, 1), "questions answered", "wrong among them", percent="xy")
    drawn: list[Element] = []
    for place, one in enumerate(evaluations):
        coverage, risk = risk_coverage(one.outcomes)
        if not len(coverage):
            continue
        few = _some(len(coverage))
        colour = place % _COLOURS
        drawn.append(axes.curve(coverage[few].tolist(), risk[few].tolist(), class_=f"curve s{colour}"))
        if one.response.threshold is not None and (given := _given(one)):
            drawn.append(axes.dot(coverage[given - 1], risk[given - 1], 4.5, class_=f"f{colour} halo"))
    return _titled("Risk against coverage", axes.picture("Risk against coverage", *drawn)) if drawn else None


def reliability_diagram(evaluation: Evaluation, place: int) -> Element | None:
    """Confidence against the share right, a disc a bin, its area the number of replies; None unless calibrated."""
    if not evaluation.response.calibrated:
        return None
    bins = [one for one in reliability(evaluation.outcomes) if one.count]
    if not bins:
        return None
    axes = Axes((0, 1), (0, 1), "confidence", "right", percent="xy")
    most, colour = max(one.count for one in bins), place % _COLOURS
    drawn = [
        axes.curve([0, 1], [0, 1], class_="dash"),
        axes.curve([one.confidence for one in bins], [one.right for one in bins], class_=f"curve s{colour}"),
        *(_bin_dot(axes, one, most, colour) for one in bins),
    ]
    return _titled(f"Reliability: {evaluation.system}", axes.picture(f"Reliability of {evaluation.system}", *drawn))


def confidence_histogram(evaluation: Evaluation) -> Element | None:
    """How confident replies are to questions that can be answered, and to those that cannot."""
    can = np.array([confidence(one) for one in evaluation.outcomes if one.topic.answerable])
    cannot = np.array([confidence(one) for one in evaluation.outcomes if not one.topic.answerable])
    both = np.concatenate([can, cannot])
    if not len(both) or np.ptp(both) == 0:
        return None
    calibrated = evaluation.response.calibrated
    ends = (0.0, 1.0) if calibrated else (min(0.0, float(both.min())), float(both.max()))
    edges = np.linspace(*ends, _BINS + 1)
    shares = [(name, _shares(some, edges)) for name, some in (("can", can), ("cannot", cannot)) if len(some)]
    highest = max(float(share.max()) for _, share in shares)
    label = "confidence" if calibrated else "confidence (own scale)" if evaluation.response.replies else "score"
    axes = Axes(ends, (0, highest * 1.08), label, "share of questions", 210, "y")
    drawn = [block for name, share in shares for block in _blocks(axes, edges, share, name)]
    if (threshold := evaluation.response.threshold) is not None:
        drawn += [axes.upright(threshold), axes.note(threshold, f"threshold {threshold:g}")]
    return _titled(evaluation.system, axes.picture(f"Confidence of {evaluation.system}", *drawn))


def latency_histogram(evaluation: Evaluation, colour: int) -> Element | None:
    """How long questions take, up to the slowest hundredth; None where they were not timed one by one."""
    timing = evaluation.response.timing
    if timing is None or len(timing.each) < 2:
        return None
    each = np.array(list(timing.each.values()))
    figures = latency_figures(timing.each)
    end = max(figures["p99_ms"] * 1.15, 1e-3)
    edges = np.linspace(0, end, _BINS + 1)
    share = _shares(np.minimum(each, end), edges)
    axes = Axes((0, end), (0, float(share.max()) * 1.08), "milliseconds a question", "share of questions", 210, "y")
    lines = [axes.upright(value) for value in figures.values()]
    notes = [
        axes.note(value, f"{name.removesuffix('_ms')} {_milliseconds(value)}", line)
        for line, (name, value) in enumerate(figures.items())
    ]
    bars = _blocks(axes, edges, share, f"f{colour % _COLOURS}")
    return _titled(evaluation.system, axes.picture(f"Latency of {evaluation.system}", *bars, *lines, *notes))


def gold_ranks(evaluations: Sequence[Evaluation]) -> Element | None:
    """Where the first relevant passage stood: a strip a system, over the questions that have one."""
    strips = [strip for one in evaluations if (strip := _rank_strip(one)) is not None]
    if not strips:
        return None
    names = [*((f"r{place}", name) for place, (_, _, name) in enumerate(_RANKS)), ("none", "not found")]
    legend = tag("ul", *(tag("li", tag("span", class_=f"chip {name}"), text) for name, text in names), class_="key")
    return tag("div", *strips, legend, class_="card")


def _measure_card(measure: str, evaluations: Sequence[Evaluation], seed: int) -> Element:
    rows = [
        _measure_row(one.system, list(values.values()), place % _COLOURS, seed)
        for place, one in enumerate(evaluations)
        if (values := one.values(measure))
    ]
    topics = max(len(one.values(measure)) for one in evaluations)
    return tag(
        "div", tag("h4", measure, tag("span", f" · {counted(topics, 'question')}", class_="soft")), *rows, class_="card"
    )


def _measure_row(system: str, values: Sequence[float], colour: int, seed: int) -> Element:
    mean = sum(values) / len(values)
    low, high = mean_interval(values, seed, resamples=RESAMPLES)
    interval = tag("span", class_="interval", style=f"left:{_percent(low)};width:{_percent(high - low)}")
    bar = tag("span", class_=f"bar s{colour}", style=f"width:{_percent(mean)}")
    track = tag("span", bar, *([interval] if high > low else []), class_="track")
    return tag(
        "div",
        tag("span", system, title=system),
        track,
        tag("span", f"{mean:.3f}"),
        class_="row",
        title=f"{system}: {mean:.3f}, 95 % interval {low:.3f} to {high:.3f}",
    )


def _rank_strip(evaluation: Evaluation) -> Element | None:
    ranks = [outcome.rank for outcome in evaluation.outcomes if outcome.gold]
    if not ranks:
        return None
    counted = [
        (f"r{place}", name, sum(rank is not None and low <= rank <= high for rank in ranks))
        for place, (low, high, name) in enumerate(_RANKS)
    ]
    counted.append(("none", "not found", sum(rank is None for rank in ranks)))
    parts = [
        tag("span", class_=name, style=f"width:{_percent(count / len(ranks))}", title=f"{told}: {count}")
        for name, told, count in counted
        if count
    ]
    told = ", ".join(f"{name}: {count}" for _, name, count in counted)
    strip = tag("span", *parts, class_="stack", role="img", aria_label=told)
    return tag("div", tag("span", evaluation.system), strip, class_="ranks")


def _bin_dot(axes: Axes, one: Bin, most: int, colour: int) -> Element:
    dot = axes.dot(one.confidence, one.right, 3 + 8 * (one.count / most) ** 0.5, class_=f"f{colour} halo")
    dot.append(tag("title", f"{one.count} replies: confidence {one.confidence:.2f}, {one.right:.0%} right"))
    return dot


def _blocks(axes: Axes, edges: _Floats, shares: _Floats, name: str) -> list[Element]:
    return [
        axes.block(float(left), float(right), float(share), class_=name)
        for left, right, share in zip(edges[:-1], edges[1:], shares, strict=True)
        if share
    ]


def _shares(values: _Floats, edges: _Floats) -> _Floats:
    counts, _ = np.histogram(values, edges)
    return counts / len(values)


def _given(evaluation: Evaluation) -> int:
    """How many replies were no abstentions."""
    return sum(_spoke(outcome) for outcome in evaluation.outcomes)


def _spoke(outcome: Outcome) -> bool:
    return outcome.reply is not None and not outcome.reply.abstained


def _some(count: int) -> NDArray[np.int64]:
    """Places evenly spread over ``count``, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, _POINTS).round().astype(np.int64))


def _percent(share: float) -> str:
    return f"{number(100 * min(max(share, 0.0), 1.0))}%"


def _milliseconds(value: float) -> str:
    return f"{value:.0f} ms" if value >= 10 else f"{value:.2g} ms"


def _titled(title: str, picture: Element) -> Element:
    return tag("figure", tag("h4", title), picture, class_="card")
