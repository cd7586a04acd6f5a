"""A server on loopback that answers as it is told, for what a real node does too seldom to wait for."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, object]
"""A status, and what is sent as JSON."""


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    def lines(self) -> list[object]:
        """The body's lines of JSON."""
        return [json.loads(line) for line in self.body.splitlines()]


@dataclass
class Server:
    """Where it is asked, and what it was asked."""

    url: str
    requests: list[Request] = field(default_factory=list)


@contextmanager
def standing_in(answer: Callable[[Request], Answer], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that gives each request its answer, while the context lasts."""
    told: list[Request] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, body)
            with lock:
                told.append(request)
                status, content = answer(request)
            sent = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Server(f"{'http' if tls is None else 'https'}://localhost:{server.server_address[1]}", told)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
