"""What happened in the chats, as people would read it: who said what, what the bot showed, its marks and buttons.

A line ``小林: …`` is what somebody said; ``小林 ✎`` what they changed it to; ``小林 ▸ [button]`` what they pressed;
``小林 @ …`` what they typed inline. Of the bot, ``原话 ↩ …`` replies to that message, ``原话 ✎`` changes its message,
``原话 ✗`` deletes it, ``原话 ⓘ …`` is the notice after a press, ``原话 @`` lists inline results. Marks are tags, by
their names in HTML; ``<blockquote expandable>`` is ``<more>``. Rows of buttons are ``[one] [other]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.bot.tg.standin import Event, Json

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "text_link": "a",
    "blockquote": "quote",
    "expandable_blockquote": "more",
}
LONGEST_REPLIED = 20


def transcript(events: Iterable[Event]) -> str:
    """The events, one below the other; typing, and presses answered without words, are left out."""
    return "\n".join(line for event in events for line in lines_of(event))


def lines_of(event: Event) -> Iterator[str]:
    """The lines of one event."""
    content = event.content
    match event.kind:
        case "said":
            yield f"{_name(content)}: {marked(content, people=True)}"
        case "edited":
            yield f"{_name(content)} ✎ {marked(content, people=True)}"
        case "pressed":
            yield f"{_name(content)} ▸ [{_label(content)}]"
        case "queried":
            yield f"{_name(content)} @ {content['query']}" + (f" +{content['offset']}" if content["offset"] else "")
        case "sent":
            replied = content.get("reply_to_message")
            yield "原话:" if replied is None else f"原话 ↩ {_short(replied)}"
            yield from _shown(content)
        case "changed":
            yield "原话 ✎"
            yield from _shown(content)
        case "deleted":
            yield "原话 ✗"
        case "toast" if content.get("text"):
            yield f"原话 ⓘ {content['text']}"
        case "results":
            yield "原话 @"
            yield from _results(content)


def marked(content: Json, *, people: bool = False) -> str:
    """The text with its marks as tags; what people write has none that they made."""
    text: str = content.get("text") or content.get("caption") or ""
    if not text:
        return "(" + ", ".join(kind for kind in content if kind in _KINDS) + ")"
    if people:
        return text
    units = text.encode("utf-16-le")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in content.get("entities") or content.get("caption_entities") or []:
        if tag := TAGS.get(entity["type"]):
            end = entity["offset"] + entity["length"]
            opening.setdefault(entity["offset"], []).append(f"<{tag}>")
            closing.setdefault(end, []).insert(0, f"</{tag}>")
    shown: list[str] = []
    before = 0
    for place in sorted({*opening, *closing, len(units) // 2}):
        shown.append(units[2 * before : 2 * place].decode("utf-16-le"))
        shown += [*closing.get(place, ()), *opening.get(place, ())]
        before = place
    return "".join(shown)


_KINDS = {
    "audio",
    "contact",
    "dice",
    "document",
    "location",
    "photo",
    "poll",
    "sticker",
    "video",
    "video_note",
    "voice",
}


def _shown(content: Json) -> Iterator[str]:
    yield marked(content)
    for row in (content.get("reply_markup") or {}).get("inline_keyboard", []):
        yield " ".join(f"[{button['text']}]" for button in row)


def _results(values: Json) -> Iterator[str]:
    for result in values["results"]:
        yield " | ".join(part for part in (result.get("title", ""), result.get("description", "")) if part)
    if values.get("button"):
        yield f"[{values['button']['text']}]"
    if values.get("next_offset"):
        yield f"+{values['next_offset']}"


def _label(query: Json) -> str:
    rows = (query["message"].get("reply_markup") or {}).get("inline_keyboard", [])
    found = (button["text"] for row in rows for button in row if button.get("callback_data") == query["data"])
    label: str = next(found, query["data"])
    return label


def _name(content: Json) -> str:
    name: str = content["from"]["first_name"]
    return name


def _short(content: Json) -> str:
    text = marked(content, people=True).replace("\n", " ")
    return text if len(text) <= LONGEST_REPLIED else text[:LONGEST_REPLIED] + "…"
