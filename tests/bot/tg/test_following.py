"""A running bot answers from the library as it is, whoever changes it, and drops no question over it."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from bot.assembly import Sources
from bot.config import load_config
from bot.tg.answering import LibraryAnswering
from bot.tg.following import Sight
from tests.bot.running import ROOT
from tests.bot.tg.load import Crowd
from tests.bot.tg.meeting import CAFE, TEA
from tests.bot.tg.programs import NO_LIMITS, our_bot
from tests.bot.tg.standin import Standin, User, private

LIN = User(1001, "小林", "zh-hans", "xiaolin")
ASKED = "龙井每壶卖多少元？"


def test_what_is_added_changed_and_removed_is_seen(warm: Path) -> None:
    config = load_config()
    sight = Sight(config, Sources())
    seen = [sight()]
    library = config.library_directory
    library.mkdir()
    seen.append(sight())
    page = library / "tea.md"
    page.write_text(TEA, encoding="utf-8")
    seen.append(sight())
    page.write_text(TEA + "\n山路不好走。\n", encoding="utf-8")
    seen.append(sight())
    page.unlink()
    seen.append(sight())
    assert len(set(seen)) == 5
    assert sight() == sight()


def test_named_files_and_an_index_that_is_built_anew_are_seen(warm: Path) -> None:
    page, index = warm / "tea.md", warm / "index"
    sight, of_index = Sight(load_config(), Sources((page,))), Sight(load_config(), Sources((), index))
    before = sight(), of_index()
    page.write_text(TEA, encoding="utf-8")
    index.mkdir()
    (index / "CURRENT").write_text("snapshot-1", encoding="ascii")
    assert sight() != before[0]
    assert of_index() != before[1]


def test_articles_that_cannot_be_read_any_more_stay_as_they_were(warm: Path) -> None:
    page = warm / "tea.md"
    page.write_text(TEA, encoding="utf-8")

    async def trial() -> None:
        answering = LibraryAnswering.over(load_config(), Sources((page,)))
        page.write_bytes(b"")
        await answering.catch_up()
        assert [article.title for article in answering.articles] == ["山上的茶馆"]
        page.write_text(CAFE, encoding="utf-8")
        await answering.catch_up()
        assert [article.title for article in answering.articles] == ["河边的咖啡馆"]
        answering.close()

    asyncio.run(trial())


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_running_bot_follows_what_another_process_adds_and_removes(warm: Path, workers: str) -> None:
    """Twenty people ask all the while; each gets an answer to each question, one only."""
    pages = {name: warm / f"{name}.md" for name in ("cafe", "tea")}
    pages["cafe"].write_text(CAFE, encoding="utf-8")
    pages["tea"].write_text(TEA, encoding="utf-8")
    environ = {**NO_LIMITS, "YUANHUA_TELEGRAM_FOLLOW_SECONDS": "1", "YUANHUA_TELEGRAM_WORKERS": workers}

    async def trial() -> None:
        await yuanhua("add", str(pages["cafe"]))
        async with Standin() as api, our_bot(api, warm, environ) as bot:
            assert "龙井" not in await answer(api)
            crowd = Crowd(api, 20)
            asking = asyncio.create_task(crowd.at_random(10, 1))
            await yuanhua("add", str(pages["tea"]))
            while "龙井每壶卖30元" not in await answer(api):
                await asyncio.sleep(0.2)
            await yuanhua("remove", "tea")
            while "龙井每壶卖30元" in await answer(api):
                await asyncio.sleep(0.2)
            asking.cancel()
            tally = await crowd.answered(20)
            assert (tally.lost, tally.twice) == (0, 0)
            assert tally.sent > 0
            assert api.violations == []
            assert await bot.terminate() == 0
            lines = [json.loads(line) for line in bot.said.splitlines()]
            assert not [line for line in lines if line["level"] == "error"]

    asyncio.run(asyncio.wait_for(trial(), 150))


async def answer(api: Standin) -> str:
    """What the bot answers now."""
    asked = api.say(private(LIN), LIN, ASKED)
    while (message := await api.next_sent(private(LIN), 60)).answers != asked.id:
        pass
    return message.text


async def yuanhua(*words: str) -> None:
    """A command of another process's."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL
    )
    assert await process.wait() == 0
