"""How much room there is, and whether colours can tell things apart."""

from __future__ import annotations

from dataclasses import dataclass

READING_WIDTH = 92
"""Lines longer than this many cells are hard to follow back; a wider terminal leaves the rest empty."""


@dataclass(frozen=True, slots=True)
class View:
    """What lines are made for.

    Attributes:
        width: cells a line may take, or None where lines are not broken (a pipe).
        marked: whether marks stand in for colours.
    """

    width: int | None = None
    marked: bool = True

    @property
    def measure(self) -> int | None:
        """The cells a line of running text should take."""
        # One cell stays free: some terminals break a line that fills the last one.
        return None if self.width is None else max(8, min(self.width - 1, READING_WIDTH))
