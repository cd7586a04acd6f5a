"""Questions that are suggested are answered: by the article, with the sentence they were made from."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.answer.model import Answer, Question, Reply
from bot.tg.answering import LibraryAnswering
from bot.tg.conversing.suggesting import Suggestion, Suggestions, candidates
from corpus.shipped import shipped_articles
from tests.bot.tg.meeting import CAFE, TEA, Library
from tests.index.making import article


def questions(*sentences: str) -> list[str]:
    return [candidate.suggestion.question for candidate in candidates(article("page", sentences), named=False)]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("桥边的拿铁每杯卖28元。", "桥边的拿铁每杯卖多少元？"),
        ("2019年3月5日，城北的老桥正式通车，两岸来了许多人。", "城北的老桥正式通车是在什么时候？"),
        ("城北小学创办于1924年，是县里最早的小学。", "城北小学创办于哪一年？"),
        ("所谓回水湾，是指河水打转的地方。", "什么是回水湾？"),
        ("渔民常讲“三更潮”，说的是半夜涨起来的水。", "“三更潮”是什么意思？"),
        ("镇上的第一艘汽船名叫飞鱼号。", "镇上的第一艘汽船叫什么名字？"),
        ("造船厂的创办人是李望山。", "造船厂的创办人是谁？"),
    ],
)
def test_a_sentence_makes_the_question_it_answers(sentence: str, question: str) -> None:
    assert questions(sentence) == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "他成立于1924年。",
        "2019年，被列为文物保护单位，很多人来看。",
        "天气很好。",
        "这家店每杯卖28元。",
        "《船》的作者是由大家选的。",
    ],
)
def test_a_sentence_that_cannot_be_asked_alone_makes_none(sentence: str) -> None:
    assert questions(sentence) == []


def suggested(folder: Path, count: int, *pages: str) -> tuple[list[Suggestion], list[bool]]:
    """The suggestions to begin with, and whether each is answered as it should be."""
    answering = LibraryAnswering(Library(folder, pages).answerer)

    async def run() -> tuple[list[Suggestion], list[bool]]:
        found = await Suggestions(answering).about(answering.articles, count)
        answered = []
        for one in found:
            reply = await answering.reply(Question(one.question, article=one.article))
            answered.append(isinstance(reply, Answer) and reply.quotes[0].paragraph == one.paragraph)
        return found, answered

    try:
        return asyncio.run(run())
    finally:
        answering.close()


def test_what_is_suggested_is_answered_by_the_paragraph_it_was_made_from(tmp_path: Path) -> None:
    found, answered = suggested(tmp_path, 5, CAFE)
    assert len(found) >= 3
    assert all(answered)


def test_so_it_is_with_the_article_that_comes_with_the_project(tmp_path: Path) -> None:
    found, answered = suggested(tmp_path, 3, *(path.read_text(encoding="utf-8") for path in shipped_articles()))
    assert len({one.question for one in found}) == 3
    assert all(answered)


def test_several_articles_take_turns_and_are_named_where_the_page_is_asked_about(tmp_path: Path) -> None:
    found, answered = suggested(tmp_path, 4, CAFE, TEA)
    assert {one.article for one in found} == {"page-1", "page-2"}
    assert all(answered)
    assert not any("这篇文章" in one.question for one in found)


def test_an_article_without_such_sentences_gets_no_suggestion_rather_than_a_bad_one(tmp_path: Path) -> None:
    assert suggested(tmp_path, 3, "天气很好，人们都出门去了。") == ([], [])


def test_near_a_passage_its_own_question_comes_first_and_what_was_asked_never(tmp_path: Path) -> None:
    answering = LibraryAnswering(Library(tmp_path, [CAFE]).answerer)

    async def run() -> None:
        suggestions = Suggestions(answering)
        reply = await answering.reply(Question("桂花糕每天只做多少块？"))
        assert isinstance(reply, Answer)
        near = await suggestions.near(reply.quotes[:1], answering.articles, "桂花糕好吃吗？", 3)
        assert near[0].question == "桂花糕每天只做多少块？"
        again = await suggestions.near(reply.quotes[:1], answering.articles, near[0].question, 3)
        assert near[0] not in again

    try:
        asyncio.run(run())
    finally:
        answering.close()


def test_asked_by_many_chats_at_once_they_are_found_once(tmp_path: Path) -> None:
    asked = 0

    class Counting(LibraryAnswering):
        async def reply(self, question: Question) -> Reply:
            nonlocal asked
            asked += 1
            await asyncio.sleep(0)
            return await super().reply(question)

    async def run(chats: int) -> int:
        nonlocal asked
        asked = 0
        answering = Counting(Library(tmp_path, (CAFE,)).answerer)
        suggestions = Suggestions(answering)
        await asyncio.gather(*(suggestions.about(answering.articles, 3) for _ in range(chats)))
        answering.close()
        return asked

    assert asyncio.run(run(20)) == asyncio.run(run(1)) > 0
