"""What the conversation begins with: what can be asked about, and three questions that have an answer."""

from __future__ import annotations

from bot.messages import Messages
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, harmless
from bot.rendering.quotes import indented
from bot.rendering.views import View
from bot.repl.examples import example_questions
from bot.repl.state import Room
from index.searcher import Searcher

_EXAMPLES = 3
_BULLET = "    · "


def banner_lines(room: Room, view: View, messages: Messages) -> list[Line]:
    """The name, the articles, the examples, where help is."""
    return [
        EMPTY,
        *indented((Piece(messages.name, (Tone.TITLE,)), Piece("  " + messages.motto, (Tone.FAINT,))), view),
        EMPTY,
        *_about(room.searcher, view, messages),
        EMPTY,
        *_try(room, view, messages),
        *indented((Piece(messages.banner_hint, (Tone.FAINT,)),), view),
    ]


def _about(searcher: Searcher, view: View, messages: Messages) -> list[Line]:
    articles = searcher.articles
    if len(articles) == 1:
        title = harmless(articles[0].title).replace("\n", " ")
        size = messages.paragraph_count.format(count=len(articles[0].paragraphs))
        return indented((Piece(f"《{title}》", (Tone.KEY,)), Piece(f"  {size}", (Tone.FAINT,))), view)
    paragraphs = len(searcher.paragraphs)
    return indented((Piece(messages.banner_many.format(articles=len(articles), paragraphs=paragraphs)),), view)


def _try(room: Room, view: View, messages: Messages) -> list[Line]:
    examples = example_questions(room, messages, _EXAMPLES)
    if not examples:
        return []
    shown = [line for example in examples for line in _bulleted(harmless(example), view)]
    return [*indented((Piece(messages.banner_try),), view), *shown, EMPTY]


def _bulleted(text: str, view: View) -> list[Line]:
    first, *others = indented((Piece(text),), view, len(_BULLET))
    return [(Piece(_BULLET), *first[1:]), *others]
