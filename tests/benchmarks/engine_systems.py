"""The engines measured, ours and others', behind one face: built from terms, asked for the best ten.

All score by the same formula with the same k1 and b; others' engines are given terms as text or as numbers, whichever
they take. Run as a program, this measures one of them in a process of its own:
``python -m tests.benchmarks.engine_systems SYSTEM SIZE FOLDER``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from index.engines.base import Engine
from index.engines.okapi import OkapiEngine
from index.engines.parts import Part, starts_of
from index.engines.postings import PostingsEngine
from index.engines.sparse import SparseEngine
from index.model import Query
from index.scoring import CollectionStats
from tests.benchmarks.engine_terms import Terms, kept
from tests.benchmarks.lucene_peer import NoLuceneError, asked

K1, B, K = 0.9, 0.4, 10
TIMES = 3
ENOUGH = 30.0
"""Seconds of asking after which no further question is asked."""

Ask = Callable[[Query], Sequence[str]]
"""A query to the ids of the best ten."""


@dataclass(frozen=True)
class Measured:
    """One system at one size. Times are the processor's in seconds, a question's the best of ``TIMES``; sizes in bytes.

    Attributes:
        build: from terms in memory to the first answer, with what is compiled at first use compiled.
        compiling: the same over 100 paragraphs, before anything was compiled.
        disk: what it keeps in files, 0 where it keeps nothing.
        memory: the most that the process has held while building and asking, terms included.
        opened: from files to the first answer, where there are files.
        each: one time a question.
        best: the ids of each question's best ten.
        failure: why there are no figures.
    """

    system: str
    size: int
    build: float = 0.0
    compiling: float = 0.0
    disk: int = 0
    memory: int = 0
    opened: float | None = None
    each: tuple[float, ...] = ()
    best: tuple[tuple[str, ...], ...] = ()
    failure: str = ""

    def percentile(self, which: float) -> float:
        """Milliseconds that so many per cent of the questions take at most."""
        return float(np.percentile(self.each, which)) * 1000

    @property
    def rate(self) -> float:
        """Questions a second, one after another."""
        return len(self.each) / sum(self.each)


def okapi(terms: Terms, _: Path) -> tuple[Ask, int, float | None]:
    """Our reference engine: rank_bm25 with the formula's idf."""
    return _asked(OkapiEngine(terms.names, list(terms.bags()), K1, B)), 0, None


def rank_bm25(terms: Terms, _: Path) -> tuple[Ask, int, float | None]:
    """rank_bm25 as it comes: its own idf, and ``argsort``."""
    from rank_bm25 import BM25Okapi

    model, names = BM25Okapi([list(bag.elements()) for bag in terms.bags()], k1=K1, b=B), terms.names

    def ask(query: Query) -> Sequence[str]:
        return [names[place] for place in np.argsort(model.get_scores(list(query)))[::-1][:K]]

    return ask, 0, None


def postings(terms: Terms, _: Path) -> tuple[Ask, int, float | None]:
    """Our engine for many paragraphs, with nothing compiled."""
    return _asked(PostingsEngine([_part(terms)], _stats(terms), K1, B)), 0, None


def sparse(terms: Terms, _: Path) -> tuple[Ask, int, float | None]:
    """Our engine on top of bm25s: it proposes, exact scores decide."""
    return _asked(SparseEngine([_part(terms)], _stats(terms), K1, B)), 0, None


def bm25s(terms: Terms, folder: Path) -> tuple[Ask, int, float | None]:
    """bm25s with its numba backend, one thread, given the terms by number."""
    import bm25s as library

    numbers = {term: number for number, term in enumerate(terms.vocabulary)}
    rows = [np.repeat(terms.ids[place], terms.counts[place]).tolist() for place in _rows(terms)]
    model = library.BM25(method="lucene", k1=K1, b=B, backend="numba")
    model.index(library.tokenization.Tokenized(ids=rows, vocab=numbers), show_progress=False)
    names = terms.names
    model.save(folder)
    begin = time.process_time()
    model = library.BM25.load(folder, mmap=True)
    model.activate_numba_scorer()

    def ask(query: Query) -> Sequence[str]:
        known = [numbers[term] for term in query if term in numbers]
        if not known:
            return []
        found, scores = model.retrieve([known], k=min(K, len(names)), show_progress=False, n_threads=1)
        return [names[place] for place, score in zip(found[0], scores[0], strict=True) if score > 0]

    ask({terms.vocabulary[0]: 1.0})
    return ask, _size(folder), time.process_time() - begin


def tantivy(terms: Terms, folder: Path) -> tuple[Ask, int, float | None]:
    """tantivy, one segment, terms as text cut at white space; its k1 is 1.2 and its b 0.75, which cannot be set."""
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_integer_field("place", stored=True)
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = library.Index(schema, path=str(folder))
    writer = index.writer(heap_size=1 << 30, num_threads=1)
    for place, text in enumerate(terms.texts()):
        writer.add_document(library.Document(place=place, terms=text))
    writer.commit()
    writer.wait_merging_threads()
    begin = time.process_time()
    index = library.Index.open(str(folder))
    searcher = index.searcher()
    names = terms.names

    def ask(query: Query) -> Sequence[str]:
        clauses = [(library.Occur.Should, _boosted(library, schema, term, weight)) for term, weight in query.items()]
        found = searcher.search(library.Query.boolean_query(clauses), K, count=False)
        return [names[searcher.doc(address)["place"][0]] for _, address in found.hits]

    ask({terms.vocabulary[0]: 1.0})
    return ask, _size(folder), time.process_time() - begin


