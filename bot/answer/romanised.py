"""Chinese names as English questions have them: in pinyin, with capitals (``Gu Yanqiu``, ``Yanqiu Gu``, ``Muye``).

A name is read as what stands in the corpus and sounds so; what the corpus or the dictionary has as a word stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.answer.lexicon import Lexicon
from bot.answer.pinyin import syllables_at

_CAPITALISED = re.compile(r"[A-Z][a-z]+(?:['’-](?!s\b)[a-z]+)*")
_ROW = re.compile(rf"{_CAPITALISED.pattern}(?: {_CAPITALISED.pattern}){{0,2}}")
_LENGTHS = range(2, 5)
"""Characters of a name."""


def with_names_in_chinese(lexicon: Lexicon, question: str, is_word: Callable[[str], bool]) -> str:
    """An English question with the corpus's names instead of those in pinyin.

    ``is_word`` says whether an English word (lower case) is something else than a name in pinyin.
    """

    def written(row: re.Match[str]) -> str:
        words, found = row[0].split(" "), list[str]()
        while words:
            length, name = _first_name(lexicon, words, is_word)
            found.append(name or words[0])
            words = words[length:]
        return " ".join(found)

    return _ROW.sub(written, question)


def _first_name(lexicon: Lexicon, words: list[str], is_word: Callable[[str], bool]) -> tuple[int, str | None]:
    """The longest name that some words begin with, and how many of them it takes: one where they begin with none."""
    for length in range(len(words), 0, -1):
        own = [word.lower() for word in words[:length]]
        name = None if all(map(is_word, own)) else _name(lexicon, own)
        # One of them may be a word as well: Long, Fan, Li. What the corpus has in Latin letters it may seldom have so.
        if name is not None and (
            not all(lexicon.knows(word) or is_word(word) for word in own)
            or lexicon.standing(name) > max(map(lexicon.count, own))
        ):
            return length, name
    return 1, None


def _name(lexicon: Lexicon, words: list[str]) -> str | None:
    """What the corpus has that sounds like some words together, the family's name before or after the given one.

    Of several, a word of its own goes before a row of characters, then what stands more often; None where they tie.
    """
    orders = [words, [words[-1], *words[:-1]]] if len(words) > 1 else [words]
    for order in orders:
        typed = "".join(filter(str.isalpha, "".join(order)))
        found = {row for cut in _cuts(typed) for row in lexicon.rows([(syllable,) for syllable in cut])}
        ranked = sorted(((lexicon.knows(row), lexicon.standing(row), row) for row in found), reverse=True)
        if ranked and (len(ranked) == 1 or ranked[0][:2] > ranked[1][:2]):
            return ranked[0][2]
    return None


def _cuts(letters: str, start: int = 0) -> Iterator[list[str]]:
    """The ways to cut letters into as many syllables as a name has characters."""
    if start == len(letters):
        yield []
        return
    for syllable, end in syllables_at(letters, start):
        for rest in _cuts(letters, end):
            if len(rest) < _LENGTHS.stop - 1 and (start or len(rest) + 1 in _LENGTHS):
                yield [syllable, *rest]
