"""An evaluation as files, and back.

    DIR/results.json                    what was measured and with what; no times: one seed gives the same bytes
    DIR/latency.json                    seconds and milliseconds, and on which machine
    DIR/<data>/qrels.trec               the judgments
    DIR/<data>/flaws.jsonl              what is wrong in the data, a line each: its kind, where it is, what was done
    DIR/<data>/<system>.trec            the run
    DIR/<data>/<system>.outcomes.jsonl  a head line, then a line for each question: what was found and what it is worth

``results.json`` is ``{"format", "version", "command", "versions", "data": [D]}``; D is ``{"name", "format", "source",
"digest", "choices", "passages", "topics", "answerable", "flaws": {kind: count}, "systems": [S]}``; S is ``{"name",
"configuration", "calibrated", "threshold", "measures": {measure: {"mean", "topics"}}, "kinds": {kind: the same},
"without_results": [ids], "abstaining": the figures of ``index.evaluation.abstaining`` or null}``. Keys are only added.

Each file is written beside its place and moved there in one step, ``results.json`` last.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from corpus.model import Span
from index.evaluation.abstaining import abstaining_figures
from index.evaluation.errors import DataError, EvaluationError
from index.evaluation.latency import timing_figures
from index.evaluation.model import AnswerText, DataSet, Evaluation, Outcome, Plain, Quoted, Replied, Topic
from index.evaluation.trec import qrels_lines, run_lines

RESULTS, LATENCY, QRELS, FLAWS = "results.json", "latency.json", "qrels.trec", "flaws.jsonl"
OUTCOMES_SUFFIX, RUN_SUFFIX = ".outcomes.jsonl", ".trec"
FORMAT, OUTCOMES_FORMAT, VERSION = "yuanhua-evaluation", "yuanhua-outcomes", 1
_Made = TypeVar("_Made")
_LIBRARIES = ("ir-measures", "jieba", "numpy", "opencc", "rank-bm25", "scikit-learn", "scipy", "yuanhua")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcomes file, read back: which system on which data, and what came of it.

    ``digest`` is that of the data; ``choices`` what was chosen from it. Two records can be compared question by
    question where both agree.
    """

    data: str
    digest: str
    choices: Mapping[str, Plain]
    system: str
    calibrated: bool
    threshold: float | None
    outcomes: tuple[Outcome, ...]


def write_outputs(
    evaluations: Sequence[Evaluation], directory: Path, command: Sequence[str], before: Sequence[Evaluation] = ()
) -> None:
    """All files of the evaluations, which may be of several DataSets.

    Args:
        evaluations: what is written.
        directory: where to; it is made.
        command: what made them, word by word.
        before: evaluations whose own files are there already, to be told of in ``results.json`` with these.

    Raises:
        EvaluationError: the directory cannot be written.
    """
    try:
        for data in _data_sets(evaluations):
            place = directory / folder_name(data.name)
            _write(place / QRELS, qrels_lines(data.qrels))
            _write(place / FLAWS, [_line(asdict(flaw)) for flaw in data.flaws])
        for evaluation in evaluations:
            place = directory / folder_name(evaluation.data.name)
            name = folder_name(evaluation.system)
            _write(place / f"{name}{RUN_SUFFIX}", run_lines(evaluation.response.run))
            _write(place / f"{name}{OUTCOMES_SUFFIX}", outcome_lines(evaluation))
        every = (*before, *evaluations)
        _write(directory / LATENCY, [_pretty(latency_record(every))])
        _write(directory / RESULTS, [_pretty(results_record(every, command))])
    except OSError as error:
        raise EvaluationError(f"{directory}: cannot be written ({error.strerror}); name another folder") from error


def results_record(evaluations: Sequence[Evaluation], command: Sequence[str]) -> dict[str, Any]:
    """``results.json`` as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "command": list(command),
        "versions": _versions(),
        "data": [
            _data_record(data, [one for one in evaluations if one.data is data]) for data in _data_sets(evaluations)
        ],
    }


def latency_record(evaluations: Sequence[Evaluation]) -> dict[str, Any]:
    """``latency.json`` as plain values."""
    return {
        "machine": {"processor": platform.machine(), "system": platform.system(), "cores": os.cpu_count()},
        "data": [
            {
                "name": data.name,
                "systems": {
                    one.system: timing_figures(one.response.timing, len(data.topics))
                    for one in evaluations
                    if one.data is data and one.response.timing is not None
                },
            }
            for data in _data_sets(evaluations)
        ],
    }


def outcome_lines(evaluation: Evaluation) -> Iterator[str]:
    """The lines of an outcomes file."""
    data, response = evaluation.data, evaluation.response
    yield _line(
        {
            "format": OUTCOMES_FORMAT,
            "version": VERSION,
            "data": data.name,
            "digest": data.digest,
            "choices": dict(data.choices),
            "system": evaluation.system,
            "calibrated": response.calibrated,
            "threshold": response.threshold,
        }
    )
    yield from (_line(_outcome_record(outcome)) for outcome in evaluation.outcomes)


def read_outcomes(path: Path) -> Recorded:
    """An outcomes file, as ``write_outputs`` makes it. Passages' texts are not in it: ``Quoted.text`` is empty.

    Raises:
        DataError: it is no such file; the message has the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); name a file that yuanhua evaluate --out wrote") from None
    if lines == [""]:
        raise DataError(f"{path}: is empty; write it anew with yuanhua evaluate --out")
    head = _parsed(path, 1, lines[0], _checked_head)
    return Recorded(
        **head,
        outcomes=tuple(_parsed(path, number, line, _outcome_of) for number, line in enumerate(lines[1:], start=2)),
    )


