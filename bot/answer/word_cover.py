"""How much of some weighed words each of several sentences says, by a table of how far it says which."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NONE_ASKED = -1.0
"""What stands for a share of nothing."""


def said(words: Sequence[frozenset[str]], sentences: Sequence[Collection[str]]) -> Floats:
    """Which words each sentence says, 1 or 0, each given with its synonyms; shape (sentences, words)."""
    table = np.array([[float(not word.isdisjoint(sentence)) for word in words] for sentence in sentences])
    return table.reshape(len(sentences), len(words))


def shares(said: Floats, weights: Floats, follows: Sequence[bool]) -> Floats:
    """The columns of ``covers``; where no word is asked for, what stands for that."""
    return covers(said, weights, follows) if len(weights) else np.full((len(said), 3), _NONE_ASKED)


def covers(said: Floats, weights: Floats, follows: Sequence[bool]) -> Floats:
    """For each sentence the share of all words that it says: alone, with the sentence before it, and of that the part
    which the other sentences do not say.

    Args:
        said: a row for each sentence, a column for each word: how far the sentence says it, in 0…1.
        weights: what each word weighs.
        follows: whether each sentence stands right after the one before it.
    """
    total = weights.sum() or 1.0
    before = np.concatenate((np.zeros((1, said.shape[1])), said[:-1])) * np.array(follows)[:, np.newaxis]
    rare = weights * np.maximum(0.0, -np.log((said.sum(axis=0) + 0.5) / (len(said) + 1)))
    contrast = said @ rare / (rare.sum() or 1.0)
    return np.column_stack([said @ weights / total, np.maximum(said, before) @ weights / total, contrast])
