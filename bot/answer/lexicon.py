"""The corpus's words as repairs need them: by look, by sound, by what stands beside what.

Nothing here goes through the whole vocabulary, which would take seconds on a large corpus: of the terms in order only
those are read that begin alike, and words by sound are put together from characters by sound, along pairs of characters
that the corpus has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from operator import ne

from bot.answer.common_words import common_words
from bot.answer.pinyin import alike, by_sound, sounds
from index.ordered import Ordered, beginning, in_order
from index.searcher import Searcher
from index.terms.function_words import function_words

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LOOK = str.maketrans({"l": "i", "1": "i", "|": "i", "o": "0", "5": "s", "8": "b", "2": "z"})
_MOST = 400
"""How many beginnings of words by sound are followed up at a time."""
_SHORT = 3
"""Characters of a word up to which its first must be right for another to be taken for wrong."""
_REMEMBERED = 3_000
"""Of how many characters the words that begin with them are kept."""

_SOUNDS = 1 << 11
"""Of how many sounds the characters are kept."""
_ROWS = 256
"""Of how many rows of sounds the rows of characters are kept."""

Characters = Mapping[str, frozenset[str]]


def look(word: str) -> str:
    """A word with the characters that look alike made one: ``H1OO`` and ``h100`` have one look."""
    return word.translate(_LOOK)


def parted(word: str) -> tuple[str, str]:
    """The letters of a word, and its digits."""
    return "".join(filter(str.isalpha, word)), "".join(filter(str.isdigit, word))


class Lexicon:
    """Made from a Searcher's statistics; each part when first used."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._frequencies = searcher.stats.frequencies
        self._followers: dict[str, frozenset[str]] = {}
        self._beginning = lru_cache(_REMEMBERED)(self._beginning_anew)
        self._of_sounds = lru_cache(_SOUNDS)(self._of_sounds_anew)
        # The parts of a question that are tried one after another begin alike.
        self._rows = lru_cache(_ROWS)(self._rows_anew)

    @cached_property
    def latin(self) -> Mapping[str, int]:
        """Latin words with letters, folded, each with the number of paragraphs it occurs in."""
        words = ((term[2:], n) for term, n in self._ordered.between("w:", "w:\x80"))
        return {w: n for w, n in words if w.isascii() and len(w) > 2 and any(map(str.isalpha, w))}

    @cached_property
    def names(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The Latin words' letters by their digits, each with the word: ``100`` has ``("h", "h100")``."""
        found: dict[str, list[tuple[str, str]]] = {}
        for word in self.latin:
            name, digits = parted(word)
            found.setdefault(digits, []).append((name, word))
        return found

    @cached_property
    def looks(self) -> Mapping[str, str]:
        """For each look the commonest Latin word that has it."""
        ordered = sorted(self.latin.items(), key=lambda item: (item[1], item[0]))
        return {look(word): word for word, _ in ordered}

    @cached_property
    def common_sounds(self) -> Mapping[str, tuple[str, bool]]:
        """For pinyin without spaces the function word, or else the common word, that sounds so, and whether it is a
        function word. Pointing words give way to question words, of which a question in pinyin has one.
        """
        rarity = self._searcher.analyzer.segmenter.rarity
        function = sorted(filter(_HAN.fullmatch, function_words()), key=lambda word: (word[0] in "这那", rarity(word)))
        found: dict[str, tuple[str, bool]] = {}
        for word in (*function, *common_words()):
            for row in _rows([sounds(character) for character in word]):
                found.setdefault("".join(row), (word, word in function_words()))
        return found

    def knows(self, word: str) -> bool:
        """Whether the corpus has a folded word."""
        return f"w:{word}" in self._frequencies

    def count(self, word: str) -> int:
        """In how many paragraphs a folded word occurs."""
        return self._frequencies.get(f"w:{word}", 0)

    def has(self, text: str) -> bool:
        """Whether some Chinese characters stand in the corpus, or at least every two of them in a row do."""
        pairs = [f"b:{text[place : place + 2]}" for place in range(len(text) - 1)]
        return self.knows(text) or (bool(pairs) and all(pair in self._frequencies for pair in pairs))

    def has_character(self, character: str) -> bool:
        """Whether a character stands anywhere in the corpus."""
        return f"u:{character}" in self._frequencies

    def standing(self, row: str) -> int:
        """How often a row of characters stands in the corpus at most: the paragraphs with its rarest two neighbours."""
        return min((self._frequencies.get(f"b:{one}{other}", 0) for one, other in pairwise(row)), default=0)

    def has_pair(self, one: str, other: str) -> bool:
        """Whether two characters stand side by side in the corpus."""
        return f"b:{one}{other}" in self._frequencies

    def sounding(self, row: Sequence[Iterable[str]], loosely: bool = False) -> list[str]:
        """The corpus's words of two characters or more whose characters sound like a row of sounds, commonest first;
        each place of the row may have several. A longer row that is no word, but the only one, will do.
        """
        return self.words(self.rows(row, loosely))

    def rows(self, row: Sequence[Iterable[str]], loosely: bool = False) -> list[str]:
        """Rows of characters that sound like a row of sounds, of which the corpus has each two that are neighbours."""
        return list(self._rows(tuple(map(tuple, row)), loosely))

    def followed(self, beginnings: Sequence[str], sounds: Iterable[str], loosely: bool = False) -> list[str]:
        """Beginnings with one more character of some sound, where the corpus has it after the last."""
        wanted = self._of_sounds(tuple(map(alike, sounds)) if loosely else tuple(sounds), loosely)
        # Many beginnings end alike.
        after = {last: sorted(self._after(last) & wanted if last else wanted) for last in _last(beginnings)}
        found = (done + character for done in beginnings for character in after[done[-1:]])
        return list(islice(found, _MOST))

    def words(self, rows: Sequence[str]) -> list[str]:
        """The words of the corpus among rows of characters, commonest first; without one, a single longer row."""
        beginning = {first: self._beginning(first) for first in {row[0] for row in rows if row}}
        counts = {row: beginning[row[0]].get(row, 0) for row in rows if row}
        known = sorted(filter(counts.__getitem__, counts), key=lambda word: (-counts[word], word))
        return known or [row for row in rows if len(rows) == 1 and len(row) > 2]

    def one_more(self, written: str) -> frozenset[str]:
        """The words of the corpus that have one character more within."""
        words = self._of_length(written[0], len(written) + 1)
        return frozenset(word for word in words if _has_one_more(word, written))

    def one_other(self, written: str) -> frozenset[str]:
        """The words of the corpus that have one other character; in short words not the first."""
        words = self._of_length(written[0], len(written))
        near = {word for word in words if _differences(word, written) == 1}
        if len(written) > _SHORT:
            near.update(word for word in self._ordered.ending(written[1:], len(written)) if word[0] != written[0])
        return frozenset(near)

    def single(self, syllable: str) -> str | None:
        """The commonest character of the corpus that sounds so and stands as a word."""
        known = [character for character in self._by_sound[0].get(syllable, frozenset()) if self.knows(character)]
        return max(known, key=lambda character: (self.count(character), character), default=None)

    def _rows_anew(self, row: tuple[tuple[str, ...], ...], loosely: bool) -> tuple[str, ...]:
        return tuple(self.followed(self._rows(row[:-1], loosely), row[-1], loosely)) if row else ("",)

    @cached_property
    def _ordered(self) -> Ordered:
        return in_order(self._frequencies)

    @cached_property
    def _characters(self) -> Sequence[str]:
        """The characters that stand anywhere."""
        return [term[2:] for term, _ in beginning(self._ordered, "u:") if _HAN.fullmatch(term, 2)]

    @cached_property
    def _by_sound(self) -> tuple[Characters, Characters]:
        return by_sound(self._characters)

    def _after(self, character: str) -> frozenset[str]:
        """The characters that stand right after one."""
        if character not in self._followers:
            pairs = beginning(self._ordered, f"b:{character}")
            self._followers[character] = frozenset(term[3] for term, _ in pairs if len(term) == 4)
        return self._followers[character]

    def _of_sounds_anew(self, sounds: tuple[str, ...], loosely: bool) -> frozenset[str]:
        """The characters of some sounds."""
        table = self._by_sound[loosely]
        return frozenset[str]().union(*(table.get(sound, frozenset()) for sound in sounds))

    def _beginning_anew(self, character: str) -> Mapping[str, int]:
        """The words that begin with a character, each with the number of paragraphs it occurs in."""
        found = beginning(self._ordered, f"w:{character}")
        return {term[2:]: n for term, n in found if _HAN.fullmatch(term, 2)}

    def _of_length(self, character: str, length: int) -> Sequence[str]:
        """The words of so many characters that begin with one."""
        return [word for word in self._beginning(character) if len(word) == length]


def _last(texts: Sequence[str]) -> frozenset[str]:
    """The last characters of some texts; nothing of an empty one."""
    return frozenset(text[-1:] for text in texts)


def _differences(word: str, written: str) -> int:
    """In how many places two words of one length have different characters."""
    return sum(map(ne, word, written))


def _has_one_more(word: str, written: str) -> bool:
    """Whether a word, longer by one, has one character more than another and not at its ends."""
    places = range(1, len(written))
    return any(word[:place] == written[:place] and word[place + 1 :] == written[place:] for place in places)


def _rows(places: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every row of syllables that takes one of each place's."""
    if not places:
        yield ()
        return
    for rest in _rows(places[1:]):
        for sound in places[0]:
            yield (sound, *rest)
