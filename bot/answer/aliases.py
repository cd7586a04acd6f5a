"""One thing under several names: those the corpus itself explains, and those of a table.

A text explains a name where it puts another behind it in brackets: ``Athena（雅典娜）``, ``虹桥(Rainbow Bridge)``.
A table lists names that mean the same, one group a line. A question that uses a name the corpus lacks is asked with
the name it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_LATIN_NAME = r"[A-Za-z][A-Za-z0-9.&-]*(?: [A-Z][A-Za-z0-9.&-]*){0,3}"
_HAN_NAME = r"[\u4e00-\u9fff·]{2,10}"
_LATIN_FIRST = re.compile(rf"({_LATIN_NAME})\s?[（(]({_HAN_NAME})[)）]")
_HAN_FIRST = re.compile(rf"(?<![\u4e00-\u9fff·])({_HAN_NAME})[（(]({_LATIN_NAME})[)）]")
_SHORT_FOR = re.compile(
    rf"({_HAN_NAME}|{_LATIN_NAME})[（(,，]\s?(?:简称|又称|也称|俗称|即|又名|下称|以下简称)[“\"「]?({_HAN_NAME}|{_LATIN_NAME})"
)


@dataclass(frozen=True, slots=True)
class AliasGroup:
    """Names of one thing, as written."""

    names: tuple[str, ...]


def mined_groups(texts: Iterable[str]) -> tuple[AliasGroup, ...]:
    """The groups that texts explain by brackets or ``简称``, in order of appearance, without repetition."""
    pairs = dict.fromkeys(
        (found[1].strip(), found[2].strip())
        for text in texts
        for pattern in (_LATIN_FIRST, _HAN_FIRST, _SHORT_FOR)
        for found in pattern.finditer(text)
    )
    return tuple(AliasGroup(pair) for pair in pairs)


def parse_table(text: str) -> tuple[AliasGroup, ...]:
    """The groups of a table: ``名称 = another name = …`` a line; ``#`` starts a comment.

    Raises:
        ValueError: a line has fewer than two names; the message gives its number.
    """
    groups: list[AliasGroup] = []
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        names = tuple(name.strip() for name in content.split("=") if name.strip())
        if len(names) < 2:
            raise ValueError(f"line {number}: {content!r} names one thing once; write: name = other name")
        groups.append(AliasGroup(names))
    return tuple(groups)


def renamed(
    question: str, groups: Iterable[AliasGroup], known: Callable[[str], bool], folded: Callable[[str], str]
) -> Mapping[str, str]:
    """The names in a question that the corpus lacks, each with the corpus's name for it.

    Args:
        question: the text as asked.
        groups: names that mean the same.
        known: whether a name occurs in the corpus.
        folded: text as the index sees it.
    """
    found: dict[str, str] = {}
    text = folded(question)
    for group in groups:
        for name in group.names:
            place = _place(folded(name), text)
            if place is None or known(name):
                continue
            instead = next((other for other in group.names if other != name and known(other)), None)
            if instead is not None:
                found.setdefault(folded(name), instead)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def explained(question: str, groups: Iterable[AliasGroup], folded: Callable[[str], str]) -> tuple[str, ...]:
    """The other names of what a question names, to be looked for as well."""
    text = folded(question)
    return tuple(
        dict.fromkeys(
            other
            for group in groups
            if any(_place(folded(name), text) is not None for name in group.names)
            for other in group.names
            if _place(folded(other), text) is None
        )
    )


def _place(name: str, text: str) -> int | None:
    pattern = re.escape(name)
    if name.isascii():
        pattern = rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"
    found = re.search(pattern, text)
    return None if found is None else found.start()
