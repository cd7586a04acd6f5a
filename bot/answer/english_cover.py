"""How much of an English question a Chinese sentence says, by what the dictionary's glosses of its words mention.

To search, each English word is given its likeliest translations. Among the few sentences that were found, a word counts
in as far as any gloss of a sentence's words mentions it: ``earn`` is in ``收入 /to take in; income/revenue/earnings/``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer.word_cover import covers

COVERS = ("english_cover", "english_cover_with_before", "english_contrast")
"""What there is to see of a sentence: the share of the question it says, alone and with the sentence before it, and of
that the part which the others do not say."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An English word of a question.

    Attributes:
        word: the word, lower case.
        weight: how much it tells.
        mentions: Chinese words whose glosses mention it, with how much of the gloss it is, in 0…1.
    """

    word: str
    weight: float
    mentions: Mapping[str, float]


def english_covers(
    meant: Sequence[Meant], sentences: Sequence[Collection[str]], follows: Sequence[bool]
) -> NDArray[np.float64]:
    """For each sentence a row of ``COVERS``; zeros where nothing is meant.

    Args:
        meant: the words of the question.
        sentences: the words of each sentence.
        follows: whether each stands right after the one before it in ``sentences``.
    """
    if not sentences or not meant:
        return np.zeros((len(sentences), len(COVERS)))
    weights = np.array([each.weight for each in meant])
    said = np.array([[_said(each, words) for each in meant] for words in sentences])
    return covers(said, weights, follows)


def _said(meant: Meant, words: Collection[str]) -> float:
    if meant.word in words:
        return 1.0
    return max((meant.mentions[word] for word in words if word in meant.mentions), default=0.0)
