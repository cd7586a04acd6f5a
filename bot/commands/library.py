"""``yuanhua add``, ``list``, ``remove`` and ``show``: the articles that are kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from bot.assembly import library as library_of
from bot.commands.base import Command, session_of
from bot.commands.session import Session
from bot.errors import BotError, InputError
from bot.library import Added, Outcome, readable
from bot.messages import Messages
from bot.rendering.articles import (
    article_record,
    body_lines,
    dropped_lines,
    length,
    outline_lines,
    paragraph_record,
    title_lines,
)
from bot.rendering.pieces import EMPTY, Line, Piece, Tone, line
from bot.rendering.records import json_line
from bot.rendering.tables import table_lines
from corpus.cleaning import RULES
from corpus.errors import CorpusError
from corpus.loading import load_article
from corpus.model import Article


def _complete_id(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    try:
        ids = library_of(session_of(context).config).ids()
    except BotError:
        ids = ()
    items = [CompletionItem(id) for id in ids if id.startswith(incomplete)]
    # A path does as well where nothing of that name is kept.
    return items or [CompletionItem(incomplete, type="file")]


@click.command("add", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE…")
@click.option("--id", "id", metavar="ID")
@click.option("--replace", is_flag=True)
@click.pass_context
def add(context: click.Context, files: Sequence[Path], id: str | None, replace: bool) -> int:
    """Copies articles into the library."""
    session = session_of(context)
    library = library_of(session.config)
    piped = [file for file in files if str(file) == "-"]
    if (piped or id is not None) and len(files) > 1:
        raise click.UsageError(session.messages.one_file_only, context)
    if piped:
        added = [library.add_bytes(sys.stdin.buffer.read(), id=id, replace=replace)]
    elif id is not None:
        added = [library.add_bytes(_bytes(files[0]), id=id, replace=replace)]
    else:
        added = library.add(list(dict.fromkeys(files)), replace=replace)
    session.screen().write(piece for one in added for piece in _added_lines(one, session.messages))
    for one in added:
        for note in one.article.notes:
            session.watcher().note(f"{one.article.id}: {note}")
    return 0


@click.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def list_articles(context: click.Context, as_json: bool) -> int:
    """Lists what the library holds; 2 where one of its files cannot be read."""
    session = session_of(context)
    library = library_of(session.config)
    shipped = library.shipped_files()
    found: list[tuple[Article, bool]] = []
    problems = 0
    for path, article in readable(library.files(), library.settings):
        if isinstance(article, CorpusError):
            problems += 1
            click.echo(session.messages.error.format(text=article), err=True)
        else:
            found.append((article, path in shipped))
    if as_json:
        click.echo(json_line([article_record(article, shipped=is_shipped) for article, is_shipped in found]))
    elif found:
        screen = session.screen()
        rows = [_row(article, is_shipped, session.messages) for article, is_shipped in found]
        header = session.messages.list_header
        tones = (Tone.LABEL, None, None, None, Tone.FAINT)
        screen.write(table_lines(rows, screen.view, header=header, right=frozenset({2, 3}), elastic=1, tones=tones))
    elif not problems:
        click.echo(session.messages.library_empty, err=True)
    return 2 if problems else 0


@click.command("remove", cls=Command)
@click.argument("ids", nargs=-1, required=True, metavar="ARTICLE…", shell_complete=_complete_id)
@click.pass_context
def remove(context: click.Context, ids: Sequence[str]) -> int:
    """Takes articles out of the library."""
    session = session_of(context)
    wanted = tuple(dict.fromkeys(ids))
    library_of(session.config).remove(wanted)
    session.screen().write(line(session.messages.removed.format(id=id)) for id in wanted)
    return 0


@click.command("show", cls=Command)
@click.argument("article", metavar="ARTICLE", shell_complete=_complete_id)
@click.option("--dropped", is_flag=True)
@click.option("--raw", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def show(context: click.Context, article: str, dropped: bool, raw: bool, as_json: bool) -> int:
    """Shows an article as it was read: its paragraphs, its source, or what was left out of it."""
    session = session_of(context)
    if dropped + raw + as_json > 1 and not (dropped and as_json):
        raise click.UsageError(session.messages.one_view_only, context)
    loaded = _article(session, article)
    for note in loaded.notes:
        session.watcher().note(f"{loaded.source or loaded.id}: {note}")
    if raw:
        click.echo(loaded.raw, nl=not loaded.raw.endswith("\n"))
    elif as_json:
        click.echo(json_line(_record(loaded)))
    else:
        screen = session.screen()
        screen.write(_article_lines(loaded, session, dropped))
    return 0


def _article_lines(article: Article, session: Session, dropped: bool) -> Iterator[Line]:
    view, messages = session.screen().view, session.messages
    yield from title_lines(article, view, messages)
    yield EMPTY
    if dropped:
        yield from dropped_lines(article, view, messages, RULES)
    else:
        yield from outline_lines(article, view, messages)
        yield from body_lines(article, view)


def _article(session: Session, name: str) -> Article:
    """The article of that id, or that a file of that name holds."""
    library = library_of(session.config)
    path = Path(name)
    if name not in library.ids() and (path.suffix or len(path.parts) > 1 or path.exists()):
        return load_article(path, library.settings)
    return load_article(library.path_of(name), library.settings)


def _record(article: Article) -> dict[str, object]:
    return {
        **article_record(article, shipped=False),
        "body": [paragraph_record(paragraph) for paragraph in article.paragraphs],
        "left_out": [
            {"rule": one.rule, "text": one.span.of(article.raw), "start": one.span.start, "end": one.span.end}
            for one in article.dropped
        ],
    }


def _added_lines(added: Added, messages: Messages) -> list[Line]:
    article = added.article
    template = {
        Outcome.ADDED: messages.added,
        Outcome.REPLACED: messages.replaced,
        Outcome.ALREADY_THERE: messages.already_there,
    }[added.outcome]
    size = messages.article_size.format(paragraphs=len(article.paragraphs), characters=length(article))
    told = [size]
    if article.dropped:
        told.append(messages.lines_dropped.format(count=len(article.dropped)))
    return [
        line(template.format(id=article.id), Piece(article.title.replace("\n", " "), (Tone.TITLE,))),
        line("  " + messages.list_separator.join(told)),
    ]


def _row(article: Article, shipped: bool, messages: Messages) -> list[str]:
    mark = messages.shipped_mark if shipped else ""
    return [article.id, article.title, str(len(article.paragraphs)), str(length(article)), mark]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror}); check the path") from None
