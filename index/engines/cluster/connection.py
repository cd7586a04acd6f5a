"""The one that speaks to the cluster: with patience while nodes fail, and in errors of ours."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from index.engines.cluster.settings import AUTHORITIES, PASSWORD, USERNAME, ClusterSettings, Credentials
from index.errors import ClusterError, ClusterRefusedError, ClusterUnreachableError, MissingClusterIndexError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

Got = TypeVar("Got")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
_REFUSED = frozenset({401, 403})
_THREADS = 32
"""Whose connections to a node are kept open."""


class Connection:
    """A connection to the nodes of a cluster, for any number of threads.

    Args:
        settings: where it is and how long to wait.
        environ: where the credentials are; by default this process's environment.

    Raises:
        ClusterError: the credentials cannot be used.
    """

    def __init__(self, settings: ClusterSettings, environ: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self._client = _client(settings, Credentials.of(os.environ if environ is None else environ, settings))

    def ask(self, asking: Callable[[OpenSearch], Got]) -> Got:
        """What ``asking`` the client gives. Asks again, after longer and longer pauses, while nodes fail.

        Asking twice must do no more than asking once.

        Raises:
            ClusterUnreachableError: no node has answered for as long as ``settings.patience``.
            ClusterRefusedError: who asks is not let in, or the node cannot prove who it is.
            MissingClusterIndexError: there is no such index.
            ClusterError: the cluster says that the request makes no sense.
        """
        from opensearchpy.exceptions import OpenSearchException

        backoff = Backoff(self.settings.patience)
        while True:
            try:
                return asking(self._client)
            except OpenSearchException as error:
                self._refuse(error)
                if not backoff.pause():
                    raise ClusterUnreachableError(
                        f"{self.settings.where}: no answer for {self.settings.patience:g} s ({_reason(error)});"
                        " start its nodes, or set cluster.urls"
                    ) from error

    def sources(self, index: str, ids: Sequence[str], fields: str) -> dict[str, Mapping[str, Any]]:
        """Documents by their ids in the cluster, those that there are, with some ``fields`` (comma-separated).

        Raises:
            ClusterError: as for ``ask``.
        """
        if not ids:
            return {}
        told = self.ask(lambda client: _whole(client.mget(body={"ids": ids}, index=index, _source_includes=fields)))
        return {doc["_id"]: doc["_source"] for doc in told["docs"] if doc["found"]}

    def close(self) -> None:
        """Closes what is open."""
        self._client.close()

    def _refuse(self, error: Exception) -> None:
        """Raises what no second attempt would mend."""
        from opensearchpy.exceptions import ConnectionError as Unreachable
        from opensearchpy.exceptions import SSLError, TransportError

        if isinstance(error, SSLError):
            raise ClusterRefusedError(
                f"{self.settings.where}: the nodes' certificate is not trusted ({_reason(error)}); name their"
                f" authority's file in {AUTHORITIES}"
            ) from error
        if isinstance(error, Unreachable):
            return
        status = error.status_code if isinstance(error, TransportError) else None
        if is_passing(status):
            return
        if status in _REFUSED:
            raise ClusterRefusedError(
                f"{self.settings.where}: not let in ({status}); set {USERNAME} and {PASSWORD} to a user who may"
            ) from error
        if status == 404:
            raise MissingClusterIndexError(
                f"{self.settings.where}: no such index there ({_reason(error)}); build it with: yuanhua index"
            ) from error
        raise ClusterError(f"{self.settings.where}: the cluster refuses ({_reason(error)})") from error


class Backoff:
    """Pauses that grow, with chance in them so that many who wait do not come back at once; ``patience`` in seconds."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self.restart()

    def restart(self) -> None:
        """Begins anew: something has gone well."""
        self._deadline = time.monotonic() + self._patience
        self._next = _FIRST_PAUSE

    def pause(self) -> bool:
        """Waits a while; False, at once, when there is no time left."""
        pause = self._next * random.uniform(0.5, 1.0)  # noqa: S311
        if time.monotonic() + pause > self._deadline:
            return False
        time.sleep(pause)
        self._next = min(2 * self._next, _LONGEST_PAUSE)
        return True


def is_passing(status: object) -> bool:
    """Whether an HTTP status means: not now. Nodes are busy, gone, or choosing who manages them."""
    return isinstance(status, int) and (status == 429 or status >= 500)


def _client(settings: ClusterSettings, credentials: Credentials) -> OpenSearch:
    from opensearchpy import OpenSearch

    # The library logs each attempt that fails, with its traceback; what matters is raised.
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)
    # None would be taken for a file's name.
    files = {
        "ca_certs": credentials.authorities,
        "client_cert": credentials.certificate,
        "client_key": credentials.key,
    }
    options: dict[str, Any] = {name: str(path) for name, path in files.items() if path is not None}
    return OpenSearch(
        hosts=list(settings.urls),
        http_auth=(credentials.username, credentials.password) if credentials.username else None,
        timeout=settings.timeout,
        # One attempt at each node; pauses between rounds are ours.
        max_retries=len(settings.urls) - 1,
        retry_on_timeout=True,
        pool_maxsize=_THREADS,
        dead_timeout=2,
        timeout_cutoff=3,
        http_compress=not settings.local,
        **options,
    )


def _whole(told: Any) -> Any:
    """Documents that were asked for together; that some could not be looked for is an error of all."""
    from opensearchpy.exceptions import NotFoundError, TransportError

    for doc in told["docs"]:
        if "error" in doc:
            absent = doc["error"]["type"] == "index_not_found_exception"
            kind = NotFoundError if absent else TransportError
            raise kind(404 if absent else 503, doc["error"]["type"], {"error": doc["error"]})
    return told


def _reason(error: Exception) -> str:
    """What the cluster said, on one line and not too long."""
    info: Any = getattr(error, "info", None)
    if isinstance(info, dict) and isinstance(info.get("error"), dict):
        causes = info["error"].get("root_cause") or [info["error"]]
        text = f"{causes[0].get('type')}: {causes[0].get('reason')}"
    else:
        text = str(error)
    text = " ".join(text.split())
    return text if len(text) <= 200 else f"{text[:199]}…"
