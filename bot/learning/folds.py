"""Folds: models learned without a part of what there is, to be told of that part what they have not seen."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from bot.answer.forest import Forest
from bot.answer.phrases import PhraseModel
from bot.answer.second_look import Reader

FOLDS = 3

Plain = dict[str, Any]


def by_fold(learned: Callable[[Callable[[str], bool]], Plain]) -> list[Plain]:
    """A model learned from all groups, then one for each fold learned from the others."""
    return [
        learned(partial(_not_of, None)),
        *(learned(partial(_not_of, fold)) for fold in range(FOLDS)),
    ]


def _not_of(fold: int | None, group: str) -> bool:
    return fold_of(group) != fold


class Unseen:
    """For a group, the model of the fold that left it out; the plain forms travel, models are made when needed."""

    def __init__(self, plain: Sequence[Plain], made: Callable[[Plain], Any]) -> None:
        self._plain = plain
        self._made = made
        self._models: list[Any] | None = None

    def __call__(self, group: str) -> Any:
        """The model."""
        if self._models is None:
            self._models = [self._made(plain) for plain in self._plain]
        return self._models[fold_of(group)]

    def __getstate__(self) -> dict[str, Any]:
        return {"_plain": self._plain, "_made": self._made, "_models": None}


class UnseenModels:
    """For a group, the models of both looks of the fold that left it out."""

    def __init__(
        self,
        key_sentence: Sequence[Plain],
        borders: Sequence[Plain],
        overlap: Sequence[Plain],
        second_look: Sequence[Plain],
    ) -> None:
        self._first = Unseen(key_sentence, Forest.from_plain)
        self._borders = Unseen(borders, PhraseModel.from_plain)
        self._overlap = Unseen(overlap, Forest.from_plain)
        self._sentences = Unseen(second_look, Forest.from_plain)

    def __call__(self, group: str) -> tuple[Forest, Reader]:
        """The first look's model and the second's."""
        reader = Reader(self._borders(group), self._overlap(group), self._sentences(group))
        return self._first(group), reader


def fold_of(group: str) -> int:
    """The number of a group's fold, from 0."""
    return zlib.crc32(group.encode()) % FOLDS
