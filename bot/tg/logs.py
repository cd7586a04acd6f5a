"""The bot's log: a line of JSON an event, on standard error; one an update that is done.

What users write is not logged, and chats are told apart by a keyed hash of their ids only.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TextIO

from bot.tg.redaction import Redactor

_QUIET = ("httpx", "httpcore", "telegram", "tornado", "asyncio", "aiolimiter")
_LONGEST = 500


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, what ``extra={"event": {…}}`` has, and the error.

    Long ones are cut, and secrets taken out: before the cut, which could leave half of one, and after all is put
    together.
    """

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _clipped(self._redact(record.getMessage())),
        }
        event = getattr(record, "event", None)
        if isinstance(event, dict):
            line.update(event)
        if record.exc_info:
            line["error"] = _clipped(self._redact(self.formatException(record.exc_info)), last=True)
        return self._redact(json.dumps(line, ensure_ascii=False, default=str))


class LogWatcher:
    """Tells the log what happens while articles are read."""

    def progress(self, done: int, total: int) -> None:
        """Nothing: a log is no screen."""

    def note(self, text: str) -> None:
        """A line in the log."""
        logging.getLogger("yuanhua.telegram").warning("%s", text)

    def preparing(self) -> AbstractContextManager[None]:
        """Nothing either."""
        return nullcontext()


class Anonym:
    """Names for chats and users in the log: the same id has the same name, which does not lead back to it."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(secret.encode()).digest()

    def __call__(self, id: int) -> str:
        """The name of an id."""
        return hashlib.blake2b(str(id).encode(), key=self._key, digest_size=6).hexdigest()


@contextmanager
def logging_to(stream: TextIO | None, redact: Redactor, level: int = logging.INFO) -> Iterator[None]:
    """Meanwhile, all that is logged goes to ``stream`` (by default standard error) as JSON, without secrets."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(redact))
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    quiet = {name: logging.getLogger(name).level for name in _QUIET}
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        # httpx says every URL, with the token in it; the library says what users wrote.
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.setLevel(before[0])
        root.handlers[:] = before[1]
        for name, was in quiet.items():
            logging.getLogger(name).setLevel(was)


def _clipped(text: str, *, last: bool = False) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"…{text[-_LONGEST:]}" if last else f"{text[:_LONGEST]}…"
