"""``yuanhua chat``: a conversation in the terminal, or with lines that are piped in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.assembly import make_answerer
from bot.commands.base import Command, session_of, setting_option, sources_of, sources_options
from bot.messages import Language

if TYPE_CHECKING:
    from index.searcher import Searcher


@click.command("chat", cls=Command)
@sources_options
@setting_option("--threshold", "answer.threshold", "X")
@click.pass_context
def chat(context: click.Context, corpus: Sequence[Path], index: Path | None) -> int:
    """Talks until the user leaves or the input ends."""
    from bot.following import Following
    from bot.repl.state import Room, State

    session = session_of(context)
    following = Following(session.config, sources_of(corpus, index), session.watcher())

    def room_of(searcher: Searcher) -> Room:
        return Room(searcher, make_answerer(session.config, searcher))

    def renewed() -> Room | None:
        new = following.renewed()
        return None if new is None else room_of(new)

    room = room_of(following.searcher)
    state = State(session.language or Language(session.config.chat.language))
    screen = session.screen()
    if sys.stdin.isatty() and sys.stdout.isatty():
        from bot.repl.terminal import converse

        converse(room, state, screen, session.config, session.watcher().note, renewed)
    else:
        from bot.repl.piped import answer_lines

        answer_lines(sys.stdin.buffer, room, state, screen, renewed)
    return 0
