"""Commands, as the user reads them."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.messages import Language
from bot.messages.tg_catalogue import tg_messages_of
from tests.bot.tg.meeting import CAFE, TEA, meet
from tests.bot.tg.talking import ADMIN, ANN, CLUB, LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")


def test_start_says_what_the_bot_is_and_has_three_questions_to_tap_that_are_answered(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        welcome = await talk.says("/start")
        assert talk.transcript() == (
            "小林: /start\n"
            "原话 ↩ /start\n"
            "问一篇文章，它用自己的话回答：一字不改的原文，标出回答问题的那一句，注明出处。文中没有说的，我就说没有说。\n"
            "现在可以问的是《河边的咖啡馆》，6 段。\n"
            "直接把问题发给我就行。可以点一个试试：\n"
            "[咖啡馆成立于哪一年？]\n"
            "[这篇文章是谁写的？]\n"
            "[这篇文章是什么时候发表的？]"
        )
        assert welcome is not None
        for label in list(welcome.buttons):
            await talk.presses(label, message=welcome)
            shown = talk.transcript().splitlines()
            assert shown[2] == f"<b>问：{label}</b>"
            assert "<quote>" in shown[3]

    meet(tmp_path, scene)


def test_start_in_a_group_says_how_to_ask_there(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/start@yuanhua_bot", chat=CLUB)
        shown = talk.transcript()
        assert (
            "在群里，请 @yuanhua_bot，或回复我的消息，或用 /ask 提问；其余的消息我不读。\n可以点一个试试：\n[" in shown
        )

    meet(tmp_path, scene)


def test_pressing_an_example_twice_asks_twice(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/start")
        await talk.presses("咖啡馆成立于哪一年？")
        await talk.presses("咖啡馆成立于哪一年？")
        assert len(talk.api.sent) == 3

    meet(tmp_path, scene)


def test_the_example_that_was_tapped_is_what_follow_ups_lean_on(tmp_path: Path) -> None:
    stall = "# 桥边的小店\n\n桥边的拿铁每杯卖28元。桥边的美式每杯卖20元。\n\n下雨天不开门，老板在家里修伞。\n"

    async def scene(talk: Talk) -> None:
        await talk.says("/start")
        await talk.says("那美式呢？")
        assert "<u>美式每杯</u>卖20元。</b>" not in talk.transcript()  # nobody asked what a cup costs
        await talk.says("/new")
        await talk.presses("桥边的拿铁每杯卖多少元？")
        assert "卖28元。</b>" in talk.transcript()
        await talk.says("那美式呢？")
        assert "<u>美式每杯</u>卖20元。</b>" in talk.transcript()

    meet(tmp_path, scene, stall)


def test_articles_lists_them_and_a_tap_narrows_questions_to_one_until_all_are_wanted_again(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/articles")
        assert talk.transcript() == (
            "小林: /articles\n"
            "原话 ↩ /articles\n"
            "<b>可以问的文章，共 2 篇</b>\n"
            "1. 《河边的咖啡馆》 6 段\n"
            "2. 《山上的茶馆》 2 段\n"
            "点编号只问其中一篇：\n"
            "[1] [2]"
        )
        await talk.presses("2")
        assert talk.transcript() == (
            "小林 ▸ [2]\n"
            "原话 ✎\n"
            "<b>可以问的文章，共 2 篇</b>\n"
            "1. 《河边的咖啡馆》 6 段\n"
            "<b>2. 《山上的茶馆》 2 段 ← 正在问这一篇</b>\n"
            "点编号只问其中一篇：\n"
            "[1] [2]\n"
            "[全部文章]\n"
            "原话 ⓘ 接下来只问《山上的茶馆》。/use 0 回到全部文章。"
        )
        await talk.says("拿铁每杯卖多少元？")
        assert "河边的咖啡馆" not in talk.transcript()
        await talk.presses("全部文章")
        assert talk.transcript().endswith("原话 ⓘ 接下来问全部 2 篇文章。")
        await talk.says("拿铁每杯卖多少元？")
        assert "河边的咖啡馆 › 菜单" in talk.transcript()

    meet(tmp_path, scene, CAFE, TEA)


@pytest.mark.parametrize("name", ["2", "page-2", "茶馆"])
def test_use_takes_a_number_an_id_or_words_of_the_title(tmp_path: Path, name: str) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says(f"/use {name}")
        assert talk.transcript().endswith("接下来只问《山上的茶馆》。/use 0 回到全部文章。")
        await talk.says("/use 馆")
        assert talk.transcript().endswith("没有“馆”这篇文章；/articles 列出全部。")
        await talk.says("/use 0")
        assert talk.transcript().endswith("接下来问全部 2 篇文章。")
        await talk.says("/use")
        assert "点编号只问其中一篇" in talk.transcript()

    meet(tmp_path, scene, CAFE, TEA)


def test_a_long_list_has_pages(tmp_path: Path) -> None:
    pages = [f"# 第{number}篇\n\n第{number}家店卖{number}元一杯的拿铁，客人很多。\n" for number in range(1, 21)]

    async def scene(talk: Talk) -> None:
        listed = await talk.says("/articles")
        assert listed is not None
        assert listed.buttons[-1] == "下一页 ›"
        await talk.presses("下一页")
        await talk.presses("下一页")
        assert "（3/3）" in listed.content["text"]
        assert listed.buttons == ["17", "18", "19", "20", "‹ 上一页"]

    meet(tmp_path, scene, *pages)


def test_a_language_is_chosen_by_command_or_button_and_kept(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/lang")
        assert talk.transcript() == "小林: /lang\n原话 ↩ /lang\n请选择语言。引文总是原文。\n[中文] [English]"
        await talk.presses("English")
        assert talk.transcript().endswith("原话 ✎\nI speak English now. Quotations are always the original.")
        await talk.says("/new")
        assert "A new conversation" in talk.transcript()
        await talk.says("/lang zh")
        assert talk.transcript().endswith("已改用中文。引文总是原文。")
        await talk.says("/lang fr")
        assert talk.transcript().endswith("请写成 /lang zh 或 /lang en。")

    meet(tmp_path, scene)


def test_an_unknown_command_is_told_the_nearest_one(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/artciles")
        assert talk.transcript().endswith("没有 /artciles 这个命令；是不是 /articles？")
        await talk.says("/xyz <b>")
        assert talk.transcript().endswith("没有 /xyz 这个命令；/help 列出全部。")

    meet(tmp_path, scene)


def test_a_full_width_slash_makes_a_command_too(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("／new")
        assert talk.transcript().endswith("新的对话开始了，前面的问题不再当作上文。")

    meet(tmp_path, scene)


@pytest.mark.parametrize("user", [LIN, ANN], ids=["zh", "en"])
def test_help_names_every_command_and_no_admins_command_to_others(tmp_path: Path, user: object) -> None:
    async def scene(talk: Talk) -> None:
        person = LIN if user is LIN else ANN
        await talk.says("/help", person)
        shown = talk.transcript()
        words = tg_messages_of(Language.ZH if user is LIN else Language.EN)
        assert all(f"/{name}  {meaning}" in shown for name, meaning in words.commands.items())
        assert "/stats" not in shown
        await talk.says("/help", ADMIN)
        assert "/stats" in talk.transcript()

    meet(tmp_path, scene, admins=(ADMIN.id,))


def test_to_others_there_are_no_commands_for_admins_and_in_groups_to_nobody(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        for name in ("stats", "feedback", "reload", "health"):
            await talk.says(f"/{name}")
            assert f"没有 /{name} 这个命令" in talk.transcript()
            await talk.says(f"/{name}", ADMIN, chat=CLUB)
            assert talk.transcript() == f"管理员: /{name}"

    meet(tmp_path, scene, admins=(ADMIN.id,))


def test_admins_see_figures_and_health_and_can_reload(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        await talk.says("台积电给谁代工？")
        talk.transcript()
        await talk.says("/stats", ADMIN)
        assert "近 24 小时：1 个回答，1 个没有说，1 个聊天" in talk.transcript()
        await talk.says("/health", ADMIN)
        shown = talk.transcript()
        assert "收件箱：0 条待处理，0 条无法处理" in shown
        assert "文章库：1 篇，6 段" in shown
        assert re.search(r"内存 \d+ MB，1 个进程\n", shown)
        (tmp_path / "pages" / "page-2.md").write_text(TEA, encoding="utf-8")
        await talk.says("/reload", ADMIN)
        assert talk.transcript().endswith("已重新载入：2 篇，8 段。")
        (tmp_path / "pages" / "page-2.md").write_bytes(b"")
        await talk.says("/reload", ADMIN)
        assert "没有重新载入，仍用原来的文章库：" in talk.transcript()
        await talk.says("龙井每壶卖多少元？")
        assert "山上的茶馆" in talk.transcript()

    meet(tmp_path, scene, admins=(ADMIN.id,))


def test_when_the_chosen_article_is_gone_the_chat_is_told_and_asks_all(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/use 2")
        (tmp_path / "pages" / "page-2.md").unlink()
        await talk.says("/reload", ADMIN)
        talk.transcript()
        await talk.says("拿铁每杯卖多少元？")
        shown = talk.transcript()
        assert "原来选的那篇文章已经不在库里，现在问的是全部文章。" in shown
        assert "<b>拿铁<u>每杯</u>卖28元。</b>" in shown
        await talk.says("拿铁每杯卖多少元？")
        assert "不在库里" not in talk.transcript()

    meet(tmp_path, scene, CAFE, TEA, admins=(ADMIN.id,))


def test_the_menus_are_announced_by_scope_and_language(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        while ("short_description", "en") not in talk.api.profile:
            await asyncio.sleep(0.01)
        zh, en = tg_messages_of(Language.ZH), tg_messages_of(Language.EN)
        menus = {
            (scope, language): {command["command"]: command["description"] for command in commands}
            for (scope, language), commands in talk.api.commands.items()
        }
        for language, words in (("", zh), ("en", en)):
            assert menus['{"type": "all_private_chats"}', language] == words.commands
            assert menus['{"type": "default"}', language] == words.commands
            assert set(menus['{"type": "all_group_chats"}', language]) == set(words.commands) - {"start"}
        assert talk.api.profile["description", ""] == zh.description
        assert talk.api.profile["short_description", "en"] == en.short_description

    meet(tmp_path, scene, admins=(ADMIN.id,))
