"""``yuanhua completion``: what a shell needs to complete commands, options and article ids."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from bot.commands.base import Command, session_of
from bot.errors import InputError

PROGRAM = "yuanhua"
VARIABLE = "_YUANHUA_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=Command)
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
@click.option("--install", is_flag=True)
@click.pass_context
def completion(context: click.Context, shell: str | None, install: bool) -> int:
    """Prints a shell's completion script, or puts it where the shell looks for one."""
    messages = session_of(context).messages
    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell not in _SHELLS:
        raise InputError(messages.which_shell)
    script = _script(shell, context.find_root().command)
    if not install:
        click.echo(script)
        return 0
    place = _place(shell)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(script + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{place}: cannot be written ({error.strerror}); redirect the script to a file instead"
        ) from None
    click.echo(messages.completion_installed.format(path=place))
    if shell == "zsh":
        click.echo(messages.completion_zsh.format(folder=place.parent), err=True)
    return 0


def _script(shell: str, program: click.Command) -> str:
    kind = get_completion_class(shell)
    assert kind is not None
    return kind(program, {}, PROGRAM, VARIABLE).source().strip()


def _place(shell: str) -> Path:
    """The file a shell reads when it first completes the program."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return {
        "bash": data / "bash-completion/completions" / PROGRAM,
        "zsh": data / "zsh/site-functions" / f"_{PROGRAM}",
        "fish": config / "fish/completions" / f"{PROGRAM}.fish",
    }[shell]
