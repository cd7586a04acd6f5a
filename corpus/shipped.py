"""The articles that come with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_NOTES: Final = frozenset({"SOURCES.md", "README.md"})


def shipped_articles() -> tuple[Path, ...]:
    """The files of the articles that come with the project, by name."""
    folder = Path(__file__).with_name("articles")
    return tuple(sorted(path for path in folder.glob("*.md") if path.name not in _NOTES))
