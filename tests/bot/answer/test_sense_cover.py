"""How much of a question a sentence says in whatever words."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from bot.answer.asked import Asked
from bot.answer.sense_cover import CARRIED, SENSE_COVERS, sense_covers

NEAR: Mapping[str, Mapping[str, float]] = {"供货": {"供应": 0.6, "货": 0.4}}


def asked(wide: Mapping[str, float], stands_for: Mapping[str, frozenset[str]] | None = None) -> Asked:
    return Asked("", {}, {}, {}, stands_for or {}, wide)


def columns(
    question: Asked,
    sentences: Sequence[Collection[str]],
    *names: str,
    follows: Sequence[bool] | None = None,
    window: Sequence[int] = (),
) -> list[list[float]]:
    """What is seen of sentences; ``window`` are the places of those before each, counted from itself."""
    count = len(sentences)
    places = np.full((count, CARRIED), count)
    places[:, 0] = np.arange(count)
    for column, step in enumerate(window, start=1):
        places[:, column] = [place + step if place + step >= 0 else count for place in range(count)]
    near = [*sentences, frozenset[str]()]
    table = sense_covers(question, lambda word: NEAR.get(word, {}), near, places, follows or [False] * count)
    assert table.shape == (len(sentences), len(SENSE_COVERS))
    return [table[:, SENSE_COVERS.index(name)].tolist() for name in names]


def test_a_word_counts_as_far_as_the_nearest_of_the_sentence() -> None:
    question = asked({"w:供货": 3.0, "w:河": 1.0})
    cover, gap = columns(question, [{"供应", "货"}, {"货"}, {"供货", "河"}, {"别的"}], "sense_cover", "sense_gap")
    assert cover == [3 * 0.6 / 4, 3 * 0.4 / 4, 1.0, 0.0]
    assert gap == [each - 1 for each in cover]


def test_the_sentence_before_counts_where_it_stands_right_before() -> None:
    question = asked({"w:供货": 1.0, "w:河": 1.0})
    (cover,) = columns(question, [{"河"}, {"供货"}, {"供货"}], "sense_cover_with_before", follows=[False, True, False])
    assert cover == [0.5, 1.0, 0.5]


def test_another_name_for_a_word_is_the_word() -> None:
    question = asked({"w:nvidia": 1.0}, {"w:英伟达": frozenset({"w:nvidia"})})
    assert columns(question, [{"英伟达"}, {"英"}], "sense_cover") == [[1.0, 0.0]]


def test_a_question_without_words_has_figures_too() -> None:
    assert np.isfinite(columns(asked({}), [{"河"}, {"桥"}], *SENSE_COVERS)).all()


def test_what_the_other_sentences_do_not_say_counts_in_the_contrast() -> None:
    (contrast,) = columns(asked({"w:甲": 1.0, "w:乙": 1.0}), [{"甲", "乙"}, {"乙"}, {"乙"}], "sense_contrast")
    rare, common = -math.log(1.5 / 4), -math.log(3.5 / 4)
    assert np.allclose(contrast, [1, *[common / (common + rare)] * 2])


def test_a_word_is_carried_on_and_counts_the_less_the_longer_ago_it_was_said() -> None:
    question = asked({"w:供货": 1.0, "w:河": 1.0})
    sentences = [{"河", "供应"}, {"别的"}, {"供货"}]
    plain, meant = columns(question, sentences, "carried_cover", "carried_sense_cover", window=(-1, -2))
    assert plain == [0.5, 0.5 * 0.75, 0.5 + 0.5 * 0.75**2]
    assert meant == [0.5 + 0.5 * 0.6, 0.75 * plain[0] + 0.75 * 0.3, plain[2]]
