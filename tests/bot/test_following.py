"""A library that changes while it is open."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer.model import Answer, Conversation, Question, Quote, Turn
from bot.assembly import Sources, build_searcher, library, make_answerer
from bot.config import Config, load_config
from bot.following import Following
from bot.messages import Language
from bot.repl.state import Room, State, moved
from index.segments.directory import CURRENT


class Told:
    """A watcher that remembers what it is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def progress(self, done: int, total: int) -> None: ...

    def note(self, text: str) -> None:
        self.notes.append(text)

    def preparing(self) -> AbstractContextManager[None]:
        return nullcontext()


TEA = "# 山上的茶馆\n\n茶馆是林小满开的，在山上。\n\n龙井一壶卖三十元，红茶一壶卖二十元。\n"
COFFEE = "# 河边的咖啡馆\n\n咖啡馆是周明开的，在河边。\n\n拿铁一杯卖二十八元，美式一杯卖二十元。\n"


@pytest.fixture
def config(warm: Path) -> Config:
    return load_config(overrides={"library.shipped": "never"})


def add(config: Config, name: str, text: str, *, replacing: bool = False) -> None:
    library(config).add_bytes(text.encode(), id=name, replace=replacing)


def first_quote(config: Config, following: Following, question: str) -> Quote:
    reply = make_answerer(config, following.searcher).reply(Question(question))
    assert isinstance(reply, Answer)
    return reply.quotes[0]


def test_an_article_that_another_program_adds_is_answered_from(config: Config) -> None:
    add(config, "tea", TEA)
    following = Following(config, Sources(), Told())
    assert not following.changed()
    assert following.renewed() is None
    add(config, "coffee", COFFEE)
    assert following.changed()
    assert following.renewed() is following.searcher
    assert not following.changed()
    assert first_quote(config, following, "拿铁一杯卖多少元？").article == "coffee"


def test_an_index_that_another_program_brought_up_to_date_is_taken_as_it_is(config: Config) -> None:
    add(config, "tea", TEA)
    place = Path(config.index_directory / "library")
    following, other = (Following(config, Sources(), Told()) for _ in range(2))
    add(config, "coffee", COFFEE)
    assert other.renewed() is not None
    current = (place / CURRENT).read_text()
    assert following.changed()
    assert following.renewed() is not None
    assert (place / CURRENT).read_text() == current
    assert following.searcher.digest == other.searcher.digest


def test_a_saved_index_is_followed_where_it_lies(config: Config, tmp_path: Path) -> None:
    add(config, "tea", TEA)
    place = tmp_path / "index"
    build_searcher(config, Sources(index=place), Told(), must_save=True)
    following = Following(config, Sources(index=place), Told())
    add(config, "coffee", COFFEE)
    assert not following.changed()
    build_searcher(config, Sources(index=place), Told(), must_save=True)
    assert following.changed()
    assert following.renewed() is not None
    assert len(following.searcher.articles) == 2


def test_where_a_file_cannot_be_read_the_old_one_stays_and_it_is_said_once(config: Config, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(TEA, encoding="utf-8")
    told = Told()
    following = Following(config, Sources(corpus=(page,)), told)
    before = following.searcher
    page.unlink()
    assert following.renewed() is None
    assert following.renewed() is None
    assert following.searcher is before
    assert [note for note in told.notes if "page.md" in note] == told.notes
    assert len(told.notes) == 1
    assert first_quote(config, following, "龙井一壶卖多少元？").article == "page"
    page.write_text(COFFEE, encoding="utf-8")
    assert following.renewed() is not None
    assert first_quote(config, following, "拿铁一杯卖多少元？").title == "河边的咖啡馆"


def test_a_changed_file_that_was_named_is_read_again(config: Config, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(TEA, encoding="utf-8")
    following = Following(config, Sources(corpus=(page,)), Told())
    assert not following.changed()
    page.write_text(TEA.replace("三十元", "三十五元"), encoding="utf-8")
    assert following.renewed() is not None
    assert "三十五元" in first_quote(config, following, "龙井一壶卖多少元？").text


def test_a_conversation_goes_on_while_what_it_quoted_stands(config: Config) -> None:
    add(config, "tea", TEA)
    following = Following(config, Sources(), Told())
    answerer = make_answerer(config, following.searcher)
    reply = answerer.reply(Question("龙井一壶卖多少元？"))
    state = State(Language.ZH, Conversation().then(Turn("龙井一壶卖多少元？", reply)), "tea", 1)
    add(config, "coffee", COFFEE)
    following.renewed()
    assert moved(state, Room(following.searcher, answerer)) == state
    add(config, "tea", TEA.replace("茶馆是林小满开的", "这家茶馆是林小满开的"), replacing=True)
    following.renewed()
    room = Room(following.searcher, make_answerer(config, following.searcher))
    assert moved(state, room) == replace(state, conversation=Conversation(), shown=0)
    library(config).remove(["tea"])
    following.renewed()
    room = Room(following.searcher, make_answerer(config, following.searcher))
    assert moved(state, room) == State(Language.ZH)
    assert isinstance(room.answerer.reply(Question("拿铁一杯卖多少元？", state.conversation)), Answer)
