"""Figures for Prometheus (https://prometheus.io/docs/concepts/data_model/), on loopback and by option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.tg.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Thread
    from wsgiref.simple_server import WSGIServer

_HOST = "127.0.0.1"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


class Metrics:
    """The figures of one bot, in a registry of their own.

    Attributes:
        updates: updates that are done, by kind and outcome.
        latency: seconds from an update's arrival until it was done.
        requests: requests to the Bot API, by method and result.
        attempts: attempts that failed, by the error's name.
        being_handled: updates at work.
        started: when the bot started, in seconds since the epoch.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter("yuanhua_updates", "Updates that are done.", ["kind", "outcome"], registry=self.registry)
        self.latency = Histogram(
            "yuanhua_update_seconds", "From arrival until done.", buckets=_SECONDS, registry=self.registry
        )
        self.requests = Counter(
            "yuanhua_requests", "Requests to the Bot API.", ["method", "result"], registry=self.registry
        )
        self.attempts = Counter(
            "yuanhua_failed_attempts", "Attempts at an update that failed.", ["error"], registry=self.registry
        )
        self.being_handled = Gauge("yuanhua_updates_being_handled", "Updates at work.", registry=self.registry)
        self.started = Gauge("yuanhua_start_time_seconds", "When the bot started.", registry=self.registry)
        self._server: WSGIServer | None = None
        self._thread: Thread | None = None

    def watch(self, handled: Callable[[], float]) -> None:
        """Has the number of updates at work read when somebody asks."""
        self.being_handled.set_function(handled)

    def serve(self, port: int) -> None:
        """Answers at ``http://127.0.0.1:PORT/metrics``; port 0 is none.

        Raises:
            ServiceError: the port is taken.
        """
        if not port:
            return
        from prometheus_client import start_http_server

        try:
            self._server, self._thread = start_http_server(port, addr=_HOST, registry=self.registry)
        except OSError as error:
            raise ServiceError(
                f"telegram.metrics_port: {port} cannot be used ({error.strerror}); set another, or 0 for none"
            ) from None

    def close(self) -> None:
        """Answers no more."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None
