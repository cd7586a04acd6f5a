"""The settings of the corpus: how long a Paragraph may be, how large a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """What a reader of articles may decide.

    Attributes:
        max_paragraph: the most characters of one Paragraph; what is longer is split at sentence borders into windows.
        min_paragraph: a line of the body with fewer characters than this is tied to the line that follows it.
        max_bytes: the largest file that is read, in bytes.

    Raises:
        ValueError: a limit is not positive, or a Paragraph would have to be shorter than its shortest line.
    """

    max_paragraph: int = 600
    min_paragraph: int = 12
    max_bytes: int = 64 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.min_paragraph < 0 or self.max_bytes < 1:
            raise ValueError("min_paragraph must not be negative and max_bytes must be positive")
        if self.max_paragraph < max(16, 2 * self.min_paragraph):
            raise ValueError("max_paragraph must be at least 16, and at least twice min_paragraph")
