"""What can go wrong in an evaluation.

    SearchError
    └── EvaluationError
        ├── DataError         a data file is malformed; the message has file and line, or file and question
        └── UnfitSystemError  a system is unknown, or cannot be run on this data

Each message names the file or name, what is wrong, and what to do about it, in one line.
"""

from __future__ import annotations

from index.errors import SearchError


class EvaluationError(SearchError):
    """The base of what goes wrong here."""


class DataError(EvaluationError):
    """A data, qrels or run file cannot be used."""


class UnfitSystemError(EvaluationError):
    """There is no system of that name, or it cannot be run on this data."""
