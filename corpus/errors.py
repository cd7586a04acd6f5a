"""What can go wrong while reading articles.

    CorpusError
    ├── UnreadableError   the file is missing, a directory, locked, or not text
    ├── TooLargeError     the file is larger than the limit
    └── EmptyCorpusError  nothing readable was found

Each message names the file, what is wrong, and what to do about it, in one line.
"""


class CorpusError(Exception):
    """The base of every error this room raises."""


class UnreadableError(CorpusError):
    """A source could not be read as text."""


class TooLargeError(CorpusError):
    """A source is larger than the configured limit."""


class EmptyCorpusError(CorpusError):
    """No article with a body was found."""
