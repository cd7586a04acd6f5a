"""HTML as Telegram's server reads it: text and entities, or the error that it would answer.

The rules are those of TDLib, which the server runs on: the tags of the documentation only, every tag closed in order,
four named character references and numeric ones, lengths in UTF-16 code units, errors that name byte offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.bot.tg.standin.wire import Json, bad_request

ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX](?P<hex>[0-9a-fA-F]+)|#(?P<decimal>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s=>]*)\s*(?:(?P<equals>=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<token>[A-Za-z0-9.-]*)))?"""
)
_SPACE = " \t\n\r\0\v\f"


def utf16(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int


@dataclass
class _Reader:
    source: str
    place: int = 0
    said: list[str] = field(default_factory=list)
    units: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def at_byte(self, place: int) -> str:
        return f"at byte offset {len(self.source[:place].encode())}"

    def say(self, text: str) -> None:
        self.said.append(text)
        self.units += utf16(text)

    def peek(self) -> str:
        return self.source[self.place] if self.place < len(self.source) else ""

    def until(self, ends: str) -> str:
        begin = self.place
        while self.peek() and self.peek() not in ends:
            self.place += 1
        return self.source[begin : self.place]

    def skip_space(self) -> None:
        while self.peek() and self.peek() in _SPACE:
            self.place += 1


def read_html(source: str) -> tuple[str, list[Json]]:
    """The text, and its entities in the order in which they begin.

    Raises:
        ApiError: it cannot be parsed; the description is the server's.
    """
    reader = _Reader(source)
    while character := reader.peek():
        if character == "<":
            _read_tag(reader)
        elif character == "&":
            reader.say(_read_reference(reader))
        else:
            reader.say(character)
            reader.place += 1
    if reader.opened:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{reader.opened[-1].tag}"')
    entities = sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reader.said), entities


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without what the server takes away: control characters, space at both ends; entities moved accordingly."""
    clean = "".join(" " if character < " " and character not in "\r\n" else character for character in text)
    begin = utf16(clean) - utf16(clean.lstrip())
    stripped = clean.strip()
    end = utf16(stripped)
    kept: list[Json] = []
    for entity in entities:
        first = max(entity["offset"] - begin, 0)
        last = min(entity["offset"] + entity["length"] - begin, end)
        if first < last:
            kept.append({**entity, "offset": first, "length": last - first})
    return stripped, kept


def decode(text: str) -> str:
    """Text with its character references replaced."""
    reader = _Reader(text)
    while character := reader.peek():
        if character == "&":
            reader.say(_read_reference(reader))
        else:
            reader.say(character)
            reader.place += 1
    return "".join(reader.said)


def _read_reference(reader: _Reader) -> str:
    found = _REFERENCE.match(reader.source, reader.place)
    character = ""
    if found is not None and (name := found["name"]) is not None:
        character = NAMED.get(name, "")
    elif found is not None:
        code = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
        if 0xD800 <= code <= 0xDFFF:
            raise _unparsed(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        character = chr(code) if 0 < code < 0x10FFFF and len(found[0].rstrip(";")) < 10 else ""
    if found is None or not character:
        reader.place += 1
        return "&"
    reader.place = found.end()
    return character


def _read_tag(reader: _Reader) -> None:
    begin = reader.place
    reader.place += 1
    if reader.peek() == "/":
        reader.place += 1
        _read_end(reader, begin)
    else:
        _read_start(reader, begin)


def _read_start(reader: _Reader, begin: int) -> None:
    tag = reader.until(_SPACE + ">").lower()
    if not reader.peek():
        raise _unparsed(f"Unclosed start tag {reader.at_byte(begin)}")
    if tag not in ENTITIES:
        raise _unparsed(f'Unsupported start tag "{tag}" {reader.at_byte(begin)}')
    argument = ""
    while reader.peek() != ">":
        reader.skip_space()
        if reader.peek() == ">":
            break
        argument = _read_attribute(reader, tag, begin) or argument
    reader.place += 1
    if tag == "span" and argument != "spoiler":
        raise _unparsed(f'Tag "span" must have class "tg-spoiler" {reader.at_byte(begin)}')
    reader.opened.append(_Open(tag, argument, reader.units))


def _read_attribute(reader: _Reader, tag: str, begin: int) -> str:
    found = _ATTRIBUTE.match(reader.source, reader.place)
    assert found is not None
    name = found["name"].lower()
    if not name and reader.peek():
        raise _unparsed(f'Empty attribute name in the tag "{tag}" {reader.at_byte(begin)}')
    quoted = next((found[kind] for kind in ("double", "single") if found[kind] is not None), None)
    reader.place = found.end()
    if quoted is None and found["equals"]:
        token = found["token"]
        if reader.peek() in ('"', "'") and not token:
            raise _unparsed(f"Unclosed start tag {reader.at_byte(begin)}")
        if reader.peek() and reader.peek() not in _SPACE + ">":
            raise _unparsed(f"Unexpected end of name token {reader.at_byte(found.end() - len(token))}")
    if not reader.peek():
        raise _unparsed(f'Unclosed start tag "{tag}" {reader.at_byte(begin)}')
    value = decode(quoted) if quoted is not None else (found["token"] or "").lower()
    return _argument(tag, name, value)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("blockquote", "expandable"):
            return "expandable"
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
    return ""


def _read_end(reader: _Reader, begin: int) -> None:
    if not reader.opened:
        raise _unparsed(f"Unexpected end tag {reader.at_byte(begin)}")
    name = reader.until(_SPACE + ">")
    reader.skip_space()
    if reader.peek() != ">":
        raise _unparsed(f"Unclosed end tag {reader.at_byte(begin)}")
    reader.place += 1
    opened = reader.opened.pop()
    if name and name.lower() != opened.tag:
        raise _unparsed(f'Unmatched end tag {reader.at_byte(begin)}, expected "</{opened.tag}>", found "</{name}>"')
    length = reader.units - opened.offset
    if length and (entity := _entity(opened)) is not None:
        reader.entities.append({**entity, "offset": opened.offset, "length": length})


def _entity(opened: _Open) -> Json | None:
    kind = ENTITIES[opened.tag]
    if kind == "text_link":
        return {"type": kind, "url": opened.argument} if opened.argument else None
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": opened.argument}
    if kind == "blockquote" and opened.argument:
        return {"type": "expandable_blockquote"}
    return {"type": kind}


def _unparsed(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")
