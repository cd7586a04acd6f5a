"""``yuanhua ask``: one question, or a batch of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

import click

from bot.answer.model import Abstention, Answer, Reason, Reply
from bot.assembly import Sources, make_answerer, open_searcher, warm_up
from bot.commands.base import Command, session_of, setting_option, sources_of, sources_options
from bot.commands.session import Session
from bot.errors import InputError

ANSWERED, ABSTAINED, FAILED = 0, 1, 2


@click.command("ask", cls=Command)
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True)
@click.option("--batch", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE")
@sources_options
@setting_option("--quotes", "answer.quotes", "N")
@setting_option("--threshold", "answer.threshold", "X")
@click.pass_context
def ask(
    context: click.Context,
    question: str | None,
    as_json: bool,
    batch: Path | None,
    corpus: Sequence[Path],
    index: Path | None,
) -> int:
    """Replies to one question or to many; the exit code tells how that went."""
    session = session_of(context)
    sources = sources_of(corpus, index)
    if batch is not None:
        if question is not None:
            raise click.UsageError(session.messages.question_and_batch, context)
        return _batch(session, sources, batch)
    return _one(session, sources, _question(session, context, question), as_json)


def _one(session: Session, sources: Sources, question: str, as_json: bool) -> int:
    from bot.ndjson import Request, answer_request

    searcher = open_searcher(session.config, sources, session.watcher())
    warm_up(searcher)
    answerer = make_answerer(session.config, searcher)
    reply, elapsed_ms = answer_request(Request(None, question, ()), answerer)
    _refuse_unusable(reply, session)
    if as_json:
        from bot.rendering.records import json_line, reply_record

        click.echo(json_line(reply_record(None, question, reply, elapsed_ms)))
    else:
        _show(reply, session)
    return ANSWERED if isinstance(reply, Answer) else ABSTAINED


def _show(reply: Reply, session: Session) -> None:
    from bot.rendering.replies import reply_lines

    # All passages only where a number was asked for; otherwise the best one.
    shown = session.config.answer.quotes if "answer.quotes" in session.settings else 1
    screen = session.screen()
    screen.write(reply_lines(reply, screen.view, session.messages, shown, session.messages.more_by_option))


def _refuse_unusable(reply: Reply, session: Session) -> None:
    if isinstance(reply, Abstention) and reply.reason in (Reason.EMPTY_QUESTION, Reason.TOO_LONG):
        raise InputError(session.messages.unusable[reply.reason.value].format(limit=session.config.answer.max_question))


def _batch(session: Session, sources: Sources, file: Path) -> int:
    from bot.ndjson import run_batch
    from bot.rendering.records import json_line

    with _opened(file) as lines:
        searcher = open_searcher(session.config, sources, session.watcher())
        warm_up(searcher)
        failures = 0
        for record in run_batch(lines, make_answerer(session.config, searcher)):
            failures += "error" in record
            click.echo(json_line(record))
            sys.stdout.flush()
    if failures:
        click.echo(session.messages.bad_lines.format(count=failures), err=True)
    return FAILED if failures else ANSWERED


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    """The batch's lines. What is piped in stays open."""
    if str(file) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror}); name a file of questions, or - for input"
        ) from None


def _unread(argument: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in argument)


def _question(session: Session, context: click.Context, question: str | None) -> str:
    """The question: the argument, or what is piped in."""
    if question is not None and question != "-":
        # Under a locale that is not UTF-8, Python hands over bytes it could not read.
        return os.fsencode(question).decode("utf-8", "replace") if _unread(question) else question
    if question is None and sys.stdin.isatty():
        raise click.UsageError(session.messages.no_question, context)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InputError(session.messages.not_utf8) from None
