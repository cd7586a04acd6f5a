"""What 10^8 and 10^10 paragraphs would take, reckoned from what ``bench_cluster`` measured on this machine.

Nothing of that size was run. Storage goes up in proportion. A question waits for the slowest of its shards; so its time
is simulated, each shard drawing from the measured times of one. Written to SIZING.md beside this file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.bench_cluster import A_PART, FIGURES, HERE, K

SIZES = (10**6, 10**8, 10**10)
A_SHARD = (2_000_000, 10_000_000)
"""Paragraphs a shard; Lucene holds 2^31 documents at most, and 10 to 50 GB a shard are what its makers advise."""
A_NODE = 8
"""Shards a node, one for each of its cores."""
CACHED = 0.3
"""The share of a shard that should stay in memory: postings and lengths, without the texts."""
EXPONENTS = (0.5, 1.0)
"""How the part of a question's time that grows with a shard may grow further: as Lucene skips, or in proportion."""
DRAWS = 20_000
ROUND = 0.5
"""Milliseconds that a round over the network takes; a question has two, for statistics and for hits."""


@dataclass(frozen=True)
class Plan:
    """So many paragraphs in shards of a size."""

    paragraphs: int
    a_shard: int

    @property
    def shards(self) -> int:
        """How many shards, without copies."""
        return max(1, -(-self.paragraphs // self.a_shard))

    @property
    def nodes(self) -> int:
        """How many nodes hold them with one copy of each."""
        return max(3, -(-2 * self.shards // A_NODE))


def main() -> None:
    """Prints the page and writes it."""
    if not FIGURES.is_file():
        sys.stdout.write("bench_sizing: run bench_cluster first\n")
        return
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    report = "\n".join(page(figures))
    (HERE / "SIZING.md").write_text(report, encoding="utf-8")
    sys.stdout.write(report)


def page(figures: Mapping[str, Any]) -> list[str]:
    """The page as lines of Markdown."""
    a_paragraph = figures["bytes"] / figures["paragraphs"]
    measured = np.array(figures["each_single_ms"])
    growing = grown(figures)
    hit = float(np.mean(figures["answer_bytes"])) / (K + 10)
    lines = [
        "# Sizing",
        "",
        "`python -m tests.benchmarks sizing`. **Reckoned, not run**, from the figures of [CLUSTER.md](CLUSTER.md):",
        f"{a_paragraph:,.0f} bytes a paragraph, one shard of {figures['paragraphs']:,} paragraphs answering in"
        f" {np.percentile(measured, 50):.1f} ms (p50) and {np.percentile(measured, 99):.1f} ms (p99) where two cores"
        f" ran three nodes and who asked them; of the median, {growing:.1f} ms grow with the shard: the difference to"
        f" one of {figures['paragraphs'] // A_PART:,}.",
        "",
        f"One copy of each shard; {A_NODE} shards a node; {CACHED:.0%} of what is stored in memory. *Inside* is what"
        f" nodes send one another for a question: each shard's statistics of 30 terms (60 bytes each) and its best"
        f" {K + 10} ids and scores (40 bytes each). *Out* is the answer: {K + 10} paragraphs with terms and text.",
        "",
        "| paragraphs | a shard | shards | nodes | stored with copies | memory a node | inside a question | out |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    plans = [Plan(size, a_shard) for size in SIZES for a_shard in A_SHARD if size >= a_shard or a_shard == A_SHARD[0]]
    for plan in plans:
        stored = 2 * plan.paragraphs * a_paragraph
        inside = plan.shards * (30 * 60 + (K + 10) * 40)
        lines.append(
            f"| {plan.paragraphs:,} | {plan.a_shard:,} | {plan.shards:,} | {plan.nodes:,} | {stored / 1e9:,.0f} GB"
            f" | {CACHED * stored / plan.nodes / 1e9:.1f} GB + heap | {inside / 1000:,.0f} kB"
            f" | {hit * (K + 10) / 1000:.0f} kB |"
        )
    lines += [
        "",
        f"Tail latency by simulation, {DRAWS:,} questions: half of the measured spread (on a logarithmic scale) is"
        f" the question's own, the same on every shard, and half each shard's; {ROUND} ms of network a round; no"
        " queueing. *Grows as* is said of what grows with the shard. No shard draws worse than the worst that was"
        " measured, so the true tail is longer, most of all with"
        " many shards.",
        "",
        "| paragraphs | a shard | grows as | p50, ms | p99, ms | p99 of one shard, ms |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for plan in plans:
        for exponent in EXPONENTS:
            larger = (min(plan.a_shard, plan.paragraphs) / figures["paragraphs"]) ** exponent
            scale = 1 + growing * (larger - 1) / float(np.median(measured))
            times = [simulated(measured, shards, scale) for shards in (plan.shards, 1)]
            cells = [f"{np.percentile(times[0], which):,.0f}" for which in (50, 99)]
            alone = f"{np.percentile(times[1], 99):,.0f}"
            lines.append(f"| {plan.paragraphs:,} | {plan.a_shard:,} | n^{exponent} | {' | '.join(cells)} | {alone} |")
    lines += [
        "",
        "Shards are searched at the same time, so that a hundred times the paragraphs on a hundred times the nodes cost"
        " a question the wait for the slowest, no more; what grows is the work, since every question is every shard's."
        " Rates are raised by copies of all shards, not by more of them. What the node that is asked spends on"
        f" gathering is not in these times: here each shard more cost a question {_gathering(figures):.1f} ms, on"
        " two cores that did the shards' work as well. With thousands of shards that is what to measure first, and to"
        " share out over several clusters.",
        "",
    ]
    return lines


def grown(figures: Mapping[str, Any]) -> float:
    """Milliseconds of the median question that grow with a shard, if in proportion; the rest is the same for any."""
    more = float(np.median(figures["each_single_ms"])) - float(np.median(figures["each_tenth_ms"]))
    return max(0.0, more) * A_PART / (A_PART - 1)


def _gathering(figures: Mapping[str, Any]) -> float:
    """Milliseconds that a question took more for each of the two shards beside the first."""
    return (float(np.median(figures["each_ms"])) - float(np.median(figures["each_single_ms"]))) / 2


def simulated(measured: NDArray[np.float64], shards: int, scale: float) -> NDArray[np.float64]:
    """Times of questions to so many shards, each of which takes ``scale`` times what was measured, in milliseconds."""
    chance = np.random.default_rng(1)
    middle = float(np.median(measured))
    spread = np.sqrt(measured / middle)
    question: NDArray[np.float64] = chance.choice(spread, DRAWS)
    # The largest of so many draws has the distribution's power.
    slowest: NDArray[np.float64] = np.quantile(spread, chance.random(DRAWS) ** (1 / shards))
    return np.asarray(middle * scale * question * slowest + 2 * ROUND, dtype=np.float64)


if __name__ == "__main__":
    main()
