"""Texts with marks, made by chance."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.tg.rendering.markup import Block, Mark, Part, Text

AWKWARD = st.sampled_from(
    [
        "\n",
        " ",
        "。",
        "，",
        "<",
        ">",
        "&",
        "&amp;",
        "</b>",
        "😀",
        "👨‍👩‍👧",
        "🇨🇳",
        "e\u0301",
        "👍🏽",
        "𠮷",
        "说",
        "word",
        ". ",
    ]
)
CHARACTERS = st.one_of(AWKWARD, st.characters(exclude_categories=["Cs", "Cc"]))
STRINGS = st.lists(CHARACTERS, max_size=60).map("".join)


def parts(text: str) -> st.SearchStrategy[Part]:
    """One part with any marks, in any block."""
    marks = st.lists(st.sampled_from(list(Mark)), unique=True, max_size=3).map(tuple)
    return st.builds(Part, st.just(text), marks, st.sampled_from(list(Block)))


TEXTS: st.SearchStrategy[Text] = st.lists(STRINGS.flatmap(parts), max_size=12).map(tuple)
