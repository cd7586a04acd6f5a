"""From the lines of a page to the lines of its article: what is kept, what is metadata, what is dropped and why.

Four questions are asked, each in a module of its own: what a line says of itself (``seen``), whether the page says it
elsewhere (``repeats``), which line is the headline (``titles``), where on the page it stands (``regions``). This module
joins the answers. A text without page furniture loses nothing but what it says twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from corpus.bylines import Byline
from corpus.clutter import REASONS, Hit, Part
from corpus.layout import FORM_LINE, Layout
from corpus.lines import Line
from corpus.model import Dropped, Field, MetadataEntry
from corpus.regions import Region
from corpus.seen import Seen, look_at
from corpus.shapes import CLOSING_TITLES, EDIT_LINK, Shape
from corpus.titles import bare_title

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline": "the headline once more",
        "repeated": "said elsewhere on the page, where it is kept",
        "contents": "the table of contents",
        "credit": "a credit without a field of its own, or one that was given before",
        "before-body": "stands among the page's controls before the article",
        "after-body": "stands among the page's controls after the article",
        **REASONS,
        "front-matter": "front matter without a field of its own",
        "code-block": "a block of program code",
        "html": "HTML in Markdown: a comment or a tag",
        "image": "an image without text",
        "link-definition": "the address of a link, defined apart from it",
        "rule": "a horizontal rule",
        "table-rule": "the line under a table's head",
    }
)
"""Why a line was left out: the rule's name, and its reason in one line."""

