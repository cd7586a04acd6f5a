"""The conversation at a terminal: the prompt, its keys, its history. The one place that asks for lines to be typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.filters import Condition, is_searching
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.styles import Style

from bot.rendering.pieces import EMPTY, line
from bot.rendering.screens import Screen
from bot.rendering.wrapping import shortened
from bot.repl.answering import respond
from bot.repl.banner import banner_lines
from bot.repl.completion import ChatCompleter
from bot.repl.history import open_history
from bot.repl.state import Renewed, Room, State, moved

if TYPE_CHECKING:
    from bot.config import Config

_STYLE = Style.from_dict({"prompt": "bold ansicyan", "article": "ansibrightblack"})
_TITLE_WIDTH = 20


def converse(
    room: Room, state: State, screen: Screen, config: Config, note: Callable[[str], None], renewed: Renewed
) -> None:
    """Asks for a line, shows what it leads to, and again, until the user leaves (``/quit``, Ctrl-D)."""
    screen.write(banner_lines(room, screen.view, state.messages))
    completer = ChatCompleter(room.searcher)
    history = open_history(config.state_directory / "history", config.chat.history, note)
    prompt: PromptSession[str] = PromptSession(
        history=history,
        completer=completer,
        complete_while_typing=Condition(lambda: prompt.default_buffer.text.startswith("/")),
        complete_style=CompleteStyle.COLUMN,
        reserve_space_for_menu=6,
        key_bindings=_keys(enter_sends=not config.chat.multiline),
        multiline=True,
        prompt_continuation="· ",
        style=_STYLE,
        color_depth=ColorDepth.DEPTH_1_BIT if screen.view.marked else None,
    )
    while True:
        completer.messages = state.messages
        screen.write([EMPTY])
        try:
            text = prompt.prompt(_prompt(room, state))
            if (new := renewed()) is not None:
                room, state = new, moved(state, new)
                completer.offer(new.searcher)
            outcome = respond(room, state, text, screen.view)
        except KeyboardInterrupt:
            continue
        except EOFError:
            break
        state = outcome.state
        if outcome.leaving:
            break
        if outcome.lines:
            screen.write((EMPTY, *outcome.lines))
    screen.write([line("  " + state.messages.goodbye)])


def _prompt(room: Room, state: State) -> StyleAndTextTuples:
    arrow = ("class:prompt", "❯ ")
    if state.opened is None:
        return [arrow]
    title = shortened(room.searcher.title(state.opened), _TITLE_WIDTH)
    return [("class:article", title + " "), arrow]


def _keys(*, enter_sends: bool) -> KeyBindings:
    """Enter sends and Alt-Enter begins a new line, or the other way round; Ctrl-C empties the line."""
    keys = KeyBindings()

    def send(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if enter_sends and buffer.document.text_before_cursor.endswith("\\"):
            # As in a shell, a backslash at the end of a line goes on with the next.
            buffer.delete_before_cursor()
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    def new_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    # While an earlier question is searched for (Ctrl-R), Enter and Ctrl-C belong to the search.
    typing = ~is_searching
    keys.add("enter", filter=typing)(send if enter_sends else new_line)
    keys.add("escape", "enter", filter=typing)(new_line if enter_sends else send)

    @keys.add("c-c", filter=typing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.reset()

    return keys
