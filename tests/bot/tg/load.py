"""Many people who ask, and what became of their questions."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from tests.bot.tg.programs import ROOT
from tests.bot.tg.standin import Chat, Message, Standin, User, private

OPENINGS = ("", "请问", "想知道，", "问一下：", "文章里说了吗？")
"""What people say before a question; enough for the same question to be another text."""


def questions() -> list[str]:
    """Questions about the article that comes with the project, answerable or not."""
    lines = (ROOT / "tests" / "data" / "openai-chip-questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines if line.strip()]
    return [opening + question for opening in OPENINGS for question in asked]


PATIENCE = 30.0
"""Seconds that people wait for an answer before they ask something else."""


@dataclass(frozen=True)
class Tally:
    """What became of the questions."""

    sent: int
    answered: int
    lost: int
    twice: int


@dataclass
class Crowd:
    """People in private chats, each with the bot.

    Attributes:
        api: the server.
        chats: how many people.
        first: the id of the first; the others follow.
        asked: the questions, in the order they were asked.
        late: the seconds until each answer, for ``in_turns``.
        given_up: how many questions of ``in_turns`` had no answer in time.
    """

    api: Standin
    chats: int
    first: int = 50_000
    asked: list[Message] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    given_up: int = 0

    def __post_init__(self) -> None:
        self.people = [User(self.first + number, f"第{number + 1}位") for number in range(self.chats)]
        self._questions: Iterator[str] = cycle(questions())

    async def at_random(self, rate: float, seed: int) -> None:
        """Asks about ``rate`` questions a second, anybody at any time, until it is cancelled."""
        chance = random.Random(seed)  # noqa: S311 (an arrangement, no secret)
        while True:
            await asyncio.sleep(chance.expovariate(rate))
            user = chance.choice(self.people)
            self.asked.append(self.api.say(private(user), user, next(self._questions)))

    async def in_turns(self, seconds: float, most: int | None = None) -> int:
        """Everybody asks, waits for the answer, and asks again; returns how many answers came within the time.

        With ``most``, ends once so many questions are answered. ``asked`` is not kept.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        done = 0

        async def talk(user: User, chat: Chat) -> None:
            nonlocal done
            while loop.time() < end and (most is None or done < most):
                asked = self.api.say(chat, user, next(self._questions))
                try:
                    answer = await self._answer_to(asked)
                except TimeoutError:
                    self.given_up += 1
                    continue
                if loop.time() < end:
                    done += 1
                    self.late.append(answer.at - asked.at)

        async with asyncio.TaskGroup() as group:
            for user in self.people:
                group.create_task(talk(user, private(user)))
        return done

    async def _answer_to(self, asked: Message) -> Message:
        """The message that replies to this one; an answer may have more than one message.

        Raises:
            TimeoutError: it did not come in time.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = await self.api.next_sent(asked.chat, PATIENCE)
                if answer.answers == asked.id:
                    return answer

    def tally(self) -> Tally:
        """How the questions of ``at_random`` fared, by the messages that reply to them."""
        answers = Counter((message.chat.id, message.answers) for message in self.api.sent)
        counts = [answers[message.chat.id, message.id] for message in self.asked]
        return Tally(
            sent=len(counts),
            answered=sum(count > 0 for count in counts),
            lost=counts.count(0),
            twice=sum(count > 1 for count in counts),
        )

    async def answered(self, seconds: float) -> Tally:
        """The tally, once all is answered or nothing has come for so many seconds."""
        before, quiet = len(self.api.sent), 0.0
        while (tally := self.tally()).lost and quiet < seconds:
            await asyncio.sleep(0.5)
            quiet = quiet + 0.5 if len(self.api.sent) == before else 0.0
            before = len(self.api.sent)
        return tally


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
