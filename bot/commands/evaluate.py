"""``yuanhua evaluate``: systems measured on question sets."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.assembly import Sources
from bot.commands.base import Command, require_libraries, session_of, setting_option, sources_of, sources_options
from bot.commands.session import Session
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.rendering.progress import ProgressBar
    from corpus.model import Article
    from index.evaluation import DataSet, Evaluation, System, Workshop

SYSTEMS = ("words", "bigrams", "tfidf", "mixed", "mixed+sentence", "yuanhua")
PLACES = {
    "compare": "bot.commands.evaluate_compare:compare",
    "sweep": "bot.commands.evaluate_sweep:sweep",
}
"""What else can be done with evaluations: the word after ``evaluate``, and where its command is."""

_DATASETS = "YUANHUA_DATASETS"


class EvaluateCommand(Command):
    """Measures, unless the first word names one of ``PLACES``; its command then takes the other words."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of the command meant."""
        if not args or args[0] not in PLACES:
            return super().make_context(info_name, args, parent, **extra)
        module, _, attribute = PLACES[args[0]].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command meant."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command("evaluate", cls=EvaluateCommand)
@click.argument("data", nargs=-1, type=click.Path(path_type=Path))
@click.option("--system", "systems", multiple=True, type=click.Choice(SYSTEMS), metavar="NAME")
@click.option("--run", "runs", multiple=True, type=click.Path(path_type=Path), metavar="FILE")
@sources_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N")
@click.option("--hide-gold", type=click.FloatRange(0, 1, min_open=True, max_open=True), metavar="SHARE")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--k", type=click.IntRange(min=1), default=20, show_default=True, metavar="N")
@setting_option("--threshold", "answer.threshold", "X")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def evaluate(
    context: click.Context,
    data: Sequence[Path],
    systems: Sequence[str],
    runs: Sequence[Path],
    corpus: Sequence[Path],
    index: Path | None,
    limit: int | None,
    hide_gold: float | None,
    seed: int,
    k: int,
    out: Path | None,
    report: Path | None,
    as_json: bool,
) -> int:
    """Measures systems on question sets, one set after another."""
    session = session_of(context)
    require_libraries(session, "ir_measures", "scipy", "sklearn")
    from index.evaluation import Workshop
    from index.evaluation.outputs import write_outputs

    paths = _data(session, context, data)
    command = _command(paths, context.params)
    external = _external(session, runs)
    evaluations: list[Evaluation] = []
    for path in paths:
        chosen = _chosen(path, session, sources_of(corpus, index), limit, hide_gold, seed)
        with Workshop(os.cpu_count() or 1) as workshop:
            asked = [*_own(session, chosen, systems, workshop, alone=not runs), *external]
            measured = [_measured(chosen, system, k) for system in asked]
        if out is not None:
            # After each set, so that a long run that is broken off keeps what it has.
            write_outputs(measured, out, command, before=evaluations)
        evaluations += measured
        if not as_json:
            _show(measured, session, first=path == paths[0])
    _tell(evaluations, command, out, as_json, session)
    if report is not None:
        _report(evaluations, command, report, seed, session)
    return 0


def _data(session: Session, context: click.Context, given: Sequence[Path]) -> list[Path]:
    """The data sets named, or those of the folders in the environment."""
    from index.evaluation.detecting import find_data

    named = given or [Path(folder) for folder in os.environ.get(_DATASETS, "").split(os.pathsep) if folder]
    if not named:
        raise click.UsageError(session.messages.evaluation["no_data"], context)
    paths = [path for one in named for path in find_data(one)]
    _refuse_twins([path.stem if path.is_file() else path.resolve().name for path in paths], session)
    return paths


