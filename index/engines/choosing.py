"""Which engine ranks: the one named in the settings, or by the number of paragraphs."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final, Literal, TypeAlias

EngineName: TypeAlias = Literal["okapi", "sparse", "blocks"]

LARGE: Final = 2_000
"""From how many paragraphs on ``auto`` takes an engine made for many: where it begins to answer sooner."""

_LIBRARIES: Final = ("bm25s", "numba")


def chosen(name: str, paragraphs: int) -> EngineName:
    """The engine for a setting of that name and so many paragraphs in a folder.

    Where the libraries for many paragraphs are not installed, ``auto`` stays with okapi; ``missing_for`` tells.

    Raises:
        ValueError: no engine has that name.
    """
    match name:
        case "okapi" | "sparse" | "blocks":
            return name
        case "auto" | "cluster":  # An index that lies in a folder is no cluster's.
            return "blocks" if paragraphs >= LARGE and not _missing() else "okapi"
        case _:
            raise ValueError(f"no engine is called {name!r}; there are auto, okapi, sparse and blocks")


def missing_for(name: str, paragraphs: int) -> str | None:
    """What a user should install for so many paragraphs, in a line, or None."""
    missing = _missing()
    if not missing or name == "okapi" or (name == "auto" and paragraphs < LARGE):
        return None
    return (
        f"{paragraphs} paragraphs are searched slowly without {' and '.join(missing)}; "
        "install what large libraries need: pip install -e '.[large]'"
    )


def _missing() -> list[str]:
    return [library for library in _LIBRARIES if find_spec(library) is None]
