"""The page that ``--help`` shows: usage, what the command does, its options, examples; aligned by cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from bot.messages import Messages
from bot.rendering.screens import terminal_width
from bot.rendering.wrapping import cells, padded, wrap

_WIDEST = 92
_INDENT = "  "
_COMMON = frozenset({"help", "lang", "no-color", "config", "set", "debug"})


def help_page(command: click.Command, context: click.Context, messages: Messages) -> str:
    """The help of a command."""
    words = messages.commands[command.name or ""]
    own, common = _options(command, context, messages)
    sections = [
        [f"{messages.usage}{context.command_path} {' '.join(command.collect_usage_pieces(context))}"],
        list(_paragraphs(words.text)),
    ]
    if isinstance(command, click.Group):
        rows = [(name, messages.commands[name].summary) for name in command.list_commands(context)]
        sections.append([messages.help_commands, *_columns(rows)])
    if own:
        sections.append([messages.help_options, *_columns(own)])
    sections.append([messages.help_common_options, *_columns(common)])
    sections.append([messages.help_examples, *(f"{_INDENT}{example}" for example in words.examples)])
    return "\n\n".join("\n".join(section) for section in sections)


def _options(
    command: click.Command, context: click.Context, messages: Messages
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The options of this command, and those of all, each with what it does."""
    own: list[tuple[str, str]] = []
    common: list[tuple[str, str]] = []
    for param in command.get_params(context):
        if not isinstance(param, click.Option) or param.hidden:
            continue
        name = param.opts[-1].removeprefix("--")
        metavar = "" if param.is_flag else " " + param.make_metavar(context).strip("[]")
        row = (", ".join(param.opts) + metavar, messages.options[name])
        (common if name in _COMMON else own).append(row)
    return own, common


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        for span in wrap(paragraph, _width() - len(_INDENT)):
            yield (_INDENT + span.of(paragraph)).rstrip()


def _columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    first = min(max(cells(name) for name, _ in rows), 30)
    for name, text in rows:
        lines = [span.of(text) for span in wrap(text, max(20, _width() - first - 4))]
        if cells(name) > first:
            yield _INDENT + name
            name = ""
        for line in lines:
            yield f"{_INDENT}{padded(name, first)}{_INDENT}{line}"
            name = ""


def _width() -> int:
    return min(terminal_width() - 1, _WIDEST)