SYSTEMS: dict[str, Callable[[Terms, Path], tuple[Ask, int, float | None]]] = {
    "okapi": okapi,
    "postings": postings,
    "sparse": sparse,
    "rank_bm25": rank_bm25,
    "bm25s": bm25s,
    "tantivy": tantivy,
}
"""Each, built from terms, with a folder for files: how it is asked, the size of its files, how long opening takes."""
LUCENE = "lucene"
"""Measures itself, in Java."""


def measured(system: str, terms: Terms, queries: Sequence[Query], folder: Path) -> Measured:
    """Builds a system and asks it."""
    compiling = time.process_time()
    warm = SYSTEMS[system](terms.head(min(100, len(terms))), _made(folder / "warm"))[0]
    warm(queries[0])
    compiling = time.process_time() - compiling
    _forget_peak()
    begin = time.process_time()
    ask, disk, opened = SYSTEMS[system](terms, _made(folder / "files"))
    ask(queries[0])
    build = time.process_time() - begin
    each: list[float] = []
    best: list[tuple[str, ...]] = []
    ids: Sequence[str] = ()
    begin = time.perf_counter()
    for query in queries:
        times: list[float] = []
        for _ in range(TIMES):
            start = time.thread_time()
            ids = ask(query)
            times.append(time.thread_time() - start)
        each.append(min(times))
        best.append(tuple(ids))
        if time.perf_counter() - begin > ENOUGH:
            break
    return Measured(system, len(terms), build, compiling, disk, _peak(), opened, tuple(each), tuple(best))


def lucene(terms: Terms, queries: Sequence[Query], folder: Path) -> Measured:
    """Builds Lucene's index and asks it."""
    try:
        told = asked(terms, queries, _made(folder), K1, B, K, TIMES, ENOUGH)
    except NoLuceneError as error:
        return Measured(LUCENE, len(terms), failure=str(error))
    names = terms.names
    best = tuple(tuple(names[place] for place in places) for places in told["best"])
    figures = (told["build"], 0.0, told["disk"], told["memory"], told["opened"], tuple(told["each"]))
    return Measured(LUCENE, len(terms), *figures, best)


def in_its_own_process(system: str, size: int, folder: Path, limit: float) -> Measured:
    """The same, in a process that ends with it; what fails or takes longer than ``limit`` seconds is told."""
    command = [sys.executable, "-m", "tests.benchmarks.engine_systems", system, str(size), str(folder)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return Measured(system, size, failure=f"not ready after {limit:.0f} s")
    if ran.returncode != 0:
        killed = ran.returncode < 0
        last = ran.stderr.strip().splitlines()[-1:] or [""]
        return Measured(system, size, failure="out of memory" if killed else last[0][:80])
    plain = json.loads(ran.stdout)
    plain["best"] = tuple(map(tuple, plain["best"]))
    return replace(Measured(**plain), each=tuple(plain["each"]))


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _asked(engine: Engine) -> Ask:
    return lambda query: [hit.paragraph for hit in engine.rank(query, K)]


def _stats(terms: Terms) -> CollectionStats:
    frequencies = np.bincount(terms.ids, minlength=len(terms.vocabulary)).tolist()
    length = int(np.sum(terms.counts, dtype=np.int64))
    return CollectionStats(len(terms), length, dict(zip(terms.vocabulary, frequencies, strict=True)))


def _part(terms: Terms) -> Part:
    sizes = np.diff(terms.starts)
    order = np.argsort(terms.ids, kind="stable")
    rows = np.repeat(np.arange(len(terms), dtype=np.int32), sizes)
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(terms.counts, dtype=np.int64)])
    lengths = sums[terms.starts[1:]] - sums[terms.starts[:-1]]
    return Part(
        terms.names,
        {term: number for number, term in enumerate(terms.vocabulary)},
        starts_of(np.bincount(terms.ids, minlength=len(terms.vocabulary))),
        rows[order],
        terms.counts[order].astype(np.uint16),
        lengths.astype(np.int32),
    )


def _rows(terms: Terms) -> Iterator[slice]:
    return (slice(int(terms.starts[row]), int(terms.starts[row + 1])) for row in range(len(terms)))


def _boosted(library: Any, schema: Any, term: str, weight: float) -> Any:
    plain = library.Query.term_query(schema, "terms", term, index_option="freq")
    return plain if weight == 1 else library.Query.boost_query(plain, weight)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _forget_peak() -> None:
    """Lets the most memory that was held begin anew (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> int:
    """The most memory held since, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def main(system: str, size: str, folder: str) -> None:
    """Measures and writes the figures as JSON."""
    terms = kept(Path(folder)).head(int(size))
    queries = json.loads((Path(folder) / "queries.json").read_text(encoding="utf-8"))
    files = Path(folder) / f"{system}-{size}"
    shutil.rmtree(files, ignore_errors=True)
    try:
        found = lucene(terms, queries, files) if system == LUCENE else measured(system, terms, queries, files)
        sys.stdout.write(json.dumps(asdict(found)))
    finally:
        shutil.rmtree(files, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
