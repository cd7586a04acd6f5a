"""Choosing among phrases: how much each is expected to overlap with the answer.

The borders are scored word by word; here a phrase is seen as a whole, with its sentence: its length, its form, what it
repeats of the question, and whether it stands in quotation marks or fills its clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.answer import phrase_surroundings
from bot.answer.finalists import Finalist
from bot.answer.phrase_wording import EDGE, QuestionWording, is_mark, shape
from bot.answer.question_type import Kind
from bot.answer.sentence_text import numbers, shows

_SHAPES = ("year", "number", "numeral", "latin", "han1", "han2", "han3", "han4")
_OPENING = frozenset("《“「『‘")
_MARKS = ("money", "year", "date", "duration", "place", "person", "list", "latin")
_OWN = (
    "begins",
    "ends",
    "score",
    "score_in_sentence",
    "score_in_all",
    "order",
    "odds_in_all",
    "odds",
    "characters",
    "words",
    "asked_words",
    "asked_share",
    "first_shape",
    "last_shape",
    "after_mark",
    "before_mark",
    "after_opening",
    "opening",
    "enumerates",
    "commas",
    "numbers",
    "position",
    "sentence_length",
    "sentence_begins",
    "sentence_ends",
    "cover_words",
    "paragraph_first",
    "ends_as_following",
    "ends_as_head",
    "holds_following",
    "holds_head",
    "goes_on_as_following",
)

FEATURES = (
    *_OWN,
    *(f"mark_{mark}" for mark in _MARKS),
    *(f"kind_{kind.value}" for kind in Kind),
    *phrase_surroundings.FEATURES,
)
"""The names of the columns of ``phrase_rows``."""


def phrase_rows(
    question: QuestionWording, finalists: Sequence[Finalist], odds: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A row for each phrase of each finalist, in order; ``odds`` are the candidates' after the first look."""
    top, best = max((finalist.score for finalist in finalists), default=0.0), float(odds.max())
    rows: list[tuple[float, ...]] = []
    for finalist in finalists:
        odd, in_sentence = float(odds[finalist.place]), finalist.score
        shared = (finalist.candidate.features["cover_words"], finalist.candidate.features["paragraph_first"])
        seen = _seen(question, finalist)
        for order, (phrase, (own, focus, shown)) in enumerate(zip(finalist.phrases, seen, strict=True)):
            score = phrase.score
            scores = (score, score - in_sentence, score - top, order, odd - best, odd)
            rows.append((phrase.begins, phrase.ends, *scores, *own, *shared, *focus, *shown))
    if not rows:
        return np.zeros((0, len(FEATURES)))
    kinds = len(rows[0])
    around = kinds + len(Kind)
    table = np.empty((len(rows), len(FEATURES)))
    table[:, :kinds] = rows
    table[:, kinds:around] = [question.kind is kind for kind in Kind]
    table[:, around:] = phrase_surroundings.surroundings(question, finalists)
    return table


_Seen: TypeAlias = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]
"""What a phrase is like by itself, beside what is asked for, and the marks it shows."""


def _seen(question: QuestionWording, finalist: Finalist) -> Iterator[_Seen]:
    """What is seen of each phrase of a finalist, in order."""
    words, folded = finalist.words, finalist.candidate.folded
    texts = ["", *(word.text for word in words), ""]
    asked = [text in question.words for text in texts]
    following, head = question.after[0][-1], question.head[-1]
    has_following, has_head = question.after[0] != EDGE, question.head != EDGE
    for phrase in finalist.phrases:
        first, last = phrase.first + 1, phrase.last + 1
        start, count, said = words[phrase.first].start, last - first + 1, sum(asked[first : last + 1])
        text, before, after = folded[start : words[phrase.last].end], texts[first - 1], texts[last + 1]
        (opening, enumerates, commas, numbers_in), shown = _of_text(text)
        own = (
            len(text),
            count,
            said,
            said / count,
            _shape(texts[first]),
            _shape(texts[last]),
            bool(before) and is_mark(before),
            bool(after) and is_mark(after),
            before in _OPENING,
            opening,
            enumerates,
            commas,
            numbers_in,
            start / len(folded),
            len(folded),
            not before,
            not after,
        )
        # Whether it is named as what is asked for (``哪座桥``, ``长桥``), or goes on so (``几米``, ``18米``).
        focus = (
            text[-1] == following,
            text[-1] == head,
            has_following and following in text,
            has_head and head in text,
            has_following and after[:1] == following,
        )
        yield own, focus, shown


@lru_cache(1 << 12)
def _of_text(text: str) -> tuple[tuple[float, float, float, float], tuple[float, ...]]:
    """Of a phrase's text: whether it opens with a mark, ``、``, a comma, how many numbers; and the marks it shows."""
    held = (text[0] in _OPENING, "、" in text, "," in text, len(numbers(text)))
    return held, shows(text, _MARKS)


@lru_cache(1 << 12)
def _shape(word: str) -> float:
    form = shape(word)
    return float(_SHAPES.index(form) if form in _SHAPES else len(_SHAPES))
