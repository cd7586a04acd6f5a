"""The library on a cluster: the same answers as from here, with nothing of it here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from bot.answer.answerer import Answerer
from bot.answer.model import Abstention, Answer, Conversation, Question, Quote, Reply, Turn
from bot.assembly import Sources, build_searcher, make_answerer, open_searcher
from bot.config import Config, load_config
from bot.following import Following
from index.errors import MissingClusterIndexError
from tests.index.cluster.running import connection, needs_a_cluster, own_name, urls

pytestmark = needs_a_cluster

QUESTIONS = Path(__file__).parent.parent / "data" / "openai-chip-questions.jsonl"


class Silent:
    """A watcher that says nothing."""

    def progress(self, done: int, total: int) -> None: ...

    def note(self, text: str) -> None: ...

    def preparing(self) -> AbstractContextManager[None]:
        return nullcontext()


@pytest.fixture
def config(home: Path) -> Iterator[Config]:
    name = f"{own_name()}-bot"
    overrides = {"index.engine": "cluster", "cluster.index": name, "cluster.urls": " ".join(urls())}
    yield load_config(environ={}, overrides=overrides)
    connection(name).ask(lambda client: client.indices.delete(index=f"{name}-*"))


def replies(answerer: Answerer) -> list[tuple[object, ...]]:
    """What matters of the replies to all our questions, follow-ups in their conversations."""
    told: list[tuple[object, ...]] = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        conversation = Conversation()
        for earlier in record.get("after", []):
            conversation = conversation.then(Turn(earlier, answerer.reply(Question(earlier, conversation))))
        told.append((record["id"], *essence(answerer.reply(Question(record["question"], conversation)))))
    return told


def essence(reply: Reply) -> tuple[object, ...]:
    if isinstance(reply, Answer):
        return ("answer", tuple(map(place, reply.quotes)), round(reply.confidence, 9))
    assert isinstance(reply, Abstention)
    return (reply.reason, tuple(map(place, reply.nearest)), round(reply.confidence, 9))


def place(quote: Quote) -> tuple[object, ...]:
    return (quote.article, quote.paragraph, quote.text, quote.span, quote.key, quote.highlights)


def test_our_questions_have_the_same_answers_on_the_cluster(config: Config) -> None:
    build_searcher(config, Sources(), Silent(), must_save=True)
    there = make_answerer(config, open_searcher(config, Sources(), Silent()))
    plain = load_config(environ={})
    here = make_answerer(plain, open_searcher(plain, Sources(), Silent()))
    answered = replies(here)
    assert len(answered) > 100
    assert replies(there) == answered


def test_without_an_index_on_the_cluster_nothing_is_asked(config: Config) -> None:
    with pytest.raises(MissingClusterIndexError, match="yuanhua index"):
        open_searcher(config, Sources(), Silent())


def test_files_named_on_the_command_line_are_searched_here(config: Config, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# 茶馆\n\n龙井卖三十元一杯，用山泉水冲泡。\n", encoding="utf-8")
    searcher = open_searcher(config, Sources((page,)), Silent())
    assert [article.title for article in searcher.articles] == ["茶馆"]


def test_an_index_built_anew_on_the_cluster_is_followed(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.following._PAUSE", 0.0)
    build_searcher(config, Sources(), Silent(), must_save=True)
    following = Following(config, Sources(), Silent())
    assert not following.changed()
    before = following.searcher
    build_searcher(config, Sources(), Silent(), must_save=True)
    assert following.changed()
    assert following.renewed() is following.searcher
    assert following.searcher is not before
    assert not following.changed()
    assert dict(following.searcher.titles()) == {one.id: one.title for one in following.searcher.articles}
