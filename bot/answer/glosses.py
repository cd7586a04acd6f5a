"""English words and phrases in Chinese, by a dictionary that explains Chinese words in English.

Works on the text of CC-CEDICT (``傳統 传统 [chuan2 tong3] /tradition/traditional/…``, an entry a line). Only entries
whose word a corpus has count, since no other can be found in it. A translation is worth more the more exactly a
gloss says the English word, the earlier its sense stands, and the commoner the Chinese word is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.answer.cedict import LEADING, LITTLE, WORDS, entries_of, explains, glosses_of
from bot.answer.english_forms import forms, origins

_SELDOM_USED = re.compile(r"\((?:old|archaic|literary|dialect|obsolete|bound form|classical|tw|coll\.|slang|cantonese)")
_LONGEST_GLOSS = 5
_MOST_MENTIONS = 1500
"""A word that more senses mention is no longer looked for within longer glosses."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A Chinese word for an English one, and how well it fits, in 0…1."""

    word: str
    fit: float


class Glosses:
    """A dictionary cut down to a corpus's words.

    Args:
        entries: the text of the dictionary.
        presence: how surely the corpus has a (simplified) Chinese word: 1, less where only its characters are known
            to stand there, 0 where it has not.
        rarity: how rare a Chinese word is in the language, 0 to 1.
        sifted: whether all entries are looked at beforehand and only those kept that count: worth while where
            ``presence`` costs little. What is found is the same.
    """

    def __init__(
        self,
        entries: str,
        presence: Callable[[str], float],
        rarity: Callable[[str], float],
        *,
        sifted: bool = True,
    ) -> None:
        self._sifted = sifted
        self._entries = entries
        self._presence = presence
        self._rarity = rarity
        self._found: dict[str, tuple[Rendering, ...]] = {}

    def renderings(self, phrase: str) -> tuple[Rendering, ...]:
        """The corpus's words for an English word or phrase (lower case, words by single spaces), best first."""
        if phrase not in self._found:
            self._found[phrase] = self._looked_up(phrase)
        return self._found[phrase]

    def mentions(self, word: str) -> Mapping[str, float]:
        """The corpus's words one of whose glosses mentions an English word (lower case) in any form, each with how much
        of the gloss it is, in 0…1.
        """
        wanted = frozenset((*forms(word), *origins(word)))
        shares: dict[str, float] = {}
        for form in sorted(wanted):
            for chinese, senses in self._mentioning(form):
                shares[chinese] = max(shares.get(chinese, 0.0), _share(senses, wanted))
        return {chinese: share for chinese, share in shares.items() if share}

    @property
    def size(self) -> int:
        """How many entries were kept."""
        return len(self._kept[1])

    def has(self, word: str) -> bool:
        """Whether the corpus has a Chinese word."""
        return self._presence(word) > 0

    def _looked_up(self, phrase: str) -> tuple[Rendering, ...]:
        wanted = tuple(phrase.split())
        fits: dict[str, float] = {}
        for word, senses in self._mentioning(wanted[0] if len(wanted) == 1 else phrase):
            fit = _fit(senses, wanted)
            if fit:
                fits[word] = max(fit, fits.get(word, 0.0))
        weighed = (Rendering(word, fit * self._usefulness(word)) for word, fit in fits.items())
        return tuple(sorted(weighed, key=lambda one: (-one.fit, one.word)))

    def _usefulness(self, word: str) -> float:
        """Common words of two to four characters are likeliest meant; single ones are ambiguous."""
        commonness = 0.3 + 0.7 * (1 - self._rarity(word))
        return commonness * self._presence(word) * (0.5 if len(word) == 1 else 1.0)

    def _mentioning(self, text: str) -> Iterator[tuple[str, str]]:
        """The entries in whose senses a text stands as whole words."""
        senses, words = self._kept
        place = senses.find(text)
        mentions = 0
        while place >= 0 and mentions < _MOST_MENTIONS:
            end = place + len(text)
            start = senses.rfind("\n", 0, place) + 1
            if not senses[place - 1].isalnum() and not senses[end].isalnum():
                close = senses.index("\n", end)
                number, _, explained = senses[start:close].partition("/")
                word = words[int(number)]
                if self._sifted or self._presence(word):
                    mentions += 1
                    yield word, explained
                end = close
            place = senses.find(text, end)

    @cached_property
    def _kept(self) -> tuple[str, list[str]]:
        """``number/senses`` a line, lower case, and the words by number."""
        kept = [one for one in entries_of(self._entries) if not self._sifted or self._presence(one[0])]
        del self._entries
        lines = (f"\n{number}/{senses}" for number, (_, senses) in enumerate(kept))
        return "".join([*lines, "\n"]).lower(), [word for word, _ in kept]


def _fit(senses: str, wanted: tuple[str, ...]) -> float:
    """How exactly the best of an entry's senses says the words wanted, 0…1."""
    best = 0.0
    for place, sense in enumerate(senses.split("/")):
        if wanted[0] not in sense or not explains(sense):
            continue
        factor = (0.4 if _SELDOM_USED.search(sense) else 1.0) / (1 + 0.12 * min(place, 8))
        for number, part in enumerate(glosses_of(sense)):
            words = WORDS.findall(part)
            while words and words[0] in LEADING and len(words) > len(wanted):
                words.pop(0)
            best = max(best, factor / (1 + 0.15 * min(number, 4)) * _agreement(tuple(words), wanted))
    return best


def _share(senses: str, wanted: frozenset[str]) -> float:
    """How much of the gloss that says least besides are some words: 1 over the root of its number of words."""
    best = 0.0
    for sense in senses.split("/"):
        if not explains(sense):
            continue
        for part in glosses_of(sense):
            words = [word for word in WORDS.findall(part) if word not in LITTLE]
            if not wanted.isdisjoint(words):
                best = max(best, len(words) ** -0.5)
    return best


def _agreement(words: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """1 for the same words; less for a gloss that narrows them down (``computer chip`` for ``chip``)."""
    more = len(words) - len(wanted)
    if more == 0:
        return float(words == wanted)
    if more < 0 or len(words) > _LONGEST_GLOSS:
        return 0.0
    if words[-len(wanted) :] == wanted:
        return 0.45 / more
    if words[: len(wanted)] == wanted:
        return 0.35 / more
    if any(words[place : place + len(wanted)] == wanted for place in range(more)):
        return 0.12 / more
    return 0.0
