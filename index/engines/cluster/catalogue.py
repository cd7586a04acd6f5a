"""The articles of a cluster as sequences that fetch what is looked at."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import overload

from corpus.model import Article, Paragraph
from index.engines.cluster.connection import Connection
from index.engines.cluster.documents import PAGE, article_from_source, article_key, catalogue_key
from index.engines.cluster.engine import Generation
from index.engines.cluster.keeping import Kept

_KEPT = 64
_AT_ONCE = 8


class Articles(Sequence[Article]):
    """The articles, in the order they were indexed."""

    def __init__(self, connection: Connection, generation: Generation) -> None:
        self._connection = connection
        self._index = generation.index
        self._count = int(generation.meta["articles"])
        self._kept: Kept[str, Article] = Kept(_KEPT, self._fetched)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, place: int | slice) -> Article | tuple[Article, ...]:
        if isinstance(place, slice):
            ids = [id for id, _ in self.catalogue[place]]
            found = self._kept.get(ids)
            return tuple(found[id] for id in ids)
        return self.of(self.catalogue[place][0])

    def __iter__(self) -> Iterator[Article]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self[first : first + _AT_ONCE]

    def of(self, id: str) -> Article:
        """The article of that id; KeyError where there is none."""
        return self._kept.get([id])[id]

    @cached_property
    def catalogue(self) -> list[tuple[str, int]]:
        """Each article's id and number of paragraphs."""
        keys = [catalogue_key(page) for page in range(-(-self._count // PAGE))]
        sources = self._connection.sources(self._index, keys, "body")
        return [(id, count) for key in keys for id, count in json.loads(sources[key]["body"])]

    def _fetched(self, ids: list[str]) -> dict[str, Article]:
        sources = self._connection.sources(self._index, [article_key(id) for id in ids], "body")
        return {article.id: article for article in map(article_from_source, sources.values())}


class Paragraphs(Sequence[Paragraph]):
    """The articles' paragraphs, in order."""

    def __init__(self, articles: Articles, count: int) -> None:
        self._articles = articles
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Paragraph]:
        for article in self._articles:
            yield from article.paragraphs

    @overload
    def __getitem__(self, place: int) -> Paragraph: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Paragraph, ...]: ...
    def __getitem__(self, place: int | slice) -> Paragraph | tuple[Paragraph, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        wanted = range(len(self))[place]
        article = bisect_right(self._firsts, wanted) - 1
        return self._articles[article].paragraphs[wanted - self._firsts[article]]

    @cached_property
    def _firsts(self) -> list[int]:
        return list(accumulate((count for _, count in self._articles.catalogue), initial=0))
