"""A Line with what can be said about it on its own: its Shape, what furniture it is, what it tells of the article."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.bylines import Byline, read_byline
from corpus.characters import fingerprint
from corpus.clutter import Hit, recognise
from corpus.lines import Line
from corpus.shapes import Shape, shape_of


@dataclass(frozen=True, slots=True)
class Seen:
    """A Line and its first impressions.

    Attributes:
        line: the Line.
        key: its fingerprint, the same for lines that differ in width and white space only.
        shape: its Shape.
        hit: what kind of page furniture it is, or None.
        byline: what it says about the article, or None.
    """

    line: Line
    key: str
    shape: Shape
    hit: Hit | None
    byline: Byline | None


def look_at(line: Line) -> Seen:
    """The first impressions of a Line."""
    hit = recognise(line.text)
    byline = read_byline(line.text) if _may_be_byline(line.text) else None
    if hit is not None and byline is not None:
        # A notice may name author and source too; who took a picture says nothing about who wrote.
        keeps_byline = byline.sure and byline.values and hit.rule != "caption"
        hit, byline = (None, byline) if keeps_byline else (hit, None)
    return Seen(line, fingerprint(line.text), shape_of(line.text), hit, byline)


def _may_be_byline(text: str) -> bool:
    """Whether a line is worth a closer look: sentences are not, but for those that name their source."""
    return not text.endswith(("。", "！", "？", "!", "?", "；", "…")) or text.startswith(
        ("本文", "文章", "以上", "内容", "本篇")
    )
