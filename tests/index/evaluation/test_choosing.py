"""Fewer questions, and questions whose gold passages are gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import DataSet, Topic, gold_hidden, limited
from index.evaluation.errors import DataError
from index.evaluation.model import Format
from tests.index.evaluation.making import data_set, village


def many(questions: int, per_passage: int) -> DataSet:
    topics = [Topic(f"q{number}", "？") for number in range(questions)]
    gold = {topic.id: {f"p{number // per_passage}": 1} for number, topic in enumerate(topics)}
    passages = {f"p{number}": f"第{number}段。" for number in range(-(-questions // per_passage))}
    return data_set({**passages, "other": "别的。"}, topics, gold)


def test_a_limit_draws_questions_and_keeps_all_passages_and_the_order() -> None:
    data = many(20, 2)
    few = limited(data, 5, seed=3)
    places = [data.topics.index(topic) for topic in few.topics]
    assert len(places) == 5
    assert places == sorted(places)
    assert few.passages == data.passages
    assert set(few.qrels) == {topic.id for topic in few.topics}
    assert few.choices == {"limit": 5, "seed": 3}


def test_one_seed_draws_the_same_questions_and_another_others() -> None:
    data = many(40, 2)
    assert limited(data, 10, 1).topics == limited(data, 10, 1).topics != limited(data, 10, 2).topics


def test_a_limit_beyond_the_questions_changes_nothing() -> None:
    data = village()
    assert limited(data, 100, 1) is data


def test_questions_whose_gold_is_hidden_cannot_be_answered() -> None:
    data = village()
    half = gold_hidden(data, 0.5, seed=1)
    hidden = {topic.id for topic in half.topics if not topic.answerable}
    assert hidden in ({"q1", "q2"}, {"q3", "q4"})
    gone = {passage for topic in hidden for passage in data.qrels[topic]}
    assert set(half.passages.values()) == set(data.passages.values()) - gone
    assert {article.id for article in half.articles} == set(half.passages.values())
    assert set(half.qrels) == {"q1", "q2", "q3", "q4"} - hidden
    assert half.choices == {"hide_gold": 0.5, "seed": 1}
    assert [topic.answers for topic in half.topics] == [topic.answers for topic in data.topics]


@given(st.integers(8, 60), st.integers(1, 4), st.floats(0.2, 0.8), st.integers(0, 1000))
def test_about_the_share_asked_for_is_hidden_and_no_other_question_loses_its_gold(
    questions: int, per_passage: int, share: float, seed: int
) -> None:
    data = many(questions, per_passage)
    half = gold_hidden(data, share, seed)
    hidden = sum(not topic.answerable for topic in half.topics)
    assert round(share * questions) <= hidden < round(share * questions) + per_passage
    left = set(half.passages.values())
    for topic in half.topics:
        assert topic.answerable == (set(data.qrels[topic.id]) <= left)
    assert gold_hidden(data, share, seed) == half


def test_questions_that_share_any_of_several_gold_passages_go_together() -> None:
    topics = [Topic(id, "？") for id in ("a", "b", "c", "d")]
    gold = {"a": {"p": 1}, "b": {"p": 1, "q": 1}, "c": {"q": 1}, "d": {"r": 1, "p": 0}}
    data = data_set({"p": "一。", "q": "二。", "r": "三。", "s": "四。"}, topics, gold)
    for seed in range(6):
        answerable = {topic.id for topic in gold_hidden(data, 0.4, seed).topics if topic.answerable}
        assert answerable in ({"d"}, set())


def test_what_could_not_be_answered_before_stays_so() -> None:
    topics = [Topic("a", "？"), Topic("b", "？", answerable=False), Topic("c", "？")]
    data = data_set({"p": "一。", "q": "二。"}, topics, {"a": {"p": 1}, "c": {"q": 1}})
    half = gold_hidden(data, 0.5, 1)
    assert not half.topics[1].answerable
    assert sum(topic.answerable for topic in half.topics) == 1


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, float("nan")])
def test_a_share_outside_0_and_1_is_refused(share: float) -> None:
    with pytest.raises(DataError, match="name a share between 0 and 1"):
        gold_hidden(village(), share, 1)


def test_judgments_without_texts_have_nothing_to_hide() -> None:
    data = data_set({}, [Topic("q", "")], {"q": {"d": 1}}, Format.TREC)
    with pytest.raises(DataError, match="no passages to hide"):
        gold_hidden(data, 0.5, 1)


def test_hiding_every_passage_is_refused() -> None:
    data = data_set({"p": "一。"}, [Topic("a", "？")], {"a": {"p": 1}})
    with pytest.raises(DataError, match="no passage is left"):
        gold_hidden(data, 0.9, 1)


def test_a_limit_below_1_is_refused() -> None:
    with pytest.raises(DataError, match="ask for 1 at least"):
        limited(village(), 0, 1)
