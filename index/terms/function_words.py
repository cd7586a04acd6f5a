"""The words a question may hold that say nothing about what is asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_ASKING = re.compile(
    r"(?:第?几|哪[一几]?|多少|何)"
    r"[个家款位种项座条年月日天号次名本部首件艘台支国人岁点些里儿场届类样边方块张架辆颗枚篇句字层级度倍分秒代时处者地]?"
    r"|(?:这|那|某|每|该)[一几]?[个家款位种项次篇部件些里儿样者]"
)
"""Question words and pointing words with their measure words: 哪一年, 第几届, 这几家."""


@cache
def function_words() -> frozenset[str]:
    """The list in ``function_words.txt``: folded words, one or more a line, ``#`` starts a comment."""
    text = files(__package__).joinpath("function_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())


def _made_of_function_words(word: str) -> bool:
    stop = function_words()
    return all(character in stop for character in word)


def says_nothing(word: str, in_dictionary: bool = True) -> bool:
    """Whether a folded word only holds a question together; ``in_dictionary`` tells whether the language has it.

    What is in no dictionary (是从, 的是) was glued together by the segmenter, and is judged by its characters.
    """
    if word in function_words() or _ASKING.fullmatch(word) is not None:
        return True
    return not in_dictionary and _made_of_function_words(word)
