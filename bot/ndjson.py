"""Batches: questions in, replies out, a line of JSON each, in order (https://github.com/ndjson/ndjson-spec).

In: ``{"id": …, "question": …, "after": [earlier questions of the same chat]}``; ``id`` (text, whole number or null) and
``after`` may be missing, other keys are ignored. Out: what ``bot.rendering.records`` makes of the reply, or
``{"id": …, "error": "line 3: …"}`` for a line that is no question. Blank lines are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from bot.answer.model import Conversation, Question, Reply, Turn
from bot.rendering.records import Record, reply_record


class Answers(Protocol):
    """What replies to Questions."""

    def reply(self, question: Question) -> Reply:
        """The Reply."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """One line of a batch, read."""

    id: str | int | None
    question: str
    after: tuple[str, ...]


class BadLineError(ValueError):
    """A line that is no question; the message says what is wrong and what is expected, ``id`` names it if it can."""

    def __init__(self, message: str, id: str | int | None = None) -> None:
        super().__init__(message)
        self.id = id


def run_batch(lines: Iterable[bytes], answerer: Answers) -> Iterator[Record]:
    """One record for each line that is not blank, as soon as it is read; a bad line's has ``error``."""
    for number, line in enumerate(lines, start=1):
        try:
            request = parse_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        except BadLineError as error:
            yield {"id": error.id, "error": f"line {number}: {error}"}
            continue
        if request is not None:
            reply, elapsed_ms = answer_request(request, answerer)
            yield reply_record(request.id, request.question, reply, elapsed_ms)


def answer_request(request: Request, answerer: Answers) -> tuple[Reply, float]:
    """The Reply to one question, and the milliseconds it took; those of earlier questions, replayed first, apart."""
    conversation = Conversation()
    for earlier in request.after:
        reply = answerer.reply(Question(encodable(earlier), conversation))
        conversation = conversation.then(Turn(encodable(earlier), reply))
    question = Question(encodable(request.question), conversation)
    begin = perf_counter()
    return answerer.reply(question), (perf_counter() - begin) * 1000


def parse_line(line: bytes) -> Request | None:
    """A line as a Request, or None where it is blank.

    Raises:
        BadLineError: it is none.
    """
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise BadLineError("not UTF-8; save the file in that encoding") from None
    if not text:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise BadLineError('not JSON; write one {"id": "…", "question": "…"} a line') from None
    if not isinstance(value, dict):
        raise BadLineError('not a JSON object; write {"id": "…", "question": "…"}')
    id = value.get("id")
    if id is not None and (isinstance(id, bool) or not isinstance(id, str | int)):
        raise BadLineError('"id" must be text or a whole number')
    question = value.get("question")
    if not isinstance(question, str):
        raise BadLineError(f'"question" {"must be text" if "question" in value else "is missing"}', id)
    after = value.get("after")
    if after is None:
        after = []
    if not isinstance(after, list) or not all(isinstance(earlier, str) for earlier in after):
        raise BadLineError('"after" must be a list of the earlier questions, as texts', id)
    return Request(id, question, tuple(after))


def encodable(text: str) -> str:
    """``text`` without lone surrogates, which are no characters and which dictionaries cannot take."""
    return text.encode("utf-8", "replace").decode("utf-8")
