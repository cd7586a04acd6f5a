"""Evaluations compared, question by question: is one system better than another, how surely, and where.

    records = read_records([Path("measured")])
    for comparison in compare(records):
        comparison.differences[0].p

The first record on a data set is the base; each other one on the same data, with the same choices made from it, is
compared with that. p and intervals are those of each comparison by itself: among twenty, one p under 0.05 is what
chance gives.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.evaluation.errors import DataError, EvaluationError
from index.evaluation.evaluating import judge
from index.evaluation.model import Outcome, Plain, Response
from index.evaluation.outputs import OUTCOMES_SUFFIX, RESULTS, Recorded, folder_name, read_outcomes
from index.evaluation.reading import read_text
from index.evaluation.resampling import RESAMPLES, mean_interval, randomisation_p
from index.evaluation.trec import read_run, read_trec_data

_TOLD_APART_BY = ("Answered@1", "Quote@1", "nDCG@10", "RR@10")
"""The measures by which changes are looked for, where none is named: the first that both systems have."""
_THEN_BY = ("F1", "nDCG@10", "RR@10")
"""What orders questions that changed as much."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of two systems, over the questions that it applies to in both.

    Attributes:
        measure: its name.
        topics: how many questions.
        base: the mean of the base.
        other: the mean of the other system.
        low: the lower end of the difference's interval (bootstrap over questions, 95 %).
        high: the upper end.
        p: of the two-sided paired randomisation test.
        wins: questions on which the other system has more.
        ties: questions on which both have the same.
        losses: questions on which the other system has less.
    """

    measure: str
    topics: int
    base: float
    other: float
    low: float
    high: float
    p: float
    wins: int
    ties: int
    losses: int

    @property
    def difference(self) -> float:
        """The other system's mean less the base's."""
        return self.other - self.base


@dataclass(frozen=True, slots=True)
class Change:
    """A question on which two systems differ: what each gave, and by how much the other has more."""

    base: Outcome
    other: Outcome
    difference: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A system compared with the base.

    Attributes:
        data: the data set's name.
        choices: what was chosen from it.
        base: the base's name.
        other: the other system's.
        differences: one a measure that both have.
        told_apart_by: the measure by which ``better`` and ``worse`` were looked for; "" where there is none.
        better: the questions on which the other system gained most.
        worse: those on which it lost most.
    """

    data: str
    choices: Mapping[str, Plain]
    base: str
    other: str
    differences: tuple[Difference, ...]
    told_apart_by: str
    better: tuple[Change, ...]
    worse: tuple[Change, ...]


def read_records(paths: Sequence[Path], qrels: Path | None = None, systems: Sequence[str] = ()) -> list[Recorded]:
    """What was measured, in the order of the paths. Systems of one name get that of their folder, or file, before it.

    Args:
        paths: folders of ``yuanhua evaluate --out``, outcomes files from there, and TREC run files.
        qrels: the judgments for the run files.
        systems: the names of those wanted; by default all.

    Raises:
        DataError: a file is malformed; a folder has no results; a run comes without judgments.
    """
    every = [(path, record) for path in paths for record in _read(path, qrels)]
    if strange := [name for name in systems if all(name != record.system for _, record in every)]:
        raise DataError(f"{paths[0]}: has no system {strange[0]}; name those that were measured")
    read = [(path, record) for path, record in every if not systems or record.system in systems]
    seen: dict[tuple[str, str, str], int] = {}
    for _, record in read:
        seen[_named(record)] = seen.get(_named(record), 0) + 1
    return [
        replace(record, system=f"{path.name}/{record.system}") if seen[_named(record)] > 1 else record
        for path, record in read
    ]


