"""Buttons below answers: they change the message they belong to, whatever happened in between."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bot.tg.meeting import CAFE, TEA, Library, meet
from tests.bot.tg.standin import Standin
from tests.bot.tg.talking import ADMIN, ANN, CLUB, LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")

ANSWER = """\
<quote>拿铁每杯卖28元。美式每杯卖20元。<b><u>豆子来自</u>云南，每周三烘一次。</b></quote>
<i>河边的咖啡馆 › 菜单 › ¶3</i>
很有把握 · 另有 4 段相关
[下一段 ›] [上下文] [原文出处]
[👍] [👎]"""


def test_each_button_turns_the_message_to_another_view_and_back(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("豆子来自哪里？")
        talk.transcript()
        await talk.presses("下一段")
        shown = talk.transcript().splitlines()
        assert shown[:2] == ["小林 ▸ [下一段 ›]", "原话 ✎"]
        assert shown[-4:] == ["第 2 段，共 5 段相关", "[‹ 上一段] [下一段 ›]", "[上下文] [原文出处]", "[👍] [👎]"]
        await talk.presses("上一段")
        talk.transcript()
        await talk.presses("原文出处")
        assert talk.transcript() == (
            "小林 ▸ [原文出处]\n"
            "原话 ✎\n"
            "<b>河边的咖啡馆</b>\n"
            "作者：周明\n"
            "日期：2024-05-12\n"
            "§ 菜单\n"
            f"原文第 {CAFE.index('拿铁') + 1}–{CAFE.index('烘一次。') + 4} 个字符，第 13 行；¶3，全文共 6 段\n"
            "<b><quote>豆子来自云南，每周三烘一次。</quote></b>\n"
            "引文与原文逐字相同。\n"
            "[‹ 回到引文]"
        )
        await talk.presses("回到引文")
        assert talk.transcript() == f"小林 ▸ [‹ 回到引文]\n原话 ✎\n{ANSWER}"
        assert len(talk.api.sent) == 1

    meet(tmp_path, scene)


def test_the_context_can_be_widened_as_far_as_the_article_goes(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("豆子来自哪里？")
        await talk.presses("上下文")
        shown = talk.transcript().splitlines()
        assert [line for line in shown if line.startswith("<i>¶")] == ["<i>¶2</i>", "<i>¶3</i>", "<i>¶4</i>"]
        assert shown[-1] == "[‹ 回到引文] [再多几段]"
        await talk.presses("再多几段")
        await talk.presses("再多几段")
        shown = talk.transcript().splitlines()
        assert [line for line in shown if line.startswith("<i>¶")][-6:] == [
            f"<i>¶{number}</i>" for number in range(1, 7)
        ]
        assert shown[-1] == "[‹ 回到引文]"

    meet(tmp_path, scene)


def test_pressing_what_is_shown_already_does_no_harm(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.says("豆子来自哪里？")
        assert answer is not None
        data = answer.button("下一段")["callback_data"]
        talk.api.press_data(answer, data, LIN)
        talk.api.press_data(answer, data, LIN)
        await talk.settled()
        assert answer.content["text"].count("第 2 段") == 1

    meet(tmp_path, scene)


def test_a_rating_is_marked_thanked_for_and_can_be_changed_or_withdrawn(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("豆子来自哪里？")
        notices = []
        for label, buttons in (("👍", "[👍 ✓] [👎]"), ("👎", "[👍] [👎 ✓]"), ("👎", "[👍] [👎]")):
            await talk.presses(label)
            *_, shown, notice = talk.transcript().splitlines()
            assert shown == buttons
            notices.append(notice)
        assert notices == ["原话 ⓘ 谢谢！", "原话 ⓘ 谢谢，记下了。", "原话 ⓘ 已收回评价。"]
        await talk.presses("👎")
        await talk.presses("下一段")
        assert talk.transcript().splitlines()[-1] == "[👍] [👎 ✓]"

    meet(tmp_path, scene)


def test_in_a_group_everybody_rates_and_nobodys_rating_is_shown(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/ask 豆子来自哪里？", chat=CLUB)
        talk.transcript()
        await talk.presses("👎")
        await talk.presses("👎", ANN)
        assert "✓" not in talk.transcript()
        await talk.says("/stats", ADMIN)
        assert "评价：👍 0，👎 2" in talk.transcript()

    meet(tmp_path, scene, admins=(ADMIN.id,))


def test_what_admins_see_of_bad_ratings_is_question_and_answer_and_not_who_asked(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/feedback", ADMIN)
        assert talk.transcript().endswith("还没有 👎。")
        for text in ("豆子来自哪里？", "台积电给谁代工？"):
            await talk.says(text)
            await talk.presses("👎")
        talk.transcript()
        await talk.says("/feedback", ADMIN)
        shown = talk.transcript()
        assert "<b>最近被点 👎 的 2 个问题：</b>" in shown
        assert "问：豆子来自哪里？\n<b><quote>豆子来自云南，每周三烘一次。</quote></b>" in shown
        assert "问：台积电给谁代工？\n答：文中没有说（unknown_terms）" in shown
        assert str(LIN.id) not in shown
        assert LIN.name not in shown

    meet(tmp_path, scene, admins=(ADMIN.id,))


def test_buttons_work_after_a_restart_and_say_so_when_the_library_or_the_answer_is_gone(tmp_path: Path) -> None:
    async def play() -> None:
        library = Library(tmp_path / "pages", [CAFE])
        async with Standin() as api:
            async with library.bot(api, tmp_path) as talk:
                old = await talk.says("豆子来自哪里？")
                assert old is not None
            async with library.bot(api, tmp_path) as talk:
                talk.transcript()
                await talk.presses("下一段")
                await talk.presses("上一段")
                assert talk.transcript().endswith(ANSWER)
                await talk.says("它每周烘几次？")
                assert "烘一次" in talk.transcript()
            library.exchange(TEA)
            async with library.bot(api, tmp_path) as talk:
                talk.transcript()
                await talk.presses("下一段", message=old)
                assert talk.transcript().endswith("原话 ⓘ 文章库已经更新，这段引文找不到了；请再问一次。")
                assert old.buttons == []
                await talk.says("/forget")
                talk.transcript()
                api.press_data(old, "v:0123456789abcdef:p0.0.1", LIN)
                await talk.settled()
                assert talk.transcript().endswith("原话 ⓘ 这条回答太久了，我已经不记得；请再问一次。")
                api.press_data(old, "from an earlier version", LIN)
                await talk.settled()
                assert talk.transcript().endswith("原话 ⓘ 这个按钮已经不用了；/help 看现在能做什么。")
            assert api.violations == []

    asyncio.run(asyncio.wait_for(play(), 120))


def test_a_button_of_one_chat_shows_nothing_of_another(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        of_lin = await talk.says("豆子来自哪里？")
        of_ann = await talk.says("谁帮着搬桌子？", ANN)
        assert of_lin is not None
        assert of_ann is not None
        talk.transcript()
        talk.api.press_data(of_ann, of_lin.button("下一段")["callback_data"], ANN)
        await talk.settled()
        assert talk.transcript().endswith("原话 ⓘ That was too long ago and I no longer have it; please ask again.")

    meet(tmp_path, scene)


def test_a_press_that_waited_too_long_is_carried_out_all_the_same(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.says("豆子来自哪里？")
        assert answer is not None
        talk.api.fail(400, 1, method="answerCallbackQuery", what="query is too old and response timeout expired")
        await talk.presses("下一段")
        assert "第 2 段" in answer.content["text"]

    meet(tmp_path, scene)


def test_more_sends_one_passage_after_the_other_until_there_are_none(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/more")
        assert talk.transcript().endswith("还没有问过问题；先问一个吧。")
        first = await talk.says("拿铁每杯卖多少元？")
        await talk.says("谁帮着搬桌子？")
        talk.transcript()
        await talk.says("/more", reply_to=first)
        shown = talk.transcript().splitlines()
        assert shown[1:3] == ["原话 ↩ /more", "<b>问：拿铁每杯卖多少元？</b>"]
        assert "第 2 段，共 2 段相关" in shown
        await talk.says("/more", reply_to=first)
        assert talk.transcript().endswith("没有更多相关的段落了。")

    meet(tmp_path, scene)


def test_more_after_a_silence_shows_the_nearest_passage_and_calls_it_no_answer(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("台积电给谁代工？")
        talk.transcript()
        await talk.says("/more")
        assert talk.transcript().splitlines()[2:4] == ["<b>问：台积电给谁代工？</b>", "最接近的段落，不是答案："]

    meet(tmp_path, scene)
