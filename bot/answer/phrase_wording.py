"""Words where they stand: a sentence or a question cut up for the phrase model.

Works on folded text. Unlike the index's terms, everything counts here, punctuation and function words too, for what
stands beside a phrase tells what it is: ``由…建造``, ``…年``, ``《…》``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

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

_OPENING = frozenset("《“「『(‘〈【[")
_CLOSING = frozenset("》”」』)’〉】]")
_ENDING = _CLOSING | frozenset("%‰℃°")
"""Marks that a phrase may end with: what closes, and what is part of a number."""
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

SORTS = (EDGE, "mark", "number", "chinese_number", "latin", *PARTS_OF_SPEECH, "unknown", "single")
"""The sorts of words."""
_SORTS = {sort: place for place, sort in enumerate(SORTS)}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its range of the text, and its sort: a part of speech, or what it looks like (``sort_of``)."""

    text: str
    start: int
    end: int
    sort: str = "unknown"


class Words(tuple[Word, ...]):
    """The words of a text, in order, and as arrays what is the same of them whatever is asked; made when first used."""

    @cached_property
    def texts(self) -> list[str]:
        """The words' texts."""
        return [word.text for word in self]

    @cached_property
    def hashes(self) -> NDArray[np.uint64]:
        """The numbers that stand for the words, their first characters, their last, their shapes and their sorts;
        shape (5, words).
        """
        rows = [(*_hashes(word.text), hashed(word.sort)) for word in self]
        return np.array(rows, dtype=np.uint64).reshape(-1, 5).T

    @cached_property
    def sorts(self) -> Ints:
        """The places of their sorts in ``SORTS``."""
        return np.array([_SORTS[word.sort] for word in self], dtype=np.int64)

    @cached_property
    def ends_clause(self) -> Flags:
        """Which are marks that end a clause."""
        return self._those(lambda text: text in _ENDS_OF_CLAUSES)

    @cached_property
    def empty(self) -> Flags:
        """Which say nothing of what is asked for: ``是``, ``的``, ``位于``."""
        return self._those(lambda text: text in _EMPTY)

    @cached_property
    def may_begin(self) -> Flags:
        """Which may begin a phrase: all but marks that belong outside of it."""
        return self._those(lambda text: not is_mark(text) or text in _OPENING)

    @cached_property
    def may_end(self) -> Flags:
        """Which may end a phrase."""
        return self._those(lambda text: not is_mark(text) or text in _ENDING)

    @cached_property
    def depths(self) -> Ints:
        """How many brackets or quotation marks are open at each, not counting what it opens or closes itself."""
        depths, depth = np.zeros(len(self), dtype=np.int64), 0
        for place, text in enumerate(self.texts):
            depth = max(0, depth - (text in _CLOSING))
            depths[place] = depth
            depth += text in _OPENING
        return depths

    @cached_property
    def bracket_depths(self) -> Ints:
        """How many round or square brackets are open at each, those that it opens or closes counted."""
        depths, depth = np.zeros(len(self), dtype=np.int64), 0
        for place, text in enumerate(self.texts):
            depth += text in ("(", "[")
            depths[place] = depth
            depth = max(0, depth - (text in (")", "]")))
        return depths

    def _those(self, hold: Callable[[str], bool]) -> Flags:
        return np.array(list(map(hold, self.texts)), dtype=np.bool_)


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

    def asks(self, words: Words) -> list[bool]:
        """Which of some words are its own."""
        return [text in self.words for text in words.texts]


@lru_cache(1 << 10)
def words_of(segmenter: WordSegmenter, folded: str) -> Words:
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
    return Words(words)


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


@lru_cache(1 << 16)
def _hashes(word: str) -> tuple[int, int, int, int]:
    """The numbers that stand for a word, its first character, its last, and its shape."""
    return hashed(word), hashed(word[0]), hashed(word[-1]), hashed(shape(word))


@lru_cache(1 << 16)
def hashed(text: str) -> int:
    """The number that stands for a text."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


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
