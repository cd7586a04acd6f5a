"""Front matter: ``key: value`` lines between two lines of ``---`` at the head of a Markdown file.

Of YAML only what front matter is made of: plain and quoted scalars, lists in brackets or under the key. A key of
another kind is left out, never an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.characters import squeezed
from corpus.model import Dropped, Field, MetadataEntry, Span

FIELDS: Final = {
    **dict.fromkeys(("title", "标题", "標題", "题目", "題目"), Field.TITLE),
    **dict.fromkeys(("author", "authors", "作者", "撰文", "文", "记者", "記者"), Field.AUTHOR),
    **dict.fromkeys(("editor", "编辑", "編輯", "责任编辑", "責任編輯", "责编"), Field.EDITOR),
    **dict.fromkeys(("photographer", "photography", "摄影", "攝影"), Field.PHOTOGRAPHER),
    **dict.fromkeys(("outlet", "source", "publisher", "site", "来源", "來源", "媒体", "出处"), Field.OUTLET),
    **dict.fromkeys(
        ("date", "published", "pubdate", "created", "日期", "时间", "時間", "发布时间", "发布日期"), Field.DATE
    ),
}
"""The keys that say something about the article."""

_FENCES = re.compile(
    r"\ufeff?---[^\S\n\r]*(?:\r\n|\n|\r)(?P<body>(?:(?!(?:---|\.\.\.)[^\S\n\r]*(?:[\n\r]|\Z)).*(?:\r\n|\n|\r|\Z))*?)"
    r"(?:---|\.\.\.)[^\S\n\r]*(?=[\n\r]|\Z)"
)
_KEY = re.compile(r"(?P<key>[\w\u4e00-\u9fff-]+)[^\S\n\r]*[:：][^\S\n\r]*(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+)")
_LINE = re.compile(r"[^\n\r]*\S")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the fences.

    Attributes:
        end: where the text after it starts.
        metadata: the fields it gives, each with its line.
        dropped: its other lines, the fences among them.
    """

    end: int
    metadata: tuple[MetadataEntry, ...]
    dropped: tuple[Dropped, ...]


def read_front_matter(raw: str) -> FrontMatter | None:
    """The front matter of a text, or None where it has none."""
    fences = _FENCES.match(raw[:50_000])
    if fences is None or not any(_KEY.match(line) for line in fences["body"].splitlines()):
        return None
    metadata: dict[Field, MetadataEntry] = {}
    dropped: list[Dropped] = []
    pending: tuple[Field, Span] | None = None
    for line in _LINE.finditer(raw, raw.index("---"), fences.end()):
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        span = Span(start, line.end())
        key, item = _KEY.fullmatch(span.of(raw)), _ITEM.fullmatch(span.of(raw))
        which = FIELDS.get(key["key"].lower()) if key else None
        value = _scalar(key["value"]) if key else ""
        if which is not None and value and which not in metadata:
            metadata[which] = MetadataEntry(which, value, span)
            pending = None
            continue
        if item is not None and pending is not None:
            metadata[pending[0]] = _listed(metadata.get(pending[0]), pending, item["value"], span)
            continue
        pending = (which, span) if which is not None and not value and which not in metadata else None
        if pending is None:
            dropped.append(Dropped(span, "front-matter"))
    return FrontMatter(fences.end(), tuple(metadata.values()), tuple(dropped))


def _listed(entry: MetadataEntry | None, key: tuple[Field, Span], value: str, span: Span) -> MetadataEntry:
    """A field whose values are listed below its key, one more of them read."""
    values = [*([entry.value] if entry else []), _scalar(value)]
    return MetadataEntry(key[0], " ".join(values), Span(key[1].start, span.end))


def _scalar(text: str) -> str:
    """A plain or quoted value; a list in brackets as its values with spaces between."""
    bare = text.strip()
    if bare[:1] in ("'", '"') and bare[-1:] == bare[:1] and len(bare) > 1:
        return squeezed(bare[1:-1])
    bare = re.sub(r"\s+#.*$", "", bare)
    if bare.startswith("[") and bare.endswith("]"):
        return " ".join(filter(None, (_scalar(value) for value in re.split(r"[,，、]", bare[1:-1]))))
    return "" if bare in ("|", ">", "|-", ">-", "~", "null", "{}") else squeezed(bare)
