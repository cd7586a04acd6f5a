"""``yuanhua evaluate sweep``: settings over a grid, cross-validated by article."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.base import Command, require_libraries, session_of
from bot.commands.evaluate import StepsBar

_AT_LEAST_NONE = click.FloatRange(min=0)


@click.command("evaluate sweep", cls=Command)
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--k1", multiple=True, type=_AT_LEAST_NONE, metavar="X")
@click.option("--b", multiple=True, type=click.FloatRange(0, 1), metavar="X")
@click.option("--sentence-weight", multiple=True, type=_AT_LEAST_NONE, metavar="X")
@click.option("--measure", default="nDCG@10", show_default=True, metavar="NAME")
@click.option("--folds", type=click.IntRange(min=2), default=5, show_default=True, metavar="N")
@click.option("--limit", type=click.IntRange(min=1), metavar="N")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--kept", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def sweep(
    context: click.Context,
    data: Path,
    k1: Sequence[float],
    b: Sequence[float],
    sentence_weight: Sequence[float],
    measure: str,
    folds: int,
    limit: int | None,
    seed: int,
    kept: Path | None,
    as_json: bool,
) -> int:
    """Measures every combination of the values given."""
    session = session_of(context)
    require_libraries(session, "ir_measures", "scipy", "sklearn")
    from bot.rendering.sweeps import sweep_lines, sweep_record
    from index.evaluation import Workshop, limited
    from index.evaluation.detecting import read_data
    from index.evaluation.sweeping import grid
    from index.evaluation.sweeping import sweep as swept

    settings = session.config.index_settings()
    points = grid(k1 or [settings.k1], b or [settings.b], sentence_weight or [settings.sentence_weight])
    chosen = read_data(data)
    if limit is not None:
        chosen = limited(chosen, limit, seed)
    workshop = Workshop(workers=os.cpu_count() or 1)
    with StepsBar() as bar:
        found = swept(chosen, points, settings, measure, folds, seed, kept, workshop, bar.tell)
    if as_json:
        from bot.rendering.records import json_line

        click.echo(json_line({"seed": seed, **sweep_record(found)}))
    else:
        screen = session.screen()
        screen.write(sweep_lines(found, screen.view, session.messages))
    return 0