def _chosen(
    path: Path, session: Session, sources: Sources, limit: int | None, hide_gold: float | None, seed: int
) -> DataSet:
    """A data set, and what is chosen from it."""
    from index.evaluation import gold_hidden, limited
    from index.evaluation.detecting import articles_beside, format_of, read_data
    from index.evaluation.model import Format

    articles: Sequence[Article] = ()
    if format_of(path) is Format.QUESTIONS:
        from bot.assembly import open_searcher

        if path.is_dir() and sources == Sources():
            sources = Sources(articles_beside(path))
        articles = open_searcher(session.config, sources, session.watcher()).articles
    data = read_data(path, articles)
    if limit is not None:
        data = limited(data, limit, seed)
    return data if hide_gold is None else gold_hidden(data, hide_gold, seed)


def _external(session: Session, runs: Sequence[Path]) -> list[System]:
    """The systems known by their runs."""
    from index.evaluation import read_run
    from index.evaluation.systems import RunSystem

    systems: list[System] = [RunSystem(read_run(path), path) for path in runs]
    _refuse_twins([*SYSTEMS, *(system.name for system in systems)], session)
    return systems


def _own(session: Session, data: DataSet, names: Sequence[str], workshop: Workshop, *, alone: bool) -> Iterator[System]:
    """The systems of that name; all where none is named and no others come beside them."""
    from bot.evaluating import AnswererSystem
    from index.evaluation import term_system

    if not data.articles and alone:
        raise InputError(session.messages.evaluation["needs_run"].format(data=data.source))
    for name in dict.fromkeys(names or (SYSTEMS if alone else ())):
        if name == AnswererSystem.name:
            yield AnswererSystem(session.config, workshop)
        else:
            yield term_system(name, session.config.index_settings(), workshop)


def _refuse_twins(names: Sequence[str], session: Session) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise InputError(session.messages.evaluation["twins"].format(name=name))


def _measured(data: DataSet, system: System, k: int) -> Evaluation:
    from index.evaluation import evaluate as measure

    with StepsBar() as progress:
        return measure(data, system, k, progress.tell)


def _show(evaluations: Sequence[Evaluation], session: Session, *, first: bool) -> None:
    from bot.rendering.evaluations import evaluation_lines

    screen = session.screen()
    if not first:
        screen.write([()])
    screen.write(evaluation_lines(evaluations, screen.view, session.messages))


def _tell(
    evaluations: Sequence[Evaluation], command: Sequence[str], out: Path | None, as_json: bool, session: Session
) -> None:
    if as_json:
        from bot.rendering.records import json_line
        from index.evaluation.outputs import results_record

        click.echo(json_line(results_record(evaluations, command)))
    if out is not None:
        click.echo(session.messages.evaluation["written"].format(folder=out), err=True)


def _report(evaluations: Sequence[Evaluation], command: Sequence[str], path: Path, seed: int, session: Session) -> None:
    from index.evaluation.report import write_report

    write_report(evaluations, path, command, seed)
    click.echo(session.messages.evaluation["written"].format(folder=path), err=True)


def _command(paths: Sequence[Path], params: dict[str, Any]) -> list[str]:
    """The call that gives the same figures, whatever it was written as."""
    words = ["yuanhua", "evaluate", *map(str, paths)]
    for option, name in (("system", "systems"), ("run", "runs"), ("corpus", "corpus")):
        words += [word for value in params[name] for word in (f"--{option}", str(value))]
    for option in ("index", "limit", "hide_gold", "seed", "k"):
        if params[option] is not None:
            words += [f"--{option.replace('_', '-')}", str(params[option])]
    return words


class StepsBar:
    """A bar on standard error where that is a terminal, for what is being done at the moment."""

    def __init__(self) -> None:
        self._bar: ProgressBar | None = None
        self._doing = ""

    def __enter__(self) -> StepsBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def tell(self, doing: str, done: int, total: int) -> None:
        """``done`` of ``total`` of what is being done."""
        if not sys.stderr.isatty():
            return
        if doing != self._doing:
            self._close()
            self._doing = doing
        if self._bar is None and done < total:
            from bot.rendering.progress import ProgressBar

            self._bar = ProgressBar(sys.stderr, doing)
        if self._bar is not None:
            self._bar.show(done, total)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
