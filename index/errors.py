"""What can go wrong with an index.

    SearchError
    ├── IndexFileError      a saved index cannot be opened
    │   ├── MissingIndexError   there is none at that place
    │   ├── ForeignIndexError   the files there are no index of ours, or of another format version
    │   └── DamagedIndexError   the files are incomplete or changed since they were written
    └── DictionaryError     the user dictionary cannot be read

Each message names the file, what is wrong, and what to do about it, in one line.
"""


class SearchError(Exception):
    """The base of every error this room raises."""


class IndexFileError(SearchError):
    """A saved index cannot be opened or written."""


class MissingIndexError(IndexFileError):
    """There is no index at that place."""


class ForeignIndexError(IndexFileError):
    """The files are not an index of this format version."""


class DamagedIndexError(IndexFileError):
    """The index's files are incomplete, or not the ones that were written."""


class DictionaryError(SearchError):
    """The user dictionary is missing or has a malformed line."""
