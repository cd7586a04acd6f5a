"""Click commands that take their words from the messages, and the options that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.assembly import Sources
from bot.commands.session import Session
from bot.errors import InputError
from bot.messages import Language, messages_of

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_PATHS_OPTION = "--corpus"


def session_of(context: click.Context) -> Session:
    """The run's Session."""
    return context.ensure_object(Session)


class Command(click.Command):
    """A command with help from the messages, and with the options that every command has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *common_options()]

    allow_extra_args = True  # parse_args refuses them in its own words

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Lets one ``--corpus`` take several paths."""
        if isinstance(self, click.Group):
            return super().parse_args(ctx, args)
        # Where the command takes other words, only a path that exists is taken for one of them.
        takes_words = any(isinstance(param, click.Argument) for param in self.params)
        rest = super().parse_args(ctx, list(_spread(args, existing_only=takes_words)))
        if rest and not ctx.resilient_parsing:
            raise click.BadArgumentUsage(" ".join(rest), ctx)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        """The page that ``--help`` shows."""
        from bot.commands.help import help_page

        return help_page(self, ctx, session_of(ctx).messages)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002
        """One line for shell completion."""
        context = click.get_current_context(silent=True)
        messages = messages_of(Language.ZH) if context is None else session_of(context).messages
        return messages.commands[self.name or ""].summary


class LazyGroup(Command, click.Group):
    """A group of commands that are imported when they are asked for.

    ``places`` has each command's name and where it is, as ``module:attribute``, in the order they should be read.
    """

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands' names."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, imported now."""
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; an unknown word gets the nearest name proposed."""
        if args[0] not in self.places and not ctx.resilient_parsing:
            raise click.exceptions.NoSuchCommand(args[0], possibilities=self.places, ctx=ctx)
        return super().resolve_command(ctx, args)


def common_options() -> list[click.Option]:
    """The options of every command; they can stand before its name or after."""
    return [
        _session_option("--lang", type=click.Choice([language.value for language in Language]), attribute="language"),
        _session_option("--no-color", is_flag=True, attribute="no_color"),
        _session_option("--config", type=click.Path(path_type=Path), metavar="FILE", attribute="config_file"),
        click.Option(["--set"], multiple=True, metavar="KEY=VALUE", expose_value=False, callback=_take_settings),
        _session_option("--debug", is_flag=True, attribute="debug"),
    ]


def sources_options(command: _Decorated) -> _Decorated:
    """``--corpus`` and ``--index``, for what asks or builds."""
    command = click.option("--index", type=click.Path(path_type=Path), metavar="DIR")(command)
    return click.option(
        _PATHS_OPTION, multiple=True, type=click.Path(path_type=Path, allow_dash=False), metavar="PATH…"
    )(command)


def setting_option(name: str, key: str, metavar: str) -> Callable[[_Decorated], _Decorated]:
    """An option that stands for a key of the settings; the settings check its value."""

    def take(context: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            session_of(context).settings[key] = value

    return click.option(name, metavar=metavar, expose_value=False, callback=take)


def sources_of(corpus: Sequence[Path], index: Path | None) -> Sources:
    """What ``sources_options`` were given, each path once."""
    return Sources(tuple(dict.fromkeys(corpus)), index)


def require_libraries(session: Session, *names: str, target: str = "test") -> None:
    """Raises InputError where a library is missing that ``make chat`` does not install and ``target`` does."""
    if missing := [name for name in names if find_spec(name) is None]:
        raise InputError(session.messages.evaluation["library_missing"].format(name=missing[0], target=target))


def _session_option(name: str, *, attribute: str, **kwargs: Any) -> click.Option:
    def take(context: click.Context, _: click.Parameter, value: object) -> None:
        # A command's option left out must not undo what was said before the command's name.
        if value:
            setattr(session_of(context), attribute, Language(str(value)) if attribute == "language" else value)

    return click.Option([name], expose_value=False, is_eager=True, callback=take, **kwargs)


def _take_settings(context: click.Context, _: click.Parameter, values: Sequence[str]) -> None:
    for value in values:
        key, equals, text = value.partition("=")
        if not equals:
            raise click.UsageError(session_of(context).messages.bad_setting.format(value=value), context)
        session_of(context).settings[key.strip()] = text.strip()


def _spread(args: Sequence[str], *, existing_only: bool) -> Iterator[str]:
    """The arguments, with ``--corpus`` repeated before each path that follows it."""
    place = 0
    while place < len(args):
        yield args[place]
        place += 1
        if args[place - 1] == "--":
            yield from args[place:]
            return
        if args[place - 1] != _PATHS_OPTION:
            continue
        first = True
        while place < len(args) and not args[place].startswith("-"):
            if not first:
                if existing_only and not _exists(args[place]):
                    break
                yield _PATHS_OPTION
            yield args[place]
            first = False
            place += 1


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
