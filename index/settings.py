"""Every number the ranking depends on, in one place.

The defaults did best, or within noise of it, on the questions of CMRC 2018 and DRCD (development parts).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TermSettings:
    """How text becomes terms.

    Attributes:
        words: weight of jieba's words in a query; 0 leaves the granularity out of queries.
        bigrams: weight of pairs of adjacent Han characters.
        unigrams: weight of single Han characters.
        hmm: whether jieba guesses words its dictionary lacks.
        segmenter: what cuts words: "jieba", or "rjieba", which is many times faster and cuts some texts otherwise.
        user_dictionary: a file in jieba's format (``word [frequency [tag]]`` a line) read on top of its own.
        cache: a directory only this user can write, where jieba keeps its parsed dictionary; None keeps none.
    """

    words: float = 1.0
    bigrams: float = 1.0
    unigrams: float = 1.0
    hmm: bool = True
    segmenter: str = "jieba"
    user_dictionary: Path | None = None
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """How terms become a Ranking.

    Attributes:
        k1: BM25's saturation of term frequency.
        b: BM25's normalisation by length, 0 (none) to 1.
        candidates: how many paragraphs an engine hands to the second look by sentences.
        sentence_weight: what the best sentence's score counts beside the paragraph's.
        context: whether the article's title and the section's heading are searched with each paragraph.
        engine: which engine ranks, by name; "auto" goes by the number of paragraphs.
    """

    terms: TermSettings = field(default_factory=TermSettings)
    k1: float = 0.9
    b: float = 0.4
    candidates: int = 50
    sentence_weight: float = 0.75
    context: bool = True
    engine: str = "auto"
