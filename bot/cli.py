"""The command line: ``yuanhua …``, or ``python -m bot …``.

Finds the command, hands it the words, and turns whatever comes of it into an exit code and at most one line on standard
error. Importing this module imports no command, no dictionary and no array library.

Exit codes: 0 answered or done; 1 abstained; 2 wrong usage or an error; 130 interrupted; 141 the reader went away.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click

from bot.commands.base import LazyGroup, session_of
from bot.commands.session import Session
from bot.commands.usage import usage_message
from bot.errors import BotError
from bot.messages import Language
from corpus.errors import CorpusError
from index.errors import SearchError

PROGRAM = "yuanhua"
DONE, FAILED, INTERRUPTED, READER_GONE = 0, 2, 130, 141
_COMPLETE = "_YUANHUA_COMPLETE"
LOOKS_FOR_GARBAGE = (100_000, 50, 50)
"""How rarely that is done: ``gc.set_threshold``."""


class Program(LazyGroup):
    """The whole program: runs a command, and lets no traceback out."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        """Runs the command that ``args`` name, and exits."""
        words = list(sys.argv[1:] if args is None else args)
        session = extra.get("obj") or Session()
        session.language = _language_in(words)
        sys.stdin, sys.stdout, sys.stderr = _open(sys.stdin, "r"), _open(sys.stdout, "w"), _open(sys.stderr, "w")
        for stream in (sys.stdout, sys.stderr):
            _write_utf8(stream)
        if instruction := os.environ.get(_COMPLETE):
            from click.shell_completion import shell_complete

            sys.exit(shell_complete(self, {}, PROGRAM, _COMPLETE, instruction))
        sys.exit(self._run(words, session, prog_name or PROGRAM))

    def _run(self, words: list[str], session: Session, name: str) -> int:
        """The exit code, after at most one line about what went wrong."""
        try:
            code = self._invoke(words, session, name)
            sys.stdout.flush()
        except (KeyboardInterrupt, click.Abort):
            return INTERRUPTED
        except BrokenPipeError:
            _silence_stdout()
            return READER_GONE
        except click.ClickException as error:
            return _fail(session, usage_message(error, session.messages))
        except (BotError, CorpusError, SearchError) as error:
            return _fail(session, str(error))
        except OSError as error:
            _silence_stdout()
            return _fail(session, f"{error.filename or 'standard output'}: {error.strerror or error}")
        except Exception as error:
            if session.debug:
                raise
            return _fail(session, session.messages.unexpected.format(kind=type(error).__name__, text=error))
        return code

    def _invoke(self, words: list[str], session: Session, name: str) -> int:
        try:
            with self.make_context(name, words, obj=session) as context:
                code = self.invoke(context)
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        return code if isinstance(code, int) else DONE


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version(PROGRAM)
        except PackageNotFoundError:
            number = session_of(context).messages.not_installed
        click.echo(f"{PROGRAM} {number}")
        context.exit()


@click.command(
    PROGRAM,
    cls=Program,
    invoke_without_command=True,
    params=[click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version)],
    places={
        "chat": "bot.commands.chat:chat",
        "ask": "bot.commands.ask:ask",
        "add": "bot.commands.library:add",
        "list": "bot.commands.library:list_articles",
        "remove": "bot.commands.library:remove",
        "show": "bot.commands.library:show",
        "index": "bot.commands.index:index",
        "telegram": "bot.commands.telegram_bot:telegram",
        "evaluate": "bot.commands.evaluate:evaluate",
        "train": "bot.commands.train:train",
        "completion": "bot.commands.completion:completion",
    },
)
@click.pass_context
def cli(context: click.Context) -> int | None:
    """Without a command, the conversation in the terminal begins."""
    if context.invoked_subcommand is not None:
        return None
    group = context.command
    assert isinstance(group, LazyGroup)
    chat = group.get_command(context, "chat")
    assert chat is not None
    with chat.make_context("chat", [], parent=context) as inner:
        return int(chat.invoke(inner))


def main() -> NoReturn:
    """The console script: the program in a process of its own."""
    # Starting makes many objects and no garbage; looking for some all the while takes a twentieth of the time.
    gc.set_threshold(*LOOKS_FOR_GARBAGE)
    try:
        cli.main()
    except SystemExit as leaving:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        # Everything is written; taking apart a dictionary of half a million words would only keep the shell waiting.
        os._exit(leaving.code if isinstance(leaving.code, int) else FAILED)


def _fail(session: Session, text: str) -> int:
    click.echo(session.messages.error.format(text=" ".join(text.split())), err=True)
    return FAILED


def _language_in(words: Sequence[str]) -> Language | None:
    """The language asked for anywhere on the command line, so that help and complaints before it speak it too."""
    for place, word in enumerate(words):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name == "--lang":
            value = value if equals else "".join(words[place + 1 : place + 2])
            return next((language for language in Language if language.value == value), None)
    return None


def _open(stream: TextIO | None, mode: str) -> TextIO:
    """The stream, or an empty one where it was closed before the program began."""
    return Path(os.devnull).open(mode, encoding="utf-8") if stream is None else stream  # type: ignore[return-value]


def _write_utf8(stream: TextIO) -> None:
    """Makes a stream write UTF-8 whatever the locale, and never fail on a character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence_stdout() -> None:
    """Lets nothing more be written, so that closing the stream at exit does not complain again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
