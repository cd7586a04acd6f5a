"""Many Segments made one, without what was removed from them.

What is merged is mapped and what comes out is a mapped file, so that memory holds little but the vocabulary. Articles
keep their order, and the terms of a sentence theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engines.parts import starts_of
from index.segments.container import create, sync
from index.segments.making import article_arrays
from index.segments.segment import Arrays
from index.segments.snapshot import Member
from index.segments.storage import record_arrays
from index.segments.strings import joined

_AT_ONCE = 1 << 21
_TOTALS_OF_TERMS = 200_000

_Out = Mapping[str, NDArray[Any]]


def merge(members: Sequence[Member], path: Path) -> None:
    """Writes one Segment's file with all that is there of the members, in their order.

    Raises:
        OSError: the file exists, or there is no room.
    """
    sources = [_Source(member) for member in members]
    vocabulary, numbers = _joint_vocabulary(sources)
    sizes = np.zeros(len(vocabulary), dtype=np.int64)
    for source, number in zip(sources, numbers, strict=True):
        there = number >= 0
        sizes[number[there]] += source.frequencies[there]
    small = _small_arrays(sources, vocabulary, starts_of(sizes))
    out = create(path, _layout(sources, small, int(sizes.sum())))
    for name, array in small.items():
        out[name][:] = array
    _copy_articles(sources, out)
    _copy_rows(sources, numbers, out, "sentence")
    _copy_rows(sources, numbers, out, "context")
    _copy_postings(sources, numbers, out)
    sync(path)


@dataclass(frozen=True, eq=False)
class _Source:
    """A member, and which of its rows stay; None where all do."""

    member: Member

    @property
    def arrays(self) -> Arrays:
        return self.member.segment.arrays

    @cached_property
    def records(self) -> Arrays:
        return record_arrays(self.member.segment)

    @cached_property
    def frequencies(self) -> NDArray[np.int64]:
        """Of each term, over what stays."""
        sizes = np.diff(self.arrays["posting_starts"])
        sizes[self.member.removed.terms] -= self.member.removed.frequencies
        return sizes

    @cached_property
    def articles(self) -> NDArray[np.bool_] | None:
        if not len(self.member.removed):
            return None
        kept = np.zeros(len(self.member.segment.article_ids), dtype=np.bool_)
        kept[self.member.kept] = True
        return kept

    @cached_property
    def paragraphs(self) -> NDArray[np.bool_] | None:
        removed = self.member.part.removed
        return None if removed is None else ~removed

    def rows(self, kind: str) -> NDArray[np.bool_] | None:
        """Which sentences, or which contexts, stay."""
        if self.paragraphs is None:
            return None
        if kind == "sentence":
            return np.repeat(self.paragraphs, np.diff(self.arrays["sentence_firsts"]))
        kept = np.zeros(len(self.arrays["context_starts"]) - 1, dtype=np.bool_)
        kept[self.arrays["context_of"][self.paragraphs]] = True
        return kept

    def kept(self, name: str, mask: NDArray[np.bool_] | None) -> NDArray[Any]:
        """An array's entries that stay."""
        return self.arrays[name] if mask is None else self.arrays[name][mask]


def _joint_vocabulary(sources: Sequence[_Source]) -> tuple[list[bytes], list[NDArray[np.int32]]]:
    """The terms that still occur, in order, and for each source its terms' new numbers (-1 where one is gone)."""
    known: set[bytes] = set()
    for source in sources:
        known.update(_terms(source, only_kept=True))
    vocabulary = sorted(known)
    numbers = {term: number for number, term in enumerate(vocabulary)}
    return vocabulary, [
        np.fromiter((numbers.get(term, -1) for term in _terms(source)), dtype=np.int32) for source in sources
    ]


def _terms(source: _Source, *, only_kept: bool = False) -> Iterator[bytes]:
    strings = source.member.segment.terms.strings
    frequencies = source.frequencies
    for first in range(0, len(strings), _TOTALS_OF_TERMS):
        starts = strings.starts[first : first + _TOTALS_OF_TERMS + 1]
        content = strings.content[starts[0] : starts[-1]].tobytes()
        ends = (starts - starts[0]).tolist()
        there = (frequencies[first : first + _TOTALS_OF_TERMS] > 0).tolist()
        for begin, end, kept in zip(ends[:-1], ends[1:], there, strict=True):
            if kept or not only_kept:
                yield content[begin:end]


def _small_arrays(sources: Sequence[_Source], vocabulary: Sequence[bytes], posting_starts: NDArray[np.int64]) -> Arrays:
    """The arrays that are made in memory: a number a term, an article, a paragraph or a sentence."""
    term_bytes, term_starts = joined(vocabulary)
    ids = [source.member.segment.article_ids[place] for source in sources for place in source.member.kept.tolist()]

    def sizes(name: str, masks: Sequence[NDArray[np.bool_] | None]) -> NDArray[np.int64]:
        return starts_of(_joined(_kept(np.diff(s.arrays[name]), mask) for s, mask in zip(sources, masks, strict=True)))

    def entries(name: str, masks: Sequence[NDArray[np.bool_] | None]) -> NDArray[Any]:
        return _joined(source.kept(name, mask) for source, mask in zip(sources, masks, strict=True))

    articles = [source.articles for source in sources]
    paragraphs = [source.paragraphs for source in sources]
    sentences = [source.rows("sentence") for source in sources]
    contexts = [source.rows("context") for source in sources]
    return {
        "term_bytes": term_bytes,
        "term_starts": term_starts,
        **article_arrays(ids),
        "article_firsts": sizes("article_firsts", articles),
        "sentence_firsts": sizes("sentence_firsts", paragraphs),
        "sentence_starts": sizes("sentence_starts", sentences),
        "sentence_lengths": entries("sentence_lengths", sentences),
        "context_of": _context_of(sources, contexts),
        "context_starts": sizes("context_starts", contexts),
        "lengths": entries("lengths", paragraphs),
        "posting_starts": posting_starts,
        "record_starts": starts_of(
            _joined(_kept(np.diff(s.records["record_starts"]), s.articles) for s in sources).astype(np.int64)
        ),
    }


