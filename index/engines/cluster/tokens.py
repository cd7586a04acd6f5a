"""Terms as tokens that survive a whitespace tokenizer and JSON, and back.

A term is its own token nearly always. White space, lone surrogates (which UTF-8 cannot hold) and the escape sign itself
are written as escapes; what is too long for Lucene is named by its beginning and a digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_UNSAFE = re.compile(r"[\s\\\x1c-\x1f\x85\ud800-\udfff]")
_ESCAPE = re.compile(r"\\([0-9a-f]+);")
_LONGEST = 500
"""In bytes. Ids may have 512, terms 32,766."""


def token(term: str) -> str:
    """A term as one token; different terms have different tokens."""
    escaped = _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x};", term)
    if len(escaped.encode()) <= _LONGEST:
        return escaped
    return f"{escaped[:32]}\\#{hashlib.sha256(escaped.encode()).hexdigest()}"


def plain(token: str) -> str:
    """The term of a token; of one that was too long, what is left of it."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), token)


def text_of(bag: Mapping[str, int]) -> str:
    """A bag as text: each term's token as often as it occurs, a blank between."""
    return " ".join(token(term) for term, count in bag.items() for _ in range(count))


def tokens_of(text: str) -> list[str]:
    """The tokens of a bag's text."""
    return text.split(" ") if text else []
