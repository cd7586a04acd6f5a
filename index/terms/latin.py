"""Terms of Latin words and numbers.

A run such as ``gpt-4`` gives its compact form and its parts (``gpt4``, ``gpt``, ``4``), so that GPT4, GPT-4 and GPT 4
find one another. Digits keep their decimal point (``3.2``) and lose their thousands separators (``1,000``).
"""

from __future__ import annotations

import re

RUN = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|[^\W_\u3400-\u9fff\U00020000-\U0003ffff]+(?:[-_.+#&'·][^\W_\u3400-\u9fff]+)*"
"""A pattern for one run, over folded text."""

_JOINERS = re.compile(r"[-_+#&'·]")
_PARTS = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")


def latin_terms(run: str) -> tuple[str, ...]:
    """The terms of one run, compact form first, without repetition."""
    if "," in run:
        return (run.replace(",", ""),)
    parts = _PARTS.findall(run)
    return tuple(dict.fromkeys([_JOINERS.sub("", run), *parts]))
