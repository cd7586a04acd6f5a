"""Real paragraphs cut into mixed terms, kept in flat arrays, so that every system is given the same terms.

The paragraphs are those of ``scale/*.jsonl.xz`` in the folder that ``YUANHUA_DATASETS`` names, in one order
by chance: a smaller corpus is a sample of the larger ones.
"""

from __future__ import annotations

import json
import lzma
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bags import Bags
from index.engines.parts import starts_of
from index.evaluation import read_squad
from index.files import open_index
from index.model import Query
from index.terms.analyzer import Analyzer

_AT_ONCE = 2_000


@dataclass(frozen=True)
class Terms:
    """Paragraphs as term counts.

    Attributes:
        vocabulary: the terms; a term's number is its place.
        starts: where each paragraph's row begins, and where the last ends.
        ids: the rows' terms, by number.
        counts: how often each occurs, beside ``ids``.
        characters: how many the texts have.
        seconds: what cutting took, with one process a core.
    """

    vocabulary: tuple[str, ...]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    counts: NDArray[np.uint8]
    characters: int
    seconds: float

    def __len__(self) -> int:
        return len(self.starts) - 1

    def head(self, size: int) -> Terms:
        """The first ``size`` paragraphs, with the terms that they have."""
        if size == len(self):
            return self
        end = int(self.starts[size])
        used, ids = np.unique(self.ids[:end], return_inverse=True)
        return Terms(
            tuple(self.vocabulary[number] for number in used.tolist()),
            self.starts[: size + 1],
            ids.astype(np.int32),
            self.counts[:end],
            self.characters,
            self.seconds,
        )

    @property
    def names(self) -> list[str]:
        """The paragraphs' ids."""
        return [f"p#{number:07d}" for number in range(len(self))]

    def bags(self) -> Iterator[Counter[str]]:
        """The rows, a bag each."""
        for row in range(len(self)):
            place = slice(int(self.starts[row]), int(self.starts[row + 1]))
            yield Counter(
                {
                    self.vocabulary[id]: count
                    for id, count in zip(self.ids[place].tolist(), self.counts[place].tolist(), strict=True)
                }
            )

    def texts(self) -> Iterator[str]:
        """The rows as text: each term as often as it occurs, a blank between."""
        for bag in self.bags():
            yield " ".join(bag.elements())


def paragraphs(folder: Path, size: int) -> list[str]:
    """Texts of all sets, mixed."""
    sets = [_texts(path) for path in sorted((folder / "scale").glob("*.jsonl.xz"))]
    every = [text for texts in sets for text in texts]
    return [every[place] for place in np.random.default_rng(1).permutation(len(every))[:size].tolist()]


def questions(folder: Path, count: int) -> list[Query]:
    """Questions of CMRC 2018 (development part), cut into terms."""
    data = read_squad(folder / "squad" / "cmrc2018-dev.json")
    texts = [topic.text for topic in data.topics]
    drawn = np.random.default_rng(1).choice(len(texts), count, replace=False).tolist()
    return [dict(_analyzer().query(texts[place])) for place in drawn]


def cut(texts: list[str], into: Path) -> Terms:
    """The texts' terms, kept in a folder, or those that are kept there from before."""
    note = into / "terms.json"
    if not note.is_file():
        begin = time.perf_counter()
        vocabulary: dict[str, int] = {}
        starts, ids, counts = _cut(texts, vocabulary)
        seconds = time.perf_counter() - begin
        _kept_in(into, Terms(tuple(vocabulary), starts, ids, counts, sum(map(len, texts)), seconds))
    return kept(into)


def taken(index: Path, into: Path, size: int) -> Terms:
    """The terms of ``size`` paragraphs of an index built before, of one Segment, in another order by chance.

    The index's order is that of files; a sample of it should be one of all.
    """
    segment = open_index(index).snapshot.members[0].segment
    arrays = segment.arrays
    places = np.random.default_rng(1).permutation(len(segment)).astype(np.int32)
    rows = places[arrays["posting_paragraphs"]]
    terms = np.repeat(np.arange(len(segment.terms), dtype=np.int32), np.diff(arrays["posting_starts"]))
    order = np.argsort(rows, kind="stable")
    counts = np.minimum(arrays["posting_counts"], 255).astype(np.uint8)[order]
    starts = starts_of(np.bincount(rows, minlength=len(segment)))
    characters = sum(len(article.raw) for article in segment.articles)
    every = Terms(tuple(segment.terms), starts, terms[order], counts, characters, 0.0)
    return _kept_in(into, replace(every.head(min(size, len(every))), characters=characters * size // len(every)))


def kept(folder: Path) -> Terms:
    """The terms kept in a folder; rows are mapped."""
    told = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    starts, ids, counts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("starts", "ids", "counts"))
    return Terms(tuple(told["vocabulary"]), np.asarray(starts), ids, counts, told["characters"], told["seconds"])


def _kept_in(folder: Path, terms: Terms) -> Terms:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in (("starts", terms.starts), ("ids", terms.ids), ("counts", terms.counts)):
        np.save(folder / f"{name}.npy", array)
    told = {"characters": terms.characters, "seconds": terms.seconds, "vocabulary": list(terms.vocabulary)}
    (folder / "terms.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return kept(folder)


def _texts(path: Path) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [text for line in lines if (text := json.loads(line)["text"].strip())]


def _cut(
    texts: list[str], vocabulary: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    sizes: list[NDArray[np.int64]] = []
    ids: list[NDArray[np.int32]] = []
    counts: list[NDArray[np.uint8]] = []
    rest = iter(texts)
    chunks = iter(lambda: list(islice(rest, _AT_ONCE)), [])
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for bags in pool.map(_bags, chunks):
            numbers = np.array([vocabulary.setdefault(term, len(vocabulary)) for term in bags.terms], dtype=np.int32)
            sizes.append(np.diff(bags.starts))
            ids.append(numbers[bags.ids])
            counts.append(np.minimum(bags.counts, 255).astype(np.uint8))
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes))])
    return starts, np.concatenate(ids), np.concatenate(counts)


def _bags(texts: list[str]) -> Bags:
    return Bags.of(map(_bag, texts))


def _bag(text: str) -> Mapping[str, int]:
    return _analyzer().bag(text)


@cache
def _analyzer() -> Analyzer:
    return Analyzer()
