"""What can go wrong with an index.

    SearchError
    ├── IndexFileError      a saved index cannot be opened
    │   ├── MissingIndexError   there is none at that place
    │   ├── ForeignIndexError   the files there are no index of ours, or of another format version
    │   ├── DamagedIndexError   the files are incomplete or changed since they were written
    │   └── BusyIndexError      another process is writing to it
    ├── MissingEngineError  the libraries of the engine asked for are not installed
    ├── DictionaryError     the user dictionary cannot be read
    └── ClusterError        the cluster cannot do what is asked of it
        ├── ClusterUnreachableError   no node answers, or none takes more
        ├── ClusterRefusedError       who asks is not let in, or a node is not who it should be
        └── MissingClusterIndexError  there is no index of that name

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


class BusyIndexError(IndexFileError):
    """Another process is writing to the index."""


class MissingEngineError(SearchError):
    """The libraries of the engine asked for are not installed."""


class DictionaryError(SearchError):
    """The user dictionary is missing or has a malformed line."""


class ClusterError(SearchError):
    """The cluster cannot do what is asked of it."""


class ClusterUnreachableError(ClusterError):
    """No node answers, or none takes more."""


class ClusterRefusedError(ClusterError):
    """Who asks is not let in, or a node is not who it should be."""


class MissingClusterIndexError(ClusterError):
    """There is no index of that name on the cluster."""
