"""What is kept of conversations, and for how long."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.model import Abstention, Answer, Quote, Reason, Reply
from bot.tg.storage.answers import (
    KeptAnswer,
    answer_in,
    answer_of,
    answer_to,
    keep_answer,
    messages_of_answer,
    name_of,
    set_place,
)
from bot.tg.storage.chats import Choices, choices_of, choose_article, choose_language
from bot.tg.storage.conversations import begin_anew, last_answer, led_to, stand_at
from bot.tg.storage.counting import Counts, counts_since, ratings
from bot.tg.storage.feedback import BAD, GOOD, clear_ratings, rate, rated_bad, rating_of
from bot.tg.storage.forgetting import forget, move, prune
from bot.tg.storage.migrations import migrate
from bot.tg.storage.offers import Offer, keep_offers, offer_of, offers_with
from bot.tg.storage.packing import pack, reason_of, unpack
from corpus.model import Article, Paragraph, Span, paragraph_id
from tests.bot.making import make_abstention, make_answer, make_quote

CHAT, OTHER = 10, 20
DAY = 86_400.0

RAW = "文|周明\n店在河边。拿铁卖28元。\n美式卖20元。"
CAFE = Article(
    "cafe",
    "咖啡馆",
    RAW,
    tuple(
        Paragraph(paragraph_id("cafe", number), "cafe", number, "价格", span, span.of(RAW), (span,))
        for number, span in ((1, Span(5, 18)), (2, Span(19, len(RAW))))
    ),
)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:", isolation_level=None)
    opened.execute("PRAGMA foreign_keys = ON")
    migrate(opened, "memory")
    yield opened
    opened.close()


def kept(id: str = "a", chat: int = CHAT, **changes: object) -> KeptAnswer:
    one = KeptAnswer(id, chat, 0, 1, 2, None, "多少钱？", None, pack(make_answer(quote())), 0, 1000.0)
    return replace(one, **changes)  # type: ignore[arg-type]


def keep(connection: sqlite3.Connection, answer: KeptAnswer, *messages: int) -> KeptAnswer:
    keep_answer(connection, answer, messages or (answer.message,), answered=True)
    return answer


def quote(text: str = "店在河边。拿铁卖28元。", paragraph: int = 1) -> Quote:
    sentence = text[text.index("拿铁") :] if "拿铁" in text else text
    return make_quote(text, sentence, ["拿铁"] if "拿铁" in text else [], paragraph=paragraph, start=RAW.index(text))


def find(id: str) -> Article | None:
    return CAFE if id == "cafe" else None


# Replies


@pytest.mark.parametrize(
    "reply",
    [
        make_answer(quote(), quote("美式卖20元。", 2), confidence=0.83),
        make_abstention(Reason.UNKNOWN_TERMS, quote()),
        make_abstention(Reason.SMALL_TALK),
        make_answer(replace(make_quote("文|周明", "文|周明", answer="周明", section=None, paragraph=0))),
    ],
    ids=["answer", "abstention", "nothing-near", "byline"],
)
def test_a_reply_is_kept_as_places_and_taken_from_the_article_again(reply: Reply) -> None:
    packed = pack(reply)
    assert "拿铁" not in packed
    again = unpack(packed, find)
    assert again is not None
    assert replace(again, why=reply.why) == reply
    assert reason_of(packed) == (reply.reason if isinstance(reply, Abstention) else None)


def test_a_reply_is_gone_when_its_article_is_or_has_other_words_there() -> None:
    packed = pack(make_answer(quote()))
    assert unpack(packed, lambda _: None) is None
    changed = replace(CAFE, raw=RAW.replace("28", "29"))
    assert unpack(packed, lambda _: changed) is None
    elsewhere = replace(CAFE, raw=RAW.replace("20", "21"))
    assert unpack(packed, lambda _: elsewhere) is not None


def test_as_many_quotations_are_taken_as_are_wanted() -> None:
    reply = make_answer(quote(), quote("美式卖20元。", 2))
    again = unpack(pack(reply), find, 1)
    assert isinstance(again, Answer)
    assert again.quotes == reply.quotes[:1]


# Answers


@given(st.text(), st.integers(), st.integers())
def test_a_name_is_the_same_when_it_is_made_again(kind: str, chat: int, message: int) -> None:
    name = name_of(kind, chat, message)
    assert name == name_of(kind, chat, message)
    assert len(name) == 16
    assert name != name_of(kind, chat, message + 1)


def test_an_answer_is_found_by_its_name_its_question_and_each_of_its_messages(connection: sqlite3.Connection) -> None:
    answer = keep(connection, kept(message=3), 2, 3)
    assert answer_of(connection, CHAT, "a") == answer
    assert answer_to(connection, CHAT, 1) == answer
    assert answer_in(connection, CHAT, 2) == answer_in(connection, CHAT, 3) == answer
    assert messages_of_answer(connection, answer) == [2, 3]
    assert answer_of(connection, OTHER, "a") is None
    assert answer_to(connection, OTHER, 1) is None


def test_an_answer_that_becomes_another_keeps_its_name(connection: sqlite3.Connection) -> None:
    keep(connection, kept())
    again = keep(connection, kept(question="几点关门？", place=-1))
    assert answer_of(connection, CHAT, "a") == again
    set_place(connection, again, 2)
    assert answer_of(connection, CHAT, "a") == replace(again, place=2)


# Conversations


def test_a_conversation_stands_at_its_last_answer_and_remembers_what_led_there(connection: sqlite3.Connection) -> None:
    first = keep(connection, kept("a", question_message=1, message=2))
    second = keep(connection, kept("b", question_message=3, message=4, before="a"))
    stand_at(connection, second)
    assert last_answer(connection, CHAT, 0) == second
    assert last_answer(connection, CHAT, 5) is None
    assert led_to(connection, second, 6) == (first, second)
    assert led_to(connection, second, 1) == (second,)
    assert led_to(connection, None, 6) == ()
    begin_anew(connection, CHAT, 0)
    assert last_answer(connection, CHAT, 0) is None


# Choices, offers, ratings


def test_choices_are_made_one_by_one(connection: sqlite3.Connection) -> None:
    assert choices_of(connection, CHAT) == Choices()
    choose_language(connection, CHAT, "en")
    choose_article(connection, CHAT, "cafe")
    assert choices_of(connection, CHAT) == Choices("en", "cafe")
    choose_article(connection, CHAT, None)
    assert choices_of(connection, CHAT) == Choices("en", None)


def test_offers_belong_to_their_chat_and_to_their_answer(connection: sqlite3.Connection) -> None:
    keep(connection, kept())
    offers = (Offer("x", "几点关门？", "cafe"), Offer("y", "谁写的？", "cafe"))
    keep_offers(connection, CHAT, "a", offers, 0)
    assert offers_with(connection, "a") == offers
    assert offer_of(connection, CHAT, "y") == offers[1]
    assert offer_of(connection, OTHER, "y") is None
    keep_offers(connection, CHAT, "a", offers[:1], 0)
    assert offers_with(connection, "a") == offers[:1]


def test_a_reader_has_one_rating_of_an_answer(connection: sqlite3.Connection) -> None:
    keep(connection, kept())
    rate(connection, "a", 1, GOOD, 5)
    rate(connection, "a", 1, BAD, 6)
    rate(connection, "a", 2, GOOD, 7)
    assert rating_of(connection, "a", 1) == BAD
    assert ratings(connection) == (1, 1)
    assert [(answer.id, at) for answer, at in rated_bad(connection, 10)] == [("a", 6)]
    rate(connection, "a", 1, None, 8)
    assert rating_of(connection, "a", 1) is None
    clear_ratings(connection, "a")
    assert ratings(connection) == (0, 0)


def test_answers_are_counted_from_a_moment_on(connection: sqlite3.Connection) -> None:
    keep(connection, kept("a", created=0))
    keep_answer(connection, kept("b", OTHER, created=10), (2,), answered=False)
    assert counts_since(connection, 0) == Counts(1, 1, 2)
    assert counts_since(connection, 5) == Counts(0, 1, 1)


# Deleting


def everything(connection: sqlite3.Connection) -> dict[str, int]:
    tables = ("chats", "answers", "answer_messages", "conversations", "offers", "feedback")
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608


def fill(connection: sqlite3.Connection, chat: int) -> None:
    answer = keep(connection, kept(f"of {chat}", chat))
    stand_at(connection, answer)
    choose_language(connection, chat, "en")
    keep_offers(connection, chat, answer.id, [Offer(f"x{chat}", "几点关门？", "cafe")], 1000)
    keep_offers(connection, chat, None, [Offer(f"y{chat}", "谁写的？", "cafe")], 1000)
    rate(connection, answer.id, chat, BAD, 1000)


def test_forgetting_a_chat_deletes_all_of_it_and_nothing_of_another(connection: sqlite3.Connection) -> None:
    fill(connection, OTHER)
    of_other = everything(connection)
    fill(connection, CHAT)
    rate(connection, f"of {OTHER}", CHAT, BAD, 1000)
    forget(connection, CHAT, CHAT)
    assert everything(connection) == of_other


def test_answers_and_offers_are_deleted_after_the_days_that_are_set(connection: sqlite3.Connection) -> None:
    fill(connection, CHAT)
    prune(connection, 1000 + 90 * DAY, 90)
    assert everything(connection)["answers"] == 1
    prune(connection, 1001 + 90 * DAY, 90)
    assert everything(connection) == {
        "chats": 1,
        "answers": 0,
        "answer_messages": 0,
        "conversations": 0,
        "offers": 0,
        "feedback": 0,
    }


def test_what_is_kept_of_a_chat_moves_with_it_but_for_the_numbers_of_its_messages(
    connection: sqlite3.Connection,
) -> None:
    fill(connection, CHAT)
    move(connection, CHAT, -100)
    moved = last_answer(connection, -100, 0)
    assert moved is not None
    assert moved.question_message is None
    assert choices_of(connection, -100).language == "en"
    assert offer_of(connection, -100, f"x{CHAT}") is not None
    assert answer_in(connection, -100, 2) is None
    assert everything(connection)["feedback"] == 1
