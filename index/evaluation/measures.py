"""Measures of rankings, by ir_measures; the only module that knows it.

``R@k`` is the share of the relevant passages that are among the first k, ``RR@10`` one over the place of the first
relevant one, ``nDCG@10`` discounted gain over the best possible, ``Success@k`` whether a relevant one is among the
first k. A question without results counts as zero in all of them.

They follow from the grades of the passages in the order these were found, and of those that were not found. Most
questions of a set have both in common with others, as one relevant passage found first, so ir_measures is asked once
for each different case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import ir_measures

from index.evaluation.model import Qrels, Run
from index.model import Ranking

_Case: TypeAlias = tuple[int, tuple[tuple[int, int], ...], tuple[int, ...]]
"""How many passages were found; place and grade of the judged ones among them; the grades of those not found."""

MEASURES = ("R@1", "R@5", "R@20", "RR@10", "nDCG@10", "Success@1", "Success@5")


def retrieval_values(qrels: Qrels, run: Run, measures: Sequence[str] = MEASURES) -> Mapping[str, Mapping[str, float]]:
    """Topic id → measure → value, for the topics of ``qrels``, measures in the order given.

    Args:
        qrels: the judgments.
        run: what was found; topics that are not judged are passed over.
        measures: names as ir_measures writes them.

    Raises:
        ValueError: ir_measures knows no such measure.
    """
    wanted = [_measure(name) for name in measures]
    # By identity: a measure's hash is made of its text each time, which costs more than computing it.
    names = {id(measure): name for measure, name in zip(wanted, measures, strict=True)}
    cases: dict[_Case, list[str]] = {}
    for topic, judged in qrels.items():
        cases.setdefault(_case(judged, run.rankings.get(topic, ())), []).append(topic)
    asked = {alike[0]: dict(qrels[alike[0]]) for alike in cases.values()}
    values: dict[str, dict[str, float]] = {topic: dict.fromkeys(measures, 0.0) for topic in asked}
    # The order of the Ranking is what counts: equal scores would be ordered anew, each library in its own way.
    found = {topic: _by_place(run.rankings.get(topic, ())) for topic in asked}
    if asked:
        for metric in ir_measures.iter_calc(wanted, asked, found):
            values[metric.query_id][names[id(metric.measure)]] = float(metric.value)
    told = {topic: values[alike[0]] for alike in cases.values() for topic in alike}
    return {topic: told[topic] for topic in qrels}


def _case(judged: Mapping[str, int], ranking: Ranking) -> _Case:
    found = [(place, judged[hit.paragraph]) for place, hit in enumerate(ranking) if hit.paragraph in judged]
    if len(found) == len(judged):
        return len(ranking), tuple(found), ()
    passages = {hit.paragraph for hit in ranking}
    missed = sorted([grade for passage, grade in judged.items() if passage not in passages])
    return len(ranking), tuple(found), tuple(missed)


def _by_place(ranking: Ranking) -> dict[str, float]:
    """Passage id → a score that falls from place to place."""
    return {hit.paragraph: float(len(ranking) - place) for place, hit in enumerate(ranking)}


def _measure(name: str) -> ir_measures.Measure:
    try:
        return ir_measures.parse_measure(name)
    except (NameError, SyntaxError, ValueError) as error:
        raise ValueError(f"{name}: no measure of ir_measures; write one as R@5 or nDCG@10") from error
