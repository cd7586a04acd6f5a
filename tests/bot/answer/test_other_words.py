"""An article read for what it says in other words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.answer.answerer import Answerer, Seen
from bot.answer.model import Answer, Question
from bot.answer.sense_cover import SENSE_COVERS
from bot.answer.senses import Gloss
from bot.answer.settings import AnswerSettings
from bot.answer.within_articles import LOOK_FEATURES, SENTENCE_FEATURES, ArticleModels
from bot.learned import load_models
from tests.index.making import article, built

MILL = article("mill", ["水磨坊的主人姓陆。", "他每天卯时开门,风雨无阻。"], ["水磨坊每年的收入是九千元。"])


def glosses(words: Collection[str]) -> Mapping[str, tuple[Gloss, ...]]:
    known = {"挣": (("earn",),), "收入": (("income",), ("earn",))}
    return {word: known[word] for word in words if word in known}


def seen(answerer: Answerer, text: str) -> Seen:
    found = answerer.seen(Question(text))
    assert isinstance(found, Seen)
    return found


def test_a_sentence_is_seen_to_say_what_is_asked_in_another_word() -> None:
    answerer = Answerer(built(MILL), models=load_models(), senses=glosses)
    look = seen(answerer, "水磨坊能挣什么?").look
    assert look.senses is not None
    cover = look.senses[:, SENSE_COVERS.index("sense_cover")].tolist()
    assert max(cover) == cover[2] > cover[0]
    without = seen(Answerer(built(MILL), models=load_models()), "水磨坊能挣什么?").look
    assert without.senses is not None
    assert without.senses[2, 0] == without.senses[0, 0]


def test_a_word_is_carried_over_the_end_of_a_paragraph_but_not_of_an_article() -> None:
    others = (article(f"a{n}", *([f"第{n}处没有水磨坊。"] for _ in range(7))) for n in range(2))
    found = seen(Answerer(built(MILL, *others), models=load_models()), "水磨坊的主人是谁?")
    assert found.look.senses is not None
    columns = found.look.senses[:, [SENSE_COVERS.index(name) for name in ("sense_cover", "carried_cover")]].tolist()
    shares = {each.paragraph.id: share for each, share in zip(found.candidates, columns, strict=True)}
    assert len([each for each in found.candidates if each.paragraph.id == "mill#0001"]) == 2
    _, his = shares["mill#0001"]
    said, earns = shares["mill#0002"]
    assert his == pytest.approx(0.75)
    assert earns == pytest.approx(max(said, 0.75**2 * (1 - said) + said))
    assert shares["a0#0001"][0] == shares["a0#0001"][1]


def test_the_models_of_articles_choose_by_it() -> None:
    weights: dict[str, Any] = {**dict.fromkeys((*SENTENCE_FEATURES, *LOOK_FEATURES), 0.0), "sense_cover": 9.0}
    certain = {"features": [], "baseline": 5.0, "nodes": [], "feature": [], "figure": [], "left": [], "right": []}
    chosen = ArticleModels.from_plain({"sentences": weights, "confidence": certain})
    answerer = Answerer(
        built(MILL), AnswerSettings(threshold=0.0), replace(load_models(), articles=chosen), senses=glosses
    )
    reply = answerer.reply(Question("水磨坊能挣什么?"))
    assert isinstance(reply, Answer)
    assert reply.quotes[0].key.of(reply.quotes[0].text) == "水磨坊每年的收入是九千元。"


def test_it_is_seen_without_models_of_articles_too_since_they_are_learned_from_it() -> None:
    models = replace(load_models(), articles=None)
    assert seen(Answerer(built(MILL), models=models, senses=glosses), "水磨坊能挣什么?").look.senses is not None


def test_a_collection_of_short_entries_is_not_compared_so() -> None:
    entries = built(MILL, *(article(f"other{n}", ["别的事。"], ["又一件事。"]) for n in range(3)))
    assert seen(Answerer(entries, models=load_models(), senses=glosses), "水磨坊的主人是谁?").look.senses is None
