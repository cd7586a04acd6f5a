"""What the methods of the Bot API do here, as far as a bot that answers in text needs them."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from tests.bot.tg.standin import limits
from tests.bot.tg.standin.history import Message
from tests.bot.tg.standin.people import Chat
from tests.bot.tg.standin.wire import ApiError, Json, bad_request

if TYPE_CHECKING:
    from tests.bot.tg.standin.server import Standin

Doing: TypeAlias = Callable[["Standin", Json, Mapping[str, bytes]], Awaitable[object]]

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}


async def get_updates(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    limit = int(values.get("limit") or 100)
    api.updates.allow(values.get("allowed_updates"))
    return await api.updates.poll(
        int(values.get("offset") or 0), limit if 1 <= limit <= 100 else 100, min(int(values.get("timeout") or 0), 50)
    )


async def set_webhook(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    api.updates.allow(values.get("allowed_updates"))
    if values.get("drop_pending_updates"):
        api.updates.pending.clear()
    api.webhook.set(values["url"], values.get("secret_token"))
    return True


async def delete_webhook(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    if values.get("drop_pending_updates"):
        api.updates.pending.clear()
    api.webhook.set("", None)
    return True


async def get_webhook_info(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    return api.webhook.info()


async def get_me(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    return {
        **api.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not api.privacy,
        "supports_inline_queries": True,
    }


async def send_message(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    chat = _chat(api, values)
    text, entities = limits.read_text(values)
    limits.check_keyboard(values.get("reply_markup"))
    content: Json = {"text": text, **({"entities": entities} if entities else {})}
    return _post(api, chat, content, values)


async def send_document(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    chat = _chat(api, values)
    caption, entities = limits.read_text(values, "caption", limits.CAPTION)
    limits.check_keyboard(values.get("reply_markup"))
    name, body = _upload(values.get("document"), files)
    content: Json = {"document": api.keep_file(name, body)}
    if caption:
        content |= {"caption": caption, **({"caption_entities": entities} if entities else {})}
    return _post(api, chat, content, values)


async def edit_message_text(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    if values.get("inline_message_id"):
        return True
    message = _own(api, values)
    text, entities = limits.read_text(values)
    limits.check_keyboard(values.get("reply_markup"))
    content = {key: value for key, value in message.content.items() if key not in ("entities", "reply_markup")}
    content |= {"text": text, **({"entities": entities} if entities else {})}
    return _edit(api, message, content, values)


async def edit_message_reply_markup(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    if values.get("inline_message_id"):
        return True
    message = _own(api, values)
    limits.check_keyboard(values.get("reply_markup"))
    content = {key: value for key, value in message.content.items() if key != "reply_markup"}
    return _edit(api, message, content, values)


async def delete_message(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    message = api.history.find(_chat(api, values).id, values["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    message.deleted = True
    api.history.note("deleted", message.content, message)
    return True


async def send_chat_action(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    _chat(api, values)
    if values["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    api.history.note("action", values)
    return True


async def answer_callback_query(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    limits.check_toast(values)
    if not api.presses.answer(values["callback_query_id"], values):
        raise bad_request(TOO_OLD)
    api.history.note("toast", values)
    return True


async def answer_inline_query(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    limits.check_results(values)
    if not api.queries.answer(values["inline_query_id"], values):
        raise bad_request(TOO_OLD)
    api.history.note("results", values)
    return True


async def set_my_commands(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    limits.check_commands(values)
    api.commands[_scope(api, values)] = list(values["commands"])
    return True


async def get_my_commands(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    return api.commands.get(_scope(api, values), [])


async def delete_my_commands(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    api.commands.pop(_scope(api, values), None)
    return True


async def set_profile(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    for name, most in (("name", 64), ("description", 512), ("short_description", 120)):
        if len(values.get(name) or "") > most:
            raise bad_request("bot profile text is too long")
        if name in values:
            api.profile[name, values.get("language_code") or ""] = values[name]
    return True


async def get_chat(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    kept = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return {**_chat(api, values).json(), **kept}


async def get_file(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    found = api.files.get(values["file_id"])
    if found is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    document, body = found
    if len(body) > 20 * 1024 * 1024:
        raise bad_request("file is too big")
    return {
        "file_id": document["file_id"],
        "file_unique_id": document["file_unique_id"],
        "file_size": len(body),
        "file_path": f"documents/{document['file_id']}",
    }


async def done(api: Standin, values: Json, files: Mapping[str, bytes]) -> object:
    return True


DOINGS: Mapping[str, Doing] = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "close": done,
    "deletemessage": delete_message,
    "deletemycommands": delete_my_commands,
    "deletewebhook": delete_webhook,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagetext": edit_message_text,
    "getchat": get_chat,
    "getfile": get_file,
    "getme": get_me,
    "getmycommands": get_my_commands,
    "getupdates": get_updates,
    "getwebhookinfo": get_webhook_info,
    "leavechat": done,
    "logout": done,
    "sendchataction": send_chat_action,
    "senddocument": send_document,
    "sendmessage": send_message,
    "setmessagereaction": done,
    "setmycommands": set_my_commands,
    "setmydescription": set_profile,
    "setmyname": set_profile,
    "setmyshortdescription": set_profile,
    "setwebhook": set_webhook,
}

_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def _chat(api: Standin, values: Json) -> Chat:
    try:
        chat = api.history.chats[int(values["chat_id"])]
    except (KeyError, ValueError):
        raise bad_request("chat not found") from None
    if chat.id in api.blocked:
        raise ApiError(
            403, "bot was kicked from the supergroup chat" if chat.is_group else "bot was blocked by the user"
        )
    return chat


def _own(api: Standin, values: Json) -> Message:
    message = api.history.find(_chat(api, values).id, values.get("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _post(api: Standin, chat: Chat, content: Json, values: Json) -> Json:
    replied = _replied(api, chat, values)
    number = api.history.number(chat)
    whole: Json = {
        "message_id": number,
        "from": api.bot.json(),
        "chat": chat.json(),
        "date": int(time.time()),
        **content,
        **replied,
        **({"reply_markup": markup} if (markup := _shown(values)) else {}),
    }
    message = Message(chat, number, True, whole, values.get("text") or "", values)
    api.posted(message)
    return whole


def _replied(api: Standin, chat: Chat, values: Json) -> Json:
    asked = values.get("reply_parameters") or {}
    number = asked.get("message_id") or values.get("reply_to_message_id")
    if not number:
        return {}
    found = api.history.find(int(asked.get("chat_id") or chat.id), number)
    if found is not None:
        return {"reply_to_message": {key: value for key, value in found.content.items() if key != "reply_to_message"}}
    if asked.get("allow_sending_without_reply") or values.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _edit(api: Standin, message: Message, content: Json, values: Json) -> Json:
    if markup := _shown(values):
        content["reply_markup"] = markup
    before = {key: value for key, value in message.content.items() if key != "edit_date"}
    if {key: value for key, value in content.items() if key != "edit_date"} == before:
        raise bad_request(UNCHANGED)
    message.versions.append(message.content)
    message.content = {**content, "edit_date": int(time.time())}
    message.request = values
    message.source = values.get("text") or message.source
    api.history.note("changed", message.content, message)
    return message.content


def _shown(values: Json) -> Json | None:
    """The inline keyboard, which stays with the message; other keyboards do not."""
    markup: Json = values.get("reply_markup") or {}
    return markup if markup.get("inline_keyboard") else None


def _scope(api: Standin, values: Json) -> tuple[str, str]:
    scope: Json = values.get("scope") or {"type": "default"}
    if "chat_id" in scope and int(scope["chat_id"]) not in api.history.chats:
        raise bad_request("chat not found")
    language: str = values.get("language_code") or ""
    if language and (len(language) != 2 or not language.isalpha() or not language.islower()):
        raise bad_request("LANGUAGE_CODE_INVALID")
    return json.dumps(scope, sort_keys=True), language


def _upload(document: object, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    if isinstance(document, str) and document.startswith("attach://"):
        name = document.removeprefix("attach://")
        if name not in files:
            raise bad_request("file must be non-empty")
        return name, files[name]
    if "document" in files:
        return "document", files["document"]
    raise bad_request("there is no document in the request")
