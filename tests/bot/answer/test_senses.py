"""Which words mean about the same, by how a dictionary explains them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.senses import Gloss, NearWords, senses_in

ENTRIES = "\n".join(
    [
        "供應 供应 [gong1 ying4] /to supply/to provide/",
        "提供 提供 [ti2 gong1] /to offer; to supply/provides (food, drink)/CL:個|个[ge4]/",
        "供貨 供货 [gong1 huo4] /to supply goods/",
        "貨 货 [huo4] /goods/",
        "河 河 [he2] /river/",
        "河 河 [he2] /surname He/",
        "的 的 [de5] /of/",
        "",
    ]
)


def senses_of(words: Collection[str]) -> Mapping[str, tuple[Gloss, ...]]:
    senses = senses_in(ENTRIES)
    return {word: senses[word] for word in words if word in senses}


def near(vocabulary: Collection[str], word: str) -> Mapping[str, float]:
    return NearWords(vocabulary, senses_of).near(word)


def test_a_word_has_the_glosses_of_its_entries_without_what_only_says_how_it_is_used() -> None:
    assert senses_in(ENTRIES) == {
        "供应": (("supply",), ("provide",)),
        "提供": (("offer",), ("supply",), ("provide",)),
        "供货": (("goods", "supply"),),
        "货": (("goods",),),
        "河": (("river",),),
    }


def test_words_are_as_near_as_their_most_alike_glosses() -> None:
    assert near(["提供", "河"], "供应") == {"提供": 1.0}
    assert near(["供货", "货"], "货") == {"货": 1.0, "供货": pytest.approx(near(["供货", "货"], "供货")["货"])}
    assert 0 < near(["供货", "提供", "货"], "供应")["供货"] < 1


def test_what_many_words_are_explained_by_makes_them_less_alike() -> None:
    rare, common = (near(["供货", *others], "供应")["供货"] for others in ([], ["提供", "供应"]))
    assert common < rare


def test_a_word_that_the_dictionary_lacks_is_near_none() -> None:
    assert near(["供应", "河"], "河流") == {}
    assert near([], "供应") == {}


def test_what_the_dictionary_has_of_the_collections_words_is_asked_for_once() -> None:
    asked: list[Collection[str]] = []

    def counted(words: Collection[str]) -> Mapping[str, tuple[Gloss, ...]]:
        asked.append(words)
        return senses_of(words)

    words = NearWords(["供应", "别的"], counted)
    for word in ("供应", "别的", "提供", "提供"):
        words.near(word)
    assert asked == [{"供应", "别的"}, ["提供"]]


@given(st.lists(st.sampled_from(["供应", "提供", "供货", "货", "河", "别的"]), unique=True))
def test_nearness_is_a_share_and_a_word_is_nearest_to_itself(vocabulary: list[str]) -> None:
    words = NearWords(vocabulary, senses_of)
    for word in vocabulary:
        found = words.near(word)
        assert all(0 < value <= 1 for value in found.values())
        assert found.get(word, 0.0) == pytest.approx(1.0 if word != "别的" else 0.0)
        for other, value in found.items():
            assert words.near(other)[word] == pytest.approx(value)
