"""How much of a question a sentence says in other words, and how many of its names and numbers.

The first looks count words that are the same. Within an article much is asked in other words than it is told in, so a
word counts there as far as one of the sentence means about the same; and since all of an article has to do with the
same few things, which names and numbers a sentence has counts by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer.asked import Asked
from bot.answer.word_cover import covers

SENSE_COVERS = (
    "sense_cover",
    "sense_cover_with_before",
    "sense_contrast",
    "sense_gap",
    "sense_gap_with_before",
    "names_cover",
    "names_cover_with_before",
    "names_contrast",
    "numbers_cover",
    "numbers_cover_with_before",
    "numbers_contrast",
)
"""What there is to see of a sentence: the share of the question that it says in whatever words, alone, with the one
before it, and that others do not say, and how much less than the most; of names and numbers what it has itself."""

_NONE_ASKED = -1.0
"""What stands for a share of nothing."""

Floats = NDArray[np.float64]


def sense_covers(
    question: Asked,
    near: Callable[[str], Mapping[str, float]],
    is_name: Callable[[str], bool],
    sentences: Sequence[Collection[str]],
    follows: Sequence[bool],
) -> Floats:
    """For each sentence a row of ``SENSE_COVERS``.

    Args:
        question: what is asked.
        near: gives the words that mean about the same as a word, with how near they are, in 0…1.
        is_name: whether a word that is no number is a name.
        sentences: the words of each sentence.
        follows: whether each stands right after the one before it in ``sentences``.
    """
    words = [term[2:] for term in question.wide]
    weights = np.array(list(question.wide.values()))
    same = [
        {word} | {other[2:] for other, said in question.stands_for.items() if "w:" + word in said} for word in words
    ]
    said = np.array([[float(not own.isdisjoint(sentence)) for own in same] for sentence in sentences])
    said = said.reshape(len(sentences), len(words))
    meant = np.maximum(said, _nearest([near(word) for word in words], sentences))
    numbers = np.array([_is_number(word) for word in words], dtype=np.bool_)
    names = np.array([is_name(word) for word in words], dtype=np.bool_) & ~numbers
    whole = _shares(meant, weights, follows)
    gaps = whole[:, :2] - whole[:, :2].max(axis=0)
    parts = [_shares(said[:, kind], weights[kind], follows) for kind in (names, numbers)]
    return np.column_stack([whole, gaps, *parts])


def _nearest(near: Sequence[Mapping[str, float]], sentences: Sequence[Collection[str]]) -> Floats:
    """For each sentence and each word how near the nearest word of the sentence is."""
    found = np.zeros((len(sentences), len(near)))
    for column, others in enumerate(near):
        for row, sentence in enumerate(sentences):
            common = others.keys() & sentence
            if common:
                found[row, column] = max(others[word] for word in common)
    return found


def _shares(said: Floats, weights: Floats, follows: Sequence[bool]) -> Floats:
    return covers(said, weights, follows) if len(weights) else np.full((len(said), 3), _NONE_ASKED)


def _is_number(word: str) -> bool:
    return word.isascii() and any(character.isdigit() for character in word)
