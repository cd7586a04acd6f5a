"""What a typed line leads to: a reply to a question, or what a command does. Nothing here prompts or prints."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.model import Answer, Question, Turn
from bot.ndjson import encodable
from bot.rendering.replies import reply_lines
from bot.rendering.views import View
from bot.repl.commands import is_command, run_command
from bot.repl.state import Outcome, Room, State


def respond(room: Room, state: State, text: str, view: View) -> Outcome:
    """The outcome of one line, or of several that were pasted or typed together."""
    text = encodable(text).strip()
    if not text:
        return Outcome(state)
    if is_command(text):
        return run_command(room, state, text, view)
    reply = room.answerer.reply(Question(text, state.conversation, state.opened))
    shown = 1 if isinstance(reply, Answer) else 0
    after = replace(state, conversation=state.conversation.then(Turn(text, reply)), shown=shown)
    return Outcome(after, tuple(reply_lines(reply, view, state.messages, 1, state.messages.more_by_command)))
