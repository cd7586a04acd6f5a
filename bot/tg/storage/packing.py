"""A Reply as text to keep, and back.

What is kept are places in the articles and no passages: a quotation is taken from its article again, and only where
the article still has these characters there. A Reply whose passages are gone is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, TypeAlias

from bot.answer.model import Abstention, Answer, Explanation, Quote, Reason, Reply
from corpus.model import Article, Span

Find: TypeAlias = Callable[[str], Article | None]
"""The article of an id, or None."""


def pack(reply: Reply) -> str:
    """What to keep of a Reply: all but the passages and how it came about."""
    quotes = reply.quotes if isinstance(reply, Answer) else reply.nearest
    reason = reply.reason.value if isinstance(reply, Abstention) else None
    record = {
        "reason": reason,
        "confidence": round(reply.confidence, 4),
        "quotes": [_packed(quote) for quote in quotes],
    }
    return json.dumps(record, separators=(",", ":"))


def unpack(text: str, find: Find, most: int | None = None) -> Reply | None:
    """The Reply, with ``most`` of its quotations; None where the articles have changed under them."""
    record = json.loads(text)
    quotes = []
    for packed in record["quotes"][:most]:
        quote = _unpacked(packed, find)
        if quote is None:
            return None
        quotes.append(quote)
    why = Explanation("", False, (), ())
    if record["reason"] is None:
        return Answer(tuple(quotes), record["confidence"], why)
    return Abstention(Reason(record["reason"]), record["confidence"], tuple(quotes), why)


def reason_of(text: str) -> Reason | None:
    """Why a packed Reply is an Abstention; None for an Answer."""
    reason = json.loads(text)["reason"]
    return None if reason is None else Reason(reason)


def _packed(quote: Quote) -> list[object]:
    return [
        quote.article,
        quote.paragraph,
        *_pair(quote.span),
        *_pair(quote.key),
        [_pair(span) for span in quote.highlights],
        None if quote.answer is None else _pair(quote.answer),
        round(quote.score, 4),
        _digest(quote.text),
    ]


def _unpacked(packed: list[Any], find: Find) -> Quote | None:
    id, paragraph, start, end, key_start, key_end, highlights, answer, score, digest = packed
    article = find(id)
    span = Span(start, end)
    if article is None or _digest(span.of(article.raw)) != digest:
        return None
    sections = (found.section for found in article.paragraphs if found.number == paragraph)
    return Quote(
        article=id,
        title=article.title,
        section=next(sections, None),
        paragraph=paragraph,
        text=span.of(article.raw),
        span=span,
        key=Span(key_start, key_end),
        highlights=tuple(Span(*pair) for pair in highlights),
        answer=None if answer is None else Span(*answer),
        score=score,
    )


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
