"""The commands for admins, in their private chats: figures, what was rated bad, reloading, how the service is doing."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import active_children
from pathlib import Path

import telegram

from bot.answer.model import Answer
from bot.errors import BotError
from bot.tg.conversing.calls import Call, Command
from bot.tg.conversing.commands import unknown
from bot.tg.rendering.markup import Mark, Text, lines, said
from bot.tg.rendering.notices import bad_feedback
from bot.tg.rendering.passages import key_sentence, place_of
from bot.tg.storage.answers import KeptAnswer
from bot.tg.storage.counting import bytes_used, counts_since, ratings
from bot.tg.storage.feedback import rated_bad
from bot.tg.storage.inbox import Counts, counts
from bot.tg.storage.packing import reason_of, unpack
from corpus.errors import CorpusError
from index.errors import SearchError

_DAY = 86_400
_SHOWN = 10
_MEGABYTE = 1024 * 1024


async def stats(call: Call) -> None:
    """How much was asked, answered and rated."""
    now = call.desk.now()
    day, all_kept, (good, bad) = await call.desk.database.read(
        lambda connection: (counts_since(connection, now - _DAY), counts_since(connection, 0), ratings(connection))
    )
    words = call.speech.words
    figures = words.stats.format(
        day_answers=day.answers,
        day_abstentions=day.abstentions,
        day_chats=day.chats,
        answers=all_kept.answers,
        abstentions=all_kept.abstentions,
        chats=all_kept.chats,
    )
    await call.tell(f"{figures}\n{words.stats_rated.format(good=good, bad=bad)}")


async def feedback(call: Call) -> None:
    """The questions last rated bad, with what they were answered; not who asked."""
    kept = await call.desk.database.read(lambda connection: rated_bad(connection, _SHOWN))
    rows = [(_when(at), answer.question[:300], _answered(call, answer)) for answer, at in kept]
    await call.answer(bad_feedback(rows, call.speech.words))


async def reload(call: Call) -> None:
    """Reads the articles anew; where they cannot be read, the former ones stay."""
    words, answering = call.speech.words, call.desk.answering
    try:
        await answering.reload()
    except (BotError, CorpusError, SearchError) as error:
        await call.tell(words.reload_failed.format(text=error))
        return
    await call.tell(words.reloaded.format(articles=len(answering.articles), paragraphs=_paragraphs(call)))


async def health(call: Call) -> None:
    """How long the service runs, what waits, how large it is."""
    state = await call.desk.database.read(lambda connection: _State(counts(connection), bytes_used(connection)))
    workers = [process.pid for process in active_children() if process.pid is not None]
    memory = await asyncio.to_thread(_memory, workers)
    await call.tell(
        call.speech.words.health.format(
            uptime=_duration(call.desk.now() - call.desk.service.started),
            memory=memory // _MEGABYTE,
            processes=1 + len(workers),
            waiting=max(0, state.inbox.waiting - 1),  # this very command waits, too
            dead=state.inbox.dead_letters,
            database=f"{state.size / _MEGABYTE:.1f}",
            articles=len(call.desk.answering.articles),
            paragraphs=_paragraphs(call),
            version=_version(),
            library=telegram.__version__,
        )
    )


def admins_only(command: Command) -> Command:
    """The command, for admins in their private chats; to others there is none of that name."""

    async def run(call: Call) -> None:
        if call.is_private and call.desk.is_admin(call.message.from_user):
            await command(call)
        elif call.is_private:
            await unknown(call, (call.message.text or "")[1:].split(maxsplit=1)[0])

    return run


ADMIN_COMMANDS: Mapping[str, Command] = {
    "stats": admins_only(stats),
    "feedback": admins_only(feedback),
    "reload": admins_only(reload),
    "health": admins_only(health),
}


@dataclass(frozen=True, slots=True)
class _State:
    """How full the inbox is, and the bytes of the database."""

    inbox: Counts
    size: int


def _answered(call: Call, kept: KeptAnswer) -> Text:
    speech = call.speech
    reason = reason_of(kept.reply)
    if reason is not None:
        return (said(speech.words.feedback_silence.format(reason=reason.value)),)
    reply = unpack(kept.reply, call.desk.answering.article)
    if reply is None:
        return (said(speech.words.stale_article, Mark.ITALIC),)
    assert isinstance(reply, Answer), "it has no reason for silence"
    quote = reply.quotes[0]
    return lines(key_sentence(quote), place_of(quote, speech.messages))


def _paragraphs(call: Call) -> int:
    return sum(len(article.paragraphs) for article in call.desk.answering.articles)


def _when(at: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def _duration(seconds: float) -> str:
    minutes, _ = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{days} d {hours:02d}:{minutes:02d}" if days else f"{hours:02d}:{minutes:02d}"


def _memory(workers: Sequence[int]) -> int:
    """The memory in use, in bytes, pages that processes share by each; the most there was where that is not told."""
    try:
        files = [Path("/proc", str(process), "statm") for process in (os.getpid(), *workers)]
        pages = sum(int(file.read_text(encoding="ascii").split()[1]) for file in files)
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


def _version() -> str:
    try:
        return version("yuanhua")
    except PackageNotFoundError:
        return "?"
