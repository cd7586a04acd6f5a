"""What goes over the wire: JSON objects, and the errors that the Bot API answers with."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class ApiError(Exception):
    """An answer that is an error: its HTTP status, what is wrong, and ``retry_after`` in seconds for a flood."""

    def __init__(self, status: int, what: str = "", retry_after: int | None = None) -> None:
        super().__init__(status, what, retry_after)
        self.status = status
        self.what = what
        self.retry_after = retry_after

    def answer(self) -> Json:
        """The JSON object of the answer."""
        reason = REASONS.get(self.status, "Error")
        said = f"{reason}: {self.what}" if self.what else reason
        answer: Json = {"ok": False, "error_code": self.status, "description": said}
        if self.retry_after is not None:
            answer["description"] = f"{reason}: retry after {self.retry_after}"
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(what: str) -> ApiError:
    """Status 400."""
    return ApiError(400, what)
