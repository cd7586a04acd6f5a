"""What is fetched once and looked at again: a cache that many threads may use and that forgets the oldest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """At most ``size`` values; ``fetch`` gets those that are missing, all it is asked for in one go."""

    def __init__(self, size: int, fetch: Callable[[list[Key]], Mapping[Key, Value]]) -> None:
        self._size = size
        self._fetch = fetch
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The values of keys, those that there are."""
        found: dict[Key, Value] = {}
        missing: list[Key] = []
        with self._lock:
            for key in dict.fromkeys(keys):
                if key in self._values:
                    self._values.move_to_end(key)
                    found[key] = self._values[key]
                else:
                    missing.append(key)
        if missing:
            fetched = self._fetch(missing)
            self.put(fetched)
            found.update(fetched)
        return found

    def put(self, values: Mapping[Key, Value]) -> None:
        """Remembers values that are there already."""
        with self._lock:
            for key, value in values.items():
                self._values[key] = value
                self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
