"""Where each setting's value comes from, and that no wrong one is taken.

A value is looked for in the options of the command line, then the environment (``YUANHUA_<SECTION>_<KEY>``), then
``config.toml``; what none of them says has the default of ``bot.sections``. What nobody knows is refused by name.
Secrets are no settings: they come from the environment or a file that only its owner can read.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.errors import ConfigError
from bot.sections import Config

__all__ = ["DEFAULT_FILE", "RESERVED", "Config", "keys", "load_config", "variable"]

DEFAULT_FILE = Path(__file__).resolve().parent.parent / "config.toml"
PREFIX = "YUANHUA_"
RESERVED = ("YUANHUA_CONFIG", "YUANHUA_DATASETS", "YUANHUA_SOURCE_PAGE")
"""Variables that are no keys: another config file; question sets and a web page to measure with."""

_NUMBERS: object = tuple[int, ...]
_SECRET = {"token", "password", "passwd", "secret"}
_SWITCH = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def load_config(
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] = MappingProxyType({}),
) -> Config:
    """The settings in force.

    Args:
        path: the config file; by default the one ``YUANHUA_CONFIG`` names, else ``config.toml`` at the top of the
            checkout, which may be missing. Relative paths in it are relative to its folder.
        environ: the environment, by default this process's.
        overrides: values by dotted key (``{"bm25.k1": 1.2}``), from options; None stands for an option not given, a
            string is read as in the environment. They come before the environment, which comes before the file.

    Raises:
        ConfigError: a file that cannot be read, an unknown key, or a value that a key cannot have.
    """
    environ = os.environ if environ is None else environ
    given = {
        **_from_file(path, environ.get("YUANHUA_CONFIG", "")),
        **_from_environ(environ),
        **_from_overrides(overrides),
    }
    tables: dict[str, dict[str, object]] = {}
    for dotted, setting in given.items():
        section, key = dotted.split(".")
        tables.setdefault(section, {})[key] = setting.value
    try:
        return Config.model_validate(tables)
    except ValidationError as error:
        raise ConfigError(_explained(error, given)) from None


def keys() -> dict[str, FieldInfo]:
    """Every key, dotted (``bm25.k1``), in the order of ``config.toml``."""
    return {
        f"{section}.{key}": field
        for section, table in Config.model_fields.items()
        for key, field in type(table.default).model_fields.items()
    }


def variable(dotted: str) -> str:
    """The environment variable that sets a key: ``bm25.k1`` is ``YUANHUA_BM25_K1``."""
    return PREFIX + dotted.replace(".", "_").upper()


@dataclass(frozen=True, slots=True)
class _Given:
    """A value, and where it was said, for messages."""

    value: object
    origin: str


def _from_file(path: Path | None, named: str) -> dict[str, _Given]:
    wanted = path or (_in_home(named) if named else None)
    file = wanted or DEFAULT_FILE
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if wanted is None:
            return {}
        raise ConfigError(f"{file}: no such config file; name one that exists, or none for the default") from None
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); name a TOML file that can") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: not UTF-8; save it in that encoding") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}, {_broken_line(str(error))}; mend it or take the line out") from None
    known = keys()
    return {
        dotted: _Given(_read(value, known[dotted], file.parent, from_text=False), f"{file}: {dotted}")
        for dotted, value in _entries(tables, file, known)
    }


def _entries(tables: Mapping[str, Any], file: Path, known: Iterable[str]) -> Iterator[tuple[str, object]]:
    for section, table in tables.items():
        if not isinstance(table, dict):
            if section in Config.model_fields:
                raise ConfigError(f"{file}: {section} must be a table: write [{section}] and its keys under it")
            _refuse(section, known, str(file), "key")
        elif section not in Config.model_fields:
            for key in table:
                _refuse_secret(f"{section}.{key}", str(file))
            _refuse(section, Config.model_fields, str(file), "section")
        else:
            for key, value in table.items():
                if f"{section}.{key}" not in known:
                    _refuse(f"{section}.{key}", known, str(file), "key")
                yield f"{section}.{key}", value


def _from_environ(environ: Mapping[str, str]) -> dict[str, _Given]:
    known = keys()
    dotted_of = {variable(dotted): dotted for dotted in known}
    given: dict[str, _Given] = {}
    for name in sorted(environ):
        if name in dotted_of:
            dotted = dotted_of[name]
            value = _read(environ[name], known[dotted], Path.cwd(), from_text=True)
            given[dotted] = _Given(value, f"environment variable {name}")
        elif name.startswith(PREFIX) and name not in RESERVED:
            _refuse(name, [*dotted_of, *RESERVED], "environment", "variable")
    return given


def _from_overrides(overrides: Mapping[str, object]) -> dict[str, _Given]:
    known = keys()
    given: dict[str, _Given] = {}
    for dotted, value in overrides.items():
        if dotted not in known:
            _refuse(dotted, known, "option", "key")
        if value is not None:
            given[dotted] = _Given(_read(value, known[dotted], Path.cwd(), from_text=True), f"option {dotted}")
    return given


def _read(value: object, field: FieldInfo, base: Path, *, from_text: bool) -> object:
    """The value in the key's type where it can be had; what cannot is left for validation to refuse."""
    kind = field.annotation
    if kind == _NUMBERS:
        return _read_numbers(value, from_text=from_text)
    if not isinstance(value, str):
        return value
    if kind == Path | None:
        if "\0" in value:
            return value
        return base / _in_home(value) if value else None
    if from_text and kind is bool:
        return _SWITCH.get(value.strip().lower(), value)
    if from_text and (kind is int or kind is float):
        try:
            return kind(value)
        except ValueError:
            return value
    return value


