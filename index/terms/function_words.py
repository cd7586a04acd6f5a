"""The words a question may hold that say nothing about what is asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def function_words() -> frozenset[str]:
    """The list in ``function_words.txt``: folded words, one or more a line, ``#`` starts a comment."""
    text = files(__package__).joinpath("function_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
