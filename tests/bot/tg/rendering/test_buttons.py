"""What buttons carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tg.rendering.articles import article_key
from bot.tg.rendering.buttons import (
    LONGEST_DATA,
    AskOffered,
    Kind,
    ListArticles,
    Press,
    Rate,
    Show,
    Speak,
    UseArticle,
    Verdict,
    View,
    read,
    written,
)
from bot.tg.storage.answers import name_of
from corpus.model import Article

NAMES = st.builds(name_of, st.text(max_size=5), st.integers(), st.integers())
VIEWS = st.builds(View, st.sampled_from(Kind), st.integers(0, 99), st.integers(0, 999), st.integers(1, 5))
PAGES = st.integers(0, 99_999)
KEYS = st.builds(lambda id: article_key(Article(id, "", "", ())), st.text(st.characters(exclude_categories=["Cs"])))
PRESSES: st.SearchStrategy[Press] = st.one_of(
    st.builds(Show, NAMES, VIEWS),
    st.builds(Rate, NAMES, st.sampled_from(Verdict), VIEWS),
    st.builds(AskOffered, NAMES),
    st.builds(ListArticles, PAGES),
    st.builds(UseArticle, KEYS | st.just(""), PAGES),
    st.builds(Speak, st.sampled_from(["zh", "en"])),
)


@given(PRESSES)
def test_what_a_button_carries_is_read_as_it_was_meant(press: Press) -> None:
    assert read(written(press)) == press


@given(PRESSES)
def test_what_a_button_carries_fits(press: Press) -> None:
    assert 0 < len(written(press).encode()) <= LONGEST_DATA


@given(st.text(max_size=80))
def test_whatever_a_button_carries_is_read_without_an_error(data: str) -> None:
    press = read(data)
    assert press is None or written(press) == data


@pytest.mark.parametrize(
    "data", ["", "v:", "v:a:p0", "v:a:x0.0.1", "r:a:*:p0.0.1", "g:fr", "q:" + "a" * 25, "v:a:p٣.0.1"]
)
def test_what_no_button_of_ours_carries_means_nothing(data: str) -> None:
    assert read(data) is None
