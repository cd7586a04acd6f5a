"""What is kept, and deleting it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.tg.meeting import meet
from tests.bot.tg.talking import ADMIN, ANN, LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")


def bytes_kept(folder: Path) -> bytes:
    """All bytes of the database, its log of changes included."""
    return b"".join(file.read_bytes() for file in folder.glob("telegram.sqlite3*"))


def test_privacy_says_what_is_kept_and_for_how_long(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/privacy")
        shown = talk.transcript()
        assert "7 天后删除" in shown
        assert "/forget 立即删掉" in shown

    meet(tmp_path, scene, keep_days=7)


def test_forget_leaves_no_trace_of_the_chat_on_the_disk_and_all_of_the_others(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        await talk.presses("👎")
        await talk.says("台积电给谁代工？")
        await talk.says("/lang en")
        await talk.queries("豆子来自哪里？")
        await talk.says("谁帮着搬桌子？", ANN)
        kept = bytes_kept(tmp_path)
        assert all(text.encode() in kept for text in ("拿铁每杯卖多少元？", "台积电给谁代工？", "谁帮着搬桌子？"))
        talk.transcript()
        await talk.says("/forget")
        assert talk.transcript() == (
            "小林: /forget\n"
            "原话 ↩ /forget\n"
            "All deleted: I keep no question, answer, rating, setting or message of this chat any more. "
            "Earlier buttons have stopped working."
        )
        kept = bytes_kept(tmp_path)
        for text in ("拿铁每杯卖多少元？", "台积电给谁代工？", "豆子来自哪里？"):
            assert text.encode() not in kept
            assert text.encode("unicode-escape").replace(b"\\u", b"\\\\u") not in kept
        assert "谁帮着搬桌子？".encode() in kept
        with closing(sqlite3.connect(talk.database)) as connection:
            for table, column in (("inbox", "lane"), ("dead_letters", "lane"), ("answers", "chat"), ("chats", "chat")):
                count = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608
                assert connection.execute(count, (LIN.id,)).fetchone() == (0,)

    meet(tmp_path, scene)


def test_after_forget_nothing_is_leaned_on_and_old_buttons_say_so(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/lang en")
        answer = await talk.says("拿铁每杯卖多少元？")
        await talk.says("/forget")
        talk.transcript()
        await talk.says("那龙井呢？")
        assert "<quote>" not in talk.transcript()
        await talk.presses("next", message=answer)
        assert talk.transcript().endswith("原话 ⓘ 这条回答太久了，我已经不记得；请再问一次。")
        await talk.says("/more", reply_to=answer)
        assert "拿铁" not in talk.transcript().partition("原话")[2]

    meet(tmp_path, scene)


def test_a_question_behind_forget_is_answered(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        from tests.bot.tg.standin import private

        home = private(LIN)
        talk.api.say(home, LIN, "拿铁每杯卖多少元？")
        talk.api.say(home, LIN, "/forget")
        talk.api.say(home, LIN, "那美式呢？")
        await talk.says("豆子来自哪里？")
        assert len(talk.api.sent) == 4

    meet(tmp_path, scene)


def test_admins_no_longer_see_what_was_forgotten(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        await talk.presses("👎")
        await talk.says("/forget")
        talk.transcript()
        await talk.says("/feedback", ADMIN)
        assert talk.transcript().endswith("还没有 👎。")

    meet(tmp_path, scene, admins=(ADMIN.id,))
