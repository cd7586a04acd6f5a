"""Chinese words by jieba; the only module that knows it.

Uses a tokenizer of its own (never the process-wide one), quiet, with its parsed dictionary kept in a private
directory. jieba's default is a world-writable temporary directory, from which anybody's file would be loaded.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from index.errors import DictionaryError
from index.settings import TermSettings

_KEPT = 16
"""How many runs are kept as they were cut."""


class _Tokenizer(Protocol):
    FREQ: Mapping[str, int]
    total: int

    def initialize(self) -> None: ...
    def cut(self, sentence: str, cut_all: bool = ..., HMM: bool = ...) -> Iterator[str]: ...  # noqa: N803


class WordSegmenter:
    """Cuts runs of Han characters into words. jieba is loaded at the first cut."""

    def __init__(self, settings: TermSettings) -> None:
        self._settings = settings
        # A question's runs are asked for twice at once: for its words and for its function words.
        self._cut = lru_cache(maxsize=_KEPT)(self._cut_anew)

    def words(self, han: str) -> Iterator[tuple[str, int, int]]:
        """The words of a run with their ranges: disjoint, covering it."""
        start = 0
        for word in self._cut(han):
            yield word, start, start + len(word)
            start += len(word)

    def search_words(self, han: str) -> Iterator[tuple[str, int, int]]:
        """The words of a run with their ranges, each after the shorter dictionary words in it: jieba's search mode."""
        known = self._tokenizer.FREQ
        for word, start, end in self.words(han):
            for size in (2, 3):
                if end - start > size:
                    for place in range(start, end - size + 1):
                        if known.get(part := han[place : place + size]):
                            yield part, place, place + size
            yield word, start, end

    def rarity(self, word: str) -> float:
        """How rare a word is in the language at large, by jieba's dictionary: 0 the commonest, 1 unknown."""
        tokenizer = self._tokenizer
        tokenizer.initialize()
        return 1 - math.log1p(tokenizer.FREQ.get(word, 0)) / math.log1p(tokenizer.total)

    def _cut_anew(self, han: str) -> tuple[str, ...]:
        return tuple(self._tokenizer.cut(han, HMM=self._settings.hmm))

    @cached_property
    def _tokenizer(self) -> _Tokenizer:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        tokenizer = jieba.Tokenizer()
        cache = self._settings.cache
        if cache is not None and _make_private(cache):
            tokenizer.tmp_dir = str(cache)
            tokenizer.initialize()
        else:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
            tokenizer.initialized = True
        if self._settings.user_dictionary is not None:
            _add_user_words(tokenizer, self._settings.user_dictionary)
        return tokenizer  # type: ignore[no-any-return]


def _make_private(directory: Path) -> bool:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = directory.stat().st_mode & 0o022 == 0
    except OSError:
        return False
    return mine


def _add_user_words(tokenizer: object, path: Path) -> None:
    try:
        with path.open("rb") as file:
            tokenizer.load_userdict(file)  # type: ignore[attr-defined]
    except OSError as error:
        raise DictionaryError(f"{path}: cannot read the user dictionary ({error.strerror}); check the path") from error
    except ValueError as error:
        raise DictionaryError(f"{path}: {error}; write one 'word [frequency [tag]]' a line, in UTF-8") from error
