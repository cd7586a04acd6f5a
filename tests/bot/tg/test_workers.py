"""Answering in processes of their own: replies are the same, and a process that dies takes no question with it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.answer.answerer import Answerer
from bot.answer.model import Abstention, Answer, Conversation, Question, Reply, Turn
from bot.assembly import Sources
from bot.config import load_config
from bot.tg.answering import LibraryAnswering, Opening
from bot.tg.workers import AnsweringError, NoWorkerError, WorkerLostError, Workers
from tests.bot.tg.load import Crowd
from tests.bot.tg.programs import NO_LIMITS, Program, our_bot
from tests.bot.tg.standin import Standin
from tests.bot.tg.test_answering import PAGE, WHO

DEADLY, FAILING = "要命的问题", "出错的问题"


@dataclass(frozen=True)
class Fragile:
    """Makes an Answerer that a certain question kills, and another breaks; without the page it makes none."""

    opening: Opening
    page: Path

    def __call__(self) -> Answerer:
        if not self.page.exists():
            raise ValueError("no page")
        answerer = self.opening()
        answerer.__class__ = _Fragile
        return answerer


class _Fragile(Answerer):
    def reply(self, question: Question) -> Reply:
        if question.text == DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
        if question.text == FAILING:
            raise LookupError("lost the thread")
        return super().reply(question)


@pytest.fixture
def opening(warm: Path) -> Opening:
    path = warm / "bridge.md"
    path.write_text(PAGE, encoding="utf-8")
    return Opening(load_config(environ={}), Sources((path,), warm / "index"))


def tried(opening: Opening, trial: Callable[[Workers], Coroutine[Any, Any, None]], count: int = 1) -> None:
    async def play() -> None:
        workers = Workers(Fragile(opening, opening.sources.corpus[0]), count)
        workers.start()
        try:
            async with asyncio.timeout(120):
                while len(workers.pids) < count:
                    await asyncio.sleep(0.02)
                await trial(workers)
        finally:
            workers.close()

    asyncio.run(play())


def test_a_worker_replies_as_the_answerer_does(opening: Opening) -> None:
    async def trial(workers: Workers) -> None:
        here = opening()
        first = here.reply(WHO)
        follow_up = Question("它全长多少？", Conversation((Turn(WHO.text, first),)))
        for question in (WHO, follow_up, Question("谁是总统？"), Question("")):
            assert await workers.reply(question) == here.reply(question)
        counts = []
        for count in (1, 3):
            reply = await workers.reply(Question("长桥"), count)
            counts.append(len(reply.nearest if isinstance(reply, Abstention) else reply.quotes))
        assert counts == [1, 3]

    tried(opening, trial)


def test_many_questions_are_answered_side_by_side_each_its_own(opening: Opening) -> None:
    async def trial(workers: Workers) -> None:
        texts = ["设计长桥的人名叫什么？", "石料来自哪里？", "桥上有多少座亭子？"] * 20
        replies = await asyncio.gather(*(workers.reply(Question(text)) for text in texts))
        here = opening()
        assert replies == [here.reply(Question(text)) for text in texts]

    tried(opening, trial, count=2)


def test_before_there_is_a_worker_whoever_asks_answers(opening: Opening) -> None:
    async def play() -> None:
        workers = Workers(opening, 1)
        with pytest.raises(NoWorkerError):
            await workers.reply(WHO)
        answering = LibraryAnswering(opening, workers)
        assert isinstance(await answering.reply(WHO), Answer)
        answering.close()

    asyncio.run(play())


def test_no_question_is_lost_while_workers_are_killed(opening: Opening) -> None:
    async def play() -> None:
        workers = Workers(opening, 2)
        answering = LibraryAnswering(opening, workers)
        expected = await answering.reply(WHO)
        killed: set[int] = set()

        async def kill() -> None:
            while len(killed) < 2:
                for pid in workers.pids[:1]:
                    killed.add(pid)
                    os.kill(pid, signal.SIGKILL)
                await asyncio.sleep(0.05)

        killing = asyncio.create_task(kill())
        asked = 0
        while not killing.done() or asked < 200:
            replies = await asyncio.gather(*(answering.reply(WHO) for _ in range(20)))
            assert replies == [expected] * 20
            asked += 20
        answering.close()

    asyncio.run(asyncio.wait_for(play(), 120))


def test_a_question_that_kills_workers_is_given_up_and_the_others_are_answered(opening: Opening) -> None:
    async def trial(workers: Workers) -> None:
        deadly = asyncio.create_task(workers.reply(Question(DEADLY)))
        behind = [asyncio.create_task(workers.reply(WHO)) for _ in range(5)]
        with pytest.raises(WorkerLostError):
            await deadly
        for outcome in await asyncio.gather(*behind, return_exceptions=True):
            assert isinstance(outcome, Answer | NoWorkerError)
        while not workers.ready:
            await asyncio.sleep(0.02)
        assert isinstance(await workers.reply(WHO), Answer)

    tried(opening, trial)


def test_what_a_worker_fails_at_is_told_to_whoever_asked(opening: Opening) -> None:
    async def trial(workers: Workers) -> None:
        with pytest.raises(AnsweringError, match="LookupError: lost the thread"):
            await workers.reply(Question(FAILING))
        assert isinstance(await workers.reply(WHO), Answer)

    tried(opening, trial)


def test_after_a_reload_answers_are_from_the_articles_as_they_are(opening: Opening) -> None:
    (page,) = opening.sources.corpus

    async def trial(workers: Workers) -> None:
        page.write_text(PAGE.replace("李春", "王安"), encoding="utf-8")
        workers.reload()
        reply = await workers.reply(WHO)
        assert isinstance(reply, Answer)
        assert "王安" in reply.quotes[0].text

    tried(opening, trial)


def test_a_worker_that_cannot_read_the_articles_answers_no_more(opening: Opening) -> None:
    (page,) = opening.sources.corpus

    async def trial(workers: Workers) -> None:
        page.unlink()
        workers.reload()
        with pytest.raises(NoWorkerError):
            await workers.reply(WHO)
        page.write_text(PAGE, encoding="utf-8")
        while not workers.ready:
            await asyncio.sleep(0.02)
        assert isinstance(await workers.reply(WHO), Answer)

    tried(opening, trial)


def test_closed_workers_are_gone(opening: Opening) -> None:
    pids: list[int] = []

    async def trial(workers: Workers) -> None:
        pids.extend(workers.pids)

    tried(opening, trial)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_a_signal_to_end_leaves_the_workers_to_the_bot(opening: Opening) -> None:
    async def trial(workers: Workers) -> None:
        (pid,) = workers.pids
        for number in (signal.SIGTERM, signal.SIGINT):
            os.kill(pid, number)
        assert isinstance(await workers.reply(WHO), Answer)
        assert workers.pids == (pid,)

    tried(opening, trial)


# The whole bot


def with_a_running_bot(folder: Path, trial: Callable[[Standin, Program], Coroutine[Any, Any, None]]) -> None:
    """A bot with two workers, which have begun to answer."""

    async def play() -> None:
        async with Standin() as api, our_bot(api, folder, {**NO_LIMITS, "YUANHUA_TELEGRAM_WORKERS": "2"}) as bot:
            crowd = Crowd(api, 5)
            while len(answering(bot)) < 2:
                await crowd.in_turns(0.5)
            await trial(api, bot)
            assert api.violations == []

    asyncio.run(asyncio.wait_for(play(), 150))


def answering(bot: Program) -> list[psutil.Process]:
    """The bot's workers."""
    below = psutil.Process(bot.pid).children()
    return [process for process in below if any("spawn_main" in word for word in process.cmdline())]


