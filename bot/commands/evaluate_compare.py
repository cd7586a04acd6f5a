"""``yuanhua evaluate compare``: systems compared on the same questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.base import Command, require_libraries, session_of


@click.command("evaluate compare", cls=Command)
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path), metavar="RUN…")
@click.option("--qrels", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--system", "systems", multiple=True, metavar="NAME")
@click.option("--base", metavar="NAME")
@click.option("--measure", "measures", multiple=True, metavar="NAME")
@click.option("--changes", type=click.IntRange(min=0), default=5, show_default=True, metavar="N")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def compare(
    context: click.Context,
    runs: Sequence[Path],
    qrels: Path | None,
    systems: Sequence[str],
    base: str | None,
    measures: Sequence[str],
    changes: int,
    seed: int,
    as_json: bool,
) -> int:
    """Compares the systems measured with the first of them."""
    session = session_of(context)
    if not runs:
        raise click.UsageError(session.messages.evaluation["no_runs"], context)
    require_libraries(session, "ir_measures", "scipy", "sklearn")
    from index.evaluation.comparing import compare as compared
    from index.evaluation.comparing import read_records

    found = compared(read_records(runs, qrels, systems), base, measures, changes, seed)
    if as_json:
        from bot.rendering.comparisons import comparison_record
        from bot.rendering.records import json_line

        click.echo(json_line({"seed": seed, "comparisons": [comparison_record(one) for one in found]}))
        return 0
    from bot.rendering.comparisons import comparison_lines

    screen = session.screen()
    for number, one in enumerate(found):
        if number:
            screen.write([()])
        screen.write(comparison_lines(one, screen.view, session.messages))
    return 0
