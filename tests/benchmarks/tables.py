"""Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A table, its first columns (``left`` of them) to the left and the others to the right."""
    lines = [f"| {' | '.join(header)} |", f"{'|---' * left}{'|--:' * (len(header) - left)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
