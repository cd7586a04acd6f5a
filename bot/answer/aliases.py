"""One thing under several names: those the corpus itself explains, and those of a table.

A text explains a name where it puts another behind it in brackets: ``Athena（雅典娜）``, ``虹桥(Rainbow Bridge)``.
A table lists names that mean the same, one group a line. A question that uses a name the corpus lacks is asked with
the name it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.answer.mining import explained_names

_LETTER = re.compile(r"[^\W_\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class AliasGroup:
    """Names of one thing, as written; ``explained`` where the corpus itself says that they are."""

    names: tuple[str, ...]
    explained: bool = False


def mined_groups(texts: Iterable[str]) -> tuple[AliasGroup, ...]:
    """The groups that texts explain, in order of appearance; what shares a name is one group."""
    groups: list[list[str]] = []
    group_of: dict[str, list[str]] = {}
    for pair in explained_names(texts):
        group = group_of.get(pair.name) or group_of.get(pair.other)
        if group is None:
            group = []
            groups.append(group)
        for name in (pair.name, pair.other):
            if name not in group:
                group.append(name)
            group_of[name] = group
    return tuple(AliasGroup(tuple(group), explained=True) for group in groups)


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
        self._groups = tuple(groups)
        self._having: dict[str, list[int]] = {}
        for number, group in enumerate(self._groups):
            for name in group.names:
                self._having.setdefault(folded(name), []).append(number)
        lengths: dict[str, set[int]] = {}
        for name in filter(None, self._having):
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def renamed(self, question: str, count: Callable[[str], int]) -> Mapping[str, str]:
        """The names (folded) in a question that the corpus lacks or hardly uses, each with the corpus's own name for
        the thing, longest first.

        ``count`` tells in how many paragraphs a name occurs. A group of the table is only consulted for names that the
        corpus lacks: its names are not always interchangeable.
        """
        found: dict[str, str] = {}
        for name, group in self._standing(self._folded(question)):
            own = count(name)
            best = max(group.names, key=count)
            enough = 2 * own if group.explained else 1
            if name not in found and count(best) >= max(enough, 1) and (group.explained or not own):
                found[name] = best
        return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))

    def named(self, question: str, known: Callable[[str], bool]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What a question names: a name that stands in it, and the corpus's other names for the same thing."""
        found: dict[str, list[str]] = {}
        for name, group in self._standing(self._folded(question)):
            others = (other for other in group.names if self._folded(other) != name and known(other))
            found.setdefault(name, []).extend(others)
        return tuple((name, tuple(dict.fromkeys(others))) for name, others in found.items() if others)

    def _standing(self, text: str) -> Iterator[tuple[str, AliasGroup]]:
        """The names that stand in folded text, each with its groups; none within a longer one."""
        place = 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                name = text[place : place + length]
                if name in self._having and _stands_at(name, text, place):
                    for number in self._having[name]:
                        yield name, self._groups[number]
                    place += length - 1
                    break
            place += 1


def _stands_at(name: str, text: str, place: int) -> bool:
    """Whether a name at a place stands by itself: a Latin one not within a longer word."""
    if not name.isascii():
        return True
    end = place + len(name)
    return not _LETTER.match(text[end : end + 1]) and not _LETTER.match(text[max(0, place - 1) : place])
