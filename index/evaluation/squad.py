"""SQuAD-format JSON, as CMRC 2018, DRCD, XQuAD and DuReader come from their authors.

``{"data": [{"title", "paragraphs": [{"id", "context", "qas": [{"id", "question", "answers": [{"text",
"answer_start"}], "is_impossible"}]}]}]}``; titles and paragraph ids may be missing. Passages are the different
contexts: one that comes twice is one passage. Format: https://rajpurkar.github.io/SQuAD-explorer/.

Known flaws of such data are mended where possible, counted and listed: an answer that is not at its offset is looked
for in the rest of the passage, nearest first.
"""

from __future__ import annotations

import json
import json.scanner
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corpus.model import Article, Span
from index.evaluation.errors import DataError
from index.evaluation.model import AnswerText, DataSet, Flaw, Format, Topic
from index.evaluation.reading import (
    digest,
    id_field,
    passage_article,
    passage_ids,
    qrels_of,
    read_text,
    text_field,
)

MOVED, LOST, REPEATED, UNANSWERED = "answer elsewhere", "answer not in passage", "context repeated", "no answer"


def read_squad(path: Path) -> DataSet:
    """The passages and questions of a SQuAD-format file.

    Raises:
        DataError: the file cannot be read or is not of the format; the message has the line.
    """
    documents = _documents(path)
    reader = _Reader(str(path))
    try:
        reader.read(documents)
    except DataError as error:
        try:
            line = line_of(read_text(path), reader.at)
        except RecursionError:
            raise error from None
        raise DataError(str(error).replace(f"{path}, ", f"{path}, line {line}, ", 1)) from None
    if not reader.topics:
        raise DataError(f'{path}: holds no questions; name a file with "qas" in its paragraphs')
    return DataSet(
        name=path.stem,
        format=Format.SQUAD,
        source=str(path),
        digest=digest([path]),
        articles=tuple(reader.articles),
        passages=passage_ids(reader.articles),
        topics=tuple(reader.topics),
        qrels=qrels_of(reader.topics, reader.gold),
        flaws=tuple(reader.flaws),
    )


def _documents(path: Path) -> Sequence[Any]:
    try:
        value = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise DataError(f"{path}, line {error.lineno}: not JSON ({error.msg}); get the file anew") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: not JSON ({error}); get the file anew") from None
    documents = value.get("data") if isinstance(value, dict) else None
    if not isinstance(documents, list):
        raise DataError(f'{path}: no SQuAD-format file: there is no list "data"; name one that has it')
    return documents


