"""What answering was taught: its models and a table of names, read from ``bot/models/``.

The files are plain JSON and text; where a model is missing or unreadable, answering goes on by plain rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from bot.answer.aliases import AliasGroup, parse_table
from bot.answer.answerer import Models
from bot.answer.forest import Forest, ModelError
from bot.answer.phrases import PhraseModel
from bot.answer.second_look import Reader
from bot.answer.within_articles import ArticleModels
from bot.errors import ConfigError

KEY_SENTENCE = "key_sentence.json"
BORDERS = "borders.json"
OVERLAP = "overlap.json"
SECOND_LOOK = "second_look.json"
CONFIDENCE = "confidence.json"
SILENCE = "silence.json"
ARTICLES = "articles.json"
ALIASES = "aliases.txt"

Made = TypeVar("Made")


def load_models(directory: Path | None = None) -> Models:
    """The models of a directory, by default the shipped ones; what cannot be read is left out."""
    key_sentence, overlap, second_look, confidence, silence = (
        _model(name, directory, Forest.from_plain) for name in (KEY_SENTENCE, OVERLAP, SECOND_LOOK, CONFIDENCE, SILENCE)
    )
    borders = _model(BORDERS, directory, PhraseModel.from_plain)
    articles = _model(ARTICLES, directory, ArticleModels.from_plain)
    if borders is None or overlap is None or second_look is None:
        return Models(key_sentence, None, confidence, silence, articles)
    return Models(key_sentence, Reader(borders, overlap, second_look), confidence, silence, articles)


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


def _model(name: str, directory: Path | None, made: Callable[[Mapping[str, Any]], Made]) -> Made | None:
    try:
        text = _shipped(name) if directory is None else (directory / name).read_text(encoding="utf-8")
        return None if text is None else made(json.loads(text))
    except (OSError, ModelError, json.JSONDecodeError):
        return None


def _shipped(name: str) -> str | None:
    resource = files("bot").joinpath("models", name)
    return resource.read_text(encoding="utf-8") if resource.is_file() else None
