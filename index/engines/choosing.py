"""Which engine ranks: the one named in the settings, or by the number of paragraphs."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final, Literal, TypeAlias

from index.errors import MissingEngineError

EngineName: TypeAlias = Literal["okapi", "postings", "sparse"]

LARGE: Final = 2_000
"""From how many paragraphs on ``auto`` leaves the reference for an engine made for many."""

_LIBRARIES: Final = ("bm25s", "numba")
"""What ``sparse`` needs installed."""


def chosen(name: str, paragraphs: int) -> EngineName:
    """The engine for a setting of that name and so many paragraphs in a folder.

    ``auto`` takes none that is compiled: that takes seconds in every process, which one question does not earn back.

    Raises:
        MissingEngineError: the libraries it needs are not installed.
        ValueError: no engine has that name.
    """
    match name:
        case "sparse":
            missing = [library for library in _LIBRARIES if find_spec(library) is None]
            if missing:
                raise MissingEngineError(
                    f"index.engine: {name} needs {' and '.join(missing)}; pip install -e '.[large]', or write \"auto\""
                )
            return name
        case "okapi" | "postings":
            return name
        case "auto" | "cluster":  # An index that lies in a folder is no cluster's.
            return "postings" if paragraphs >= LARGE else "okapi"
        case _:
            raise ValueError(f"no engine is called {name!r}; there are auto, okapi, postings and sparse")