_NEUTRAL_RULES: Final = frozenset({"repeated", "headline", "caption", "separator", "advertisement", "credit"})
_TRAILER: Final = re.compile(
    r"(?<=[。！？!?”」）)])\s*(?P<link>返回.{2,6}[,，]\s?查看更多|(?:点击)?(?:查看|阅读)(?:更多|全文|原文|详情)>*|展开全文|\[(?:详细|詳細|更多)\])$"
)
_REGION_RULES: Final = {
    Region.HEAD: "before-body",
    Region.TAIL: "after-body",
    Region.RELATED: "related",
    Region.COMMENTS: "comments",
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines of a page, sorted.

    Attributes:
        body: the lines of the article, headings among them, in order.
        metadata: what the page says about the article; the headline first, if there is one.
        dropped: the lines that were left out, in order.
    """

    body: tuple[Line, ...]
    metadata: tuple[MetadataEntry, ...]
    dropped: tuple[Dropped, ...]


def clean(lines: Sequence[Line], headline: str | None = None) -> Cleaned:
    """The article's lines among a page's lines.

    Args:
        lines: the lines of the page, or its texts.
        headline: the headline, where it is known and stands elsewhere.
    """
    page = _without_dialogue([look_at(part) for line in lines for part in _without_trailer(line)])
    return _Sorting(page, headline).cleaned()


def _without_trailer(line: Line) -> tuple[Line, ...]:
    """A line, with a link that was copied along with its last sentence as a line of its own."""
    if line.text[-1] not in "多文情细細]>":
        return (line,)
    trailer = _TRAILER.search(line.text, max(len(line.text) - 20, 0))
    if trailer is None:
        return (line,)
    text = line.text[: trailer.start()].rstrip()
    link = Line(line.start + trailer.start("link"), trailer["link"], 0, 0)
    return Line(line.start, text, line.indent, line.gap), link


def _without_dialogue(page: list[Seen]) -> list[Seen]:
    """The page with labels that recur before ever new values (``记者：…``) taken for speakers, not for bylines."""
    values: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for seen in page:
        if seen.byline is not None and seen.byline.values:
            values[seen.byline.labels].add(seen.key)
    speakers = {labels for labels, keys in values.items() if labels and len(keys) >= 3}
    if not speakers:
        return page
    return [replace(seen, byline=None) if seen.byline and seen.byline.labels in speakers else seen for seen in page]


class _Sorting:
    """The lines of a page while they are being sorted. They are known by their numbers."""

    def __init__(self, page: Sequence[Seen], headline: str | None) -> None:
        self.page = page
        self.layout = Layout(page, headline)
        self.metadata: dict[Field, MetadataEntry] = {}
        self.told: set[int] = set()
        self.dropped: dict[int, str] = {}

    def cleaned(self) -> Cleaned:
        for number in range(len(self.page)):
            self._sort(number)
        self._drop_beside_furniture()
        self._drop_last_heading()
        if len(self.dropped) + len(self.told) == len(self.page):
            self._keep_something()
        gone = self.told.union(self.dropped)
        return Cleaned(
            tuple(seen.line for number, seen in enumerate(self.page) if number not in gone),
            tuple(self.metadata.values()),
            tuple(Dropped(self.page[number].line.span, self.dropped[number]) for number in sorted(self.dropped)),
        )

    def _sort(self, number: int) -> None:
        seen, region = self.page[number], self.layout.regions[number]
        if number == self.layout.title:
            self._tell_title(seen)
            self.told.add(number)
        elif self.layout.says_title(number) and self._is_headline_again(number):
            self.dropped[number] = "headline"
        elif number in self.layout.repeats:
            self.dropped[number] = "repeated"
        elif number in self.layout.contents:
            self.dropped[number] = "contents"
        elif seen.byline is not None and self._is_told(number, seen.byline):
            self._tell(number, seen.byline)
        elif region is not Region.BODY:
            self.dropped[number] = seen.hit.rule if seen.hit is not None else _REGION_RULES[region]
        elif seen.hit is not None and seen.hit.sure and not self._is_said_by_the_article(number, seen.hit):
            self.dropped[number] = seen.hit.rule

    def _is_headline_again(self, number: int) -> bool:
        early = not self.layout.prose or number < self.layout.prose[0]
        return early or number in self.layout.repeats or (self.layout.furnished and len(self.layout.title_key) >= 8)

    def _tell_title(self, seen: Seen) -> None:
        values = dict(seen.byline.values) if seen.byline is not None else {}
        value = values.get(Field.TITLE) or bare_title(seen.line.text)
        self.metadata[Field.TITLE] = MetadataEntry(Field.TITLE, value, seen.line.span)

    def _tell(self, number: int, byline: Byline) -> None:
        """Take from a byline the fields that are not known yet; without any it is a credit like any other."""
        new = [
            (which, value) for which, value in byline.values if which not in self.metadata and which is not Field.TITLE
        ]
        for which, value in new:
            self.metadata.setdefault(which, MetadataEntry(which, value, self.page[number].line.span))
        if new:
            self.told.add(number)
        else:
            self.dropped[number] = "credit"

    def _is_told(self, number: int, byline: Byline) -> bool:
        """Whether a byline stands where an article's bylines stand: above its text, or right below."""
        before, after = self.layout.prose_around(number)
        if self.layout.regions[number] is Region.HEAD:
            return True
        if self.layout.regions[number] is not Region.BODY:
            near = bool(self.layout.prose) and number - self.layout.prose[-1] <= 8
            return near and (byline.sure or (bool(byline.labels) and self._is_beside_byline(number)))
        if byline.sure:
            return (before <= 1 or after <= 1) and not self._is_form(number)
        if not byline.labels and after == 0 and before > 0:
            return Field.DATE not in self.metadata and self.layout.furnished
        return before == 0 and self._is_beside_byline(number) and not (byline.labels and self._is_form(number))

    def _is_beside_byline(self, number: int) -> bool:
        above = [
            other
            for other in range(max(number - 2, 0), number)
            if other == self.layout.title or self.page[other].byline
        ]
        below = [other for other in range(number + 1, min(number + 3, len(self.page))) if self.page[other].byline]
        return bool(above) or any((byline := self.page[other].byline) and byline.sure for other in below)

    def _is_form(self, number: int) -> bool:
        """Whether the line is one of a form (time, place, …), most of whose labels are no byline's."""
        around = [*self.page[max(number - 1, 0) : number], *self.page[number + 1 : number + 2]]
        return any(FORM_LINE.match(other.line.text) and other.byline is None and other.hit is None for other in around)

    def _is_said_by_the_article(self, number: int, hit: Hit) -> bool:
        """Whether what reads like furniture stands amid the text: an article on copyright may quote a notice."""
        before, after = self.layout.prose_around(number)
        if before < 1 or after < 3 or hit.part is Part.INSET:
            return False
        return self.layout.alone or (hit.rule in ("notice", "cookies") and self.page[number].shape >= Shape.SENTENCE)

    def _drop_beside_furniture(self) -> None:
        """Short lines that might be furniture are so next to lines that are."""
        numbers = range(len(self.page)) if self.layout.furnished else range(0)
        for number in (*numbers, *reversed(numbers)):
            hit = self.page[number].hit
            if hit is None or hit.sure or number in self.dropped or len(self.page[number].line.text) > 16:
                continue
            beside = {self.dropped.get(number - 1), self.dropped.get(number + 1)} - {None}
            if beside - _NEUTRAL_RULES:
                self.dropped[number] = hit.rule

    def _drop_last_heading(self) -> None:
        """A heading at the end of what is kept, whose text was dropped (``参考文献``), goes with it."""
        kept = [number for number in range(len(self.page)) if number not in self.told and number not in self.dropped]
        if not kept or kept[-1] + 1 == len(self.page):
            return
        text = self.page[kept[-1]].line.text
        if EDIT_LINK.search(text) or text in CLOSING_TITLES:
            self.dropped[kept[-1]] = "after-body"

    def _keep_something(self) -> None:
        """Where nothing is left, what is not surely furniture is the body after all."""
        for number, seen in enumerate(self.page):
            rule = self.dropped.get(number)
            unsure = rule in ("before-body", "after-body") or (seen.hit is not None and not seen.hit.sure)
            if unsure and number not in self.layout.repeats:
                self.dropped.pop(number, None)
        if self.layout.title is not None and len(self.dropped) + len(self.told) == len(self.page):
            self.told.discard(self.layout.title)
            del self.metadata[Field.TITLE]
