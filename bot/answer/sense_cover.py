"""How much of a question a sentence says in other words.

The first looks count words that are the same. Within an article much is asked in other words than it is told in, so a
word counts there as far as one of the sentence means about the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from bot.answer.asked import Asked
from bot.answer.word_cover import Floats, said, shares

SENSE_COVERS = (
    "sense_cover",
    "sense_cover_with_before",
    "sense_contrast",
    "sense_gap",
    "sense_gap_with_before",
)
"""What there is to see of a sentence: the share of the question that it says in whatever words, alone, with the one
before it, and that others do not say, and how much less than the most."""


def sense_covers(
    question: Asked,
    near: Callable[[str], Mapping[str, float]],
    sentences: Sequence[Collection[str]],
    follows: Sequence[bool],
) -> Floats:
    """For each sentence a row of ``SENSE_COVERS``.

    Args:
        question: what is asked.
        near: gives the words that mean about the same as a word, with how near they are, in 0…1.
        sentences: the words of each sentence.
        follows: whether each stands right after the one before it in ``sentences``.
    """
    near_words = [near(term[2:]) for term in question.wide]
    meant = np.maximum(said(question.synonyms, sentences), _nearest(near_words, sentences))
    whole = shares(meant, np.array(list(question.wide.values())), follows)
    return np.column_stack([whole, whole[:, :2] - whole[:, :2].max(axis=0)])


def _nearest(near: Sequence[Mapping[str, float]], sentences: Sequence[Collection[str]]) -> Floats:
    """For each sentence and each word how near the nearest word of the sentence is."""
    found = np.zeros((len(sentences), len(near)))
    for column, others in enumerate(near):
        for row, sentence in enumerate(sentences):
            # Most have nothing in common, and to see that is quicker than to make a set of it.
            if not others.keys().isdisjoint(sentence):
                found[row, column] = max(others[word] for word in others.keys() & sentence)
    return found
