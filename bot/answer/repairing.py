"""Slips of the keyboard, mended against the corpus's own words.

A repair is made only where the question's word is unknown to the corpus and the repaired one is known: Latin words by
look (``H1OO``) and edit distance (``Chaudri``), Han words as ``bot.answer.han_slips`` says, and whole questions typed
in pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from bot.answer.han_slips import han_repairs
from bot.answer.lexicon import Lexicon, look, parted
from bot.answer.typed_pinyin import read_pinyin
from index.searcher import Searcher
from index.terms.function_words import function_words

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_ROW = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)+")
_SHORT = 4
"""Letters of a name with a gap in it, more than which it must have to be told from two words."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def repairs(searcher: Searcher, lexicon: Lexicon, question: str, english: bool = False) -> Mapping[str, str]:
    """What to write instead of which parts of a question, longest first; empty where nothing needs mending."""
    if not english:
        typed = read_pinyin(lexicon, question)
        if typed is not None:
            return {question: typed}
    folded = searcher.analyzer.normaliser(question)
    found = dict(
        [*_joined(lexicon, question), *_latin_repairs(lexicon, question), *han_repairs(searcher, lexicon, folded)]
    )
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _latin_repairs(lexicon: Lexicon, question: str) -> Iterator[tuple[str, str]]:
    in_latin = not _HAN.search(question)
    for place, found in enumerate(_WORD.finditer(question)):
        written = found[0]
        word = re.sub(r"['’-]", "", written.casefold())
        if len(word) < 3 or word in function_words() or lexicon.knows(word):
            continue
        # Among English words, only a name is compared: any other is likely itself, and merely not in the corpus.
        if in_latin and word.isalpha() and (place == 0 or not written[0].isupper()):
            continue
        mended = lexicon.looks.get(look(word)) or _parted(word, lexicon) or _nearest(word, lexicon)
        if mended is not None:
            yield written, mended


def _joined(lexicon: Lexicon, question: str) -> Iterator[tuple[str, str]]:
    """Names with a gap in them (``Open AI``), as the corpus writes them."""
    for row in _ROW.finditer(question):
        words = row[0].split()
        for one, other in pairwise(words):
            name = (one + other).casefold()
            known = lexicon.knows(one.casefold()) and lexicon.knows(other.casefold())
            if len(name) > _SHORT and not known and lexicon.knows(name):
                yield f"{one} {other}", name


def _parted(word: str, lexicon: Lexicon) -> str | None:
    """A word that is two of the corpus's names without the gap."""
    places = range(2, len(word) - 1)
    parts = ((word[:place], word[place:]) for place in places if word.isalpha())
    return next((" ".join(each) for each in parts if all(map(lexicon.knows, each)) and max(map(len, each)) > 3), None)


def _nearest(word: str, lexicon: Lexicon) -> str | None:
    """The one known word within an edit (two from 6 letters on); None if there is none or the choice is open.

    Digits are not guessed at, since another number is another thing; of three letters, only two may change places; and
    a word of less than 8 letters with two edits must begin as the other does.
    """
    name, digits = parted(word)
    if len(name) < 3:
        return None
    allowed = 1 if len(name) < 6 else 2
    near = sorted(
        (distance, -lexicon.count(other), other)
        for letters, other in lexicon.names.get(digits, ())
        if abs(len(other) - len(word)) <= allowed
        and (len(name) > 3 or sorted(letters) == sorted(name))
        and (distance := DamerauLevenshtein.distance(name, letters, score_cutoff=allowed)) <= allowed
        and (distance < 2 or len(name) > 7 or name[0] == letters[0])
    )
    if not near or (len(near) > 1 and near[0][:2] == near[1][:2]):
        return None
    return near[0][2]
