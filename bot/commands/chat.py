"""``yuanhua chat``: a conversation in the terminal, or with lines that are piped in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.assembly import make_answerer, open_searcher
from bot.commands.base import Command, session_of, setting_option, sources_of, sources_options
from bot.messages import Language


@click.command("chat", cls=Command)
@sources_options
@setting_option("--threshold", "answer.threshold", "X")
@click.pass_context
def chat(context: click.Context, corpus: Sequence[Path], index: Path | None) -> int:
    """Talks until the user leaves or the input ends."""
    from bot.repl.state import Room, State

    session = session_of(context)
    searcher = open_searcher(session.config, sources_of(corpus, index), session.watcher())
    room = Room(searcher, make_answerer(session.config, searcher))
    state = State(session.language or Language(session.config.chat.language))
    screen = session.screen()
    if sys.stdin.isatty() and sys.stdout.isatty():
        from bot.repl.terminal import converse

        converse(room, state, screen, session.config, session.watcher().note)
    else:
        from bot.repl.piped import answer_lines

        answer_lines(sys.stdin.buffer, room, state, screen)
    return 0
