# Written by Baton; what is changed here is lost with the next export.
"""What was let in before."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Use:
    """One use of a handoff, to be remembered. A retry has the same ``handoff_id``; the loop limit counts by ``entity``."""

    handoff: str
    handoff_id: str
    entity: str
    loop_limit: int | None


class Store(Protocol):
    """What was let in before."""

    def record(self, use: Use) -> Literal["recorded", "duplicate", "loop"]:
        """Looks and remembers in one step, so that of two equal messages at the same time only one passes.

        A known ``handoff_id`` of the handoff is a ``duplicate`` and changes nothing; an entity that has passed ``loop_limit`` times is a
        ``loop``; else the id is kept and the entity's count goes up by one. Over a database: one transaction, or one script in Redis.
        """
        ...


class MemoryStore:
    """Remembers the last uses in this process: for tests, and for services that run once."""

    def __init__(self, most: int = 1_000_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._uses: OrderedDict[tuple[str, str], int] = OrderedDict()

    def record(self, use: Use) -> Literal["recorded", "duplicate", "loop"]:
        transfer, entity = (use.handoff, use.handoff_id), (use.handoff, use.entity)
        with self._lock:
            if transfer in self._seen:
                return "duplicate"
            uses = self._uses.get(entity, 0)
            if use.loop_limit is not None and uses >= use.loop_limit:
                return "loop"
            self._seen[transfer] = None
            self._uses[entity] = uses + 1
            self._uses.move_to_end(entity)
            if len(self._seen) > self._most:
                self._seen.popitem(last=False)
            if len(self._uses) > self._most:
                self._uses.popitem(last=False)
        return "recorded"
