"""Choosing among phrases: how much each is expected to overlap with the answer.

The borders are scored word by word; here a phrase is seen as a whole, with its sentence: its length, its form, what it
repeats of the question, and whether it stands in quotation marks or fills its clause.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer import phrase_surroundings
from bot.answer.finalists import Finalist
from bot.answer.phrase_wording import EDGE, QuestionWording, is_mark, shape
from bot.answer.phrases import Phrase
from bot.answer.question_type import Kind
from bot.answer.sentence_text import marks, numbers

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
    kinds = [float(question.kind is kind) for kind in Kind]
    if not any(finalist.phrases for finalist in finalists):
        return np.zeros((0, len(FEATURES)))
    rows: list[list[float]] = []
    for finalist in finalists:
        odd = float(odds[finalist.place])
        shared = (finalist.candidate.features["cover_words"], finalist.candidate.features["paragraph_first"])
        for order, phrase in enumerate(finalist.phrases):
            scores = (phrase.score, phrase.score - finalist.score, phrase.score - top, float(order), odd - best, odd)
            seen = _seen(question, finalist, phrase)
            focus = _focus(question, finalist, phrase)
            shown = _shown(finalist.text(phrase))
            rows.append([phrase.begins, phrase.ends, *scores, *seen, *shared, *focus, *shown, *kinds])
    return np.column_stack([np.array(rows, dtype=np.float64), phrase_surroundings.surroundings(question, finalists)])


def _seen(question: QuestionWording, finalist: Finalist, phrase: Phrase) -> tuple[float, ...]:
    text, words = finalist.text(phrase), finalist.words[phrase.first : phrase.last + 1]
    before = finalist.words[phrase.first - 1].text if phrase.first else ""
    after = finalist.words[phrase.last + 1].text if phrase.last + 1 < len(finalist.words) else ""
    asked = sum(word.text in question.words for word in words)
    length = len(finalist.candidate.folded)
    return (
        len(text),
        len(words),
        asked,
        asked / len(words),
        _shape(words[0].text),
        _shape(words[-1].text),
        bool(before) and is_mark(before),
        bool(after) and is_mark(after),
        before in _OPENING,
        text[0] in _OPENING,
        "、" in text,
        "," in text,
        len(numbers(text)),
        words[0].start / length,
        length,
        not before,
        not after,
    )


def _focus(question: QuestionWording, finalist: Finalist, phrase: Phrase) -> tuple[float, ...]:
    """Whether a phrase is named as what is asked for (``哪座桥``, ``长桥``), or goes on so (``几米``, ``18米``)."""
    text, following, head = finalist.text(phrase), question.after[0][-1], question.head[-1]
    after = finalist.words[phrase.last + 1].text if phrase.last + 1 < len(finalist.words) else EDGE
    asked = following != EDGE
    return (
        text[-1] == following,
        text[-1] == head,
        asked and following in text,
        question.head != EDGE and head in text,
        asked and after[0] == following,
    )


def _shape(word: str) -> float:
    form = shape(word)
    return float(_SHAPES.index(form) if form in _SHAPES else len(_SHAPES))


def _shown(text: str) -> list[float]:
    shown = marks(text)
    return [float(mark in shown) for mark in _MARKS]
