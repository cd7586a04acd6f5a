"""How sure a mean, or a difference of means, is: by drawing the questions again and again.

Both follow from the seed alone; scipy.stats does the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

RESAMPLES = 9999
LEVEL = 0.95
_CELLS = 4_000_000
"""How many numbers are drawn at once at most."""


def mean_interval(
    values: Sequence[float], seed: int, level: float = LEVEL, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """The bootstrap's percentile interval of the mean (Efron and Tibshirani, 1993, chapter 13).

    Args:
        values: one a question, at least one.
        seed: what is drawn follows from it.
        level: how much of the resampled means lies in the interval.
        resamples: how often as many questions are drawn, with repetition.

    Raises:
        ValueError: there are no values.
    """
    from scipy.stats import bootstrap

    if not values:
        raise ValueError("there are no values; give one a question")
    data = np.asarray(values, dtype=np.float64)
    if np.ptp(data) == 0:
        return float(data[0]), float(data[0])
    found = bootstrap(
        (data,),
        np.mean,
        n_resamples=resamples,
        batch=_batch(len(data)),
        vectorized=True,
        confidence_level=level,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def randomisation_p(differences: Sequence[float], seed: int, resamples: int = RESAMPLES) -> float:
    """The two-sided p of the paired randomisation test: how often chance alone, which system a value belongs to being
    drawn by lot for each question, gives a mean difference at least as great.

    Where there are no more than ``resamples`` ways to draw, all are tried and p is exact; otherwise the draw that
    was seen counts as one of them. See Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests
    for Information Retrieval Evaluation", CIKM 2007.

    Args:
        differences: one a question; those of 0 change nothing, whichever way they are drawn.
        seed: what is drawn follows from it.
        resamples: how often lots are drawn.
    """
    from scipy.stats import permutation_test

    data = np.asarray([one for one in differences if one], dtype=np.float64)
    if len(data) < 2:
        return 1.0  # One alone is as far from 0 with either sign.
    found = permutation_test(
        (data,),
        _sum,
        permutation_type="samples",
        vectorized=True,
        n_resamples=resamples,
        batch=_batch(len(data)),
        alternative="two-sided",
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)


def _sum(values: Any, axis: int = -1) -> Any:
    return np.sum(values, axis=axis)


def _batch(size: int) -> int:
    return max(1, _CELLS // size)
