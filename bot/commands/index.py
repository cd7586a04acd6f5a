"""``yuanhua index``: builds an index and saves it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from bot.assembly import build_searcher, index_place, on_cluster
from bot.commands.base import Command, session_of, sources_of, sources_options


@click.command("index", cls=Command)
@sources_options
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def index(context: click.Context, corpus: Sequence[Path], index: Path | None, as_json: bool) -> int:
    """Builds the index anew, of the library or of other files."""
    session = session_of(context)
    sources = sources_of(corpus, index)
    begin = time.perf_counter()
    searcher = build_searcher(session.config, sources, session.watcher(), must_save=True)
    clustered = on_cluster(session.config, sources)
    place = session.config.cluster_settings().where if clustered else str(index_place(session.config, sources))
    figures = {
        "articles": len(searcher.articles),
        "paragraphs": len(searcher.paragraphs),
        "terms": len(searcher.stats.frequencies),
        "seconds": round(time.perf_counter() - begin, 2),
        "index": place,
        "digest": searcher.digest,
    }
    if as_json:
        from bot.rendering.records import json_line

        click.echo(json_line(figures))
    else:
        click.echo(session.messages.indexed.format(**figures))
    return 0
