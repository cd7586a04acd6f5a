"""What the readers of data files share: bytes, JSON, checked fields, and passages as Articles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.model import Article, Paragraph, Span, paragraph_id
from corpus.sentences import split_sentences
from index.evaluation.errors import DataError
from index.evaluation.model import Qrels, Topic


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        DataError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from None


def read_text(path: Path) -> str:
    """A UTF-8 file's text, without a byte order mark.

    Raises:
        DataError: it cannot be read, or is in another encoding; the message has the line.
    """
    content = read_bytes(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"{path}, line {line}: not UTF-8; save the file in that encoding") from None


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' bytes, one after the other, each with its length before it."""
    hashed = hashlib.sha256()
    for path in paths:
        content = read_bytes(path)
        hashed.update(len(content).to_bytes(8, "big"))
        hashed.update(content)
    return hashed.hexdigest()


def json_lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a file with one a line, each with its place (``file, line 3``); blank lines are skipped.

    Raises:
        DataError: a line holds no JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DataError(f"{where}: not JSON ({error}); write one object a line") from None
        if not isinstance(value, dict):
            raise DataError(f"{where}: not a JSON object; write one a line")
        yield where, value


def text_field(value: Mapping[str, Any], name: str, where: str, default: str | None = None) -> str:
    """A field that must be text; where it is missing, ``default``.

    Raises:
        DataError: it is of another type, or missing without a default.
    """
    found = value.get(name, default)
    if not isinstance(found, str):
        problem = "must be text" if name in value else "is missing"
        raise DataError(f'{where}: "{name}" {problem}; mend the file, or see its authors\' description of the fields')
    return found


def id_field(value: Mapping[str, Any], name: str, where: str, seen: set[str]) -> str:
    """A field that must be an id not seen before; it is added to ``seen``. Whole numbers are taken as text.

    Raises:
        DataError: it is missing, of another type, there already, or cannot stand in a TREC file.
    """
    found = value.get(name)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not found:
        problem = "must be text and not empty" if name in value else "is missing"
        raise DataError(f'{where}: "{name}" {problem}; give each an id of its own')
    check_id(found, where)
    if found in seen:
        raise DataError(f"{where}: the id {found} is there twice; give each an id of its own")
    seen.add(found)
    return found


def check_id(id: str, where: str) -> None:
    """Refuses an id with white space, which separates the columns of TREC files."""
    if len(id.split()) != 1 or id != id.strip():
        raise DataError(f"{where}: the id {id!r} has white space, which TREC files cannot hold; take it out")


def passage_article(id: str, title: str, text: str, source: str = "") -> Article:
    """A passage as an Article of one Paragraph. Without text, the title stands for it."""
    raw = text or title
    whole = Span(0, len(raw))
    paragraph = Paragraph(
        id=paragraph_id(id, 1),
        article=id,
        number=1,
        section=None,
        span=whole,
        text=raw,
        sentences=split_sentences(raw),
    )
    return Article(id=id, title=title, raw=raw, paragraphs=(paragraph,), source=source)


def passage_ids(articles: Iterable[Article]) -> Mapping[str, str]:
    """Paragraph id → passage id, for Articles of ``passage_article``."""
    return {article.paragraphs[0].id: article.id for article in articles}


def qrels_of(topics: Iterable[Topic], grades: Mapping[str, Mapping[str, int]]) -> Qrels:
    """The judgments of the topics that can be answered, in the topics' order."""
    return {topic.id: dict(grades[topic.id]) for topic in topics if topic.answerable and grades.get(topic.id)}
