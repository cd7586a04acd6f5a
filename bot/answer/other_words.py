"""What sentences say of a question beyond the words it shares with them: names, senses of words, of English glosses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from bot.answer.asked import Asked
from bot.answer.candidates import Candidate
from bot.answer.english_cover import english_covers
from bot.answer.name_cover import name_covers
from bot.answer.second_look import Look
from bot.answer.sense_cover import CARRIED, sense_covers
from bot.answer.senses import NearWords, SensesOf
from index.searcher import Searcher
from index.terms.analyzer import Granularity


class OtherWords:
    """Compares questions with sentences of a Searcher's articles beyond their words.

    Args:
        searcher: has the articles.
        senses_of: explains words; without it, only equal words are near.
    """

    def __init__(self, searcher: Searcher, senses_of: SensesOf | None) -> None:
        self._searcher = searcher
        self._senses_of = senses_of

    def seen(self, question: Asked, candidates: Sequence[Candidate], look: Look) -> Look:
        """The look with what the candidates say of the question in other words."""
        words, follows = _sentences(self._searcher, candidates)
        windows = np.array([self._window(each.paragraph.id, each.place) for each in candidates])
        places, within = np.unique(windows, return_inverse=True)
        shown = [self._every[place] for place in places.tolist()]
        senses = sense_covers(question, self._near, shown, within.reshape(windows.shape), follows)
        english = english_covers(question.meant, words, follows) if question.meant else None
        return replace(look, english=english, senses=senses)

    @cached_property
    def _every(self) -> Sequence[frozenset[str]]:
        """The words of every sentence, in order, after those of none."""
        ids = [paragraph.id for paragraph in self._searcher.paragraphs]
        return [frozenset(), *(words for id in ids for words in self._searcher.sentence_words(id))]

    @cached_property
    def _firsts(self) -> Mapping[str, tuple[int, int]]:
        """For each paragraph the places in ``_every`` of its first sentence and of its article's."""
        found: dict[str, tuple[int, int]] = {}
        first, article, begin = 1, "", 1
        for paragraph in self._searcher.paragraphs:
            if paragraph.article != article:
                article, begin = paragraph.article, first
            found[paragraph.id] = (first, begin)
            first += len(paragraph.sentences)
        return found

    def _window(self, paragraph: str, place: int) -> list[int]:
        """The place of a sentence in ``_every``, and those of the ones before it in its article, nearest first."""
        first, begin = self._firsts[paragraph]
        back = min(CARRIED, first + place - begin + 1)
        return [*range(first + place, first + place - back, -1), *[0] * (CARRIED - back)]

    def _near(self, word: str) -> Mapping[str, float]:
        return {} if self._near_words is None or word.isascii() else self._near_words.near(word)

    @cached_property
    def _near_words(self) -> NearWords | None:
        if self._senses_of is None:
            return None
        words = (term[2:] for term in self._searcher.stats.frequencies if term[0] == Granularity.WORD)
        return NearWords([word for word in words if not word.isascii()], self._senses_of)


def with_names(searcher: Searcher, question: Asked, candidates: Sequence[Candidate], look: Look) -> Look:
    """The look with which of the question's names and numbers the candidates have."""
    part_of_speech = searcher.analyzer.segmenter.part_of_speech

    def is_name(word: str) -> bool:
        """Whether a word is Latin, or none that the dictionary of words has."""
        return word.isascii() or (len(word) > 1 and not part_of_speech(word))

    return replace(look, names=name_covers(question, is_name, *_sentences(searcher, candidates)))


def _sentences(searcher: Searcher, candidates: Sequence[Candidate]) -> tuple[list[frozenset[str]], list[bool]]:
    """The words of each candidate, and whether it stands right after the one before it."""
    words = [searcher.sentence_words(each.paragraph.id)[each.place] for each in candidates]
    return words, [each.place > 0 for each in candidates]
