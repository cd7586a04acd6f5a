"""Questions on given articles: one JSON object a line, with the evidence each needs.

``{"id", "kind", "question", "evidence": ["…"], "after": ["…"]}``: ``evidence`` holds verbatim passages any one of which
must stand in the key sentence, or is null where silence is right; ``after`` holds the earlier questions of the same
conversation; ``kind`` and ``after`` may be missing. A paragraph that holds a passage of the evidence is relevant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.model import Article
from index.evaluation.answers import Holder
from index.evaluation.errors import DataError
from index.evaluation.model import AnswerText, DataSet, Flaw, Format, Topic
from index.evaluation.reading import digest, id_field, json_lines, qrels_of, text_field

ABSENT = "evidence not in the articles"


def read_questions(path: Path, articles: Sequence[Article]) -> DataSet:
    """The questions of a file on ``articles``, whose Paragraphs are the passages.

    Raises:
        DataError: a line is malformed, or there is none.
    """
    seen: set[str] = set()
    topics, gold, flaws = [], {}, []
    holds = Holder()
    paragraphs = {paragraph.id: paragraph.text for article in articles for paragraph in article.paragraphs}
    sources = [article.raw for article in articles]
    for where, value in json_lines(path):
        id = id_field(value, "id", where, seen)
        evidence = _evidence(value, where)
        topics.append(
            Topic(
                id=id,
                text=text_field(value, "question", where),
                answers=tuple(AnswerText(text) for text in dict.fromkeys(evidence or ())),
                answerable=evidence is not None,
                kind=text_field(value, "kind", where, default=""),
                after=_texts(value, "after", where) if value.get("after") is not None else (),
            )
        )
        gold[id] = {name: 1 for name, text in paragraphs.items() if holds(text, evidence or ())}
        flaws += [
            Flaw(ABSENT, where, f"no article holds {text!r}")
            for text in evidence or ()
            if not any(holds(source, [text]) for source in sources)
        ]
    if not topics:
        raise DataError(f"{path}: holds no questions; write one a line")
    return DataSet(
        name=path.stem,
        format=Format.QUESTIONS,
        source=str(path),
        digest=digest([path]),
        articles=tuple(articles),
        passages={name: name for name in paragraphs},
        topics=tuple(topics),
        qrels=qrels_of(topics, gold),
        flaws=tuple(flaws),
    )


def _texts(value: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = value[name]
    if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
        raise DataError(f'{where}: "{name}" must be a list of texts; mend the line')
    return tuple(found)


def _evidence(value: Mapping[str, Any], where: str) -> tuple[str, ...] | None:
    if "evidence" not in value:
        raise DataError(f'{where}: "evidence" is missing; write a list of texts, or null where nothing answers')
    if value["evidence"] is None:
        return None
    texts = _texts(value, "evidence", where)
    if not texts:
        raise DataError(f'{where}: "evidence" is empty; write null where nothing answers')
    return texts
