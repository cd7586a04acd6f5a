"""What sort of words of a question a sentence lacks."""

from __future__ import annotations

import pytest

from bot.answer.missing_words import SORTS, missing_words
from index.terms.words import WordSegmenter
from tests.index.making import terms


@pytest.fixture(scope="module")
def segmenter() -> WordSegmenter:
    return WordSegmenter(terms())


def test_the_rarest_word_of_each_sort_is_seen(segmenter: WordSegmenter) -> None:
    seen = missing_words(segmenter, ["创办", "成色", "城市", "铠诺思"], "_here")
    assert seen["missing_here"] == 4
    assert seen["missing_here_rarest"] == seen["missing_here_unknown"] == segmenter.rarity("铠诺思") == 1
    assert seen["missing_here_verb"] == segmenter.rarity("创办")
    assert seen["missing_here_noun"] == segmenter.rarity("成色") > segmenter.rarity("城市")
    assert seen["missing_here_second"] == segmenter.rarity("成色")


def test_where_nothing_is_missing_all_is_nought(segmenter: WordSegmenter) -> None:
    seen = missing_words(segmenter, [], "")
    assert len(seen) == 3 + len(SORTS)
    assert set(seen.values()) == {0.0}
