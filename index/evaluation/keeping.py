"""Making very many values that all stay, without Python looking for garbage among them again and again.

Its collector finds cycles that nothing refers to. Rankings and Outcomes have no cycles, and every few hundred new ones
would start another search, every so often through all there are: a sixth of the time that a batch takes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Puts the collector off; for a ``with`` statement or before a function."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
