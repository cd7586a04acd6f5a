"""Questions in a private chat, as the user reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.tg.meeting import meet
from tests.bot.tg.standin import private
from tests.bot.tg.talking import ANN, LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")

LATTE = """\
小林: 拿铁每杯卖多少元？
原话 ↩ 拿铁每杯卖多少元？
<quote><b>拿铁<u>每杯</u>卖28元。</b>美式<u>每杯</u>卖20元。豆子来自云南，每周三烘一次。</quote>
<i>河边的咖啡馆 › 菜单 › ¶3</i>
很有把握 · 另有 1 段相关
[下一段 ›] [上下文] [原文出处]
[👍] [👎]"""

AMERICANO = """\
<quote>拿铁<u>每杯</u>卖28元。<b><u>美式每杯</u>卖20元。</b>豆子来自云南，每周三烘一次。</quote>
<i>河边的咖啡馆 › 菜单 › ¶3</i>"""

NOWHERE = """\
小林: 台积电给谁代工？
原话 ↩ 台积电给谁代工？
文中没有说：没有提到所问的事。
这些问题，文中有答案：
[咖啡馆成立于哪一年？]
[桂花糕每天只做多少块？]
[这篇文章是谁写的？]
[看最接近的段落]
[👍] [👎]"""


def test_a_question_is_answered_in_a_reply_with_the_passage_its_place_and_how_sure_that_is(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        assert talk.transcript() == LATTE
        assert all(call.values["link_preview_options"]["is_disabled"] for call in talk.api.called("sendMessage"))
        assert talk.api.called("sendChatAction") == []

    meet(tmp_path, scene)


def test_what_the_article_does_not_say_it_does_not_say_but_offers_what_it_does(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("台积电给谁代工？")
        assert talk.transcript() == NOWHERE
        await talk.presses("桂花糕每天只做多少块？")
        assert talk.transcript() == (
            "小林 ▸ [桂花糕每天只做多少块？]\n"
            "原话 ↩ 文中没有说：没有提到所问的事。 这些问题…\n"
            "<b>问：桂花糕每天只做多少块？</b>\n"
            "<quote>招牌点心是<u>桂花</u>糕，由陈立的母亲<u>每天</u>早上做好。<b><u>桂花</u>糕<u>每天</u>只做40块。</b></quote>\n"
            "<i>河边的咖啡馆 › 菜单 › ¶4</i>\n"
            "很有把握 · 另有 4 段相关\n"
            "[下一段 ›] [上下文] [原文出处]\n"
            "[👍] [👎]"
        )

    meet(tmp_path, scene)


def test_the_nearest_passage_is_shown_when_it_is_asked_for_and_called_no_answer(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.says("台积电给谁代工？")
        assert answer is not None
        assert "quote" not in talk.transcript()
        await talk.presses("看最接近的段落")
        assert answer.content["text"].startswith("最接近的段落，不是答案：\n")
        assert any(entity["type"] == "blockquote" for entity in answer.content["entities"])
        await talk.presses("收起")
        assert talk.transcript().splitlines()[-7:] == NOWHERE.splitlines()[2:]

    meet(tmp_path, scene)


def test_a_follow_up_leans_on_what_was_asked_before_until_a_new_conversation_begins(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        await talk.says("那美式呢？")
        assert AMERICANO in talk.transcript()
        await talk.says("/new")
        assert talk.transcript() == "小林: /new\n原话 ↩ /new\n新的对话开始了，前面的问题不再当作上文。"
        await talk.says("那龙井呢？")
        assert "<quote>" not in talk.transcript()

    meet(tmp_path, scene)


def test_a_reply_to_an_old_answer_goes_on_from_that_one(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        latte = await talk.says("拿铁每杯卖多少元？")
        await talk.says("谁帮着搬桌子？")
        talk.transcript()
        await talk.says("那美式呢？", reply_to=latte)
        assert AMERICANO in talk.transcript()

    meet(tmp_path, scene)


def test_when_a_question_is_edited_its_answer_is(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.says("美式每杯卖多少元？")
        question = talk.api.history.find(LIN.id, 1)
        await talk.says("豆子来自哪里？")
        talk.transcript()
        await talk.edits("拿铁每杯卖多少元？", question)
        shown = talk.transcript().splitlines()
        assert shown[:2] == ["小林 ✎ 拿铁每杯卖多少元？", "原话 ✎"]
        assert shown[2:] == LATTE.splitlines()[2:]
        assert answer is not None
        assert len(talk.api.sent) == 2
        await talk.edits("拿铁每杯卖多少元？", question)  # Telegram says so of a message whose link got a preview, too
        assert talk.transcript() == "小林 ✎ 拿铁每杯卖多少元？"

    meet(tmp_path, scene)


def test_an_edit_that_leaves_the_answer_what_it_is_changes_and_sends_nothing(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元")  # only the question mark is missing
        assert talk.transcript().splitlines()[2:] == LATTE.splitlines()[2:]
        await talk.edits("拿铁每杯卖多少元？")
        assert talk.transcript() == "小林 ✎ 拿铁每杯卖多少元？"
        assert len(talk.api.sent) == 1
        await talk.presses("下一段")
        assert "桂花糕" in talk.transcript()

    meet(tmp_path, scene)


def test_a_follow_up_that_is_edited_still_follows_what_it_followed(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        await talk.says("那拿铁呢？")
        follow_up = talk.api.history.find(LIN.id, 3)
        await talk.says("谁帮着搬桌子？")
        await talk.edits("那美式呢？", follow_up)
        assert AMERICANO in talk.transcript()

    meet(tmp_path, scene)


def test_the_answer_to_an_edited_question_is_sent_again_where_it_was_deleted(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.says("谁帮着搬桌子？")
        assert answer is not None
        answer.deleted = True
        talk.transcript()
        await talk.edits("拿铁每杯卖多少元？")
        assert talk.transcript().splitlines()[1:] == LATTE.splitlines()[1:]

    meet(tmp_path, scene)


def test_the_answer_comes_even_where_the_question_was_deleted(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        talk.api.slow(0.3, 1, method="sendMessage")
        question = talk.api.say(private(LIN), LIN, "拿铁每杯卖多少元？")
        question.deleted = True
        await talk.settled()
        assert talk.transcript().splitlines()[1:] == ["原话:", *LATTE.splitlines()[2:]]

    meet(tmp_path, scene)


def test_english_speakers_are_spoken_to_in_english_and_shown_the_original(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？", ANN)
        await talk.says("台积电给谁代工？", ANN)
        shown = talk.transcript()
        assert "<b>拿铁<u>每杯</u>卖28元。</b>" in shown
        assert "very sure · 1 more related\n[next ›] [context] [source]" in shown
        assert "The article does not say: what you ask about is not mentioned in it." in shown

    meet(tmp_path, scene)


def test_hostile_text_is_a_question_like_any_other(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        for text in (
            "<b>拿铁</b> & {price} %s ../../etc/passwd `rm -rf`",
            "？" * 4000,
            "\u202e\u0000拿铁" * 900,
            "{0.__class__}",
        ):
            await talk.says(text)
        assert len(talk.api.sent) == 4
        assert "root:" not in talk.transcript()

    meet(tmp_path, scene)


def test_small_talk_gets_a_kind_word_and_questions_to_ask(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("你好")
        assert talk.transcript() == (
            "小林: 你好\n"
            "原话 ↩ 你好\n"
            "我只会引用文章里的原话。请问一个关于文章的问题。\n"
            "这些问题，文中有答案：\n"
            "[咖啡馆成立于哪一年？]\n"
            "[这篇文章是谁写的？]\n"
            "[这篇文章是什么时候发表的？]"
        )

    meet(tmp_path, scene)


STICKER = {
    "sticker": {
        "file_id": "s",
        "file_unique_id": "u",
        "type": "regular",
        "width": 1,
        "height": 1,
        "is_animated": False,
        "is_video": False,
    }
}
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}], "media_group_id": "album"}


def test_what_is_no_text_gets_a_hint_and_an_album_one_hint_only(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.sends(STICKER)
        assert talk.transcript().splitlines()[2:] == ["我只读文字。请把问题写成文字发给我，例如：咖啡馆成立于哪一年？"]
        await talk.sends(PHOTO)
        await talk.sends(PHOTO)
        assert len(talk.api.sent) == 2

    meet(tmp_path, scene)


LONG = "# 长文\n\n" + "".join(f"第{number}家店卖{number}元一杯的拿铁，老板{'很' * 20}忙。" for number in range(400))


def test_a_passage_too_long_for_a_message_comes_in_several_and_its_context_in_pages(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("第3家店卖多少元一杯的拿铁？")
        first, last = talk.api.sent[0], talk.api.sent[-1]
        assert len(talk.api.sent) > 1
        assert not first.buttons
        assert last.buttons
        assert all(len(message.content["text"]) <= 4096 for message in talk.api.sent)
        await talk.presses("上下文")
        assert "（1/" in last.content["text"]
        await talk.presses("下一页")
        assert "（2/" in last.content["text"]

    meet(tmp_path, scene, LONG, longest=100_000)


def test_a_message_that_comes_again_is_answered_once(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        question = talk.api.history.find(LIN.id, 1)
        assert question is not None
        talk.api.push({"message": question.content})
        await talk.settled()
        assert len(talk.api.sent) == 1

    meet(tmp_path, scene)


def test_a_press_that_comes_again_is_answered_once(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("台积电给谁代工？")
        await talk.presses("桂花糕")
        pressed = next(event.content for event in talk.api.history.events if event.kind == "pressed")
        talk.api.push({"callback_query": pressed})
        await talk.settled()
        assert len(talk.api.sent) == 2

    meet(tmp_path, scene)
