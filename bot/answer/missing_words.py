"""What sort of words of a question a sentence or paragraph lacks, and how rare they are.

A sentence that has most of a question may still tell another thing of it. What is asked for then stands in the words
that it lacks: a verb (``创办``), a noun (``成色``), a name.
"""

from __future__ import annotations

from collections.abc import Collection

from index.terms.words import WordSegmenter

SORTS = ("noun", "verb", "adjective", "name", "person", "place", "time", "numeral", "unknown")
"""The parts of speech that are looked at; ``unknown`` is a word that the dictionary has not."""


def missing_words(segmenter: WordSegmenter, missing: Collection[str], suffix: str) -> dict[str, float]:
    """How many words are missing, how rare the two rarest are in the language, and the rarest of each sort (0…1)."""
    rarest = dict.fromkeys(SORTS, 0.0)
    rarities = [0.0, 0.0]
    for word in missing:
        rarity = segmenter.rarity(word)
        rarities.append(rarity)
        sort = segmenter.part_of_speech(word) or "unknown"
        if sort in rarest:
            rarest[sort] = max(rarest[sort], rarity)
    second, first = sorted(rarities)[-2:]
    return {
        f"missing{suffix}": float(len(missing)),
        f"missing{suffix}_rarest": first,
        f"missing{suffix}_second": second,
        **{f"missing{suffix}_{sort}": rarity for sort, rarity in rarest.items()},
    }
