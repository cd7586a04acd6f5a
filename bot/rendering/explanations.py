"""How a Reply came about: the terms searched for, the figures behind the confidence, the scores."""

from __future__ import annotations

from bot.answer.model import Answer, Reply
from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, harmless
from bot.rendering.quotes import indented
from bot.rendering.tables import table_lines
from bot.rendering.views import View

_MOST_TERMS = 12


def explanation_lines(reply: Reply, view: View, messages: Messages) -> list[Line]:
    """What was searched, what matched, what it scored."""
    why = reply.why
    query = messages.why_rewritten if why.rewritten else messages.why_query
    lines = indented((Piece(harmless(query.format(query=why.query)), (Tone.LABEL,)),), view)
    if why.terms:
        rows = [
            [
                term.term,
                messages.granularities.get(term.granularity, term.granularity),
                f"{term.weight:.2f}",
                str(term.paragraphs) if term.paragraphs else messages.why_nowhere,
            ]
            for term in why.terms[:_MOST_TERMS]
        ]
        lines += [EMPTY, *table_lines(rows, view, header=messages.why_header, right=frozenset({2, 3}))]
        if len(why.terms) > _MOST_TERMS:
            lines += indented(
                (Piece(messages.why_more_terms.format(count=len(why.terms) - _MOST_TERMS), (Tone.FAINT,)),), view
            )
    # A figure of 0 says nothing.
    figures = [[messages.signals.get(name, name), f"{value:.2f}"] for name, value in why.signals if round(value, 2)]
    figures.append([messages.why_confidence, f"{reply.confidence:.2f}"])
    lines += [EMPTY, *table_lines(figures, view, right=frozenset({1}))]
    quotes = reply.quotes if isinstance(reply, Answer) else reply.nearest
    if quotes:
        rows = [[f"¶{quote.paragraph}", f"{quote.score:.2f}", quote.key.of(quote.text)] for quote in quotes]
        header = messages.why_quotes_header if isinstance(reply, Answer) else messages.why_nearest_header
        lines += [EMPTY, *table_lines(rows, view, header=header, right=frozenset({1}), elastic=2, folded=False)]
    return lines
