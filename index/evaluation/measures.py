"""Measures of rankings, by ir_measures; the only module that knows it.

``R@k`` is the share of the relevant passages that are among the first k, ``RR@10`` one over the place of the first
relevant one, ``nDCG@10`` discounted gain over the best possible, ``Success@k`` whether a relevant one is among the
first k. A question without results counts as zero in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ir_measures

from index.evaluation.model import Qrels, Run
from index.evaluation.trec import falling

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
    values: dict[str, dict[str, float]] = {topic: dict.fromkeys(measures, 0.0) for topic in qrels}
    # The order of the Ranking is what counts, so equal scores are told apart before a library orders them its own way.
    found = {topic: dict(falling(run.rankings.get(topic, ()))) for topic in qrels}
    if qrels:
        for metric in ir_measures.iter_calc(wanted, dict(qrels), found):
            values[metric.query_id][names[id(metric.measure)]] = float(metric.value)
    return values


def _measure(name: str) -> ir_measures.Measure:
    try:
        return ir_measures.parse_measure(name)
    except (NameError, SyntaxError, ValueError) as error:
        raise ValueError(f"{name}: no measure of ir_measures; write one as R@5 or nDCG@10") from error
