"""From a Question to a Reply, over articles of our own and the shipped models."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answerer import Answerer, Models
from bot.answer.model import Abstention, Answer, Conversation, Question, Quote, Reason, Reply, Turn
from bot.answer.settings import AnswerSettings
from bot.learned import load_aliases, load_models
from corpus.loading import parse_article
from corpus.model import Article
from tests.index.making import built

BRIDGE = parse_article(
    """# 长桥纪事

作者：李四

## 修桥

清河上的长桥由工程师梁思远设计，1931年春天动工。工程一共用了五年，总造价是四十万元。

之所以选在这里修桥，是因为河面到这里忽然变窄，两岸又都是坚硬的岩石。

## 桥上

桥面宽12米，两侧的栏杆上刻着狮子、麒麟和大象。每到夏夜，附近的居民喜欢来桥上乘凉。

但1956年的洪水让所有人都没有想到。桥墩被冲毁了两座，直到第二年秋天才修好。
""",
    id="bridge",
)
TOWER = parse_article(
    "# 白塔\n\n白塔建在山顶，高33米，建成于1651年。\n\n塔身通体涂成白色，所以叫做白塔。\n\n塔的设计者没有留下姓名。\n",
    id="tower",
)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(built(BRIDGE, TOWER), AnswerSettings(), load_models(), load_aliases())


def ask(answerer: Answerer, *questions: str, article: str | None = None) -> Reply:
    """The reply to the last question of a chat."""
    conversation = Conversation()
    for question in questions:
        reply = answerer.reply(Question(question, conversation, article))
        conversation = conversation.then(Turn(question, reply))
    return conversation.turns[-1].reply


def key(reply: Reply) -> str:
    assert isinstance(reply, Answer), reply
    return reply.quotes[0].key.of(reply.quotes[0].text)


def source(article: str) -> Article:
    return {"bridge": BRIDGE, "tower": TOWER}[article]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("长桥是谁设计的?", "清河上的长桥由工程师梁思远设计，1931年春天动工。"),
        ("修桥的总造价是多少?", "工程一共用了五年，总造价是四十万元。"),
        ("栏杆上刻着什么?", "桥面宽12米，两侧的栏杆上刻着狮子、麒麟和大象。"),
        ("白塔有多高?", "白塔建在山顶，高33米，建成于1651年。"),
        ("長橋的欄杆上刻著什麼?", "桥面宽12米，两侧的栏杆上刻着狮子、麒麟和大象。"),
    ],
)
def test_the_key_sentence_answers(answerer: Answerer, question: str, sentence: str) -> None:
    assert key(ask(answerer, question)) == sentence


def assert_sound(quote: Quote) -> None:
    """What is promised of every Quote."""
    article = source(quote.article)
    assert quote.span.of(article.raw) == quote.text
    assert quote.title == article.title
    ranges = [quote.key, *quote.highlights, *([quote.answer] if quote.answer else [])]
    assert all(one.end <= len(quote.text) and len(one) for one in ranges)
    assert all(left.end < right.start for left, right in pairwise(quote.highlights))
    if quote.paragraph:
        paragraph = article.paragraphs[quote.paragraph - 1]
        assert (paragraph.text, paragraph.section) == (quote.text, quote.section)


@given(st.text("长桥白塔是谁设计的几米高？why 1931", min_size=1, max_size=12))
def test_every_quote_is_verbatim_and_its_ranges_lie_within_it(answerer: Answerer, text: str) -> None:
    reply = answerer.reply(Question(text))
    quotes = reply.quotes if isinstance(reply, Answer) else reply.nearest
    assert 0 <= reply.confidence <= 1
    for quote in quotes:
        assert_sound(quote)


@given(st.text(max_size=60))
def test_no_text_is_too_strange_for_a_reply(answerer: Answerer, text: str) -> None:
    assert isinstance(answerer.reply(Question(text)), Answer | Abstention)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", Reason.EMPTY_QUESTION),
        (" ？！… ", Reason.EMPTY_QUESTION),
        ("桥" * 2001, Reason.TOO_LONG),
        ("qwertyuiop", Reason.SMALL_TALK),
        ("你好", Reason.SMALL_TALK),
        ("月球的直径是多少?", Reason.UNKNOWN_TERMS),
    ],
)
def test_silence_has_its_reason(answerer: Answerer, question: str, reason: Reason) -> None:
    reply = ask(answerer, question)
    assert isinstance(reply, Abstention)
    assert reply.reason is reason


def test_a_passage_is_quoted_once(answerer: Answerer) -> None:
    reply = ask(answerer, "长桥是谁设计的?")
    assert isinstance(reply, Answer)
    places = [(quote.article, quote.paragraph) for quote in reply.quotes]
    assert len(places) == len(set(places)) <= 5


def test_an_opened_article_answers_alone(answerer: Answerer) -> None:
    reply = ask(answerer, "桥面有多宽?", article="bridge")
    assert isinstance(reply, Answer)
    assert {quote.article for quote in reply.quotes} == {"bridge"}


def test_a_question_about_the_page_quotes_its_line(answerer: Answerer) -> None:
    reply = ask(answerer, "这篇文章是谁写的?", article="bridge")
    assert isinstance(reply, Answer)
    assert (reply.quotes[0].text, reply.quotes[0].paragraph) == ("作者：李四", 0)


def test_the_page_meant_is_the_one_last_quoted(answerer: Answerer) -> None:
    reply = ask(answerer, "长桥是谁设计的?", "文章作者是谁?")
    assert isinstance(reply, Answer)
    assert [quote.article for quote in reply.quotes] == ["bridge"]


def test_a_follow_up_is_answered_from_the_conversation(answerer: Answerer) -> None:
    assert key(ask(answerer, "白塔在哪里?", "它有多高?")) == "白塔建在山顶，高33米，建成于1651年。"


def test_why_shows_what_was_searched(answerer: Answerer) -> None:
    why = ask(answerer, "白塔在哪里?", "它有多高?").why
    assert why.rewritten
    assert "白塔" in why.query
    assert ("白塔", "word") in {(match.term, match.granularity) for match in why.terms}


def test_the_number_of_quotes_is_a_setting() -> None:
    one = Answerer(built(BRIDGE, TOWER), AnswerSettings(quotes=1, threshold=0.0), load_models())
    reply = ask(one, "长桥的桥面有多宽?")
    assert isinstance(reply, Answer)
    assert len(reply.quotes) == 1


def test_the_threshold_decides_between_answer_and_silence(answerer: Answerer) -> None:
    bold = Answerer(answerer.searcher, replace(answerer.settings, threshold=0.0), answerer.models)
    shy = Answerer(answerer.searcher, replace(answerer.settings, threshold=1.0), answerer.models)
    assert isinstance(ask(bold, "白塔的造价是多少?"), Answer)
    assert isinstance(ask(shy, "白塔有多高?"), Abstention)


def test_an_abstention_keeps_the_nearest_passages_apart(answerer: Answerer) -> None:
    shy = Answerer(answerer.searcher, replace(answerer.settings, threshold=1.0), answerer.models)
    reply = ask(shy, "白塔有多高?")
    assert isinstance(reply, Abstention)
    assert reply.nearest[0].article == "tower"


def test_without_models_plain_rules_answer() -> None:
    plain = Answerer(built(BRIDGE, TOWER), AnswerSettings(), Models())
    assert key(ask(plain, "长桥是谁设计的?")).startswith("清河上的长桥由工程师梁思远设计")


def test_an_empty_library_answers_nothing() -> None:
    reply = ask(Answerer(built()), "长桥是谁设计的?")
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.NO_MATCH
