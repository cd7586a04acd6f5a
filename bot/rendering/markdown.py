"""A conversation as Markdown: each question, its quotations with their places, or that the article does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from bot.answer.model import Answer, Conversation, Quote, Turn
from bot.messages import Messages
from bot.rendering.marks import passage
from bot.rendering.pieces import Tone
from bot.rendering.quotes import source_of
from bot.rendering.replies import confidence_words

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&]|^(?=[-+=]|\d+[.)])", re.MULTILINE)


def conversation_markdown(conversation: Conversation, messages: Messages, now: datetime) -> str:
    """The whole conversation, oldest question first; ``now`` is written under the heading."""
    blocks = [f"# {messages.export_title}", f"{now:%Y-%m-%d %H:%M}"]
    for turn in conversation.turns:
        blocks.extend(_turn(turn, messages))
    return "\n\n".join(blocks) + "\n"


def _turn(turn: Turn, messages: Messages) -> Iterator[str]:
    yield f"## {escaped(' '.join(turn.question.split()))}"
    if isinstance(turn.reply, Answer):
        for quote in turn.reply.quotes[:1]:
            yield _quote(quote, messages)
        words = confidence_words(turn.reply.confidence, messages)
        yield messages.confidence.format(words=words, value=turn.reply.confidence)
    else:
        yield escaped(messages.reasons[turn.reply.reason.value])


def _quote(quote: Quote, messages: Messages) -> str:
    # Asterisks fail beside Chinese punctuation (CommonMark's rule of flanking); the element does not.
    text = "".join(
        f"<strong>{escaped(piece.text)}</strong>" if Tone.KEY in piece.tones else escaped(piece.text)
        for piece in passage(quote, marked=False)
    ).replace("</strong><strong>", "")
    lines = [*text.split("\n"), "", f"—— {escaped(source_of(quote, messages))}"]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def escaped(text: str) -> str:
    """``text`` as Markdown that shows it unchanged."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\\&", "&amp;").replace("\\<", "&lt;")
