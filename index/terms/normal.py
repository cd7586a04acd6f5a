"""Characters as the index sees them: width, case and script folded away.

Each character is folded by NFKC and case folding, then traditional script becomes simplified (OpenCC). Only terms are
made from folded text; what a reader sees is always the original, so ``folded`` also tells where each folded character
came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters and its end, the place in the original."""

    text: str
    origins: Sequence[int]


class _CharacterTable(dict[int, str]):
    """NFKC and case folding of single characters, remembered; made for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = folded
        return folded


_KEPT = 4096
"""How many texts are remembered as they were folded."""
_SHORT = 400
"""Characters of a text that may be one of them."""
_KEPT_WITH_ORIGINS = 256
_PARAGRAPH = 1000


class Normaliser:
    """Folds text. OpenCC is loaded at the first text that needs it; sentences folded last are remembered."""

    def __init__(self) -> None:
        self._table = _CharacterTable()
        self._remembered = lru_cache(_KEPT)(self._folded_anew)
        self._with_origins = lru_cache(_KEPT_WITH_ORIGINS)(self._with_origins_anew)

    @cached_property
    def _to_simplified(self) -> _Converter:
        return _open_converter("t2s")

    @cached_property
    def _to_mainland(self) -> _Converter:
        return _open_converter("tw2sp")

    @cached_property
    def _to_taiwanese(self) -> _Converter:
        return _open_converter("s2twp")

    def __call__(self, text: str) -> str:
        """``text`` folded; its length may differ."""
        return self._remembered(text) if len(text) <= _SHORT else self._folded_anew(text)

    def _folded_anew(self, text: str) -> str:
        return self._simplified(text.translate(self._table))

    def folded(self, text: str) -> Folded:
        """``text`` folded, with the origin of each character."""
        return self._with_origins(text) if len(text) <= _PARAGRAPH else self._with_origins_anew(text)

    def _with_origins_anew(self, text: str) -> Folded:
        pieces = [self._table[ord(character)] for character in text]
        origins = [place for place, piece in enumerate(pieces) for _ in piece]
        origins.append(len(text))
        return Folded(self._simplified("".join(pieces)), origins)

    def variants(self, text: str) -> tuple[str, ...]:
        """``text`` folded, and once more in mainland wording (晶片 → 芯片) where it is in traditional script."""
        folded = text.translate(self._table)
        if _is_simplified(folded):
            return (folded,)
        simplified = self._simplified(folded)
        mainland = self._to_mainland.convert(folded)
        return (simplified,) if mainland == simplified else (simplified, mainland)

    def taiwanese(self, folded: str) -> str:
        """Folded text in Taiwan's wording (短信 → 简讯), again in simplified script."""
        return self._simplified(self._to_taiwanese.convert(folded))

    def _simplified(self, folded: str) -> str:
        if _is_simplified(folded):
            return folded
        simplified = self._to_simplified.convert(folded)
        if len(simplified) == len(folded):
            return simplified
        # Origins count on one character for one; a phrase of another length is converted character by character.
        return "".join(self._one(character) for character in folded)

    def _one(self, character: str) -> str:
        converted = self._to_simplified.convert(character)
        return converted if len(converted) == 1 else character


def _is_simplified(text: str) -> bool:
    # GB 2312 has no traditional-only characters, and asking is far cheaper than loading OpenCC.
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_ENCODABLE = re.compile(r"[^\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class _Careful:
    """A converter that leaves halves of surrogate pairs alone, where OpenCC would fail: UTF-8 cannot hold them."""

    converter: _Converter

    def convert(self, text: str) -> str:
        return _ENCODABLE.sub(lambda found: self.converter.convert(found[0]), text)


def _open_converter(name: str) -> _Converter:
    import opencc

    return _Careful(opencc.OpenCC(name))
