"""What stands where on a page: the headline, what is said twice, the regions, the paragraphs of the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from corpus.characters import compact, fingerprint
from corpus.clutter import Part
from corpus.regions import Observation, Region, find_regions
from corpus.repeats import find_repeats
from corpus.seen import Seen
from corpus.shapes import EDIT_LINK, NUMBERED, Shape
from corpus.titles import bare_title, find_title, says_title

FORM_LINE: Final = re.compile(r"[^:：\s]{2,6}\s?[:：]\s?\S")
"""How a line of a form begins: a short label, a colon, a value."""

_COUNT: Final = re.compile(r"[1-9]\d*")
_CONTENTS: Final = 200
_FEW: Final = 0.2
_CONTENTS_TITLES: Final = frozenset(
    "目录 目次 contents tableofcontents 本文目录 文章目录 内容目录 目录[隐藏] 文章导航".split()
)


class Layout:
    """The layout of a page. Its lines are known by their numbers.

    Attributes:
        page: the page's lines.
        furnished: whether there is furniture on it, captions and advertisements apart.
        alone: whether there is one piece of furniture only.
        title: the line that is the headline, or None.
        repeats: the lines that are said elsewhere on the page.
        contents: the lines of a table of contents.
        regions: where each line stands.
        prose: the sentences and paragraphs of the body, in order.
    """

    def __init__(self, page: Sequence[Seen], headline: str | None) -> None:
        """Look at ``page``, whose headline may be known from elsewhere."""
        self.page = page
        furniture = [seen for seen in page if seen.hit and seen.hit.sure and seen.hit.part is not Part.INSET]
        self.furnished = bool(furniture)
        self.alone = len(furniture) == 1
        self.title = None if headline else find_title(page, self.furnished)
        self.title_key = fingerprint(headline or "") if self.title is None else _title_key(page[self.title])
        self.repeats = find_repeats([seen.key for seen in page], [seen.shape for seen in page])
        self.contents = self._list_contents()
        self.regions = self._find_regions()
        self.prose = [number for number in range(len(page)) if self._is_prose(number)]
        self._keep_first_heading()
        self._keep_ending()

    def says_title(self, number: int) -> bool:
        """Whether a line is the headline, with or without the site's name behind it."""
        if number == self.title:
            return True
        seen = self.page[number]
        return bool(self.title_key) and len(seen.line.text) <= 160 and says_title(seen.key, self.title_key)

    def prose_around(self, number: int) -> tuple[int, int]:
        """How many paragraphs of the body stand before a line, and how many from it on."""
        before = bisect_left(self.prose, number)
        return before, len(self.prose) - before

    def _find_regions(self) -> list[Region]:
        rest = [number for number in range(len(self.page)) if number not in self.repeats]
        regions = [Region.BODY] * len(self.page)
        for number, region in zip(rest, find_regions(self._observations(rest)), strict=True):
            regions[number] = region
        return regions

    def _observations(self, numbers: Sequence[int]) -> list[Observation]:
        """The lines as the regions' model sees them."""
        plain = self._is_verse()
        observations: list[Observation] = []
        listing = False
        for number in numbers:
            seen = self.page[number]
            shape = Shape.CLAUSE if plain and seen.shape is Shape.PLAIN else seen.shape
            # What a colon announces is the article's own list.
            listing = seen.line.text.endswith((":", "：")) or (listing and shape in (Shape.BULLET, Shape.NUMBERED))
            if listing and shape in (Shape.BULLET, Shape.NUMBERED):
                shape = Shape.CLAUSE
            elif shape is Shape.NUMBERED and _COUNT.fullmatch(seen.line.text) and self._is_beside_hit(number):
                shape = Shape.STUB
            headline = self.says_title(number)
            shape = Shape.PLAIN if headline or number in self.contents else shape
            observations.append((shape, seen.hit, headline or seen.byline is not None))
        return observations

    def _is_beside_hit(self, number: int) -> bool:
        return any(seen.hit for seen in (*self.page[max(number - 1, 0) : number], *self.page[number + 1 : number + 2]))

    def _is_verse(self) -> bool:
        """Whether the page has too few sentences for them to be its body: verse, lyrics, a list."""
        own = [seen for seen in self.page if seen.hit is None and seen.byline is None]
        return _FEW * sum(len(seen.key) for seen in own) > sum(
            len(seen.key) for seen in own if seen.shape >= Shape.CLAUSE
        )

    def _is_prose(self, number: int) -> bool:
        seen = self.page[number]
        own = seen.hit is None and seen.byline is None and number not in self.repeats and not self.says_title(number)
        return own and seen.shape >= Shape.CLAUSE and self.regions[number] is Region.BODY

    def _keep_first_heading(self) -> None:
        """A heading over the first paragraph, below headline and byline, is no part of what stands before the body."""
        if not self.prose or self.title is None:
            return
        number = self.prose[0] - 1
        if number <= self.title or self.regions[number] is not Region.HEAD:
            return
        seen = self.page[number]
        is_heading = seen.shape in (Shape.PLAIN, Shape.NUMBERED) and seen.hit is None and seen.byline is None
        has_byline = any(self.page[between].byline for between in range(self.title + 1, number))
        if is_heading and has_byline and len(seen.line.text) <= 24:
            self.regions[number] = Region.BODY

    def _keep_ending(self) -> None:
        """What follows the last paragraph as part of the text: sentences, a form's lines, who signs on which day."""
        if not self.prose:
            return
        last = self.prose[-1]
        end = last
        for number in range(last + 1, min(last + 20, len(self.page))):
            seen = self.page[number]
            if self.regions[number] is Region.BODY or number in self.repeats:
                continue
            dated = seen.byline is not None and not seen.byline.labels and seen.line.text.endswith("日")
            if not dated and (seen.byline is not None or (seen.hit is not None and seen.hit.part is not Part.FOOT)):
                break
            if seen.hit is not None and seen.hit.sure:
                break
            if dated or seen.shape >= Shape.NUMBERED or FORM_LINE.match(seen.line.text):
                end = number
        for number in range(last + 1, end + 1):
            self.regions[number] = Region.BODY

    def _list_contents(self) -> set[int]:
        """The lines of a table of contents: under its headline, and each said again further down as a heading."""
        contents: set[int] = set()
        titles = [number for number, seen in enumerate(self.page[:_CONTENTS]) if _is_contents_title(seen)]
        last = {_entry(seen.line.text): number for number, seen in enumerate(self.page)} if titles else {}
        for number in titles:
            below = range(number + 1, min(number + _CONTENTS, len(self.page)))
            listed = list(takewhile(lambda other: self.page[other].shape <= Shape.NUMBERED, below))
            found = [other for other in listed if last[_entry(self.page[other].line.text)] > other]
            if len(found) >= 2 and 2 * len(found) >= len(listed):
                contents.update(found)
        return contents


def _is_contents_title(seen: Seen) -> bool:
    return len(seen.line.text) <= 24 and compact(seen.line.text) in _CONTENTS_TITLES


def _entry(text: str) -> str:
    """A heading or its entry in a table of contents, without number and link."""
    return compact(NUMBERED.sub("", EDIT_LINK.sub("", text), count=1))


def _title_key(seen: Seen) -> str:
    return fingerprint(bare_title(seen.line.text))
