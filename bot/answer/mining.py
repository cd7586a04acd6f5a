"""Names that a text itself explains: ``Athena（雅典娜）``, ``国际商业机器公司(IBM)``, ``远山工程局，简称远工局``.

Brackets are looked for first, then what stands before and in them; so a large corpus is gone through at the speed of
a plain search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LATIN = r"[A-Za-z][A-Za-z0-9.&’'-]*(?: [A-Za-z0-9][A-Za-z0-9.&’'-]*){0,4}"
_HAN = r"[\u4e00-\u9fff·]{2,12}"
_BRACKETS = re.compile(r"[（(]([^（()）\n]{2,60})[)）]")
_CALLED = (
    r"(?:以下)?(?:简称|簡稱|又称|又稱|也称|也稱|亦称|亦稱|俗称|俗稱|人称|又名|原名|别名|別名|又叫|也叫"
    r"|下称|下稱|即|绰号|外号|昵称|英文名|中文名)"
)
_LANGUAGE = re.compile(r"^(?:英|法|德|日|俄|西班牙|葡萄牙|意大利|義大利|拉丁|韩|荷兰)(?:语|語|文)(?:名)?[:：]?\s*")
_SHORT_IN = re.compile(rf"^{_CALLED}(?:为|為|作|是)?[：:]?\s?[“\"「『《]?({_HAN}|{_LATIN})")
_SHORT_AFTER = re.compile(rf"[，,]\s?{_CALLED}(?:为|為|作)?[“\"「『]?({_HAN}|{_LATIN})(?=[”\"」』，,。；;）)]|$)")
_ALL_LATIN = re.compile(_LATIN)
_ALL_HAN = re.compile(_HAN)
_QUOTED_BEFORE = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{2,20})[”\"」』》]$")
_LATIN_BEFORE = re.compile(rf"(?<![A-Za-z0-9])({_LATIN})\s?$")
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff·]{2,}$")
_JOINS = re.compile(r"[由与與和的是为為叫及在被将將于於从從给給让讓把称稱即](?=[\u4e00-\u9fff·]{2,}$)")
_TITLES = re.compile(
    r"(?:家|师|師|者|长|長|员|員|官|总裁|總裁|教授|博士|导演|歌手|演员|设计师|記者|记者|作家|主席|总统|总理|首相|人|先生|女士)"
    r"(?=[\u4e00-\u9fff]{2,4}$|[\u4e00-\u9fff]{1,6}·)"
)
_PERSON = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z][A-Za-z.'’-]*)+")
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Explained:
    """A name, and the other name a text gives for it."""

    name: str
    other: str


def explained_names(texts: Iterable[str]) -> tuple[Explained, ...]:
    """The pairs of names that texts explain, in order of appearance, without repetition."""
    return tuple(dict.fromkeys(pair for text in texts for pair in _of(text)))


def _of(text: str) -> Iterator[Explained]:
    for found in _BRACKETS.finditer(text):
        before = text[max(0, found.start() - 60) : found.start()]
        within = found[1].strip()
        short = _SHORT_IN.match(within)
        other = short[1] if short is not None else _first_name(within)
        if other is None:
            continue
        name = _name_before(before, other, called=short is not None)
        if name is not None and name.casefold() != other.casefold():
            yield Explained(name, other)
    for found in _SHORT_AFTER.finditer(text):
        before = text[max(0, found.start() - 60) : found.start()]
        name = _name_before(before, found[1], called=True)
        if name is not None:
            yield Explained(name, found[1])


def _first_name(within: str) -> str | None:
    """The name a bracket begins with, the language it is in left out; None where it is anything else."""
    head = re.split(r"[，,；;、]", _LANGUAGE.sub("", within))[0].strip()
    if len(head) > 1 and _ALL_LATIN.fullmatch(head):
        return head
    if _ALL_HAN.fullmatch(head) and len(head) <= _LONGEST:
        return head
    return None


def _name_before(before: str, other: str, called: bool) -> str | None:
    """The name that ends right before an explanation. Without a word like 简称, one of the two must be in Latin."""
    quoted = _QUOTED_BEFORE.search(before)
    if quoted is not None:
        both_han = not (quoted[1].isascii() or other.isascii())
        return quoted[1] if called or not both_han else None
    latin = _LATIN_BEFORE.search(before)
    if latin is not None:
        return latin[1] if called or not other.isascii() else None
    han = _HAN_BEFORE.search(before)
    if han is None or not (called or other.isascii()):
        return None
    return _trimmed(han[0], person=_PERSON.fullmatch(other) is not None)


def _trimmed(run: str, person: bool) -> str | None:
    """The name at the end of a run of characters: after the last word that joins, and of a person after the title."""
    name = _after_last(_JOINS, run)
    if person:
        name = _after_last(_TITLES, name)
    return name if 2 <= len(name) <= _LONGEST + 2 else None


def _after_last(pattern: re.Pattern[str], run: str) -> str:
    ends = [found.end() for found in pattern.finditer(run)]
    return run[ends[-1] :] if ends else run
