"""How transcripts read."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.bot.tg.standin import Standin, User, private
from tests.bot.tg.transcripts import transcript

LIN = User(11, "小林")
HOME = private(LIN)

READS = """\
小林: 茶多少钱？
原话 ↩ 茶多少钱？
<more><b>🐉龙井<u>三十元</u></b>一壶。</more>
《茶馆》
[下一段] [出处]
[👍]
小林 ▸ [出处]
原话 ⓘ 好
原话 ✎
第三行
小林 ✎ 茶呢？
小林: (sticker)
原话 ✗
小林 @ 茶 +10
原话 @
龙井 | 三十元一壶
+20"""


def test_a_transcript_shows_who_said_what_and_what_the_bot_showed() -> None:
    async def run() -> None:
        async with Standin() as api, aiohttp.ClientSession(f"{api.base_url}/bot{api.token}/") as session:

            async def call(method: str, **values: object) -> None:
                async with session.post(method, json=values) as response:
                    assert response.status == 200, await response.text()

            asked = api.say(HOME, LIN, "茶多少钱？")
            await call(
                "sendMessage",
                chat_id=11,
                text="<blockquote expandable><b>🐉龙井<u>三十元</u></b>一壶。</blockquote>\n《茶馆》",
                parse_mode="HTML",
                reply_parameters={"message_id": asked.id},
                reply_markup={
                    "inline_keyboard": [
                        [{"text": "下一段", "callback_data": "a"}, {"text": "出处", "callback_data": "b"}],
                        [{"text": "👍", "callback_data": "c"}],
                    ]
                },
            )
            message = await api.next_sent(HOME)
            pressed = api.press(message, "出处", LIN)
            await call("answerCallbackQuery", callback_query_id=pressed, text="好")
            await call("editMessageText", chat_id=11, message_id=message.id, text="第三行")
            api.edit(asked, "茶呢？")
            sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
            api.show(HOME, LIN, {"sticker": {**sticker, "is_animated": False, "is_video": False}})
            await call("deleteMessage", chat_id=11, message_id=message.id)
            query = api.inline(LIN, "茶", "10")
            result = {"type": "article", "id": "1", "title": "龙井", "description": "三十元一壶"}
            content = {"input_message_content": {"message_text": "龙井三十元一壶"}}
            await call("answerInlineQuery", inline_query_id=query, results=[{**result, **content}], next_offset="20")
            assert transcript(api.history.events) == READS
            assert api.violations == []

    asyncio.run(run())