def folder_name(name: str) -> str:
    """A name that can stand in a path."""
    return re.sub(r"[^\w.+=@-]+", "_", name).lstrip(".") or "_"


def _data_sets(evaluations: Sequence[Evaluation]) -> list[DataSet]:
    return list({id(one.data): one.data for one in evaluations}.values())


def _data_record(data: DataSet, evaluations: Sequence[Evaluation]) -> dict[str, Any]:
    return {
        "name": data.name,
        "format": data.format.value,
        "source": data.source,
        "digest": data.digest,
        "choices": dict(data.choices),
        "passages": len(data.passages),
        "topics": len(data.topics),
        "answerable": sum(topic.answerable for topic in data.topics),
        "flaws": dict(sorted(Counter(flaw.kind for flaw in data.flaws).items())),
        "systems": [_system_record(evaluation) for evaluation in evaluations],
    }


def _system_record(evaluation: Evaluation) -> dict[str, Any]:
    response = evaluation.response
    kinds = sorted({outcome.topic.kind for outcome in evaluation.outcomes} - {""})
    return {
        "name": evaluation.system,
        "configuration": dict(response.configuration),
        "calibrated": response.calibrated,
        "threshold": response.threshold,
        "measures": _means(evaluation.outcomes),
        "kinds": {
            kind: _means(outcome for outcome in evaluation.outcomes if outcome.topic.kind == kind) for kind in kinds
        },
        "without_results": list(evaluation.without_results()),
        "abstaining": abstaining_figures(evaluation),
    }


def _means(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    collected: dict[str, list[float]] = {}
    for outcome in outcomes:
        for measure, value in outcome.values.items():
            collected.setdefault(measure, []).append(value)
    return {
        measure: {"mean": sum(values) / len(values), "topics": len(values)} for measure, values in collected.items()
    }


def _outcome_record(outcome: Outcome) -> dict[str, Any]:
    topic, reply = outcome.topic, outcome.reply
    return {
        "id": topic.id,
        "question": topic.text,
        "kind": topic.kind,
        "after": list(topic.after),
        "answerable": topic.answerable,
        "answers": [
            [answer.text, None if answer.span is None else [answer.span.start, answer.span.end]]
            for answer in topic.answers
        ],
        "gold": dict(outcome.gold),
        "rank": outcome.rank,
        "values": dict(outcome.values),
        "found": outcome.found,
        "score": outcome.score,
        "reply": None
        if reply is None
        else {
            "confidence": reply.confidence,
            "abstained": reply.abstained,
            "reason": reply.reason,
            "quotes": [{"passage": one.passage, "key": one.key, "answer": one.answer} for one in reply.quotes],
        },
    }


def _parsed(path: Path, number: int, line: str, make: Callable[[Mapping[str, Any]], _Made]) -> _Made:
    try:
        return make(json.loads(line))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path}, line {number}: not of an outcomes file ({error}); write it anew with yuanhua evaluate --out"
        ) from None


def _checked_head(plain: Mapping[str, Any]) -> dict[str, Any]:
    if (plain["format"], plain["version"]) != (OUTCOMES_FORMAT, VERSION):
        raise ValueError("another format or version")
    return {name: plain[name] for name in ("data", "digest", "choices", "system", "calibrated", "threshold")}


def _outcome_of(plain: Mapping[str, Any]) -> Outcome:
    reply = plain["reply"]
    return Outcome(
        topic=Topic(
            id=plain["id"],
            text=plain["question"],
            answers=tuple(AnswerText(text, None if span is None else Span(*span)) for text, span in plain["answers"]),
            answerable=plain["answerable"],
            kind=plain["kind"],
            after=tuple(plain["after"]),
        ),
        gold=plain["gold"],
        rank=plain["rank"],
        values=plain["values"],
        found=plain["found"],
        score=plain["score"],
        reply=None
        if reply is None
        else Replied(
            quotes=tuple(Quoted(one["passage"], "", one["key"], one["answer"]) for one in reply["quotes"]),
            confidence=reply["confidence"],
            abstained=reply["abstained"],
            reason=reply["reason"],
        ),
    )


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _pretty(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)


def _write(path: Path, lines: Iterable[str]) -> None:
    """A file of lines, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        with beside.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
