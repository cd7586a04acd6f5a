"""Replies as JSON values: the keys that programs rely on. Keys are only ever added."""

from __future__ import annotations

import json
from typing import TypeAlias

from bot.answer.model import Abstention, Answer, Quote, Reply
from corpus.model import Span

Record: TypeAlias = dict[str, object]


def reply_record(id: str | int | None, question: str, reply: Reply, elapsed_ms: float) -> Record:
    """A Reply with the question it answers.

    An Abstention has no ``quotes``; what came nearest is under ``nearest``, so that nobody takes it for an answer.
    """
    record: Record = {
        "id": id,
        "question": question,
        "reply": "answer" if isinstance(reply, Answer) else "abstention",
        "confidence": round(reply.confidence, 4),
        "reason": reply.reason.value if isinstance(reply, Abstention) else None,
        "elapsed_ms": round(elapsed_ms, 2),
        "quotes": [quote_record(quote) for quote in reply.quotes] if isinstance(reply, Answer) else [],
    }
    if isinstance(reply, Abstention):
        record["nearest"] = [quote_record(quote) for quote in reply.nearest]
    return record


def quote_record(quote: Quote) -> Record:
    """A Quote. ``start`` and ``end`` are characters of the raw source, all other ranges characters of ``text``."""
    return {
        "article": quote.article,
        "title": quote.title,
        "section": quote.section,
        "paragraph": quote.paragraph,
        "text": quote.text,
        "start": quote.span.start,
        "end": quote.span.end,
        "key": _pair(quote.key),
        "highlights": [_pair(span) for span in quote.highlights],
        "answer": None if quote.answer is None else _pair(quote.answer),
        "score": round(quote.score, 4),
    }


def json_line(record: object) -> str:
    """One line of JSON that is valid UTF-8 whatever the strings hold: a lone surrogate stays an escape."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
