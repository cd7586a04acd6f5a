from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, cast

import pytest

from bot.answer.answerer import Answerer
from bot.answer.model import Abstention, Answer, Question, Reply
from bot.assembly import Sources
from bot.config import load_config
from bot.tg.answering import LibraryAnswering
from corpus.errors import CorpusError
from tests.bot.making import Scripted

PAGE = """# 长桥

长桥全长六百米，建于北宋年间。设计长桥的人名叫李春。

桥上有二十四座亭子，每座亭子都有名字。

长桥的石料来自北山，运了整整三年。
"""
WHO = Question("设计长桥的人名叫什么？")


@pytest.fixture
def page(warm: Path) -> Path:
    path = warm / "bridge.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def tried(page: Path, trial: Callable[[LibraryAnswering], Coroutine[Any, Any, None]]) -> None:
    answering = LibraryAnswering.over(load_config(environ={}), Sources((page,), page.parent / "index"))
    try:
        asyncio.run(trial(answering))
    finally:
        answering.close()


def test_it_replies_as_the_answerer_does(page: Path) -> None:
    async def trial(answering: LibraryAnswering) -> None:
        reply = await answering.reply(WHO)
        assert isinstance(reply, Answer)
        assert "李春" in reply.quotes[0].text
        assert [article.title for article in answering.articles] == ["长桥"]

    tried(page, trial)


def test_it_finds_articles_and_the_paragraphs_around_one(page: Path) -> None:
    async def trial(answering: LibraryAnswering) -> None:
        (article,) = answering.articles
        assert answering.article(article.id) is article
        assert answering.article("none") is None
        before, after = answering.neighbours(article.id, 2)
        assert before is not None
        assert after is not None
        assert (before.number, after.number) == (1, 3)
        assert answering.neighbours(article.id, 1)[0] is None
        assert answering.neighbours(article.id, 3)[1] is None
        assert answering.neighbours("none", 1) == (None, None)

    tried(page, trial)


def test_as_many_passages_are_given_as_asked_for(page: Path) -> None:
    async def trial(answering: LibraryAnswering) -> None:
        few, many = [await answering.passages(Question("长桥"), count) for count in (1, 3)]
        counts = [len(one.nearest if isinstance(one, Abstention) else one.quotes) for one in (few, many)]
        assert counts == [1, 3]

    tried(page, trial)


def test_a_reload_finds_what_has_changed(page: Path) -> None:
    async def trial(answering: LibraryAnswering) -> None:
        page.write_text(PAGE.replace("李春", "王安"), encoding="utf-8")
        assert await answering.reload() == 1
        reply = await answering.reply(WHO)
        assert isinstance(reply, Answer)
        assert "王安" in reply.quotes[0].text

    tried(page, trial)


def test_a_reload_that_fails_leaves_what_there_was(page: Path) -> None:
    async def trial(answering: LibraryAnswering) -> None:
        page.unlink()
        with pytest.raises(CorpusError):
            await answering.reload()
        assert isinstance(await answering.reply(WHO), Answer)

    tried(page, trial)


def test_a_long_question_does_not_hold_up_the_event_loop() -> None:
    threads: list[threading.Thread] = []

    class Noting(Scripted):
        def reply(self, question: Question) -> Reply:
            threads.append(threading.current_thread())
            return super().reply(question)

    async def trial() -> None:
        answering = LibraryAnswering(lambda: cast("Answerer", Noting({})))
        await answering.reply(Question("长" * 1000))
        await answering.reply(Question("短"))
        answering.close()

    asyncio.run(trial())
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
