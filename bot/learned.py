"""What answering was taught, read from ``bot/models/``: two forests and the shipped table of names.

The files are plain JSON and text; where a model is missing or unreadable, answering goes on by plain rules.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from bot.answer.aliases import AliasGroup, parse_table
from bot.answer.answerer import Models
from bot.answer.forest import Forest, ModelError
from bot.errors import ConfigError

KEY_SENTENCE = "key_sentence.json"
CONFIDENCE = "confidence.json"
ALIASES = "aliases.txt"


def load_models(directory: Path | None = None) -> Models:
    """The models of a directory, by default the shipped ones; what cannot be read is left out."""
    return Models(_forest(KEY_SENTENCE, directory), _forest(CONFIDENCE, directory))


def load_aliases(own: Path | None = None) -> tuple[AliasGroup, ...]:
    """The shipped table of names, after the user's own if one is given.

    Raises:
        ConfigError: the user's file cannot be read or has a malformed line.
    """
    shipped = parse_table(_shipped(ALIASES) or "")
    if own is None:
        return shipped
    try:
        return (*parse_table(own.read_text(encoding="utf-8")), *shipped)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{own}: the table of names cannot be read ({error}); check answer.aliases") from error
    except ValueError as error:
        raise ConfigError(f"{own}: {error}") from error


def _forest(name: str, directory: Path | None) -> Forest | None:
    try:
        text = _shipped(name) if directory is None else (directory / name).read_text(encoding="utf-8")
        return None if text is None else Forest.from_plain(json.loads(text))
    except (OSError, ModelError, json.JSONDecodeError):
        return None


def _shipped(name: str) -> str | None:
    resource = files("bot").joinpath("models", name)
    return resource.read_text(encoding="utf-8") if resource.is_file() else None
