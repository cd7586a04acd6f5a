"""Which words of a collection mean about the same as another, by how a Chinese-English dictionary explains them.

供应 is explained as ``to supply/to provide``, 提供 as ``to offer; to supply``: a gloss of each is the same. A gloss is
a bag of English words, of which each counts by how few words of the collection have it (idf); two words are as near
as their most alike glosses, by the cosine.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, lru_cache

from bot.answer.cedict import LITTLE, WORDS, entries_of, explains, glosses_of
from bot.answer.english_forms import forms

Gloss = tuple[str, ...]
"""The words of a gloss, each once, in order."""
SensesOf = Callable[[Collection[str]], Mapping[str, tuple[Gloss, ...]]]
"""Gives the glosses of those of some words that a dictionary has."""

_ASKED = 512
"""How many words are kept with what is near them."""


def senses_in(text: str) -> Mapping[str, tuple[Gloss, ...]]:
    """The glosses of each word of a dictionary in CC-CEDICT's form, their words in the form a dictionary lists."""
    read = [(word, senses.lower()) for word, senses in entries_of(text)]
    listed = _listed({word for _, senses in read for word in WORDS.findall(senses)})
    found: dict[str, dict[Gloss, None]] = {}
    for word, senses in read:
        own = found.setdefault(word, {})
        for sense in filter(explains, senses.split("/")):
            for gloss in glosses_of(sense):
                words = {listed[each] for each in WORDS.findall(gloss) if each not in LITTLE}
                if words:
                    own[tuple(sorted(words))] = None
    return {word: tuple(glosses) for word, glosses in found.items() if glosses}


def _listed(words: Collection[str]) -> Mapping[str, str]:
    """For each word the form of it that is listed, if it is among the words: ``supply`` of ``supplies``."""
    # More words that end so are words of their own (river, interest, family) than are comparatives or adverbs.
    others = {word: () if word.endswith(("er", "est", "ly")) else forms(word)[1:] for word in words}
    return {word: max((form for form in others[word] if form in others), key=len, default=word) for word in words}


class NearWords:
    """The words of a collection that mean about the same as a word.

    Args:
        vocabulary: the collection's words.
        senses_of: gives the glosses of words.
    """

    def __init__(self, vocabulary: Collection[str], senses_of: SensesOf) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._senses_of = senses_of
        self.near = lru_cache(maxsize=_ASKED)(self._near)

    def _near(self, word: str) -> Mapping[str, float]:
        """How near each of the collection's words is to ``word``, in 0…1, where it is not 0."""
        nearest: dict[str, float] = {}
        known = self._senses if word in self._vocabulary else self._senses_of([word])
        for gloss in known.get(word, ()):
            length = self._length(gloss)
            shared: dict[tuple[str, Gloss], float] = {}
            for english in gloss:
                for one in self._having.get(english, ()):
                    shared[one] = shared.get(one, 0.0) + self._weight(english) ** 2
            for (other, theirs), product in shared.items():
                nearest[other] = max(nearest.get(other, 0.0), min(1.0, product / length / self._length(theirs)))
        return nearest

    @cached_property
    def _senses(self) -> Mapping[str, tuple[Gloss, ...]]:
        return self._senses_of(self._vocabulary)

    @cached_property
    def _having(self) -> Mapping[str, list[tuple[str, Gloss]]]:
        """The collection's words with one of their glosses, by each English word in it."""
        having: dict[str, list[tuple[str, Gloss]]] = {}
        for word, glosses in self._senses.items():
            for gloss in glosses:
                for english in gloss:
                    having.setdefault(english, []).append((word, gloss))
        return having

    @cached_property
    def _counts(self) -> Counter[str]:
        """Of how many of the collection's words an English word explains the sense."""
        glosses = self._senses.values()
        return Counter(english for own in glosses for english in {each for gloss in own for each in gloss})

    def _weight(self, english: str) -> float:
        return math.log1p(len(self._vocabulary) / (self._counts[english] + 0.5))

    def _length(self, gloss: Gloss) -> float:
        return math.sqrt(sum(self._weight(english) ** 2 for english in gloss))
