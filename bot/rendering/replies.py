"""A Reply as lines: the best quotation and how sure it is, or the reason for silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.answer.model import Abstention, Answer, Quote, Reply
from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone
from bot.rendering.quotes import indented, quote_lines
from bot.rendering.views import View

_SURE = 0.85
_FAIRLY_SURE = 0.7


def reply_lines(reply: Reply, view: View, messages: Messages, shown: int, more: str) -> list[Line]:
    """A Reply for reading.

    Args:
        reply: what to show.
        view: the room there is.
        messages: the language of all but the quotations.
        shown: how many quotations at most.
        more: how the reader gets at the others: a message with ``{count}``.
    """
    match reply:
        case Answer():
            lines = _separated(quote_lines(quote, view, messages) for quote in reply.quotes[:shown])
            return [*lines, *_status(reply, view, messages, more, len(reply.quotes) - shown)]
        case Abstention():
            return abstention_lines(reply, view, messages)


def abstention_lines(abstention: Abstention, view: View, messages: Messages) -> list[Line]:
    """That the article does not say, and why; never the nearest passages."""
    return indented((Piece(messages.reasons[abstention.reason.value], (Tone.WARNING,)),), view)


def quotes_lines(quotes: Iterable[Quote], view: View, messages: Messages) -> list[Line]:
    """Quotations one after another."""
    return _separated(quote_lines(quote, view, messages) for quote in quotes)


def confidence_words(confidence: float, messages: Messages) -> str:
    """How sure an Answer is, in words."""
    confidence = round(confidence, 2)  # as it is shown beside the words
    if confidence >= _SURE:
        return messages.sure
    return messages.fairly_sure if confidence >= _FAIRLY_SURE else messages.unsure


def _status(answer: Answer, view: View, messages: Messages, more: str, left: int) -> Iterator[Line]:
    text = messages.confidence.format(words=confidence_words(answer.confidence, messages), value=answer.confidence)
    pieces = [Piece(text, (Tone.GOOD if round(answer.confidence, 2) >= _SURE else Tone.FAINT,))]
    if left > 0:
        pieces.append(Piece(" · " + more.format(count=left), (Tone.FAINT,)))
    yield from indented(tuple(pieces), view, 4)


def _separated(blocks: Iterable[list[Line]]) -> list[Line]:
    lines: list[Line] = []
    for block in blocks:
        lines += [*([EMPTY] if lines else []), *block]
    return lines
