"""A Snapshot: the Segments of an index at one moment, what was removed from them, and their statistics together.

The statistics are those of the articles that are there, whatever the Segments and in whatever order they came, so that
a Snapshot ranks like an index made of the same articles at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Article, Paragraph
from index.scoring import CollectionStats
from index.segments.member import Member, Removed, Totals
from index.segments.views import Articles, Frequencies, Paragraphs

__all__ = ["Member", "Removed", "Snapshot", "Totals"]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Members, whose articles have different ids."""

    members: tuple[Member, ...]

    @cached_property
    def totals(self) -> Totals:
        """The totals of all that is there."""
        return sum((member.totals for member in self.members), Totals())

    @cached_property
    def stats(self) -> CollectionStats:
        """The statistics of all that is there; frequencies are looked up when asked for."""
        return CollectionStats(self.totals.paragraphs, self.totals.terms, Frequencies(self.members))

    @cached_property
    def articles(self) -> Sequence[Article]:
        """The articles that are there, in the order of the Segments; read when asked for."""
        return Articles(self.members)

    @cached_property
    def paragraphs(self) -> Sequence[Paragraph]:
        """Their paragraphs."""
        return Paragraphs(self.members)

    def located(self, article: str) -> tuple[int, int] | None:
        """The member that has an article, and the article's place there."""
        for number, member in enumerate(self.members):
            if (place := member.place_of(article)) is not None:
                return number, place
        return None
