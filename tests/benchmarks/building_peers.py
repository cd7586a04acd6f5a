"""What others build of the same files: words by jieba into bm25s or tantivy, kept on disk.

``python -m tests.benchmarks.building_peers SYSTEM FILES INTO`` does it once and writes the seconds as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def paragraphs(files: Path) -> Iterator[str]:
    """The paragraphs of all files, as a plain reader takes them: what stands between empty lines."""
    for path in sorted(files.glob("*.txt")):
        yield from filter(None, path.read_text(encoding="utf-8").split("\n\n"))


def words(files: Path) -> list[list[str]]:
    """Each paragraph's words."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return [[word for word in jieba.lcut(text) if not word.isspace()] for text in paragraphs(files)]


def bm25s(cut: list[list[str]], into: Path) -> None:
    """A bm25s index of words, saved."""
    import bm25s as library

    model = library.BM25(method="lucene", k1=0.9, b=0.4)
    model.index(cut, show_progress=False)
    model.save(into)


def tantivy(cut: list[list[str]], into: Path) -> None:
    """A tantivy index of words, committed."""
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_integer_field("place", stored=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    into.mkdir(parents=True)
    index = library.Index(builder.build(), path=str(into))
    writer = index.writer(heap_size=1 << 30, num_threads=2)
    for place, row in enumerate(cut):
        writer.add_document(library.Document(place=place, words=" ".join(row)))
    writer.commit()
    writer.wait_merging_threads()


def main(system: str, files: str, into: str) -> None:
    """Cuts, builds and tells."""
    begin = time.perf_counter()
    cut = words(Path(files))
    middle = time.perf_counter()
    {"bm25s": bm25s, "tantivy": tantivy}[system](cut, Path(into))
    told = {"paragraphs": len(cut), "cutting": middle - begin, "building": time.perf_counter() - middle}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
