"""How long it took: percentiles of the time a question takes end to end, and questions a second."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.evaluation.model import Timing

PERCENTILES = (50, 95, 99)


def timing_figures(timing: Timing, topics: int) -> Mapping[str, float]:
    """``prepare_s``, ``answer_s``, ``questions_per_s``; with times a question, ``p50_ms``, ``p95_ms``, ``p99_ms``.

    Percentiles are interpolated linearly between the two nearest times.
    """
    figures = {"prepare_s": timing.prepare, "answer_s": timing.answer}
    if topics and timing.answer > 0:
        figures["questions_per_s"] = topics / timing.answer
    return {**figures, **latency_figures(timing.each)}


def latency_figures(each: Mapping[str, float]) -> Mapping[str, float]:
    """``p50_ms``, ``p95_ms``, ``p99_ms`` of milliseconds a question; nothing for none."""
    if not each:
        return {}
    values = np.percentile(list(each.values()), PERCENTILES)
    return {f"p{percentile}_ms": float(value) for percentile, value in zip(PERCENTILES, values, strict=True)}
