"""Buttons, and what they say when they are pressed.

What a button carries is text of at most 64 bytes (https://core.telegram.org/bots/api#inlinekeyboardbutton). It names a
kept answer and what to show of it, so that a button works as long as the answer is kept, whatever was restarted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

LONGEST_DATA = 64
"""The bytes a button may carry."""


class Kind(StrEnum):
    """What is shown of an answer."""

    HOME = "h"
    """The passage that answers, or that the article does not say."""
    PASSAGE = "p"
    CONTEXT = "c"
    SOURCE = "s"


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    GOOD = "+"
    BAD = "-"


@dataclass(frozen=True, slots=True)
class View:
    """What a message shows of an answer.

    Attributes:
        kind: which of the answer's sides.
        place: which of its passages, from 0.
        page: which part of what is too long for one message, from 0.
        around: how many paragraphs before and after it its context has.
    """

    kind: Kind = Kind.HOME
    place: int = 0
    page: int = 0
    around: int = 1


@dataclass(frozen=True, slots=True)
class Show:
    """Show another view of an answer."""

    answer: str
    view: View


@dataclass(frozen=True, slots=True)
class Rate:
    """Take down what a reader thinks; the message keeps its view."""

    answer: str
    verdict: Verdict
    view: View


@dataclass(frozen=True, slots=True)
class AskOffered:
    """Ask a question that was offered."""

    offer: str


@dataclass(frozen=True, slots=True)
class ListArticles:
    """Turn to a page of the list of articles, from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class UseArticle:
    """Narrow questions to the article of this key, or to none; the list keeps its page."""

    key: str
    page: int


@dataclass(frozen=True, slots=True)
class Speak:
    """Change the language."""

    language: str


Press: TypeAlias = Show | Rate | AskOffered | ListArticles | UseArticle | Speak

_ID = r"[A-Za-z0-9_-]{1,24}"
_VIEW = r"([hpcs])([0-9]{1,3})\.([0-9]{1,4})\.([0-9])"
_SHOW = re.compile(rf"v:({_ID}):{_VIEW}")
_RATE = re.compile(rf"r:({_ID}):([+-]):{_VIEW}")
_ASK = re.compile(rf"q:({_ID})")
_LIST = re.compile(r"l:([0-9]{1,6})")
_USE = re.compile(rf"u:({_ID}|):([0-9]{{1,6}})")
_SPEAK = re.compile(r"g:(zh|en)")


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and what pressing it means."""

    label: str
    press: Press


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


def written(press: Press) -> str:
    """What a button carries."""
    match press:
        case Show(answer, view):
            return f"v:{answer}:{_written_view(view)}"
        case Rate(answer, verdict, view):
            return f"r:{answer}:{verdict.value}:{_written_view(view)}"
        case AskOffered(offer):
            return f"q:{offer}"
        case ListArticles(page):
            return f"l:{page}"
        case UseArticle(key, page):
            return f"u:{key}:{page}"
        case Speak(language):
            return f"g:{language}"


def read(data: str) -> Press | None:
    """What a button carried means; None where no button of ours carries it."""
    if found := _SHOW.fullmatch(data):
        return Show(found[1], _read_view(found.groups()[1:]))
    if found := _RATE.fullmatch(data):
        return Rate(found[1], Verdict(found[2]), _read_view(found.groups()[2:]))
    if found := _ASK.fullmatch(data):
        return AskOffered(found[1])
    if found := _LIST.fullmatch(data):
        return ListArticles(int(found[1]))
    if found := _USE.fullmatch(data):
        return UseArticle(found[1], int(found[2]))
    if found := _SPEAK.fullmatch(data):
        return Speak(found[1])
    return None


def _written_view(view: View) -> str:
    return f"{view.kind.value}{view.place}.{view.page}.{view.around}"


def _read_view(groups: tuple[str, ...]) -> View:
    kind, place, page, around = groups
    return View(Kind(kind), int(place), int(page), int(around))
