"""What the stand-in for the Bot API does: the documented semantics, and the schema."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.bot.tg.standin import Chat, Json, Standin, User, group, private

LIN = User(11, "小林")
HOME = private(LIN)
CLUB = group(-100500)


class Caller:
    """Calls methods as forms, as python-telegram-bot does."""

    def __init__(self, api: Standin, session: aiohttp.ClientSession) -> None:
        self.api = api
        self.session = session
        self.token = api.token

    async def raw(self, method: str, **values: object) -> tuple[int, Json]:
        fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
        url = f"{self.api.base_url}/bot{self.token}/{method}"
        async with self.session.post(url, data=fields) as response:
            return response.status, await response.json()

    async def __call__(self, method: str, **values: object) -> Any:
        status, answer = await self.raw(method, **values)
        assert status == 200, answer
        return answer["result"]

    async def refused(self, method: str, **values: object) -> str:
        status, answer = await self.raw(method, **values)
        assert status == answer["error_code"]
        assert answer["ok"] is False
        return str(answer["description"])


def served(trial: Callable[[Standin, Caller], Awaitable[None]], **how: Any) -> None:
    """Runs a trial against a stand-in; no violation may come of it."""

    async def run() -> None:
        async with Standin(**how) as api, aiohttp.ClientSession() as session:
            await trial(api, Caller(api, session))
            assert api.violations == []

    asyncio.run(asyncio.wait_for(run(), 60))


# Calls


def test_a_wrong_token_is_unauthorized() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        call.token = f"{api.bot.id}:wrong"
        status, answer = await call.raw("getMe")
        assert (status, answer["description"]) == (401, "Unauthorized")

    served(trial)


def test_names_of_methods_may_be_written_in_any_case() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        assert (await call("getme"))["username"] == "yuanhua_bot"
        assert api.called("getMe")[0].status == 200

    served(trial)


@pytest.mark.parametrize(
    ("method", "values", "violation"),
    [
        ("sendMessage", {"chat_id": 11, "text": "好", "colour": "red"}, "sendMessage: unknown parameter colour"),
        (
            "sendMessage",
            {"chat_id": 11, "text": "好", "reply_parameters": {"message_id": 1, "quick": True}},
            "sendMessage: unknown parameter reply_parameters.quick",
        ),
        ("sendMessage", {"chat_id": 11}, "sendMessage: text: Field required"),
        ("sendMagic", {}, "sendMagic: no such method"),
        ("sendDice", {"chat_id": 11}, "sendDice: the stand-in cannot do this"),
    ],
)
def test_what_the_schema_does_not_know_is_a_violation(method: str, values: Json, violation: str) -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        await call.raw(method, **values)
        assert api.violations == [violation]
        api.violations.clear()

    served(trial)


def test_a_parameter_that_should_be_json_and_is_not_is_refused() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        said = await call.refused("sendMessage", chat_id=11, text="好", reply_markup="{")
        assert said == "Bad Request: reply_markup is no JSON: '{'"

    served(trial)


def test_a_text_that_looks_like_json_stays_a_text() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        assert (await call("sendMessage", chat_id=11, text="12"))["text"] == "12"

    served(trial)


# Updates


def test_an_offset_confirms_everything_before_it() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        for text in "一二三":
            api.say(HOME, LIN, text)
        first = await call("getUpdates", limit=2)
        assert [update["message"]["text"] for update in first] == ["一", "二"]
        assert await call("getUpdates", limit=2) == first
        rest = await call("getUpdates", offset=first[-1]["update_id"] + 1)
        assert [update["message"]["text"] for update in rest] == ["三"]
        assert api.updates.confirmed == 2

    served(trial)


def test_a_negative_offset_keeps_the_last() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        for text in "一二三":
            api.say(HOME, LIN, text)
        assert [update["message"]["text"] for update in await call("getUpdates", offset=-1)] == ["三"]

    served(trial)


def test_an_offset_of_an_earlier_numbering_confirms_nothing() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.updates.number_from(5)
        api.say(HOME, LIN, "一")
        assert len(await call("getUpdates", offset=700_000_000)) == 1

    served(trial)


def test_a_long_poll_ends_when_something_comes() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        poll = asyncio.create_task(call("getUpdates", timeout=30))
        while not api.updates.polls:
            await asyncio.sleep(0.001)
        api.say(HOME, LIN, "来了")
        assert [update["message"]["text"] for update in await poll] == ["来了"]

    served(trial)


def test_a_long_poll_ends_empty_after_its_time() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        assert await call("getUpdates", timeout=1) == []

    served(trial)


def test_a_second_poll_ends_the_first_with_a_conflict() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        first = asyncio.create_task(call.raw("getUpdates", timeout=30))
        while not api.updates.polls:
            await asyncio.sleep(0.001)
        second = asyncio.create_task(call.raw("getUpdates", timeout=30))
        status, answer = await first
        assert status == 409
        assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
        api.say(HOME, LIN, "给第二个")
        assert (await second)[0] == 200

    served(trial)


def test_kinds_that_were_not_asked_for_do_not_come() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        await call("getUpdates", allowed_updates=["callback_query"])
        api.say(HOME, LIN, "在吗")
        assert await call("getUpdates") == []
        await call("getUpdates", allowed_updates=[])
        api.say(HOME, LIN, "还在吗")
        assert len(await call("getUpdates")) == 1

    served(trial)


# Messages


def test_html_is_read_into_text_and_entities() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        html = (
            "<blockquote expandable>🐉<b>龙</b>&lt;井</blockquote>\n<a href='https://example.org/?a=1&amp;b=2'>茶</a>"
        )
        shown = await call("sendMessage", chat_id=11, text=html, parse_mode="HTML")
        assert shown["text"] == "🐉龙<井\n茶"
        assert shown["entities"] == [
            {"type": "expandable_blockquote", "offset": 0, "length": 5},
            {"type": "bold", "offset": 2, "length": 1},
            {"type": "text_link", "url": "https://example.org/?a=1&b=2", "offset": 6, "length": 1},
        ]
        message = await api.next_sent(HOME)
        assert message.marked("bold") == ["龙"]
        assert message.source == html

    served(trial)


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("茶<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("茶<b", "Unclosed start tag at byte offset 3"),
        ("茶<div>水</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>茶</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("茶</b>", "Unexpected end tag at byte offset 3"),
        ("<i>茶</i ", "Unclosed end tag at byte offset 6"),
        ("<i =x>茶</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i x=a,b>茶</i>", "Unexpected end of name token at byte offset 5"),
        ("<i x='a>茶</i>", "Unclosed start tag at byte offset 0"),
        ("<i x ", 'Unclosed start tag "i" at byte offset 0'),
        ("<span class='red'>茶</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "&#xDFDF;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_html_that_cannot_be_read_is_refused(html: str, wrong: str) -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        said = await call.refused("sendMessage", chat_id=11, text=html, parse_mode="HTML")
        assert said == f"Bad Request: can't parse entities: {wrong}"

    served(trial)


def test_unknown_character_references_stay_as_they_are() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        shown = await call("sendMessage", chat_id=11, text="&laquo;&#12345678;&amp;lt; & &quot", parse_mode="HTML")
        assert shown["text"] == '&laquo;&#12345678;&lt; & "'

    served(trial)


@pytest.mark.parametrize(("character", "most"), [("茶", 4096), ("🐉", 2048)])
def test_the_longest_text_counts_in_utf16_units_after_parsing(character: str, most: int) -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        whole = f"<b>{character * most}</b>"
        await call("sendMessage", chat_id=11, text=whole, parse_mode="HTML")
        said = await call.refused("sendMessage", chat_id=11, text=whole + "!", parse_mode="HTML")
        assert said == "Bad Request: message is too long"

    served(trial)


def test_space_around_a_text_is_taken_away_and_nothing_else_is_no_text() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        shown = await call("sendMessage", chat_id=11, text=" \n<b> 茶</b> ", parse_mode="HTML")
        assert (shown["text"], shown["entities"]) == ("茶", [{"type": "bold", "offset": 0, "length": 1}])
        assert await call.refused("sendMessage", chat_id=11, text=" \n") == "Bad Request: message text is empty"

    served(trial)


def test_a_reply_needs_the_message_it_replies_to() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        asked = api.say(HOME, LIN, "在吗")
        shown = await call("sendMessage", chat_id=11, text="在", reply_parameters={"message_id": asked.id})
        assert shown["reply_to_message"]["text"] == "在吗"
        lost = {"message_id": 99}
        said = await call.refused("sendMessage", chat_id=11, text="在", reply_parameters=lost)
        assert said == "Bad Request: message to be replied not found"
        lost["allow_sending_without_reply"] = True
        assert "reply_to_message" not in await call("sendMessage", chat_id=11, text="在", reply_parameters=lost)

    served(trial)


def test_chats_that_do_not_exist_or_do_not_want_the_bot_are_refused() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        assert await call.refused("sendMessage", chat_id=12, text="在") == "Bad Request: chat not found"
        api.say(HOME, LIN, "走开")
        api.blocked.add(HOME.id)
        said = await call.refused("sendMessage", chat_id=11, text="在")
        assert said == "Forbidden: bot was blocked by the user"

    served(trial)


def test_an_edit_that_changes_nothing_is_refused() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        keyboard = {"inline_keyboard": [[{"text": "下一段", "callback_data": "next"}]]}
        number = (await call("sendMessage", chat_id=11, text="在", reply_markup=keyboard))["message_id"]
        same = {"chat_id": 11, "message_id": number, "text": "<b></b>在 ", "parse_mode": "HTML"}
        said = await call.refused("editMessageText", **same, reply_markup=keyboard)
        assert said.startswith("Bad Request: message is not modified")
        edited = await call("editMessageText", **same)
        assert "reply_markup" not in edited
        message = await api.next_sent(HOME)
        assert message.buttons == []
        assert len(message.versions) == 1

    served(trial)


def test_only_messages_of_the_bot_that_are_there_can_be_edited() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        asked = api.say(HOME, LIN, "在吗")
        said = await call.refused("editMessageText", chat_id=11, message_id=asked.id, text="不在")
        assert said == "Bad Request: message can't be edited"
        number = (await call("sendMessage", chat_id=11, text="在"))["message_id"]
        assert await call("deleteMessage", chat_id=11, message_id=number) is True
        said = await call.refused("editMessageText", chat_id=11, message_id=number, text="不在")
        assert said == "Bad Request: message to edit not found"

    served(trial)


@pytest.mark.parametrize(
    ("button", "wrong"),
    [
        ({"text": "下一段", "callback_data": "页" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "下一段", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "下一段"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": " ", "callback_data": "x"}, "can't parse inline keyboard button: Button text must be non-empty"),
        (
            {"text": "原文", "url": "本地文件"},
            "inline keyboard button URL '本地文件' is invalid: Wrong HTTP URL",
        ),
    ],
)
def test_buttons_that_the_server_would_not_take_are_refused(button: Json, wrong: str) -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        keyboard = {"inline_keyboard": [[button]]}
        said = await call.refused("sendMessage", chat_id=11, text="在", reply_markup=keyboard)
        assert said == f"Bad Request: {wrong}"

    served(trial)


def test_callback_data_may_have_64_bytes() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        keyboard = {"inline_keyboard": [[{"text": "下一段", "callback_data": "页" * 21 + "x"}]]}
        await call("sendMessage", chat_id=11, text="在", reply_markup=keyboard)

    served(trial)


# Buttons, inline queries, commands


def test_a_pressed_button_is_answered_once() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        keyboard = {"inline_keyboard": [[{"text": "下一段", "callback_data": "next"}]]}
        await call("sendMessage", chat_id=11, text="在", reply_markup=keyboard)
        name = api.press(await api.next_sent(HOME), "下一段", LIN)
        query = (await call("getUpdates"))[-1]["callback_query"]
        assert (query["data"], query["message"]["text"]) == ("next", "在")
        await call("answerCallbackQuery", callback_query_id=name, text="好")
        assert (await api.presses.wait(name, 1))["text"] == "好"
        said = await call.refused("answerCallbackQuery", callback_query_id=name)
        assert said == "Bad Request: query is too old and response timeout expired or query ID is invalid"
        long = await call.refused("answerCallbackQuery", callback_query_id=name, text="长" * 201)
        assert long == "Bad Request: MESSAGE_TOO_LONG"

    served(trial)


def article(name: str, text: str = "一段") -> Json:
    return {"type": "article", "id": name, "title": "茶", "input_message_content": {"message_text": text}}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"results": [article(str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article("a"), article("a")]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("页" * 22)]}, "RESULT_ID_INVALID"),
        ({"results": [], "next_offset": "9" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [article("a", "长" * 4097)]}, "message is too long"),
    ],
)
def test_inline_answers_have_limits(values: Json, wrong: str) -> None:
    async def trial(api: Standin, call: Caller) -> None:
        name = api.inline(LIN, "茶")
        said = await call.refused("answerInlineQuery", inline_query_id=name, **values)
        assert said == f"Bad Request: {wrong}"

    served(trial)


def test_an_inline_query_is_answered() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        name = api.inline(LIN, "茶", "10")
        query = (await call("getUpdates"))[0]["inline_query"]
        assert (query["query"], query["offset"]) == ("茶", "10")
        results = [article(str(number)) for number in range(50)]
        await call("answerInlineQuery", inline_query_id=name, results=results, next_offset="60", is_personal=True)
        assert (await api.queries.wait(name, 1))["next_offset"] == "60"

    served(trial)


def test_commands_are_kept_by_scope_and_language() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(CLUB, LIN, "/start")
        groups = {"type": "all_group_chats"}
        chinese = [{"command": "ask", "description": "提问"}]
        await call("setMyCommands", commands=chinese)
        await call("setMyCommands", commands=[{"command": "ask", "description": "Ask"}], language_code="en")
        await call("setMyCommands", commands=[], scope=groups)
        assert await call("getMyCommands") == chinese
        assert [command["description"] for command in await call("getMyCommands", language_code="en")] == ["Ask"]
        assert await call("getMyCommands", scope=groups) == []
        wrong = await call.refused("setMyCommands", commands=[{"command": "Ask", "description": "?"}])
        assert wrong == "Bad Request: BOT_COMMAND_INVALID"
        elsewhere = {"type": "chat", "chat_id": 99}
        assert await call.refused("setMyCommands", commands=chinese, scope=elsewhere) == "Bad Request: chat not found"

    served(trial)


# Groups, files


def test_privacy_mode_withholds_what_is_not_meant_for_the_bot() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(CLUB, LIN, "大家好")
        api.say(CLUB, LIN, "/ask 茶多少钱")
        api.say(CLUB, LIN, "/ask@another_bot 茶多少钱")
        api.say(CLUB, LIN, "@yuanhua_bot 茶多少钱")
        await call("sendMessage", chat_id=CLUB.id, text="八元")
        answer = await api.next_sent(CLUB)
        api.say(CLUB, LIN, "那咖啡呢", reply_to=answer)
        seen = [update["message"]["text"] for update in await call("getUpdates")]
        assert seen == ["/ask 茶多少钱", "@yuanhua_bot 茶多少钱", "那咖啡呢"]
        assert [message.text for message in api.withheld] == ["大家好", "/ask@another_bot 茶多少钱"]

    served(trial)


def test_without_privacy_mode_a_group_is_read_whole() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(CLUB, LIN, "大家好")
        assert len(await call("getUpdates")) == 1

    served(trial, privacy=False)


def test_entities_of_what_people_write_count_in_utf16_units() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        message = api.say(CLUB, LIN, "🐉 @yuanhua_bot 看 https://example.org")
        assert message.entities == [
            {"type": "mention", "offset": 3, "length": 12},
            {"type": "url", "offset": 18, "length": 19},
        ]

    served(trial)


def test_files_go_up_and_come_down() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "文件呢")
        form = aiohttp.FormData({"chat_id": "11", "document": "attach://notes.txt", "caption": "给"})
        form.add_field("notes.txt", "茶八元".encode(), filename="notes.txt")
        async with call.session.post(f"{api.base_url}/bot{api.token}/sendDocument", data=form) as response:
            document = (await response.json())["result"]["document"]
        path = (await call("getFile", file_id=document["file_id"]))["file_path"]
        async with call.session.get(f"{api.base_url}/file/bot{api.token}/{path}") as response:
            assert (await response.read()).decode() == "茶八元"
        wrong = await call.refused("getFile", file_id="nowhere")
        assert wrong == "Bad Request: wrong file_id or the file is temporarily unavailable"

    served(trial)


# Webhook


def test_a_webhook_gets_updates_with_its_secret_until_it_accepts_them() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        got: list[tuple[str | None, str]] = []

        async def take(request: web.Request) -> web.Response:
            update = await request.json()
            got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["message"]["text"]))
            return web.Response(status=500 if len(got) == 1 else 200)

        application = web.Application()
        application.router.add_post("/hook", take)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        api.webhook.proxies["https://bot.example.org"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
        secret = {"secret_token": "geheim"}
        await call("setWebhook", url="https://bot.example.org/hook", **secret, max_connections=1)
        api.say(HOME, LIN, "一")
        api.say(HOME, LIN, "二")
        while api.updates.confirmed < 2:
            await asyncio.sleep(0.01)
        assert got == [("geheim", "一"), ("geheim", "一"), ("geheim", "二")]
        assert (await call("getWebhookInfo"))["last_error_message"] == "Wrong response from the webhook: 500"
        said = await call.refused("getUpdates")
        assert said.startswith("Conflict: can't use getUpdates method while webhook is active")
        await call("deleteWebhook")
        assert await call("getUpdates") == []
        await runner.cleanup()

    served(trial)


# Faults


def test_faults_come_as_often_as_they_should_and_go() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        api.fail(502, times=2, method="sendMessage")
        api.flood(retry_after=3)
        assert await call.refused("sendMessage", chat_id=11, text="一") == "Bad Gateway"
        assert await call.refused("sendMessage", chat_id=11, text="一") == "Bad Gateway"
        status, answer = await call.raw("sendMessage", chat_id=11, text="一")
        assert (status, answer["parameters"]) == (429, {"retry_after": 3})
        assert answer["description"] == "Too Many Requests: retry after 3"
        await call("sendMessage", chat_id=11, text="一")
        assert [message.text for message in api.sent] == ["一"]

    served(trial)


def test_a_late_fault_loses_only_the_answer() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "在吗")
        api.cut(method="sendMessage", late=True)
        with pytest.raises(aiohttp.ClientError):
            await call("sendMessage", chat_id=11, text="一")
        assert [message.text for message in api.sent] == ["一"]

    served(trial)


def test_garbage_is_no_json() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.garble(method="getMe")
        with pytest.raises(json.JSONDecodeError):
            await call("getMe")
        await call("getMe")

    served(trial)


def test_a_server_that_is_down_refuses_connections_and_comes_back_on_its_port() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        before = api.base_url
        await api.down()
        with pytest.raises(aiohttp.ClientError):
            await call("getMe")
        await api.up()
        assert api.base_url == before
        await call("getMe")

    served(trial)


def test_a_batch_can_be_handed_out_again_although_it_was_confirmed() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        api.say(HOME, LIN, "一")
        batch = await call("getUpdates")
        api.updates.again = 1
        assert await call("getUpdates", offset=batch[0]["update_id"] + 1) == batch
        assert await call("getUpdates", offset=batch[0]["update_id"] + 1) == []

    served(trial)


# A real bot


def test_a_bot_of_python_telegram_bot_talks_to_it() -> None:
    async def trial(api: Standin, call: Caller) -> None:
        environ = {"ECHO_BASE_URL": api.base_url, "ECHO_TOKEN": api.token, "PATH": ""}
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.tg.plain_echo_bot", env=environ, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            for number in range(3):
                chat = Chat(20 + number)
                asked = api.say(chat, User(chat.id), f"第{number}句 <b>&")
                answer = await api.next_sent(chat, 30)
                assert answer.text == asked.text
        finally:
            bot.terminate()
            await bot.wait()

    served(trial)
