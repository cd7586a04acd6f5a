"""Which of a question's names and numbers a sentence has.

They are the words that cannot be put otherwise, so which of them a sentence has counts by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from bot.answer.asked import Asked
from bot.answer.word_cover import Floats, said, shares

NAME_COVERS = (
    "names_cover",
    "names_cover_with_before",
    "names_contrast",
    "numbers_cover",
    "numbers_cover_with_before",
    "numbers_contrast",
)
"""What there is to see of a sentence: the share of the names asked about that it has, alone, with the sentence before
it, and that others have not; and of the numbers."""


def name_covers(
    question: Asked, is_name: Callable[[str], bool], sentences: Sequence[Collection[str]], follows: Sequence[bool]
) -> Floats:
    """For each sentence a row of ``NAME_COVERS``.

    Args:
        question: what is asked.
        is_name: whether a word that is no number is a name.
        sentences: the words of each sentence.
        follows: whether each stands right after the one before it in ``sentences``.
    """
    words, weights = [term[2:] for term in question.wide], np.array(list(question.wide.values()))
    numbers = np.array([_is_number(word) for word in words], dtype=np.bool_)
    names = np.array([is_name(word) for word in words], dtype=np.bool_) & ~numbers
    table = said(question.synonyms, sentences)
    return np.column_stack([shares(table[:, kind], weights[kind], follows) for kind in (names, numbers)])


def _is_number(word: str) -> bool:
    return word.isascii() and any(character.isdigit() for character in word)
