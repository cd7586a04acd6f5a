"""Knowing when not to answer: how well confidence tells what will be right.

A reply is right when its first key sentence answers (``Quote@1``; where only passages are known, when the first passage
is relevant, ``Success@1``); to a question that cannot be answered, none is right.

    auroc             the chance that a question that can be answered has the greater confidence than one that cannot
                      (sklearn's roc_auc_score)
    aurc              risk against coverage: the mean, over n = 1 … N, of the share of wrong replies among the n most
                      confident (Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks", 2017); equal
                      confidences share their errors evenly; less is better
    brier, ece        of calibrated confidence: mean squared distance from right or wrong (sklearn's brier_score_loss);
                      mean distance of confidence from the share right, over the bins of the reliability diagram
    false_answers     the share of the unanswerable questions that were answered, at the system's threshold
    false_abstentions the share of the answerable questions that were not
    answered_right    the share of right replies among those given
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.evaluation.answers import QUOTE
from index.evaluation.model import Evaluation, Outcome, Plain

BINS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """The replies with a confidence in ``[low, high)``; the last bin has its upper end.

    How many there are, their mean confidence and the share that was right, both 0 where there are none.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


def is_right(outcome: Outcome) -> bool | None:
    """Whether the first quote was right, abstention or not; None where the data cannot tell."""
    if not outcome.topic.answerable:
        return False
    value = outcome.values.get(QUOTE, outcome.values.get("Success@1"))
    return None if value is None else value > 0


def confidence(outcome: Outcome) -> float:
    """What the system made of its confidence; of one that only ranks, the first passage's score."""
    return outcome.score if outcome.reply is None else outcome.reply.confidence


def risk_coverage(outcomes: Sequence[Outcome]) -> tuple[Floats, Floats]:
    """Coverage n/N and the share of wrong replies among the n most confident, for n = 1 … N; both of length N."""
    judged = [(confidence(outcome), not right) for outcome in outcomes if (right := is_right(outcome)) is not None]
    if not judged:
        return np.zeros(0), np.zeros(0)
    sure = np.array([one for one, _ in judged])
    wrong = np.array([float(one) for _, one in judged])
    _, group = np.unique(-sure, return_inverse=True)
    shared = (np.bincount(group, weights=wrong) / np.bincount(group))[np.sort(group)]
    counts = np.arange(1, len(judged) + 1)
    return counts / len(judged), np.cumsum(shared) / counts


def reliability(outcomes: Sequence[Outcome], bins: int = BINS) -> tuple[Bin, ...]:
    """Confidence in 0…1 against correctness, in bins of equal width."""
    judged = [(confidence(outcome), right) for outcome in outcomes if (right := is_right(outcome)) is not None]
    places = [min(int(sure * bins), bins - 1) for sure, _ in judged]
    return tuple(
        _bin(number / bins, (number + 1) / bins, [one for one, at in zip(judged, places, strict=True) if at == number])
        for number in range(bins)
    )


def abstaining_figures(evaluation: Evaluation) -> dict[str, Plain] | None:
    """The figures above by name, with ``answerable`` and ``unanswerable`` counted; those that do not apply are missing.

    None where confidence says nothing: no question cannot be answered, and none can be judged right or wrong.
    """
    outcomes = evaluation.outcomes
    can = [outcome for outcome in outcomes if outcome.topic.answerable]
    cannot = [outcome for outcome in outcomes if not outcome.topic.answerable]
    coverage, risk = risk_coverage(outcomes)
    if not len(coverage):
        return None
    figures: dict[str, Plain] = {"answerable": len(can), "unanswerable": len(cannot), "aurc": float(risk.mean())}
    if can and cannot:
        figures["auroc"] = _auroc(outcomes)
    if evaluation.response.calibrated:
        figures |= _calibration(outcomes)
    if evaluation.response.threshold is not None:
        figures |= _decisions(can, cannot)
        figures["threshold"] = evaluation.response.threshold
    return figures


def _auroc(outcomes: Sequence[Outcome]) -> float:
    from sklearn.metrics import roc_auc_score

    truth = [outcome.topic.answerable for outcome in outcomes]
    return float(roc_auc_score(truth, [confidence(outcome) for outcome in outcomes]))


def _calibration(outcomes: Sequence[Outcome]) -> dict[str, Plain]:
    from sklearn.metrics import brier_score_loss

    judged = [(confidence(outcome), right) for outcome in outcomes if (right := is_right(outcome)) is not None]
    bins = reliability(outcomes)
    distance = sum(one.count * abs(one.confidence - one.right) for one in bins) / len(judged)
    truth, sure = [right for _, right in judged], [one for one, _ in judged]
    return {
        "brier": float(brier_score_loss(truth, sure, labels=[False, True])),
        "ece": distance,
        "reliability": [
            {"low": one.low, "high": one.high, "count": one.count, "confidence": one.confidence, "right": one.right}
            for one in bins
        ],
    }


def _decisions(can: Sequence[Outcome], cannot: Sequence[Outcome]) -> dict[str, Plain]:
    figures: dict[str, Plain] = {}
    if cannot:
        figures["false_answers"] = _share([not _abstained(outcome) for outcome in cannot])
    if can:
        figures["false_abstentions"] = _share([_abstained(outcome) for outcome in can])
    given = (is_right(outcome) for outcome in (*can, *cannot) if not _abstained(outcome))
    if told := [right for right in given if right is not None]:
        figures["answered_right"] = _share(told)
    return figures


def _abstained(outcome: Outcome) -> bool:
    return outcome.reply is None or outcome.reply.abstained


def _bin(low: float, high: float, judged: Sequence[tuple[float, bool]]) -> Bin:
    if not judged:
        return Bin(low, high, 0, 0.0, 0.0)
    mean = sum(sure for sure, _ in judged) / len(judged)
    return Bin(low, high, len(judged), mean, _share([right for _, right in judged]))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)
