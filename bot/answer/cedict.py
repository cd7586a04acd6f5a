"""The form of CC-CEDICT: ``傳統 传统 [chuan2 tong3] /tradition/traditional; conventional/…``, an entry a line.

An entry's senses stand between slashes, their glosses are parted by ``;`` or ``,``, and brackets say when a sense is
meant, or how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WORDS = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
"""The words of a gloss in lower case."""
LEADING = frozenset({"to", "a", "an", "the", "be", "of", "sth", "sb"})
"""Words that a gloss may begin with, and that say nothing."""
LITTLE = LEADING | frozenset(
    "and or in on for with as by one's etc used esp from at not is also lit fig it into up out one that".split()
)
"""Words that say nothing wherever they stand."""

_ENTRY = re.compile(r"^\S+ (\S+) \[[^\]]*\] /(.*)/\r?$", re.MULTILINE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_PARTS = re.compile(r"[;,]")
_NO_TRANSLATION = re.compile(
    r"^(?:cl:|(?:\w+ )?variant of|see |also written|abbr\. for|surname|used in|same as|equivalent of|euphemi|homophone"
    r"|particle|interjection|prefix|suffix|radical)"
)


def entries_of(text: str) -> Iterator[tuple[str, str]]:
    """Each simplified word of a dictionary's text with its senses, as they are written between slashes."""
    return ((found[1], found[2]) for found in _ENTRY.finditer(text))


def explains(sense: str) -> bool:
    """Whether a sense in lower case says what the word means, and not only how it is used or written."""
    return _NO_TRANSLATION.match(sense) is None


def glosses_of(sense: str) -> list[str]:
    """The glosses of a sense, without what stands in brackets."""
    return _PARTS.split(_BRACKETS.sub(" ", sense))
