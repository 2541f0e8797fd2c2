"""What was computed once and stays true until the next recorded change; kept in the memory of the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, RLock
from typing import Generic, TypeVar

from hospitium.core.models import Event

Value = TypeVar("Value")
AT_ONCE = 16


@dataclass(frozen=True)
class Reading:
    """The event log as it stands: `mark` is another one after every recorded change, "" before the first."""

    mark: str = ""
    at: datetime | None = None


def reading() -> Reading:
    """One look at the log. The hash and not the id is the mark, because a rolled back id comes again."""
    latest = Event.objects.order_by("-id").values_list("hash", "at").first()
    return Reading(*latest) if latest else Reading()


class Kept(Generic[Value]):
    """At most `most` values by key, the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()
        # After a change one thread makes a value; the others wait for it instead of making it, too.
        self._making = [RLock() for _number in range(AT_ONCE)]

    def get(self, now: Reading, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value that was made at this reading, else a new one; nothing is kept before the first event."""
        if not now.mark:
            return make()
        full = (now.mark, key)
        found = self._found(full)
        if found is not None:
            return found[0]
        with self._making[hash(full) % AT_ONCE]:
            found = self._found(full)
            return found[0] if found is not None else self._put(full, make())

    def _found(self, full: Hashable) -> tuple[Value] | None:
        with self._lock:
            if full not in self._values:
                return None
            self._values.move_to_end(full)
            return (self._values[full],)

    def _put(self, full: Hashable, value: Value) -> Value:
        with self._lock:
            self._values[full] = value
            while len(self._values) > self.most:
                self._values.popitem(last=False)
        return value
