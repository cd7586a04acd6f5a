"""Meeting the bot: the real one in this process, over articles of the tests' own, with the stand-in before it.

The answerer is the real one with its plain rules, so that a transcript stays what it is when the models learn more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.answer.answerer import Answerer
from bot.messages import Language
from bot.tg.answering import LibraryAnswering
from bot.tg.context import Conversing
from bot.tg.conversing.registering import ALLOWED_UPDATES, announce, register
from bot.tg.service import TelegramBot
from corpus.loading import load_articles
from corpus.settings import CorpusSettings
from tests.bot.tg.echoing import running, settings
from tests.bot.tg.standin import Standin
from tests.bot.tg.talking import Talk
from tests.index.making import built

CAFE = """\
---
title: 河边的咖啡馆
author: 周明
date: 2024-05-12
---

河边的咖啡馆开在旧码头旁边，老板叫陈立。店里只有六张桌子，客人多半是附近的街坊。

咖啡馆成立于2016年。陈立以前在船厂做焊工，攒了四年的钱才开了这家店。

## 菜单

拿铁每杯卖28元。美式每杯卖20元。豆子来自云南，每周三烘一次。

招牌点心是桂花糕，由陈立的母亲每天早上做好。桂花糕每天只做40块。

## 营业

平日早上八点开门，晚上九点关门。周一休息，店里借给孩子们开读书会。

2021年夏天，河水漫进店里，地板全泡坏了。街坊们帮着搬桌子，三天后店又开了门。
"""

TEA = """\
---
title: 山上的茶馆
author: 吴桐
---

山上的茶馆在半山腰，要走三百级台阶。老板姓吴，泡茶用山泉水。

龙井每壶卖30元。客人可以自己带点心。
"""

Scene = Callable[[Talk], Awaitable[None]]


def meet(folder: Path, scene: Scene, *pages: str, longest: int = 600, **changes: object) -> None:
    """Plays a scene with the bot, who knows these pages (the café's, if none).

    Args:
        folder: for pages and database.
        scene: what happens.
        pages: the pages.
        longest: the longest paragraph, in characters.
        changes: settings of the bot's.
    """

    async def play() -> None:
        async with Standin() as api:
            library = Library(folder / "pages", pages or (CAFE,), longest)
            async with library.bot(api, folder, **changes) as talk:
                await scene(talk)
            assert api.violations == []

    asyncio.run(asyncio.wait_for(play(), 120))


class Library:
    """Pages as files, which can be exchanged, and bots that answer from them."""

    def __init__(self, folder: Path, pages: Sequence[str], longest: int = 600) -> None:
        self.folder = folder
        self.settings = CorpusSettings(max_paragraph=longest)
        folder.mkdir(parents=True, exist_ok=True)
        self.exchange(*pages)

    def exchange(self, *pages: str) -> None:
        """Other pages, from the next reload on."""
        for file in self.folder.iterdir():
            file.unlink()
        for number, page in enumerate(pages, start=1):
            (self.folder / f"page-{number}.md").write_text(page, encoding="utf-8")

    def answerer(self) -> Answerer:
        """The answerer over the pages as they are."""
        return Answerer(built(*load_articles(sorted(self.folder.iterdir()), self.settings)))

    @asynccontextmanager
    async def bot(self, api: Standin, folder: Path, **changes: object) -> AsyncIterator[Talk]:
        """A bot that runs, to talk with; its database is in the folder."""
        path = folder / "telegram.sqlite3"
        answering = LibraryAnswering(self.answerer)
        conversing = Conversing(register, announce, ALLOWED_UPDATES)
        bot = TelegramBot(settings(api, **changes), path, api.token, answering, Language.ZH, conversing)
        try:
            async with running(bot):
                yield Talk(api, path)
        finally:
            answering.close()
