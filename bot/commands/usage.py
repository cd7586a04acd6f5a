"""Click's complaints about how a command was called, in the user's language and on one line."""

from __future__ import annotations

import click

from bot.messages import Messages


def usage_message(error: click.ClickException, messages: Messages) -> str:
    """What is wrong with the words of the command line, and where help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = "yuanhua" if context is None else context.command_path
    return _what(error, messages) + messages.see_help.format(command=command)


def _what(error: click.ClickException, messages: Messages) -> str:
    match error:
        case click.NoSuchOption():
            return messages.no_such_option.format(name=error.option_name) + _nearest(error.possibilities, messages)
        case click.exceptions.NoSuchCommand():
            return messages.no_such_command.format(name=error.command_name) + _nearest(error.possibilities, messages)
        case click.MissingParameter():
            return messages.missing_argument.format(name=_name(error))
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Choice):
            return messages.bad_choice.format(name=_name(error), choices=" | ".join(error.param.type.choices))
        case click.BadParameter():
            return messages.bad_value.format(name=_name(error), text=error.message)
        case click.BadOptionUsage():
            return messages.bad_option_usage.format(name=error.option_name)
        case click.BadArgumentUsage():
            return messages.bad_argument_usage.format(text=error.message)
        case _:
            return error.message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.metavar or (error.param.name or "").upper()


def _nearest(names: list[str] | None, messages: Messages) -> str:
    return messages.did_you_mean.format(name=names[0]) if names else ""
