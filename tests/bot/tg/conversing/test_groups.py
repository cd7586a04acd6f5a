"""Groups: the bot answers what is meant for it, and reads nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.tg.meeting import meet
from tests.bot.tg.standin import User
from tests.bot.tg.talking import ANN, CLUB, LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")

LATTE = "<b>拿铁<u>每杯</u>卖28元。</b>"


@pytest.mark.parametrize("privacy", [True, False], ids=["privacy-mode", "sees-everything"])
def test_only_what_names_the_bot_or_replies_to_it_or_asks_by_command_is_answered(
    tmp_path: Path, *, privacy: bool
) -> None:
    async def scene(talk: Talk) -> None:
        talk.api.privacy = privacy
        for text in (
            "拿铁每杯卖多少元？",
            "@other_bot 拿铁每杯卖多少元？",
            "/ask@other_bot 拿铁每杯卖多少元？",
            "/nonsense",
        ):
            await talk.says(text, chat=CLUB)
        assert list(talk.api.sent) == []
        for text in ("@yuanhua_bot 拿铁每杯卖多少元？", "拿铁每杯卖多少元？@Yuanhua_Bot", "/ask 拿铁每杯卖多少元？"):
            await talk.says(text, chat=CLUB)
            assert LATTE in talk.transcript()
        await talk.says("那美式呢？", ANN, chat=CLUB, reply_to=talk.api.sent[0])
        assert "<b><u>美式每杯</u>卖20元。</b>" in talk.transcript()

    meet(tmp_path, scene)


def test_the_answer_is_a_reply_to_the_message_that_asked(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("@yuanhua_bot 拿铁每杯卖多少元？", chat=CLUB)
        asked = talk.api.history.find(CLUB.id, 1)
        assert asked is not None
        assert talk.api.sent[0].answers == asked.id

    meet(tmp_path, scene)


def test_somebody_elses_words_are_asked_by_replying_to_them_with_ask_or_the_bots_name(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("拿铁每杯卖多少元？", chat=CLUB)
        words = talk.api.history.find(CLUB.id, 1)
        for text in ("/ask", "@yuanhua_bot"):
            talk.transcript()
            await talk.says(text, ANN, chat=CLUB, reply_to=words)
            assert LATTE in talk.transcript()

    meet(tmp_path, scene)


def test_the_bots_name_alone_is_told_how_to_ask(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        for text in ("/ask", "@yuanhua_bot"):
            await talk.says(text, chat=CLUB)
            assert talk.transcript().endswith("请写成 /ask 问题，例如：/ask 咖啡馆成立于哪一年？")

    meet(tmp_path, scene)


def test_an_edited_question_that_names_the_bot_gets_its_answer_edited(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("@yuanhua_bot 谁帮着搬桌子？", chat=CLUB)
        await talk.edits("@yuanhua_bot 拿铁每杯卖多少元？")
        assert LATTE in talk.transcript()
        assert len(talk.api.sent) == 1

    meet(tmp_path, scene)


def test_an_edited_ask_command_gets_its_answer_edited(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("/ask 谁帮着搬桌子？", chat=CLUB)
        await talk.edits("/ask 拿铁每杯卖多少元？")
        assert LATTE in talk.transcript()
        assert len(talk.api.sent) == 1

    meet(tmp_path, scene)


def test_other_bots_are_not_answered(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.says("@yuanhua_bot 拿铁每杯卖多少元？", User(77, "复读机", None, "echo_bot", True), chat=CLUB)
        assert list(talk.api.sent) == []

    meet(tmp_path, scene)


def test_a_picked_passage_is_no_question_where_it_was_sent(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.sends({"text": "拿铁每杯卖28元。", "via_bot": talk.api.bot.json()})
        assert list(talk.api.sent) == []

    meet(tmp_path, scene)


def test_topics_of_a_forum_are_conversations_of_their_own(tmp_path: Path) -> None:
    def asked(text: str, topic: int) -> dict[str, object]:
        length = len("/ask")
        entities = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"text": text, "entities": entities, "message_thread_id": topic, "is_topic_message": True}

    async def scene(talk: Talk) -> None:
        talk.api.privacy = False
        await talk.sends(asked("/ask 拿铁每杯卖多少元？", 5), chat=CLUB)
        await talk.sends(asked("/ask 那美式呢？", 6), chat=CLUB)
        assert "美式每杯</u>卖20元" not in talk.transcript()
        await talk.sends(asked("/ask 那美式呢？", 5), chat=CLUB)
        assert "<b><u>美式每杯</u>卖20元。</b>" in talk.transcript()
        assert [call.values["message_thread_id"] for call in talk.api.called("sendMessage")] == [5, 6, 5]

    meet(tmp_path, scene)


def test_a_group_that_adds_the_bot_is_told_how_to_ask_it(tmp_path: Path) -> None:
    def member(status: str, talk: Talk) -> dict[str, object]:
        return {"status": status, "user": talk.api.bot.json()}

    async def scene(talk: Talk) -> None:
        talk.api.history.number(CLUB)
        change = {"chat": CLUB.json(), "from": LIN.json(), "date": 1_700_000_000}
        talk.api.push(
            {
                "my_chat_member": {
                    **change,
                    "old_chat_member": member("left", talk),
                    "new_chat_member": member("member", talk),
                }
            }
        )
        await talk.settled()
        assert talk.transcript() == (
            "原话:\n大家好！请 @yuanhua_bot、回复我的消息，或用 /ask 提问；其余的消息我不读。/help 看怎么用。"
        )

    meet(tmp_path, scene)


def test_a_group_that_becomes_a_supergroup_keeps_its_conversation(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        from tests.bot.tg.standin import Chat

        small = Chat(-500, "group", "读书会")
        await talk.says("/ask 拿铁每杯卖多少元？", chat=small)
        await talk.says("/lang en", chat=small)
        talk.api.privacy = False
        await talk.sends({"migrate_to_chat_id": CLUB.id}, chat=small)
        talk.transcript()
        await talk.says("/ask 那美式呢？", chat=CLUB)
        shown = talk.transcript()
        assert "<b><u>美式每杯</u>卖20元。</b>" in shown
        assert "very sure" in shown

    meet(tmp_path, scene)
