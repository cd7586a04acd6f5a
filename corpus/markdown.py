"""Markdown as Blocks: headings, paragraphs, items, rows, with everything's place in the raw source.

The blocks are found by markdown-it-py (CommonMark and tables). Inline markup stays in the text, because a Paragraph
is a verbatim piece of the source. Indented code is not known: four blanks before a Chinese paragraph are an indent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from corpus.blocks import Block
from corpus.bylines import Byline, read_byline
from corpus.cleaning import clean
from corpus.clutter import is_clipping
from corpus.frontmatter import read_front_matter
from corpus.lines import Line
from corpus.model import Dropped, Field, MetadataEntry, Span
from corpus.segmenting import heading_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE = re.compile(r"(?P<text>[^\n\r]*)(?:\r\n|\n|\r|\Z)")
_UP_TO_TEXT = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)*[\s>]*")
_IMAGES = re.compile(r"(?:\s*\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?(?:\]\([^)]*\))?)+\s*")
_TAGS_BEFORE = re.compile(r"(?:\s*</?[a-zA-Z!?][^>]*>)*\s*")
_TAGS_AFTER = re.compile(r"\s*(?:</?[a-zA-Z][^>]*>\s*)*$")
_NO_TEXT = re.compile(r"\s*<(?:script|style|svg|iframe|pre|!--|\?)", re.IGNORECASE)


class Markdown:
    """A Markdown text, sorted.

    Attributes:
        blocks: its headings and texts, in order.
        metadata: what it says about the article, the title among it if it has one.
        dropped: what was left out, in order.
    """

    def __init__(self, raw: str) -> None:
        """Read ``raw``; nothing in it is an error."""
        self.blocks: list[Block] = []
        self.metadata: dict[Field, MetadataEntry] = {}
        self.dropped: list[Dropped] = []
        self._raw = raw
        self._levels: dict[int, int] = {}
        start = self._read_front_matter()
        self._lines = [Span(start + found.start(), start + found.end("text")) for found in _LINE.finditer(raw[start:])]
        self._read_tokens(start)
        self._take_title()
        self._take_bylines()
        if self._is_clipping():
            self._clean()
        self.dropped.sort(key=lambda dropped: dropped.span)

    def _read_front_matter(self) -> int:
        front = read_front_matter(self._raw)
        if front is None:
            return 0
        self.metadata.update((entry.field, entry) for entry in front.metadata)
        self.dropped.extend(front.dropped)
        return front.end

    def _read_tokens(self, start: int) -> None:
        from markdown_it import MarkdownIt  # costs 40 ms, and only Markdown needs it

        parser = MarkdownIt("commonmark").enable("table").disable(["inline", "code"])
        takers: Mapping[str, Callable[[Token, Token, bool], None]] = {
            "heading_open": self._take_heading,
            "paragraph_open": self._take_paragraph,
            "table_open": self._take_table,
            "html_block": self._take_html,
            "fence": lambda token, *_: self._drop(token, "code-block"),
            "hr": lambda token, *_: self._drop(token, "rule"),
        }
        depth = 0
        known: set[int] = set()
        tokens = parser.parse(self._raw[start:].removeprefix("\ufeff"))
        for token, following in zip(tokens, [*tokens[1:], *tokens[-1:]], strict=True):
            if token.type in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
                depth += token.nesting
            elif token.type in takers and token.map is not None:
                takers[token.type](token, following, depth > 0)
                known.update(range(*token.map))
        for number, line in enumerate(self._lines):
            if number not in known and line.of(self._raw).strip(" \t>\ufeff"):
                self._drop_span(line, "link-definition")

    def _lines_of(self, token: Token) -> Sequence[Span]:
        return self._lines[slice(*token.map)] if token.map is not None else ()

    def _drop(self, token: Token, rule: str) -> None:
        for line in self._lines_of(token):
            self._drop_span(line, rule)

    def _drop_span(self, span: Span, rule: str) -> None:
        text = span.of(self._raw)
        if text.strip():
            start = span.start + len(text) - len(text.lstrip())
            self.dropped.append(Dropped(Span(start, span.start + len(text.rstrip())), rule))

    def _take_heading(self, token: Token, inline: Token, _: bool) -> None:
        block = self._text(inline, heading=True)
        if len(block):
            self._levels[block.start] = int(token.tag.removeprefix("h"))
            self.blocks.append(block)

    def _take_paragraph(self, token: Token, inline: Token, in_list: bool) -> None:
        text = inline.content.strip()
        if _IMAGES.fullmatch(text):
            self._drop(token, "image")
        elif not _TAGS_AFTER.sub("", text):
            self._drop(token, "html")
        else:
            self.blocks.append(self._text(inline, item=in_list))

    def _text(self, inline: Token, *, heading: bool = False, item: bool = False) -> Block:
        """The raw source's range for the text of a heading or paragraph, list and quote markers before it left out."""
        lines = self._lines_of(inline)
        first, *more = inline.content.strip().split("\n")
        start = self._raw.find(first, lines[0].start, lines[0].end) if first else -1
        if start < 0:
            found = _UP_TO_TEXT.match(self._raw, lines[0].start, lines[0].end)
            start = found.end() if found else lines[0].start
        last = lines[-1].of(self._raw).rstrip()
        end = lines[-1].start + len(last) if more or not heading else start + len(first)
        return Block(start, max(end, start), lines[0].start, heading=heading, flows=len(lines) > 1, item=item)

    def _take_table(self, token: Token, *_: object) -> None:
        for number, line in enumerate(self._lines_of(token)):
            text = line.of(self._raw)
            bare = text.strip(" \t>")
            if number == 1:
                self._drop_span(line, "table-rule")
            elif bare:
                start = line.start + text.index(bare)
                self.blocks.append(Block(start, start + len(bare), line.start, item=True))

    def _take_html(self, token: Token, *_: object) -> None:
        """The text between tags, a line at a time; what has none, and what is no text, is left out."""
        lines = self._lines_of(token)
        hidden = bool(_NO_TEXT.match(lines[0].of(self._raw)))
        for line in lines:
            before = _TAGS_BEFORE.match(self._raw, line.start, line.end)
            start = before.end() if before else line.start
            text = _TAGS_AFTER.sub("", self._raw[start : line.end])
            if hidden or not text.strip():
                self._drop_span(line, "html")
            else:
                self.blocks.append(Block(start, start + len(text), line.start))

    def _take_title(self) -> None:
        """The first heading is the title, if it is of the first level and no text stands before it."""
        if not self.blocks or self._levels.get(self.blocks[0].start) != 1:
            return
        block = self.blocks[0]
        text = heading_text(block.span.of(self._raw))
        known = self.metadata.get(Field.TITLE)
        if known is None:
            self.metadata[Field.TITLE] = MetadataEntry(Field.TITLE, text, block.span)
        elif known.value == text:
            self.dropped.append(Dropped(block.span, "headline"))
        else:
            return
        del self.blocks[0]

    def _take_bylines(self) -> None:
        """Bylines stand above the first paragraphs or below the last."""
        texts = [block for block in self.blocks if not block.heading]
        for block in dict.fromkeys((*texts[:3], *texts[-2:])):
            spans = [
                Span(block.start + found.start(), block.start + found.end("text"))
                for found in _LINE.finditer(block.span.of(self._raw))
            ]
            bylines = [
                (span, read_byline(span.of(self._raw).strip("*_> ").replace("**", ""))) for span in spans if len(span)
            ]
            if all(byline is not None for _, byline in bylines) and any(
                byline and byline.sure for _, byline in bylines
            ):
                self.blocks.remove(block)
                for span, byline in bylines:
                    self._tell(span, byline)

    def _tell(self, span: Span, byline: Byline | None) -> None:
        new = [(which, value) for which, value in (byline.values if byline else ()) if which not in self.metadata]
        for which, value in new:
            self.metadata.setdefault(which, MetadataEntry(which, value, span))
        if not new:
            self._drop_span(span, "credit")

    def _is_clipping(self) -> bool:
        """Whether the file is the copy of a web page, with its menus and comments."""
        return is_clipping(block.span.of(self._raw) for block in self.blocks if not block.heading)

    def _clean(self) -> None:
        texts = [block for block in self.blocks if not block.heading]
        lines = [Line(block.start, block.span.of(self._raw), 0, 1) for block in texts]
        title = self.metadata.get(Field.TITLE)
        cleaned = clean(lines, headline=title.value if title else None)
        kept = {line.start for line in cleaned.body}
        self.blocks = [block for block in self.blocks if block.heading or block.start in kept]
        for entry in cleaned.metadata:
            self.metadata.setdefault(entry.field, entry)
        self.dropped.extend(cleaned.dropped)
