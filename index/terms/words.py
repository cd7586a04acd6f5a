"""Chinese words by jieba; the only module that knows it.

Uses a tokenizer of its own (never the process-wide one), quiet, with its parsed dictionary kept in a private
directory. jieba's default is a world-writable temporary directory, from which anybody's file would be loaded. What is
kept is a table of words (``index.terms.word_table``): jieba looks up only what begins with a character of the text it
cuts, so before a text is cut the words with its characters are read, and a single question reads few of them.
"""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, Protocol

from index.errors import DictionaryError
from index.settings import TermSettings
from index.terms.parts_of_speech import PARTS_OF_SPEECH, numbered, part_of_speech
from index.terms.word_table import DamagedTableError, WordTable, make_private, write_table

_KEPT = 4096
"""How many runs are kept as they were cut: those of a question, which are asked for more than once, and those of the
sentences that answer most questions."""


class _Tokenizer(Protocol):
    FREQ: dict[str, int]
    user_word_tag_tab: dict[str, str]
    total: int
    initialized: bool

    def cut(self, sentence: str, cut_all: bool = ..., HMM: bool = ...) -> Iterator[str]: ...  # noqa: N803
    def get_dict_file(self) -> IO[bytes]: ...
    def gen_pfdict(self, f: IO[bytes]) -> tuple[dict[str, int], int]: ...
    def load_userdict(self, f: IO[bytes]) -> None: ...


class WordSegmenter:
    """Cuts runs of Han characters into words. jieba is loaded at the first cut."""

    def __init__(self, settings: TermSettings) -> None:
        self._settings = settings
        self._cut = lru_cache(maxsize=_KEPT)(self._cut_anew)

    def words(self, han: str) -> Iterator[tuple[str, int, int]]:
        """The words of a run with their ranges: disjoint, covering it."""
        start = 0
        for word in self._cut(han):
            yield word, start, start + len(word)
            start += len(word)

    def search_words(self, han: str) -> Iterator[tuple[str, int, int]]:
        """The words of a run with their ranges, each after the shorter dictionary words in it: jieba's search mode."""
        known = self._dictionary.frequencies
        for word, start, end in self.words(han):
            for size in (2, 3):
                if end - start > size:
                    for place in range(start, end - size + 1):
                        if known.get(part := han[place : place + size]):
                            yield part, place, place + size
            yield word, start, end

    def rarity(self, word: str) -> float:
        """How rare a word is in the language at large, by jieba's dictionary: 0 the commonest, 1 unknown."""
        dictionary = self._dictionary
        dictionary.read(word[:1])
        return 1 - math.log1p(dictionary.frequencies.get(word, 0)) / math.log1p(dictionary.tokenizer.total)

    def part_of_speech(self, word: str) -> str:
        """What jieba's dictionary holds a lower-case word to be, of ``PARTS_OF_SPEECH``; empty where it has it not."""
        return self._dictionary.part_of_speech(word)

    def _cut_anew(self, han: str) -> tuple[str, ...]:
        dictionary = self._dictionary
        dictionary.read(han)
        return tuple(dictionary.tokenizer.cut(han, HMM=self._settings.hmm))

    @cached_property
    def _dictionary(self) -> _Dictionary:
        dictionary = _Dictionary(self._settings.cache)
        if self._settings.user_dictionary is not None:
            _add_user_words(dictionary, self._settings.user_dictionary)
        return dictionary


