"""What is read of whole lists, kept between questions until the index may be another."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from minga.evidence.models import Change
from minga.journal.queries import state

T = TypeVar("T")
# A list of fifty thousand is less than half a megabyte as it is kept.
_MOST = 24
# Requests run in several threads.
_turn = Lock()


@dataclass(frozen=True)
class Memory:
    """What is kept of one state of the index, the latest asked last; nobody may alter an answer.

    is_open  whether more may be put in: where changes wait to be indexed, what is read now holds for nobody else
    """

    state: tuple[object, ...] = ()
    is_open: bool = False
    answers: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)

    def kept(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` gave for a key, or gives now."""
        with _turn:
            if key in self.answers:
                self.answers.move_to_end(key)
                known: T = self.answers[key]
                return known
        found = read()
        if self.is_open:
            with _turn:
                self.answers[key] = found
                while len(self.answers) > _MOST:
                    self.answers.popitem(last=False)
        return found


class _Process:
    """What this process keeps."""

    memory = Memory()


def memory() -> Memory:
    """What is kept of the index as it is now. One query, two after an event.

    The index follows the journal through the queue of changes: what is read once that was empty holds until the next
    event.
    """
    now = state()
    known = _Process.memory
    if known.state == now and known.is_open:
        return known
    _Process.memory = Memory(now, is_open=not Change.objects.exists())
    return _Process.memory
