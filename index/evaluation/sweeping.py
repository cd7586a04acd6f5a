"""Settings swept over a grid, and what choosing among them is worth on articles that had no say in the choice.

Every point of the grid is measured on all questions. Then the questions are parted into folds, those on one article
(by the title of the relevant passage, else the passage itself) always together; for each fold the point that is best
on the other folds is measured on it. The mean over these held-out questions is what to expect of choosing so; the best
mean over all questions flatters the choice, since it was made on them.

Finished points can be kept in a file of JSON lines and are not measured again, whatever else the grid holds: each line
has the values by topic, and a key that is the digest of the data, the choices made from it, the system's whole
configuration and the measure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from index.evaluation.errors import DataError, EvaluationError
from index.evaluation.evaluating import DEFAULT_K, evaluate
from index.evaluation.model import DataSet, Progress
from index.evaluation.systems import TermSystem, Workshop, no_progress, term_system
from index.settings import IndexSettings

SWEPT = "mixed+sentence"
MEASURE = "nDCG@10"
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One choice of settings: ``bm25.k1``, ``bm25.b``, ``search.sentence_weight``."""

    k1: float
    b: float
    sentence_weight: float

    @staticmethod
    def of(settings: IndexSettings) -> Point:
        """The point that settings stand at."""
        return Point(settings.k1, settings.b, settings.sentence_weight)

    def on(self, settings: IndexSettings) -> IndexSettings:
        """The settings, moved to this point."""
        return replace(settings, k1=self.k1, b=self.b, sentence_weight=self.sentence_weight)


@dataclass(frozen=True, slots=True)
class Fold:
    """Questions held out together: the point that is best on all others, and its mean there and on these."""

    topics: int
    chosen: Point
    elsewhere: float
    held_out: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """What came of a grid.

    Attributes:
        data: the data set's name.
        measure: by which points are chosen.
        topics: how many questions the measure applies to.
        means: point → mean over all questions, in the grid's order.
        folds: the cross-validation.
        start: the point of the settings as they were, if it is in the grid.
    """

    data: str
    measure: str
    topics: int
    means: Mapping[Point, float]
    folds: tuple[Fold, ...]
    start: Point | None

    @property
    def best(self) -> Point:
        """The point with the greatest mean over all questions; the first of equals."""
        return max(self.means, key=lambda point: self.means[point])

    @property
    def held_out(self) -> float:
        """The mean over the questions, each at the point chosen without its fold."""
        return sum(fold.held_out * fold.topics for fold in self.folds) / self.topics


def grid(k1: Sequence[float], b: Sequence[float], sentence_weight: Sequence[float]) -> tuple[Point, ...]:
    """Every combination, each once."""
    return tuple(dict.fromkeys(Point(*values) for values in product(k1, b, sentence_weight)))


def sweep(
    data: DataSet,
    points: Sequence[Point],
    settings: IndexSettings | None = None,
    measure: str = MEASURE,
    folds: int = FOLDS,
    seed: int = 1,
    kept: Path | None = None,
    workshop: Workshop | None = None,
    progress: Progress = no_progress,
) -> Sweep:
    """Measures every point, and cross-validates the choice among them.

    Args:
        data: with texts.
        points: the grid, at least one point.
        settings: all that is not swept.
        measure: by which points are chosen; more is better.
        folds: in how many parts the questions are held out.
        seed: which articles come together in a fold follows from it.
        kept: the file of finished points, which is made or added to.
        workshop: how many processes cut the texts.
        progress: told which point is at work.

    Raises:
        ValueError: there are no points.
        DataError: the file of finished points cannot be read or written.
        EvaluationError: the data has no texts; the measure applies to no question; there are fewer articles than folds.
    """
    if not points:
        raise ValueError("there are no points; give at least one value of each setting")
    if not data.articles:
        raise EvaluationError(f"{data.name}: has no texts to search; name a BEIR folder or a SQuAD-format file")
    settings, workshop = settings or IndexSettings(), workshop or Workshop()
    finished = _Finished(kept)
    values: dict[Point, Mapping[str, float]] = {}
    for number, point in enumerate(points, start=1):
        system = term_system(SWEPT, point.on(settings), workshop)
        key = _key(data, system, measure)
        if key not in finished.values:
            finished.keep(key, point, evaluate(data, system, DEFAULT_K).values(measure))
        values[point] = finished.values[key]
        progress(f"{data.name}: sweep", number, len(points))
    if not values[points[0]]:
        raise EvaluationError(f"{data.name}: {measure} applies to none of its questions; name another measure")
    start = Point.of(settings)
    return Sweep(
        data=data.name,
        measure=measure,
        topics=len(values[points[0]]),
        means={point: _mean(values[point], list(values[point])) for point in points},
        folds=tuple(_validated(values, part) for part in _parts(data, list(values[points[0]]), folds, seed)),
        start=start if start in values else None,
    )


class _Finished:
    """Points measured before, kept in a file line by line."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.values: dict[str, Mapping[str, float]] = dict(_lines(path)) if path is not None and path.exists() else {}

    def keep(self, key: str, point: Point, values: Mapping[str, float]) -> None:
        """Adds a point; it is on disk when this returns."""
        self.values[key] = values
        if self._path is None:
            return
        settings = {"k1": point.k1, "b": point.b, "sentence_weight": point.sentence_weight}
        line = json.dumps({"key": key, **settings, "values": dict(values)}, ensure_ascii=False)
        try:
            with self._path.open("a+b") as file:
                # A line that an interruption left unfinished is ended first.
                torn = file.tell() > 0 and self._path.read_bytes()[-1:] != b"\n"
                file.write(("\n" if torn else "").encode() + line.encode("utf-8", "surrogatepass") + b"\n")
        except OSError as error:
            raise DataError(f"{self._path}: cannot be written ({error.strerror}); name another file") from error


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    try:
        content = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    for line in content.split("\n"):
        try:
            record = json.loads(line)
            yield record["key"], {topic: float(value) for topic, value in record["values"].items()}
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # Blank, or torn by an interruption: its point is measured again.


def _key(data: DataSet, system: TermSystem, measure: str) -> str:
    told = [data.digest, dict(data.choices), system.configuration, measure, DEFAULT_K]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _parts(data: DataSet, topics: Sequence[str], folds: int, seed: int) -> list[list[str]]:
    """The topics in folds of about one size, those on one article together."""
    titles = {data.passages[one.id]: article.title for article in data.articles for one in article.paragraphs}
    groups: dict[str, list[str]] = {}
    for topic in topics:
        passage = next(iter(data.qrels.get(topic, {})), topic)
        groups.setdefault(titles.get(passage) or passage, []).append(topic)
    if not 2 <= folds <= len(groups):
        raise EvaluationError(
            f"{data.name}: {folds} folds of questions on {len(groups)} articles; name 2 folds or more, and no more"
            " than articles"
        )
    every = list(groups.values())
    parts: list[list[str]] = [[] for _ in range(folds)]
    for place in np.random.default_rng(seed).permutation(len(every)).tolist():
        min(parts, key=len).extend(every[place])
    return parts


def _validated(values: Mapping[Point, Mapping[str, float]], part: Sequence[str]) -> Fold:
    held = set(part)
    others = [topic for topic in next(iter(values.values())) if topic not in held]
    elsewhere = {point: _mean(found, others) for point, found in values.items()}
    chosen = max(elsewhere, key=lambda point: elsewhere[point])
    return Fold(len(part), chosen, elsewhere[chosen], _mean(values[chosen], part))


def _mean(values: Mapping[str, float], topics: Sequence[str]) -> float:
    return sum(values[topic] for topic in topics) / len(topics)
