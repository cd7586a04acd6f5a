"""Inline mode: passages to pick from in any chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.tg.meeting import CAFE, meet
from tests.bot.tg.talking import ANN, LIN, Talk

pytestmark = pytest.mark.usefixtures("warm")

MANY = "# 店铺\n\n" + "\n\n".join(
    f"第{number}家店的拿铁卖{number}元一杯，老板很忙，客人也多。" for number in range(1, 26)
)


def test_a_query_lists_passages_by_their_key_sentence_and_sends_the_whole_with_its_place(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        answer = await talk.queries("豆子来自哪里？")
        first = answer["results"][0]
        assert first["title"] == "豆子来自云南，每周三烘一次。"
        assert first["description"] == "河边的咖啡馆 › 菜单 › ¶3"
        sent = first["input_message_content"]
        assert sent["message_text"] == (
            "<b>问：豆子来自哪里？</b>\n"
            "<blockquote>拿铁每杯卖28元。美式每杯卖20元。<b><u>豆子来自</u>云南，每周三烘一次。</b></blockquote>\n"
            "<i>河边的咖啡馆 › 菜单 › ¶3</i>"
        )
        assert sent["parse_mode"] == "HTML"
        assert sent["link_preview_options"]["is_disabled"]
        assert answer["is_personal"]
        assert answer["cache_time"] <= 60

    meet(tmp_path, scene)


def test_ten_passages_come_at_a_time_and_the_rest_when_the_list_is_scrolled(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        seen: list[str] = []
        offset = ""
        sizes = []
        while True:
            answer = await talk.queries("第3家店的拿铁卖多少元一杯？", offset=offset)
            seen += [result["input_message_content"]["message_text"] for result in answer["results"]]
            sizes.append(len(answer["results"]))
            offset = answer.get("next_offset") or ""
            if not offset:
                break
        assert sizes == [10, 10, 5]
        assert len(set(seen)) == 25

    meet(tmp_path, scene, MANY)


def test_what_the_article_does_not_say_is_one_line_that_says_so(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.queries("台积电给谁代工？")
        assert talk.transcript() == ("小林 @ 台积电给谁代工？\n原话 @\n文中没有说 | 文中没有说：没有提到所问的事。")

    meet(tmp_path, scene)


def test_nothing_typed_yet_leads_to_the_bot_in_the_users_language(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        await talk.queries("", LIN)
        await talk.queries("  ", ANN)
        assert talk.transcript().splitlines()[1:3] == ["原话 @", "[输入一个关于文章的问题]"]
        assert talk.api.called("answerInlineQuery")[-1].values["button"] == {
            "text": "Type a question about the article",
            "start_parameter": "inline",
        }

    meet(tmp_path, scene)


@pytest.mark.parametrize("offset", ["-1", "x", "99999999999999999999", "٣"])
def test_an_offset_that_nobody_gave_out_has_no_passages(tmp_path: Path, offset: str) -> None:
    async def scene(talk: Talk) -> None:
        assert (await talk.queries("豆子来自哪里？", offset=offset))["results"] == []

    meet(tmp_path, scene, CAFE)


def test_a_query_that_waited_too_long_is_let_go(tmp_path: Path) -> None:
    async def scene(talk: Talk) -> None:
        talk.api.fail(400, 1, method="answerInlineQuery", what="query is too old and response timeout expired")
        talk.api.inline(LIN, "豆子来自哪里？")
        await talk.says("豆子来自哪里？")
        assert "豆子来自" in talk.transcript()
        assert talk.waiting() == 0

    meet(tmp_path, scene)