class _Dictionary:
    """A tokenizer, and the part of its dictionary that texts needed so far.

    Attributes:
        tokenizer: jieba's.
        frequencies: what it looks words up in, itself.
    """

    def __init__(self, cache: Path | None) -> None:
        self.tokenizer = _tokenizer()
        self._read: set[str] = set()
        self._cache = cache
        self._parts: dict[str, Mapping[str, int]] = {}
        self._table = None if cache is None else _kept_table(self.tokenizer, cache)
        if self._table is None:
            self.tokenizer.FREQ, self.tokenizer.total = _parsed(self.tokenizer)
        else:
            self.tokenizer.total = self._table.total
        # Or it would load a dictionary of its own.
        self.tokenizer.initialized = True
        self.frequencies = self.tokenizer.FREQ

    def read(self, text: str) -> None:
        """Makes the words known that begin with the characters of a text; no others are looked up to cut it."""
        table = self._table
        if table is None or self._read.issuperset(text):
            return
        try:
            for first in set(text) - self._read:
                self.frequencies.update(table.beginning(first))
                # Only now, since another thread may ask meanwhile.
                self._read.add(first)
        except DamagedTableError:
            with suppress(OSError):
                table.path.unlink()  # The next run makes another.
            self._know_all()

    def part_of_speech(self, word: str) -> str:
        """The part of speech of a word, of the user's words as the user said; empty for an unknown one."""
        tag = self.tokenizer.user_word_tag_tab.get(word)
        if tag is not None:
            return part_of_speech(tag)
        if not word:
            return ""
        first = word[0]
        if first not in self._parts:
            self._parts[first] = self._parts_beginning(first)
        place = self._parts[first].get(word)
        return "" if place is None else PARTS_OF_SPEECH[place]

    def _parts_beginning(self, first: str) -> Mapping[str, int]:
        table = self._part_table
        if table is not None:
            try:
                return dict(table.beginning(first))
            except DamagedTableError:
                with suppress(OSError):
                    table.path.unlink()  # The next run makes another.
                self._part_table = None
        return self._all_parts.get(first, {})

    @cached_property
    def _part_table(self) -> WordTable | None:
        return None if self._cache is None else _kept_parts(self.tokenizer, self._cache)

    @cached_property
    def _all_parts(self) -> Mapping[str, Mapping[str, int]]:
        """What the table would hold, where none can be kept."""
        parts: dict[str, dict[str, int]] = {}
        for word, place in _parts(self.tokenizer).items():
            parts.setdefault(word[0], {})[word] = place
        return parts

    def _know_all(self) -> None:
        """Reads jieba's own dictionary instead; what the user said of a word stays in force."""
        words, _ = _parsed(self.tokenizer)
        self.frequencies.update((word, count) for word, count in words.items() if word not in self.frequencies)
        self._table = None


def is_dictionary_kept(settings: TermSettings) -> bool:
    """Whether the parsed dictionary is kept, or could not be; otherwise the first cut takes a second or two longer."""
    cache = settings.cache
    if cache is None or not make_private(cache) or not os.access(cache, os.W_OK):
        return True
    source = _source(_tokenizer())
    return all((cache / _table_name(each)).exists() for each in (source, _parts_of(source)))


def keep_dictionary(settings: TermSettings) -> None:
    """Parses the dictionary and keeps it, where that was not done before."""
    if settings.cache is not None:
        tokenizer = _tokenizer()
        _kept_table(tokenizer, settings.cache)
        _kept_parts(tokenizer, settings.cache)


def _tokenizer() -> _Tokenizer:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer: _Tokenizer = jieba.Tokenizer()
    return tokenizer


def _parsed(tokenizer: _Tokenizer) -> tuple[dict[str, int], int]:
    """The dictionary: frequencies of words, 0 for what only begins one, and their sum. Takes a second or two."""
    return tokenizer.gen_pfdict(tokenizer.get_dict_file())


def _parts(tokenizer: _Tokenizer) -> Mapping[str, int]:
    with tokenizer.get_dict_file() as file:
        return numbered(file)


def _kept_table(tokenizer: _Tokenizer, cache: Path) -> WordTable | None:
    """The table of jieba's words with their frequencies."""
    return _kept(cache, _source(tokenizer), lambda: _parsed(tokenizer))


def _kept_parts(tokenizer: _Tokenizer, cache: Path) -> WordTable | None:
    """The table of jieba's words with their parts of speech."""
    return _kept(cache, _parts_of(_source(tokenizer)), lambda: (_parts(tokenizer), 0))


def _kept(cache: Path, source: str, content: Callable[[], tuple[Mapping[str, int], int]]) -> WordTable | None:
    """A table of a source in a private directory, made now where there is none; None where none can be."""
    if not make_private(cache):
        return None
    path = cache / _table_name(source)
    try:
        return WordTable(path, source)
    except (OSError, DamagedTableError):
        pass  # It was never written, or by a program that was not this one.
    try:
        write_table(path, source, *content())
        return WordTable(path, source)
    except (OSError, OverflowError, DamagedTableError):
        return None


def _source(tokenizer: _Tokenizer) -> str:
    """A name for jieba's dictionary: its version and its size."""
    import jieba

    with tokenizer.get_dict_file() as file:
        return f"jieba {jieba.__version__} {file.seek(0, os.SEEK_END)}"


def _parts_of(source: str) -> str:
    return f"{source} parts"


def _table_name(source: str) -> str:
    return f"{source.replace(' ', '-')}.words"


def _add_user_words(dictionary: _Dictionary, path: Path) -> None:
    try:
        with path.open("rb") as file:
            # A word without a frequency is given one by how jieba would cut it.
            dictionary.read(file.read().decode("utf-8", "ignore"))
            file.seek(0)
            dictionary.tokenizer.load_userdict(file)
    except OSError as error:
        raise DictionaryError(f"{path}: cannot read the user dictionary ({error.strerror}); check the path") from error
    except ValueError as error:
        raise DictionaryError(f"{path}: {error}; write one 'word [frequency [tag]]' a line, in UTF-8") from error