@dataclass
class _Reader:
    """What has been read so far."""

    path: str
    articles: list[Article] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    gold: dict[str, Mapping[str, int]] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    passage_of: dict[str, str] = field(default_factory=dict)
    passage_names: set[str] = field(default_factory=set)
    topic_names: set[str] = field(default_factory=set)
    at: tuple[int, ...] = ()
    """The document being read, its paragraph, its question: what ``line_of`` takes."""

    def read(self, documents: Sequence[Any]) -> None:
        """All documents."""
        for number, document in enumerate(documents):
            self.at = (number,)
            where = f"{self.path}, data[{number}]"
            title = text_field(_object(document, where), "title", where, default="")
            for place, paragraph in enumerate(_list(document, "paragraphs", where)):
                self.at = (number, place)
                self._paragraph(_object(paragraph, f"{where}.paragraphs[{place}]"), title, f"{number}-{place}", where)

    def _paragraph(self, paragraph: Mapping[str, Any], title: str, number: str, document: str) -> None:
        where = f"{document}.paragraphs[{number.partition('-')[2]}]"
        context = text_field(paragraph, "context", where)
        passage = self.passage_of.get(context)
        if passage is None:
            named = paragraph if "id" in paragraph else {"id": number}
            passage = id_field(named, "id", where, self.passage_names)
            self.passage_of[context] = passage
            self.articles.append(passage_article(passage, title, context, self.path))
        else:
            self.flaws.append(Flaw(REPEATED, where, f"the same as that of {passage}; kept once"))
        above = self.at
        for place, question in enumerate(_list(paragraph, "qas", where)):
            self.at = (*above, place)
            self._question(_object(question, f"{where}.qas[{place}]"), passage, context, f"{where}.qas[{place}]")

    def _question(self, question: Mapping[str, Any], passage: str, context: str, where: str) -> None:
        id = id_field(question, "id", where, self.topic_names)
        where = f"{self.path}, question {id}"
        answers = tuple(dict.fromkeys(self._answers(question, context, where)))
        impossible = question.get("is_impossible", False)
        if not isinstance(impossible, bool):
            raise DataError(f'{where}: "is_impossible" must be true or false; mend the file')
        if not answers and not impossible:
            self.flaws.append(Flaw(UNANSWERED, where, "has no answers; only its passage is known"))
        self.topics.append(Topic(id, text_field(question, "question", where), answers, answerable=not impossible))
        self.gold[id] = {passage: 1}

    def _answers(self, question: Mapping[str, Any], context: str, where: str) -> Iterator[AnswerText]:
        if "answers" not in question and (near := get_close_matches("answers", question, 1)):
            raise DataError(f'{where}: "answers" is missing, and there is {near[0]!r}; rename it')
        for answer in _list(question, "answers", where) if "answers" in question else ():
            text = text_field(_object(answer, where), "text", where)
            start = answer.get("answer_start")
            if not isinstance(start, int) or isinstance(start, bool):
                raise DataError(f'{where}: "answer_start" must be a whole number; mend the file')
            if not text.strip():
                self.flaws.append(Flaw(LOST, where, "an answer is empty; left out"))
                continue
            yield AnswerText(text, self._place(text, start, context, where))

    def _place(self, text: str, start: int, context: str, where: str) -> Span | None:
        if start >= 0 and context.startswith(text, start):
            return Span(start, start + len(text))
        found = _nearest(text, start, context)
        if found is None:
            self.flaws.append(Flaw(LOST, where, f"the passage does not hold {text!r}"))
            return None
        self.flaws.append(Flaw(MOVED, where, f"{text!r} is at {found}, not at {start}"))
        return Span(found, found + len(text))


def _nearest(text: str, start: int, context: str) -> int | None:
    """Where ``text`` occurs nearest to ``start``."""
    start = min(max(start, 0), len(context))
    before = context.rfind(text, 0, start + len(text))
    after = context.find(text, start)
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - start), default=None)


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise DataError(f"{where}: must be a JSON object; mend the file")
    return value


def _list(value: Mapping[str, Any], name: str, where: str) -> Sequence[Any]:
    found = value.get(name)
    if not isinstance(found, list):
        raise DataError(f'{where}: "{name}" must be a list; mend the file')
    return found


def line_of(text: str, at: Sequence[int]) -> int:
    """The line where a document, a paragraph of it or a question of that begins; where it is no object, what holds it.

    Args:
        text: of the file, which must be JSON with a list "data".
        at: the place in that list, and so on inwards.

    Raises:
        RecursionError: the file is nested more deeply than Python can follow.
    """
    decoder = _Placing()
    value = decoder.decode(text)
    start = decoder.starts[id(value)]
    for name, place in zip(("data", "paragraphs", "qas"), at, strict=False):
        value = value[name][place]
        start = decoder.starts.get(id(value), start)
    return text.count("\n", 0, start) + 1


class _Placing(json.JSONDecoder):
    """Remembers where objects begin. Slow: the scanner is the one written in Python."""

    def __init__(self) -> None:
        super().__init__()
        self.starts: dict[int, int] = {}
        self.parse_object = self._parse_object
        self.scan_once = json.scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    def _parse_object(self, text_and_start: tuple[str, int], *rest: Any) -> tuple[Any, int]:
        value, end = json.decoder.JSONObject(text_and_start, *rest)  # type: ignore[attr-defined]
        self.starts[id(value)] = text_and_start[1] - 1
        return value, end
