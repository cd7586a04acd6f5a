"""Documents into an index, as fast as the cluster takes them and no faster.

A request that a busy cluster turns away, whole or in part, is sent again after a pause, and the next ones are smaller;
while all goes well they grow. Every document has an id of its own, so that sending one twice leaves one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from index.engines.cluster.connection import Backoff, Connection, is_passing
from index.errors import ClusterError, ClusterUnreachableError

_SMALLEST, _FIRST, _LARGEST = 64 << 10, 1 << 20, 4 << 20
"""Bytes of one request."""
_TAKING = 120.0
"""Seconds that a node may take over one of them; what is slow to index is no question that somebody waits for."""

Line = tuple[str, str]
"""A document's id, and what is sent of it."""


def send(connection: Connection, index: str, documents: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Sends documents, given as id and JSON, and waits until every one is kept; their number.

    Raises:
        ClusterError: the cluster refuses a document, or has taken none for as long as ``patience``.
    """
    sending = _Sending(connection, index)
    waiting: list[Line] = []
    size = sent = 0
    for id, source in documents:
        line = f"{_json({'index': {'_id': id}})}\n{_json(source)}\n"
        waiting.append((id, line))
        size += len(line.encode())
        if size >= sending.size:
            sent += sending.keep(waiting)
            waiting, size = [], 0
    return sent + sending.keep(waiting)


class _Sending:
    """The size of requests, which the cluster's answers change."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._index = index
        self.size = _FIRST

    def keep(self, lines: list[Line]) -> int:
        """Sends lines until all are kept; their number."""
        left = lines
        backoff = Backoff(self._connection.settings.patience)
        while left:
            again = [line for part in self._parts(left) for line in self._turned_away(part)]
            if not again:
                self.size = min(self.size * 5 // 4, _LARGEST)
                break
            self.size = max(self.size // 2, _SMALLEST)
            if len(again) < len(left):
                backoff.restart()
            left = again
            if not backoff.pause():
                raise ClusterUnreachableError(
                    f"{self._connection.settings.where}: has turned {len(left)} paragraphs away for"
                    f" {self._connection.settings.patience:g} s; see whether its nodes run and its disks are full"
                )
        return len(lines)

    def _parts(self, lines: list[Line]) -> Iterator[list[Line]]:
        """Lines in requests of the present size."""
        part: list[Line] = []
        size = 0
        for line in lines:
            part.append(line)
            size += len(line[1].encode())
            if size >= self.size:
                yield part
                part, size = [], 0
        if part:
            yield part

    def _turned_away(self, lines: list[Line]) -> list[Line]:
        """Sends one request; the lines of it that should be sent again."""
        body = "".join(line for _, line in lines)
        limit = max(_TAKING, self._connection.settings.timeout)
        # What waits longer than two seconds for its shard comes back as turned away.
        answer = self._connection.ask(
            lambda client: client.bulk(body=body, index=self._index, params={"request_timeout": limit, "timeout": "2s"})
        )
        if not answer["errors"]:
            return []
        again: list[Line] = []
        for line, item in zip(lines, answer["items"], strict=True):
            status = item["index"]["status"]
            if is_passing(status):
                again.append(line)
            elif status >= 300:
                error = item["index"]["error"]
                raise ClusterError(
                    f"{self._connection.settings.where}: {line[0]} is refused ({error.get('type')}:"
                    f" {error.get('reason')})"
                )
        return again


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
