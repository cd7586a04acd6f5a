"""Sending: typing is shown where it takes long, and refused edits are told apart."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.answer.model import Question, Reply
from bot.tg.answering import LibraryAnswering
from tests.bot.tg import meeting
from tests.bot.tg.meeting import meet
from tests.bot.tg.talking import LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")


def test_typing_is_shown_while_an_answer_takes_long_and_the_answer_comes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(LibraryAnswering):
        async def reply(self, question: Question) -> Reply:
            await asyncio.sleep(1.2)
            return await super().reply(question)

    monkeypatch.setattr(meeting, "LibraryAnswering", Slow)

    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？")
        assert [call.values["action"] for call in talk.api.called("sendChatAction")] == ["typing"]
        assert "28元" in talk.transcript()

    meet(tmp_path, scene)


def test_an_answer_comes_though_typing_cannot_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(LibraryAnswering):
        async def reply(self, question: Question) -> Reply:
            await asyncio.sleep(1.2)
            return await super().reply(question)

    monkeypatch.setattr(meeting, "LibraryAnswering", Slow)

    async def scene(talk: Talk) -> None:
        talk.api.fail(400, method="sendChatAction", what="not enough rights")
        await talk.says("拿铁每杯卖多少元？")
        assert len(talk.api.sent) == 1

    meet(tmp_path, scene)


def test_a_button_of_a_message_that_can_no_longer_be_changed_says_so(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.says("拿铁每杯卖多少元？")
        assert answer is not None
        data = answer.button("下一段")["callback_data"]
        answer.deleted = True
        talk.api.press_data(answer, data, LIN)
        await talk.settled()
        assert talk.transcript().endswith("原话 ⓘ 这条消息太旧，改不了了；请再问一次。")

    meet(tmp_path, scene)