def compare(
    records: Sequence[Recorded],
    base: str | None = None,
    measures: Sequence[str] = (),
    changes: int = 5,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> list[Comparison]:
    """Each record with the base on the same data.

    Args:
        records: of one data set or several.
        base: the name of the system the others are compared with; by default the first on each data set.
        measures: those to compare; by default all. The first is also the one by which changes are looked for.
        changes: how many questions to keep of the better ones and of the worse ones, at most.
        seed: what is drawn follows from it.
        resamples: how often it is drawn.

    Raises:
        EvaluationError: there are no two on any data set; the base is missing; the systems share no measure asked for.
    """
    pairs = [
        _Pair(first, other)
        for group in _on_same_data(records)
        for first in [_base(group, base)]
        for other in group
        if first is not None and other is not first
    ]
    if base is not None and not any(one.system == base for one in records):
        raise EvaluationError(f"no run is named {base}; there are {', '.join(dict.fromkeys(_names(records)))}")
    if not pairs:
        raise EvaluationError(
            f"nothing to compare among {', '.join(_names(records)) or 'no runs'}; name two or more runs on the same"
            " data, with the same --limit, --hide-gold and --seed"
        )
    return [pair.compared(measures, changes, seed, resamples) for pair in pairs]


class _Pair:
    """Two records on the same data."""

    def __init__(self, base: Recorded, other: Recorded) -> None:
        self._base, self._other = base, other
        others = {outcome.topic.id: outcome for outcome in other.outcomes}
        self._pairs = [(one, others[one.topic.id]) for one in base.outcomes if one.topic.id in others]

    def compared(self, measures: Sequence[str], changes: int, seed: int, resamples: int) -> Comparison:
        """All that is to be said of them."""
        shared = self._shared()
        if missing := [name for name in measures if name not in shared]:
            raise EvaluationError(
                f"{self._base.system} and {self._other.system} have no {missing[0]} in common;"
                f" there are {', '.join(shared) or 'none'}"
            )
        chosen = list(measures) or shared
        apart = next((name for name in (*measures, *_TOLD_APART_BY, *shared) if name in shared), "")
        changed = self._changed(apart)
        return Comparison(
            data=self._base.data,
            choices=self._base.choices,
            base=self._base.system,
            other=self._other.system,
            differences=tuple(self._difference(name, seed, resamples) for name in chosen),
            told_apart_by=apart,
            better=tuple([one for one in changed if one.difference > 0][:changes]),
            worse=tuple([one for one in changed if one.difference < 0][:changes]),
        )

    def _shared(self) -> list[str]:
        names = (name for one, other in self._pairs for name in one.values if name in other.values)
        return list(dict.fromkeys(names))

    def _difference(self, measure: str, seed: int, resamples: int) -> Difference:
        values = [
            (one.values[measure], other.values[measure])
            for one, other in self._pairs
            if measure in one.values and measure in other.values
        ]
        gains = [other - one for one, other in values]
        low, high = mean_interval(gains, seed, resamples=resamples)
        return Difference(
            measure=measure,
            topics=len(values),
            base=sum(one for one, _ in values) / len(values),
            other=sum(other for _, other in values) / len(values),
            low=low,
            high=high,
            p=randomisation_p(gains, seed, resamples),
            wins=sum(gain > 0 for gain in gains),
            ties=sum(gain == 0 for gain in gains),
            losses=sum(gain < 0 for gain in gains),
        )

    def _changed(self, measure: str) -> list[Change]:
        """The questions that changed by a measure, most first; the data's order where nothing tells them apart."""
        changes = [Change(one, other, _gain(one, other, measure)) for one, other in self._pairs]
        return sorted(
            (change for change in changes if change.difference),
            key=lambda change: [
                -abs(change.difference),
                *(-abs(_gain(change.base, change.other, name)) for name in _THEN_BY),
            ],
        )


def _gain(base: Outcome, other: Outcome, measure: str) -> float:
    if measure not in base.values or measure not in other.values:
        return 0.0
    return other.values[measure] - base.values[measure]


def _read(path: Path, qrels: Path | None) -> list[Recorded]:
    if path.is_dir():
        return _read_folder(path)
    if path.name.endswith(OUTCOMES_SUFFIX):
        return [read_outcomes(path)]
    if qrels is None:
        raise DataError(f"{path}: a run file needs the judgments; name them with --qrels")
    data, run = read_trec_data(qrels), read_run(path)
    if not any(topic.id in run.rankings for topic in data.topics):
        raise DataError(f"{path}: has no question of {qrels}; name a run and judgments of the same data")
    evaluation = judge(data, Response(run))
    return [Recorded(data.name, data.digest, {}, run.name, False, None, evaluation.outcomes)]


def _read_folder(path: Path) -> list[Recorded]:
    results = path / RESULTS
    if not results.is_file():
        raise DataError(f"{path}: has no {RESULTS}; name a folder that yuanhua evaluate --out wrote")
    try:
        named = [
            (data["name"], system["name"])
            for data in json.loads(read_text(results))["data"]
            for system in data["systems"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{results}: not of an evaluation ({error!r}); write it anew with yuanhua evaluate --out"
        ) from None
    return [
        read_outcomes(path / folder_name(data) / f"{folder_name(system)}{OUTCOMES_SUFFIX}") for data, system in named
    ]


def _on_same_data(records: Sequence[Recorded]) -> list[list[Recorded]]:
    groups: dict[str, list[Recorded]] = {}
    for record in records:
        key = json.dumps([record.digest, dict(record.choices)], sort_keys=True)
        groups.setdefault(key, []).append(record)
    return list(groups.values())


def _base(group: Sequence[Recorded], name: str | None) -> Recorded | None:
    return next((record for record in group if name in (None, record.system)), None)


def _named(record: Recorded) -> tuple[str, str, str]:
    return record.digest, json.dumps(dict(record.choices), sort_keys=True), record.system


def _names(records: Sequence[Recorded]) -> list[str]:
    return [record.system for record in records]
