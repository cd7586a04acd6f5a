"""A BEIR folder: ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/<split>.tsv``.

Layout: https://github.com/beir-cellar/beir. Topics are the queries that the split judges. A query's
``metadata.history``, where there is one, is what was said before in its conversation; ``metadata.type`` is its kind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from corpus.model import Article
from index.evaluation.errors import DataError
from index.evaluation.model import DataSet, Flaw, Format, Topic
from index.evaluation.reading import (
    digest,
    id_field,
    json_lines,
    passage_article,
    passage_ids,
    qrels_of,
    read_text,
    text_field,
)

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
_HEADER = ("query-id", "corpus-id", "score")
UNKNOWN_PASSAGE, UNKNOWN_QUERY, EMPTY = "judged passage missing", "judged query missing", "passage empty"


def read_beir(folder: Path, split: str = "test") -> DataSet:
    """The passages and questions of a BEIR folder; the only split there is where it has another name.

    Raises:
        DataError: a file is missing or malformed; the message has the line.
    """
    judged = _split(folder, split)
    flaws: list[Flaw] = []
    articles = _articles(folder / CORPUS, flaws)
    known = {article.id for article in articles}
    topics = _topics(folder / QUERIES)
    grades = _grades(judged, known, topics.keys(), flaws)
    asked = tuple(topic for id, topic in topics.items() if any(grade > 0 for grade in grades.get(id, {}).values()))
    if not asked:
        raise DataError(f"{judged}: judges no passage of the corpus relevant; check that the files belong together")
    return DataSet(
        name=folder.resolve().name,
        format=Format.BEIR,
        source=str(folder),
        digest=digest([folder / CORPUS, folder / QUERIES, judged]),
        articles=articles,
        passages=passage_ids(articles),
        topics=asked,
        qrels=qrels_of(asked, grades),
        flaws=tuple(flaws),
    )


def _split(folder: Path, split: str) -> Path:
    path = folder / QRELS / f"{split}.tsv"
    if path.is_file():
        return path
    others = sorted((folder / QRELS).glob("*.tsv"))
    if len(others) == 1:
        return others[0]
    names = ", ".join(other.name for other in others) or "none"
    raise DataError(f"{path}: there is no such file, of the splits there are {names}; add it or rename one")


def _articles(path: Path, flaws: list[Flaw]) -> tuple[Article, ...]:
    seen: set[str] = set()
    articles = []
    for where, value in json_lines(path):
        id = id_field(value, "_id", where, seen)
        title, text = text_field(value, "title", where, default=""), text_field(value, "text", where)
        if not (title.strip() or text.strip()):
            flaws.append(Flaw(EMPTY, where, f"{id} has neither title nor text; nothing will find it"))
        articles.append(passage_article(id, title, text, str(path)))
    return tuple(articles)


def _topics(path: Path) -> dict[str, Topic]:
    seen: set[str] = set()
    topics = {}
    for where, value in json_lines(path):
        id = id_field(value, "_id", where, seen)
        metadata = value.get("metadata", {})
        if not isinstance(metadata, dict):
            raise DataError(f'{where}: "metadata" must be an object; mend the line')
        kind = metadata.get("type")
        topics[id] = Topic(
            id=id,
            text=text_field(value, "text", where),
            kind=kind if isinstance(kind, str) else "",
            after=_history(metadata, where),
        )
    return topics


def _history(metadata: Mapping[str, Any], where: str) -> tuple[str, ...]:
    history = metadata.get("history", [])
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise DataError(f'{where}: "metadata.history" must be a list of texts; mend the line')
    return tuple(history)


def _grades(path: Path, passages: set[str], queries: Collection[str], flaws: list[Flaw]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        fields = tuple(line.rstrip("\r").split("\t"))
        if fields == ("",) or (number == 1 and fields == _HEADER):
            continue
        where = f"{path}, line {number}"
        if len(fields) != 3:
            raise DataError(f"{where}: {len(fields)} columns instead of 3; put tabs between {', '.join(_HEADER)}")
        query, passage, grade = fields
        if query not in queries:
            flaws.append(Flaw(UNKNOWN_QUERY, where, f"{query} is not in {QUERIES}; passed over"))
        elif passage not in passages:
            flaws.append(Flaw(UNKNOWN_PASSAGE, where, f"{passage} is not in {CORPUS}; passed over"))
        elif passage in grades.setdefault(query, {}):
            raise DataError(f"{where}: {passage} is judged twice for {query}; keep one of the lines")
        else:
            grades[query][passage] = _grade(grade, where)
    return grades


def _grade(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise DataError(f"{where}: the score {text!r} is no whole number; mend the line") from None
