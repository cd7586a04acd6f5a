"""Both languages say the same things."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib import import_module

import click
import pytest

from bot.answer.model import Reason
from bot.cli import cli
from bot.commands.base import LazyGroup
from bot.commands.evaluate import PLACES
from bot.messages import CommandHelp, Language, Messages, messages_of
from bot.repl.commands import COMMANDS
from corpus.model import Field

ZH, EN = messages_of(Language.ZH), messages_of(Language.EN)
NAMES = [field.name for field in fields(Messages)]


def deeper_commands() -> Iterator[click.Command]:
    """Those behind ``evaluate``."""
    for place in PLACES.values():
        module, _, attribute = place.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        yield command


def placeholders(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from sorted(name for _, name, _, _ in string.Formatter().parse(value) if name is not None)


@pytest.mark.parametrize("name", NAMES)
def test_a_message_has_the_same_placeholders_in_both_languages(name: str) -> None:
    if name in {"commands", "options"}:
        return
    zh, en = getattr(ZH, name), getattr(EN, name)
    if isinstance(zh, Mapping):
        assert {key: list(placeholders(text)) for key, text in zh.items()} == {
            key: list(placeholders(text)) for key, text in en.items()
        }
    else:
        assert list(placeholders(zh)) == list(placeholders(en))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_has_the_same_parts_in_both_languages(name: str) -> None:
    zh, en = getattr(ZH, name), getattr(EN, name)
    assert type(zh) is type(en)
    if isinstance(zh, Mapping):
        assert list(zh) == list(en)
        assert all(zh.values())
        assert all(en.values())
    elif isinstance(zh, tuple):
        assert len(zh) == len(en)
    else:
        assert zh.strip()
        assert en.strip()


@pytest.mark.parametrize("messages", [ZH, EN], ids=["zh", "en"])
def test_there_are_words_for_every_reason_and_every_field(messages: Messages) -> None:
    assert set(messages.reasons) == {reason.value for reason in Reason}
    assert set(messages.fields) == {field.value for field in Field}


@pytest.mark.parametrize("messages", [ZH, EN], ids=["zh", "en"])
def test_there_are_words_for_every_command_of_the_conversation(messages: Messages) -> None:
    assert set(messages.chat_commands) == set(COMMANDS)
    assert set(messages.chat_arguments) <= set(COMMANDS)


@pytest.mark.parametrize("messages", [ZH, EN], ids=["zh", "en"])
def test_there_is_help_for_every_command_with_examples_that_call_it(messages: Messages) -> None:
    assert isinstance(cli, LazyGroup)
    assert set(messages.commands) == {"yuanhua", *cli.places, *(f"evaluate {name}" for name in PLACES)}
    for name, words in messages.commands.items():
        assert isinstance(words, CommandHelp)
        assert words.examples
        for example in words.examples:
            assert "yuanhua" in example
            assert name == "yuanhua" or f"yuanhua {name}" in example


@pytest.mark.parametrize("messages", [ZH, EN], ids=["zh", "en"])
def test_there_are_words_for_every_option_and_for_no_other(messages: Messages) -> None:
    assert isinstance(cli, LazyGroup)
    context = click.Context(cli)
    commands = [cli, *(cli.get_command(context, name) for name in cli.places), *deeper_commands()]
    options = {
        param.opts[-1].removeprefix("--")
        for command in commands
        if command is not None
        for param in command.get_params(context)
        if isinstance(param, click.Option)
    }
    assert set(messages.options) == options


@pytest.mark.parametrize("messages", [ZH, EN], ids=["zh", "en"])
def test_example_options_exist(messages: Messages) -> None:
    words = {word for words in messages.commands.values() for example in words.examples for word in example.split()}
    assert {word.removeprefix("--") for word in words if word.startswith("--")} <= set(messages.options)
