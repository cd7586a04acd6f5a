"""Words where they stand: a sentence or a question cut up for the phrase model.

Works on folded text. Unlike the index's terms, everything counts here, punctuation and function words too, for what
stands beside a phrase tells what it is: ``由…建造``, ``…年``, ``《…》``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answer.question_type import Kind, question_type
from index.terms.function_words import function_words
from index.terms.parts_of_speech import PARTS_OF_SPEECH
from index.terms.words import WordSegmenter

EDGE = "^"
"""Stands for what is before a text's first word and after its last."""

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
_PIECES = re.compile(rf"(?P<han>{_HAN})|\d+(?:[.,]\d+)*%?|[a-z](?:[a-z0-9'&.-]*[a-z0-9])?|[^\s\w]|\w")
_CHINESE_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两半几数")
_ENDS_OF_CLAUSES = frozenset(",。;:!?")
_EMPTY = frozenset(
    "是 为 的 在 叫 称为 被 有 了 于 由 从 到 因 以 向 和 与 对 名 当时 分别 主要 位于 曾 都 属于".split()
)

SORTS = (EDGE, "mark", "number", "chinese_number", "latin", *PARTS_OF_SPEECH, "unknown", "single")
"""The sorts of words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its range of the text, and its sort: a part of speech, or what it looks like (``sort_of``)."""

    text: str
    start: int
    end: int
    sort: str = "unknown"


@dataclass(frozen=True)
class QuestionWording:
    """What a question says around its question word.

    Attributes:
        kind: what it asks for.
        contexts: names of what it shows, such as ``next:国家``; what a phrase is like is learned together with each.
        before: the words before the question word, nearest first, two of them.
        after: the words after it, nearest first, two of them.
        words: its words that say something.
        head: the word before the question word that is not empty; ``EDGE`` where there is none.
    """

    kind: Kind
    contexts: tuple[str, ...]
    before: tuple[str, str]
    after: tuple[str, str]
    words: frozenset[str]
    head: str = EDGE


@lru_cache(1 << 10)
def words_of(segmenter: WordSegmenter, folded: str) -> tuple[Word, ...]:
    """Every word, number and punctuation mark of folded text, in order; white space is left out.

    Those of the last thousand texts are kept: an article's sentences are read again for every question.
    """
    words: list[Word] = []
    for piece in _PIECES.finditer(folded):
        if piece["han"] is None:
            words.append(Word(piece[0], piece.start(), piece.end(), sort_of(piece[0], "")))
        else:
            offset = piece.start()
            words.extend(
                Word(text, offset + start, offset + end, sort_of(text, segmenter.part_of_speech(text)))
                for text, start, end in segmenter.words(piece[0])
            )
    return tuple(words)


@lru_cache(1 << 16)
def sort_of(word: str, part: str) -> str:
    """A word's sort, ``part`` being its part of speech by the dictionary, empty for a word it has not."""
    first = word[0]
    if not first.isalnum():
        return "mark"
    if first.isdigit():
        return "number"
    if all(character in _CHINESE_NUMERALS for character in word):
        return "chinese_number"
    if first.isascii():
        return "latin"
    return part or ("unknown" if len(word) > 1 else "single")


@lru_cache(1 << 16)
def shape(word: str) -> str:
    """What a word looks like: ``year`` (4 digits), ``number``, ``numeral``, ``latin``, ``han`` + length, or itself."""
    first = word[0]
    if first.isdigit():
        return "year" if len(word) == 4 and word.isdigit() else "number"
    if all(character in _CHINESE_NUMERALS for character in word):
        return "numeral"
    if first.isascii() and first.isalpha():
        return "latin"
    return f"han{min(len(word), 4)}" if first.isalpha() else first


def is_mark(word: str) -> bool:
    """Whether a word is punctuation."""
    return not word[0].isalnum()


def ends_clause(word: str) -> bool:
    """Whether a word is a mark that ends a clause."""
    return word in _ENDS_OF_CLAUSES


def is_empty(word: str) -> bool:
    """Whether a word says nothing of what is asked for: ``是``, ``的``, ``位于``."""
    return word in _EMPTY


def question_wording(segmenter: WordSegmenter, folded: str) -> QuestionWording:
    """The wording of a question given as folded text."""
    asked = question_type(folded)
    start = folded.find(asked.word) if asked.word else -1
    start = len(folded) if start < 0 else start
    words = [word for word in words_of(segmenter, folded) if not is_mark(word.text)]
    before = [word.text for word in words if word.end <= start][::-1]
    after = [word.text for word in words if word.start >= start + len(asked.word)]
    last, kind = _first(before, 0), asked.kind.value
    head = next((word for word in before if word not in _EMPTY), EDGE)
    following = _first(after, 0)
    contexts = (
        "any",
        f"kind:{kind}",
        f"word:{asked.word}",
        f"focus:{asked.focus}",
        f"next:{following}",
        f"next:{following[-1]}:{kind}",
        f"last:{last}",
        f"head:{head}",
        f"head:{head[-1]}:{kind}:{following == EDGE}",
    )
    saying = frozenset(word.text for word in words if word.text not in function_words())
    nearest, next_ones = (last, _first(before, 1)), (following, _first(after, 1))
    return QuestionWording(asked.kind, contexts, nearest, next_ones, saying, head)


def _first(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else EDGE
