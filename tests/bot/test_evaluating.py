"""The whole road as a system that can be measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer.model import Question
from bot.assembly import make_answerer
from bot.config import Config, load_config
from bot.evaluating import NAME, AnswererSystem
from corpus.loading import parse_article
from index.building import build
from index.evaluation import DataSet, Topic, evaluate
from index.evaluation.errors import UnfitSystemError
from index.evaluation.model import AnswerText, Format
from tests.index.evaluation.making import data_set, village

PAGE = """---
title: 河边的茶馆
author: 王小河
---
茶馆开在河边，老板姓周。他今年六十岁。

渡船每天开八班，船票两元。
"""


@pytest.fixture
def config(warm: Path) -> Config:
    return load_config(environ={})


def own(*topics: Topic) -> DataSet:
    article = parse_article(PAGE, id="page")
    names = [paragraph.id for paragraph in article.paragraphs]
    return DataSet("own", Format.QUESTIONS, "", "", (article,), dict(zip(names, names, strict=True)), topics, {})


def test_replies_are_those_of_the_answerer(config: Config) -> None:
    data = village()
    response = AnswererSystem(config).respond(data, 5)
    answerer = make_answerer(config, build(data.articles, config.index_settings()))
    for topic in data.topics:
        reply = answerer.reply(Question(topic.text))
        told = response.replies[topic.id]
        quotes = getattr(reply, "quotes", ()) or getattr(reply, "nearest", ())
        assert [(quote.text, quote.key) for quote in told.quotes] == [
            (quote.text, quote.key.of(quote.text)) for quote in quotes
        ]
        assert told.confidence == reply.confidence
        assert told.abstained == hasattr(reply, "reason")


def test_passages_rank_as_they_are_quoted_with_falling_scores(config: Config) -> None:
    response = AnswererSystem(config).respond(village(), 3)
    for topic, told in response.replies.items():
        ranking = response.run.rankings[topic]
        assert [hit.paragraph for hit in ranking] == [quote.passage for quote in told.quotes]
        assert [hit.score for hit in ranking] == [float(len(ranking) - place) for place in range(len(ranking))]
        assert len(ranking) <= 3


def test_what_it_is_worth_is_measured(config: Config) -> None:
    told = evaluate(village(), AnswererSystem(config), k=5)
    assert told.system == NAME == "yuanhua"
    assert told.mean("R@1") == 1.0
    assert told.mean("R@5") == 1.0
    assert {"Quote@1", "Answered@1", "EM", "F1"} <= set(told.measures())


def test_every_question_s_time_is_told(config: Config) -> None:
    timing = AnswererSystem(config).respond(village(), 5).timing
    assert timing is not None
    assert set(timing.each) == {"q1", "q2", "q3", "q4"}
    assert all(milliseconds > 0 for milliseconds in timing.each.values())


def test_a_question_is_asked_in_its_conversation(config: Config) -> None:
    follow_up = Topic("q", "他今年多少岁？", after=("茶馆老板姓什么？",))
    told = AnswererSystem(config).respond(own(follow_up), 5)
    assert told.replies["q"].quotes[0].key == "他今年六十岁。"


def test_a_quoted_byline_is_a_passage_of_its_own(config: Config) -> None:
    asked = Topic("q", "这篇文章的作者是谁？", (AnswerText("王小河"),))
    told = evaluate(own(asked), AnswererSystem(config))
    reply = told.outcomes[0].reply
    assert reply is not None
    assert reply.quotes[0].passage == "page#0000"
    assert told.mean("Answered@1") == 1.0


def test_silence_is_told_with_its_reason(config: Config) -> None:
    told = AnswererSystem(config).respond(own(Topic("q", "你好"), Topic("r", "？？")), 5)
    assert [(one.abstained, one.reason) for one in told.replies.values()] == [
        (True, "small_talk"),
        (True, "empty_question"),
    ]
    assert told.run.rankings == {"q": (), "r": ()}


def test_the_threshold_and_what_the_results_depend_on_are_told(warm: Path) -> None:
    config = load_config(environ={}, overrides={"answer.threshold": 0.9})
    told = AnswererSystem(config).respond(village(), 7)
    assert told.threshold == 0.9
    configuration = told.configuration
    assert set(configuration) == {"terms", "bm25", "search", "index", "answer", "models"}
    assert isinstance(configuration["answer"], dict)
    assert configuration["answer"]["threshold"] == 0.9
    assert configuration["answer"]["quotes"] == 7
    assert isinstance(configuration["models"], dict)
    assert told.calibrated == (configuration["models"]["confidence"] is not None)


def test_judgments_without_texts_are_refused(config: Config) -> None:
    data = data_set({}, [Topic("q", "")], {"q": {"d": 1}}, Format.TREC)
    with pytest.raises(UnfitSystemError, match="yuanhua: village has judgments only"):
        AnswererSystem(config).respond(data, 5)
