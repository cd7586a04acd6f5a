"""Files as Articles.

``load_article`` reads a file, ``parse_article`` a text in memory. What kind of text it is shows in the text itself: one
with front matter or headings with number signs is Markdown, every other is plain text, which may be the copy of a whole
web page.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from corpus.blocks import Block, find_blocks
from corpus.characters import BLANK, HAN, squeezed
from corpus.cleaning import clean
from corpus.clutter import is_clipping
from corpus.decoding import decode
from corpus.errors import EmptyCorpusError, TooLargeError, UnreadableError
from corpus.frontmatter import read_front_matter
from corpus.lines import split_lines
from corpus.model import Article, Dropped, Field, MetadataEntry, paragraph_id
from corpus.segmenting import segment
from corpus.settings import CorpusSettings

LONGEST_ID: Final = 64
"""An id has at most this many characters."""

_SUFFIX = re.compile(r"\.(?:txt|text|md|markdown|mdown)$", re.IGNORECASE)
_MARKDOWN_SUFFIX = re.compile(r"\.(?:md|markdown|mdown)$", re.IGNORECASE)
_HEADINGS = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_LOOK: Final = 50_000
_VISIBLE = re.compile(f"[^{BLANK}]")
_NO_ID = re.compile(rf"[^a-z0-9{HAN}]+")
_DEFAULTS: Final = CorpusSettings()


def load_article(path: Path, settings: CorpusSettings = _DEFAULTS) -> Article:
    """The Article in a file.

    Raises:
        UnreadableError: there is no such file, or it is a directory, locked, or not text.
        TooLargeError: it is larger than ``settings.max_bytes``.
        EmptyCorpusError: it holds no text, or only page furniture.
    """
    decoded = decode(_read(path, settings), str(path))
    title = squeezed(_SUFFIX.sub("", path.name)) or path.name
    return parse_article(
        decoded.text,
        id=article_id(path.name),
        source=str(path),
        fallback_title=title,
        settings=settings,
        notes=decoded.notes,
    )


def load_articles(paths: Sequence[Path], settings: CorpusSettings = _DEFAULTS) -> tuple[Article, ...]:
    """The Articles in files, in their order; a file named twice is read once.

    Where several files would have the same id, the later ones are numbered: ``notes``, ``notes-2``, ``notes-3``.

    Raises:
        CorpusError: as ``load_article``; EmptyCorpusError too when there are no files.
    """
    return tuple(each_article(paths, settings))


def each_article(paths: Sequence[Path], settings: CorpusSettings = _DEFAULTS) -> Iterator[Article]:
    """The same, each read when it is asked for.

    Raises:
        CorpusError: as ``load_articles``.
    """
    if not paths:
        raise EmptyCorpusError("no files to read; name at least one text or Markdown file")
    files: set[Path] = set()
    taken: set[str] = set()
    for path in paths:
        file = path.resolve()
        if file in files:
            continue
        files.add(file)
        article = load_article(path, settings)
        id = _free_id(article.id, taken)
        taken.add(id)
        yield article if id == article.id else _renamed(article, id)


def parse_article(
    raw: str,
    *,
    id: str,
    source: str = "",
    fallback_title: str = "",
    settings: CorpusSettings = _DEFAULTS,
    notes: Iterable[str] = (),
) -> Article:
    """The Article in a text.

    Args:
        raw: the text, kept as it is.
        id: the article's id.
        source: where it was read from; its suffix helps to tell Markdown.
        fallback_title: what to call it where the text has no headline; its id if empty.
        settings: how long a Paragraph may be.
        notes: what a reader should know about how it was read.

    Raises:
        EmptyCorpusError: the text holds nothing but white space or page furniture.
    """
    name = source or id
    if not _VISIBLE.search(raw):
        raise EmptyCorpusError(f"{name}: empty; put the article's text into it")
    blocks, metadata, dropped = _sorted(raw, source)
    segments = segment(id, raw, blocks, settings)
    if not segments.paragraphs:
        raise EmptyCorpusError(f"{name}: no article in it, only menus, links or markup; copy the article's text")
    entries = {entry.field: entry for entry in metadata}
    title = entries.setdefault(Field.TITLE, MetadataEntry(Field.TITLE, fallback_title or id, None))
    return Article(
        id=id,
        title=title.value,
        raw=raw,
        paragraphs=segments.paragraphs,
        metadata=tuple(entries[which] for which in Field if which in entries),
        dropped=dropped,
        source=source,
        notes=tuple(notes),
        headings=segments.headings,
    )


def article_id(name: str) -> str:
    """An article's id from a file's name: lower-case letters, digits, Han characters and hyphens, never empty."""
    plain = unicodedata.normalize("NFKD", _SUFFIX.sub("", name)).casefold()
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    return _NO_ID.sub("-", unicodedata.normalize("NFC", bare)).strip("-")[:LONGEST_ID].rstrip("-") or "article"


def _sorted(raw: str, source: str) -> tuple[list[Block], tuple[MetadataEntry, ...], tuple[Dropped, ...]]:
    """The Blocks of a text, what it says about the article, and what was left out."""
    if _is_markdown(raw, source):
        from corpus.markdown import Markdown

        read = Markdown(raw)
        return read.blocks, tuple(read.metadata.values()), tuple(read.dropped)
    cleaned = clean(split_lines(raw))
    return find_blocks(raw, cleaned.body), cleaned.metadata, cleaned.dropped


def _is_markdown(raw: str, source: str) -> bool:
    """Whether a text is Markdown: it shows, or its file says so and it is not the copy of a web page."""
    if not _MARKDOWN_SUFFIX.search(source):
        return len(_HEADINGS.findall(raw[:_LOOK])) >= 2 or read_front_matter(raw) is not None
    if _HEADINGS.search(raw[:_LOOK]) or read_front_matter(raw) is not None:
        return True
    return not is_clipping(line.text for line in split_lines(raw[:_LOOK]))


def _read(path: Path, settings: CorpusSettings) -> bytes:
    """The bytes of a file that may be read."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{path}: a directory; name its files, such as {path}/*.txt")
        if status.st_size > settings.max_bytes:
            raise TooLargeError(_too_large(path, status.st_size, settings))
        with path.open("rb") as file:
            data = file.read(settings.max_bytes + 1)
    except FileNotFoundError:
        raise UnreadableError(_missing(path)) from None
    except NotADirectoryError:
        raise UnreadableError(f"{path}: no such file, a part of the path is not a directory; check the path") from None
    except PermissionError:
        raise UnreadableError(f"{path}: no permission to read it; change its mode, as with chmod u+r") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"{path}: cannot be read ({reason}); check the path") from error
    if len(data) > settings.max_bytes:
        raise TooLargeError(_too_large(path, len(data), settings))
    return data


def _too_large(path: Path, size: int, settings: CorpusSettings) -> str:
    limit = _megabytes(settings.max_bytes)
    return f"{path}: {_megabytes(size)} are more than the limit of {limit}; split it, or raise corpus.max_megabytes"


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{size:,} bytes"


def _missing(path: Path) -> str:
    """No such file, and what there is of a similar name."""
    import difflib  # costs 8 ms, and only a wrong name needs it

    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return f"{path}: no such file, nor a readable directory {path.parent}; check the path"
    near = difflib.get_close_matches(path.name, names[:10_000], n=1)
    return f"{path}: no such file; " + (f"did you mean {path.with_name(near[0])}?" if near else "check the path")


def _free_id(id: str, taken: set[str]) -> str:
    """``id``, or ``id`` with the first number that makes it new."""
    free, number = id, 1
    while free in taken:
        number += 1
        free = f"{id[: LONGEST_ID - len(str(number)) - 1].rstrip('-')}-{number}"
    return free


def _renamed(article: Article, id: str) -> Article:
    """The same Article under another id."""
    paragraphs = tuple(
        replace(paragraph, id=paragraph_id(id, paragraph.number), article=id) for paragraph in article.paragraphs
    )
    return replace(article, id=id, paragraphs=paragraphs)
