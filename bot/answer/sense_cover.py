"""How much of a question a sentence says in other words.

The first looks count words that are the same. Within an article much is asked in other words than it is told in, so a
word counts there as far as one of the sentence means about the same. And what a sentence is about stands in those
before it, often not in the last of them alone, so a word counts the less the longer ago it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer.asked import Asked
from bot.answer.word_cover import Floats, said, shares

SENSE_COVERS = (
    "sense_cover",
    "sense_cover_with_before",
    "sense_contrast",
    "sense_gap",
    "sense_gap_with_before",
    "carried_cover",
    "carried_sense_cover",
)
"""What there is to see of a sentence: the share of the question that it says in whatever words, alone, with the one
before it, and that others do not say, and how much less than the most; and the share that it or those before it say, in
the question's own words and in whatever words."""

CARRIED = 6
"""The sentences that a word is carried through: in which it was said, and those after it."""
_FADES = 0.75
"""What is left of a word from sentence to sentence."""


def sense_covers(
    question: Asked,
    near: Callable[[str], Mapping[str, float]],
    sentences: Sequence[Collection[str]],
    windows: NDArray[np.intp],
    follows: Sequence[bool],
) -> Floats:
    """For each candidate a row of ``SENSE_COVERS``.

    Args:
        question: what is asked.
        near: gives the words that mean about the same as a word, with how near they are, in 0…1.
        sentences: the words of some sentences.
        windows: for each candidate its place among the sentences, then those of the ones before it, nearest first, or
            of one without words. Shape (candidates, ``CARRIED``).
        follows: whether each candidate stands right after the one before it.
    """
    weights = np.array(list(question.wide.values()))
    same = said(question.synonyms, sentences)
    meant = np.maximum(same, _nearest([near(term[2:]) for term in question.wide], sentences))
    whole = shares(meant[windows[:, 0]], weights, follows)
    gaps = whole[:, :2] - whole[:, :2].max(axis=0)
    return np.column_stack([whole, gaps, *(_carried(table, weights, windows) for table in (same, meant))])


def _carried(table: Floats, weights: Floats, windows: NDArray[np.intp]) -> Floats:
    """The share of all words that the sentences of each window say, those of the first in full."""
    fading = table[windows] * (_FADES ** np.arange(CARRIED))[:, np.newaxis]
    carried: Floats = fading.max(axis=1) @ weights / (weights.sum() or 1.0)
    return carried


def _nearest(near: Sequence[Mapping[str, float]], sentences: Sequence[Collection[str]]) -> Floats:
    """For each sentence and each word how near the nearest word of the sentence is."""
    found = np.zeros((len(sentences), len(near)))
    for column, others in enumerate(near):
        for row, sentence in enumerate(sentences):
            # Most have nothing in common, and to see that is quicker than to make a set of it.
            if not others.keys().isdisjoint(sentence):
                found[row, column] = max(others[word] for word in others.keys() & sentence)
    return found
