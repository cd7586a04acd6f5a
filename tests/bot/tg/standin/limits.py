"""What the server refuses by its size or form: texts, buttons, commands, inline results."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.bot.tg.standin.markup import read_html, trimmed, utf16
from tests.bot.tg.standin.wire import Json, bad_request

TEXT = 4096
CAPTION = 1024
DATA = 64
TOAST = 200
RESULTS = 50
OFFSET = 64
COMMANDS = 100
BUTTONS = 100
_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_URL = re.compile(r"(?:https?|tg|mailto)://?[^\s]+\Z")


def read_text(values: Json, name: str = "text", most: int = TEXT) -> tuple[str, list[Json]]:
    """The text that will be seen, and its entities.

    Raises:
        ApiError: it is empty, too long after parsing, or not to be parsed.
    """
    source = values.get(name) or ""
    entities: list[Json] = list(values.get("entities") or values.get("caption_entities") or [])
    mode = (values.get("parse_mode") or "").lower()
    if mode == "html":
        source, entities = read_html(source)
    elif mode:
        raise bad_request(f"unsupported parse_mode: the stand-in reads HTML only, not {mode}")
    text, entities = trimmed(source, entities)
    if name == "text" and not text:
        raise bad_request("message text is empty")
    if utf16(text) > most:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    return text, entities


def check_keyboard(markup: Json | None) -> None:
    """Refuses buttons that the server would not take."""
    rows: list[list[Json]] = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button.get("text", "").strip():
            raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
        kinds = [kind for kind in _KINDS if kind in button]
        if not kinds:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if len(kinds) > 1:
            raise bad_request("can't parse inline keyboard button: only one optional field is allowed")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        if "url" in button and not _URL.match(button["url"]):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def check_toast(values: Json) -> None:
    """Refuses a text for a pressed button that is too long."""
    if utf16(values.get("text") or "") > TOAST:
        raise bad_request("MESSAGE_TOO_LONG")


def check_results(values: Json) -> None:
    """Refuses answers to inline queries that are too many, or badly named."""
    results: Sequence[Json] = values["results"]
    if len(results) > RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len((values.get("next_offset") or "").encode()) > OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    names = [result["id"] for result in results]
    if any(not 1 <= len(name.encode()) <= DATA for name in names):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        if result["type"] == "article" and not result.get("title"):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        content = result.get("input_message_content") or {}
        if "message_text" in content:
            read_text({**content, "text": content["message_text"]})
        check_keyboard(result.get("reply_markup"))


def check_commands(values: Json) -> None:
    """Refuses a list of commands that is too long, or badly named."""
    commands: Sequence[Json] = values["commands"]
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