def _read_numbers(value: object, *, from_text: bool) -> object:
    """A list of whole numbers, in text with commas between them."""
    if from_text and isinstance(value, str):
        try:
            return tuple(int(one) for one in value.strip().strip("[]").split(",") if one.strip())
        except ValueError:
            return value
    return tuple(value) if isinstance(value, list) else value


def _in_home(path: str) -> Path:
    """A path with ``~`` spelled out, where that user is known."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def _explained(error: ValidationError, given: Mapping[str, _Given]) -> str:
    """One line about the first thing wrong, and how many more there are."""
    problems = error.errors(include_url=False)
    where = problems[0]["loc"]
    if len(where) == 1:  # keys that do not go together
        origins = sorted({said.origin for dotted, said in given.items() if dotted.split(".")[0] == where[0]})
        message = f"{problems[0]['ctx']['error']} (set by {', '.join(origins)})"
    else:
        dotted = f"{where[0]}.{where[1]}"
        message = f"{given[dotted].origin} must be {_allowed(keys()[dotted])}, not {_shown(given[dotted].value)}"
    return message if len(problems) == 1 else f"{message} (and {len(problems) - 1} more)"


def _allowed(field: FieldInfo) -> str:
    """The values a key can have, in words."""
    if field.description:
        return field.description
    limits = {type(limit).__name__: limit for limit in field.metadata}
    if field.annotation in (int, float):
        kind = "a whole number" if field.annotation is int else "a number"
        return f"{kind} from {limits['Ge'].ge} to {limits['Le'].le}"
    if field.annotation is bool:
        return "true or false"
    if field.annotation == _NUMBERS:
        return "a list of whole numbers"
    if choices := get_args(field.annotation):
        return 'a path in quotes ("" for the default)' if Path in choices else _either(f'"{one}"' for one in choices)
    return "text in quotes"


def _either(choices: Iterable[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def _shown(value: object) -> str:
    """A value as config.toml would have it, on one line and not too long."""
    if isinstance(value, bool | str | Path):
        value = json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _refuse(name: str, known: Iterable[str], origin: str, noun: str) -> NoReturn:
    """Raises a ConfigError: nothing is known by that name."""
    _refuse_secret(name, origin)
    raise ConfigError(f"{origin}: unknown {noun} {name}; {_nearest(name, list(known))}")


def _refuse_secret(name: str, origin: str) -> None:
    """Raises a ConfigError where the name is that of a secret, whose value is not shown."""
    if _SECRET & set(re.split(r"[._-]", name.lower())):
        variable = "OPENSEARCH_PASSWORD" if "cluster" in name.lower() else "TELEGRAM_BOT_TOKEN"
        raise ConfigError(
            f"{origin}: {name} is a secret and no setting; take it out, and set the environment variable"
            f" {variable} instead"
        )


def _nearest(name: str, known: list[str]) -> str:
    """The known name most like one that is not, or those there are to choose from."""
    import difflib  # only who made a mistake pays for it

    section, _, key = name.rpartition(".")
    elsewhere = [one for one in known if one.rpartition(".")[2] == key]
    siblings = [one for one in known if section and one.startswith(f"{section}.")]
    bare = {one.removeprefix(PREFIX).lower(): one for one in known}
    close = difflib.get_close_matches(key, [one.rpartition(".")[2] for one in siblings], 1)
    if elsewhere:
        return f"did you mean {elsewhere[0]}?"
    if close:
        return f"did you mean {section}.{close[0]}?"
    if close := difflib.get_close_matches(name.removeprefix(PREFIX).lower(), bare, 1):
        return f"did you mean {bare[close[0]]}?"
    choices = siblings or known
    return f"there are {', '.join(choices)}" if len(choices) <= 12 else "config.toml lists all there are"


def _broken_line(message: str) -> str:
    """The parser's ``what (at line 3, column 5)`` as ``line 3: what``."""
    found = re.fullmatch(r"(.*) \(at (?:(line \d+), column \d+|(end) of document)\)", message, re.DOTALL)
    if not found:
        return message
    return f"{found[2] or 'last line'}: {' '.join(found[1].split())}"