def test_every_question_is_answered_once_while_workers_are_killed(warm: Path) -> None:
    async def trial(api: Standin, bot: Program) -> None:
        crowd = Crowd(api, 20, first=70_000)
        asking = asyncio.create_task(crowd.at_random(30, 1))
        for _ in range(6):
            await asyncio.sleep(1)
            for worker in answering(bot)[:1]:
                worker.kill()
        asking.cancel()
        tally = await crowd.answered(30)
        assert tally.sent > 0
        assert (tally.lost, tally.twice) == (0, 0)

    with_a_running_bot(warm, trial)


def test_told_to_end_with_all_its_processes_it_finishes_what_it_has_begun(warm: Path) -> None:
    """As systemd does it: SIGTERM to each of them."""

    async def trial(api: Standin, bot: Program) -> None:
        workers = answering(bot)
        crowd = Crowd(api, 20, first=70_000)
        asking = asyncio.create_task(crowd.at_random(30, 1))
        await asyncio.sleep(1)
        for worker in workers:
            worker.terminate()
        begin = asyncio.get_running_loop().time()
        assert await bot.terminate() == 0
        assert asyncio.get_running_loop().time() - begin < 10
        asking.cancel()
        assert not [worker for worker in workers if worker.is_running()]
        await bot.start()  # the next run does what was left
        tally = await crowd.answered(30)
        assert (tally.lost, tally.twice) == (0, 0)

    with_a_running_bot(warm, trial)


def test_when_the_bot_is_killed_its_workers_end_and_none_has_the_token(warm: Path) -> None:
    async def trial(api: Standin, bot: Program) -> None:
        workers = answering(bot)
        assert not [worker for worker in workers if api.token in str(worker.environ()) + str(worker.cmdline())]
        await bot.kill()
        psutil.wait_procs(workers, 20)
        assert not [worker for worker in workers if worker.is_running()]

    with_a_running_bot(warm, trial)
