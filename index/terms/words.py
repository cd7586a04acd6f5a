"""Chinese words by jieba; the only module that knows it.

Uses a tokenizer of its own (never the process-wide one), quiet, with its parsed dictionary kept in a private
directory. jieba's default is a world-writable temporary directory, from which anybody's file would be loaded.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol

from index.errors import DictionaryError
from index.settings import TermSettings


class _Tokenizer(Protocol):
    FREQ: Mapping[str, int]
    total: int

    def initialize(self) -> None: ...
    def cut(self, sentence: str, cut_all: bool = ..., HMM: bool = ...) -> Iterator[str]: ...  # noqa: N803
    def tokenize(self, text: str, mode: str = ..., HMM: bool = ...) -> Iterator[tuple[str, int, int]]: ...  # noqa: N803


class WordSegmenter:
    """Cuts runs of Han characters into words. jieba is loaded at the first cut."""

    def __init__(self, settings: TermSettings) -> None:
        self._settings = settings

    def words(self, han: str) -> Iterator[tuple[str, int, int]]:
        """The words of a run with their ranges: disjoint, covering it."""
        start = 0
        for word in self._tokenizer.cut(han, HMM=self._settings.hmm):
            yield word, start, start + len(word)
            start += len(word)

    def search_words(self, han: str) -> Iterator[tuple[str, int, int]]:
        """The words of a run with their ranges, and the shorter dictionary words within long ones."""
        return self._tokenizer.tokenize(han, mode="search", HMM=self._settings.hmm)

    def rarity(self, word: str) -> float:
        """How rare a word is in the language at large, by jieba's dictionary: 0 the commonest, 1 unknown."""
        tokenizer = self._tokenizer
        tokenizer.initialize()
        return 1 - math.log1p(tokenizer.FREQ.get(word, 0)) / math.log1p(tokenizer.total)

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
