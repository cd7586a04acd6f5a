"""Judgments and runs in TREC's plain formats, in and out.

Qrels: ``topic 0 passage grade`` a line. Run: ``topic Q0 passage rank score tag``; see https://trec.nist.gov and
trec_eval. trec_eval and what is built on it hold scores in single precision, disregard the rank column and order equal
scores by passage id descending. So a run read here is ordered as they order it, and a run written here has scores that
fall strictly in single precision: they will see the same Ranking.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from index.evaluation.errors import DataError
from index.evaluation.model import DataSet, Format, Qrels, Run, Topic
from index.evaluation.reading import digest, read_text
from index.model import Hit, Ranking


def falling(ranking: Ranking) -> Iterator[tuple[str, float]]:
    """Passage id and a score in single precision, strictly less than the one before, as near to the Hit's as can be."""
    single = np.array([hit.score for hit in ranking], dtype=np.float64).astype(np.float32)
    for place in np.flatnonzero(single[1:] >= single[:-1]).tolist():
        # Those before have been lowered already; each lowered one may meet the next.
        while place + 1 < len(single) and single[place + 1] >= single[place]:
            single[place + 1] = np.nextafter(single[place], np.float32(-np.inf))
            place += 1
    return zip([hit.paragraph for hit in ranking], single.tolist(), strict=True)


def qrels_lines(qrels: Qrels) -> Iterator[str]:
    """The lines of a qrels file."""
    for topic, grades in qrels.items():
        for passage, grade in grades.items():
            yield f"{topic} 0 {passage} {grade}"


def run_lines(run: Run) -> Iterator[str]:
    """The lines of a run file; the tag is the run's name. A topic without results has none."""
    tag = "_".join(run.name.split()) or "run"
    for topic, ranking in run.rankings.items():
        for rank, (passage, score) in enumerate(falling(ranking), start=1):
            yield f"{topic} Q0 {passage} {rank} {np.format_float_positional(np.float32(score))} {tag}"


def read_qrels(path: Path) -> Qrels:
    """A qrels file.

    Raises:
        DataError: a line has another number of columns, a grade that is no whole number, or a pair judged before.
    """
    qrels: dict[str, dict[str, int]] = {}
    for where, (topic, _, passage, grade) in _rows(path, 4, "topic 0 passage grade"):
        try:
            value = int(grade)
        except ValueError:
            raise DataError(f"{where}: the grade {grade!r} is no whole number; mend the line") from None
        if passage in qrels.setdefault(topic, {}):
            raise DataError(f"{where}: {passage} is judged twice for {topic}; keep one of the lines")
        qrels[topic][passage] = value
    return qrels


def read_run(path: Path, name: str = "") -> Run:
    """A run file; its name is that of the tag, unless ``name`` is given.

    Raises:
        DataError: a line has another number of columns, a score that is no number, or a passage found before.
    """
    found: dict[str, dict[str, float]] = {}
    tags: list[str] = []
    for where, (topic, _, passage, _, score, tag) in _rows(path, 6, "topic Q0 passage rank score tag"):
        if passage in found.setdefault(topic, {}):
            raise DataError(f"{where}: {passage} is there twice for {topic}; keep one of the lines")
        found[topic][passage] = _score(score, where)
        tags.append(tag)
    if not found:
        raise DataError(f"{path}: is empty; name a run file with results")
    return Run(name or tags[0], {topic: _ranked(scores) for topic, scores in found.items()})


def read_trec_data(path: Path) -> DataSet:
    """A qrels file as a DataSet without texts, on which only runs can be measured.

    Raises:
        DataError: as ``read_qrels``; or it is empty.
    """
    grades = read_qrels(path)
    qrels = {topic: judged for topic, judged in grades.items() if any(grade > 0 for grade in judged.values())}
    if not qrels:
        raise DataError(f"{path}: judges no passage relevant; name a qrels file that does")
    return DataSet(
        name=path.stem,
        format=Format.TREC,
        source=str(path),
        digest=digest([path]),
        articles=(),
        passages={},
        topics=tuple(Topic(topic, "") for topic in qrels),
        qrels=qrels,
    )


def _rows(path: Path, columns: int, layout: str) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        fields = line.split()
        if not fields:
            continue
        where = f"{path}, line {number}"
        if len(fields) != columns:
            raise DataError(f"{where}: {len(fields)} columns instead of {columns}; write: {layout}")
        yield where, fields


def _score(text: str, where: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = math.nan
    if math.isnan(score):
        raise DataError(f"{where}: the score {text!r} is no number; mend the line")
    return score


def _ranked(scores: Mapping[str, float]) -> Ranking:
    """Ordered as trec_eval orders: by score in single precision, equal ones by id descending."""
    single = {passage: float(np.float32(score)) for passage, score in scores.items()}
    order = sorted(sorted(single, reverse=True), key=lambda passage: -single[passage])
    return tuple(Hit(passage, scores[passage]) for passage in order)
