"""Which ranges of a passage to mark: where the question's words stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.model import Span
from index.terms.analyzer import Analyzer, Granularity


class Highlighter:
    """Finds a question's words in passages: longer words first, function words not at all.

    A single Han character is marked only within a longer word, since alone it says little.
    """

    def __init__(self, analyzer: Analyzer, question: str) -> None:
        self._normaliser = analyzer.normaliser
        words = sorted(_words(analyzer, question), key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(_pattern, words))) if words else None

    def ranges(self, text: str) -> tuple[Span, ...]:
        """The ranges of ``text`` to mark, merged."""
        if self._pattern is None:
            return ()
        folded = self._normaliser.folded(text)
        return merged(
            Span(folded.origins[found.start()], folded.origins[found.end() - 1] + 1)
            for found in self._pattern.finditer(folded.text)
            if found.end() > found.start()
        )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in as few ranges as possible: sorted, disjoint, not touching."""
    result: list[Span] = []
    for span in sorted(span for span in spans if len(span)):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def _words(analyzer: Analyzer, question: str) -> set[str]:
    return {
        token.text
        for variant in analyzer.normaliser.variants(question)
        for token in analyzer.content_tokens(variant, strictly=True)
        if token.granularity is Granularity.WORD and (len(token.text) > 1 or token.text.isdigit())
    }


def _pattern(word: str) -> str:
    if not word.isascii():
        return re.escape(word)
    # gpt4 finds GPT-4 and GPT 4, and never the inside of a longer word or number.
    loose = (
        r"[-_+#&'·. ]?".join(re.escape(character) for character in word)
        if any(map(str.isdigit, word))
        else re.escape(word)
    )
    return rf"(?<![a-z0-9]){loose}(?![a-z0-9])"
