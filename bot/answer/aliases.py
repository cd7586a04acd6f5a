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
    """Names of one thing, as written; ``explained`` where the corpus itself says that they are."""

    names: tuple[str, ...]
    explained: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """A group's names, each with its folded form."""

    names: tuple[tuple[str, str], ...]
    explained: bool


def mined_groups(texts: Iterable[str]) -> tuple[AliasGroup, ...]:
    """The groups that texts explain by brackets or ``简称``, in order of appearance, without repetition."""
    pairs = dict.fromkeys(
        (found[1].strip(), found[2].strip())
        for text in texts
        for pattern in (_LATIN_FIRST, _HAN_FIRST, _SHORT_FOR)
        for found in pattern.finditer(text)
    )
    return tuple(AliasGroup(pair, explained=True) for pair in pairs)


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


class Aliases:
    """Groups of names, folded once for many questions."""

    def __init__(self, groups: Iterable[AliasGroup], folded: Callable[[str], str]) -> None:
        self._folded = folded
        self._groups = tuple(
            _Group(tuple((name, folded(name)) for name in group.names), group.explained) for group in groups
        )

    def renamed(self, question: str, count: Callable[[str], int]) -> Mapping[str, str]:
        """The names (folded) in a question that the corpus lacks or hardly uses, each with the corpus's own name for
        the thing, longest first.

        ``count`` tells in how many paragraphs a name occurs. A group of ``table`` is only consulted for names that the
        corpus lacks: its names are not always interchangeable.
        """
        text = self._folded(question)
        found: dict[str, str] = {}
        for group in self._groups:
            for name, folded in group.names:
                if folded in found or not _stands_in(folded, text):
                    continue
                own = count(name)
                best = max((other for other, _ in group.names), key=count)
                if count(best) > (2 * own - 1 if group.explained else 0) and (group.explained or not own):
                    found[folded] = best
        return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))

    def named(self, question: str, known: Callable[[str], bool]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What a question names: a name that stands in it, and the corpus's other names for the same thing."""
        text = self._folded(question)
        found: dict[str, list[str]] = {}
        for group in self._groups:
            named = max((folded for _, folded in group.names if _stands_in(folded, text)), key=len, default=None)
            if named is None:
                continue
            others = [other for other, folded in group.names if folded != named and known(other)]
            found.setdefault(named, []).extend(others)
        return tuple((name, tuple(dict.fromkeys(others))) for name, others in found.items() if others)


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text, both folded; a Latin one not within a longer word."""
    if name not in text:
        return False
    return not name.isascii() or re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None
