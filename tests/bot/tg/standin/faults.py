"""What can be made to go wrong: errors, floods, slowness, garbage, lost answers, connections cut."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from tests.bot.tg.standin.wire import ApiError


@dataclass
class Fault:
    """Something wrong with some calls.

    Attributes:
        method: Which calls; None = all.
        times: How many calls; None = until it is mended.
        refusal: The error that is answered.
        seconds: How long it takes until a call is carried out.
        seconds_after: How long it takes from then until it is answered.
        garbage: What is answered instead of JSON.
        cut: Whether the connection is cut.
        late: Whether the call is carried out all the same, so that only its answer is lost.
        struck: How many calls it met.
    """

    method: str | None = None
    times: int | None = None
    refusal: ApiError | None = None
    seconds: float = 0.0
    seconds_after: float = 0.0
    garbage: bytes | None = None
    cut: bool = False
    late: bool = False
    struck: int = 0

    def meets(self, method: str) -> bool:
        """Whether this call goes wrong; counts it."""
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        self.struck += 1
        return True

    def answer(self, request: web.Request) -> web.StreamResponse | None:
        """What is answered instead, if anything."""
        if self.cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        if self.garbage is not None:
            return web.Response(body=self.garbage, content_type="application/json")
        if self.refusal is not None:
            return web.json_response(self.refusal.answer(), status=self.refusal.status)
        return None


@dataclass
class Faults:
    """The faults there are now."""

    now: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Makes something go wrong from now on."""
        self.now.append(fault)
        return fault

    def mend(self) -> None:
        """Makes all well again."""
        self.now.clear()

    async def strike(self, method: str) -> tuple[Fault | None, float]:
        """Waits as long as slowness wants a call to wait; then what else meets it, and the seconds to wait after it."""
        after = 0.0
        for fault in list(self.now):
            if fault.meets(method):
                await asyncio.sleep(fault.seconds)
                after += fault.seconds_after
                if fault.cut or fault.garbage is not None or fault.refusal is not None:
                    return fault, after
        return None, after