def _context_of(sources: Sequence[_Source], contexts: Sequence[NDArray[np.bool_] | None]) -> NDArray[np.int32]:
    found: list[NDArray[Any]] = []
    before = 0
    for source, mask in zip(sources, contexts, strict=True):
        of = source.kept("context_of", source.paragraphs)
        rows = len(source.arrays["context_starts"]) - 1
        found.append(before + (of if mask is None else (np.cumsum(mask) - 1)[of]))
        before += rows if mask is None else int(mask.sum())
    return _joined(found).astype(np.int32)


def _layout(sources: Sequence[_Source], small: Arrays, postings: int) -> dict[str, tuple[Any, int]]:
    def widest(name: str) -> Any:
        return np.result_type(np.uint16, *(source.arrays[name].dtype for source in sources))

    return {
        **{name: (array.dtype, len(array)) for name, array in small.items()},
        "digests": (np.uint8, 32 * (len(small["id_starts"]) - 1)),
        "record_bytes": (np.uint8, int(small["record_starts"][-1])),
        **{
            f"{kind}_{what}": (dtype, int(small[f"{kind}_starts"][-1]))
            for kind in ("sentence", "context")
            for what, dtype in (("terms", np.int32), ("counts", widest(f"{kind}_counts")))
        },
        "posting_paragraphs": (np.int32, postings),
        "posting_counts": (widest("posting_counts"), postings),
    }


def _copy_articles(sources: Sequence[_Source], out: _Out) -> None:
    bytes_at = article_at = 0
    for source in sources:
        content, starts = source.records["record_bytes"], source.records["record_starts"]
        digests = source.arrays["digests"].reshape(-1, 32)
        kept = source.member.kept
        for first in range(0, len(kept), _TOTALS_OF_TERMS):
            places = kept[first : first + _TOTALS_OF_TERMS]
            out["digests"][32 * article_at : 32 * (article_at + len(places))] = digests[places].reshape(-1)
            article_at += len(places)
        for begin, end in _runs(kept):
            size = int(starts[end] - starts[begin])
            out["record_bytes"][bytes_at : bytes_at + size] = content[starts[begin] : starts[end]]
            bytes_at += size


def _runs(places: NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """Ascending places as half-open ranges."""
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    for run in np.split(places, breaks):
        if len(run):
            yield int(run[0]), int(run[-1]) + 1


def _copy_rows(sources: Sequence[_Source], numbers: Sequence[NDArray[np.int32]], out: _Out, kind: str) -> None:
    at = 0
    for source, number in zip(sources, numbers, strict=True):
        starts, terms, counts = (source.arrays[f"{kind}_{what}"] for what in ("starts", "terms", "counts"))
        mask = source.rows(kind)
        for begin, end in _stretches(starts):
            place = slice(int(starts[begin]), int(starts[end]))
            found, often = terms[place], counts[place]
            if mask is not None:
                kept = np.repeat(mask[begin:end], np.diff(starts[begin : end + 1]))
                found, often = found[kept], often[kept]
            out[f"{kind}_terms"][at : at + len(found)] = number[found] if len(found) else found
            out[f"{kind}_counts"][at : at + len(found)] = often
            at += len(found)


def _copy_postings(sources: Sequence[_Source], numbers: Sequence[NDArray[np.int32]], out: _Out) -> None:
    free = out["posting_starts"][:-1].copy()
    before = 0
    for source, number in zip(sources, numbers, strict=True):
        arrays, mask = source.arrays, source.paragraphs
        places = None if mask is None else before + np.cumsum(mask) - 1
        starts = arrays["posting_starts"]
        for begin, end in _stretches(starts):
            place = slice(int(starts[begin]), int(starts[end]))
            paragraphs, counts = arrays["posting_paragraphs"][place], arrays["posting_counts"][place]
            if mask is not None and places is not None:
                kept = mask[paragraphs]
                paragraphs, counts = places[paragraphs[kept]], counts[kept]
            else:
                paragraphs = paragraphs + before
            sizes = source.frequencies[begin:end]
            there = sizes > 0
            sizes, into = sizes[there], number[begin:end][there]
            within = np.arange(len(paragraphs)) - np.repeat(starts_of(sizes)[:-1], sizes)
            target = np.repeat(free[into], sizes) + within
            out["posting_paragraphs"][target] = paragraphs
            out["posting_counts"][target] = counts
            free[into] += sizes
        before += len(source.member.segment) if mask is None else int(mask.sum())


def _stretches(starts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of rows, of a bounded number of entries each unless one row alone has more."""
    rows = len(starts) - 1
    begin = 0
    while begin < rows:
        end = int(np.searchsorted(starts, starts[begin] + _AT_ONCE, side="right")) - 1
        end = min(rows, max(end, begin + 1))
        yield begin, end
        begin = end


def _kept(array: NDArray[Any], mask: NDArray[np.bool_] | None) -> NDArray[Any]:
    return array if mask is None else array[mask]


def _joined(arrays: Any) -> NDArray[Any]:
    return np.concatenate([np.empty(0, np.int32), *arrays])
