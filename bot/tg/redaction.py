"""The bot's token is shown to nobody: not in a log line, not in an error, not in a traceback.

The library puts the token into every URL, httpx logs URLs, and exceptions carry them. So it is taken out of the
finished text, at the last moment before it is written, wherever it came from.
"""

from __future__ import annotations

import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import quote

HIDDEN = "<token>"
_ANY_TOKEN = re.compile(r"(?<!\d)\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
"""What a token looks like (https://core.telegram.org/bots/api#authorizing-your-bot), for those nobody told us of."""


@dataclass(frozen=True)
class Redactor:
    """Takes secrets out of text. Its own text does not show them either."""

    secrets: tuple[str, ...]

    def __repr__(self) -> str:
        return "Redactor()"

    def __call__(self, text: str) -> str:
        """``text`` without the secrets, as they are and as they stand in URLs and ``repr``."""
        for secret in filter(None, self.secrets):
            key = secret.rpartition(":")[2]
            for shape in (secret, quote(secret, safe=""), *([key] if len(key) >= 8 else [])):
                text = text.replace(shape, HIDDEN)
        return _ANY_TOKEN.sub(HIDDEN, text)


@contextmanager
def redacted_tracebacks(redact: Redactor) -> Iterator[None]:
    """Meanwhile, what no one catches is written to standard error without secrets, in whichever thread."""
    before, before_in_threads = sys.excepthook, threading.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            hook(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook = hook, thread_hook
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, before_in_threads


def writing(redact: Redactor) -> Callable[[BaseException], str]:
    """How to say an error in one line, without secrets."""

    def said(error: BaseException) -> str:
        return redact(" ".join(f"{type(error).__name__}: {error}".split()))

    return said
