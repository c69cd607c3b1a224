"""What can be done later: the tasks that rooms register in their `tasks.py`, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Work(Protocol):
    """What a task is given beside its arguments."""

    @property
    def result(self) -> dict[str, Any] | None:
        """What an earlier try of this job noted as done; None where none came so far."""

    def reach(self, done: int, total: int) -> None:
        """Say how far it is."""

    def note(self, result: dict[str, Any]) -> None:
        """Say what became of it, in the transaction in which that became so."""


@dataclass(frozen=True)
class Task:
    """One kind of job.

    function  does it; called with a Work and the job's arguments, at least once: a second call must change nothing
    about     what one such job does, in the user's language, from its arguments
    given_up  called in the transaction in which a job ends without being done, with the reason and its arguments
    """

    name: str
    function: Callable[..., None]
    about: Callable[[Mapping[str, Any]], str]
    given_up: Callable[..., None] | None


class Again(Exception):
    """What a task could not do now: it is done again after so many seconds. The task itself knows when to give up."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TaskUnknown(LookupError):
    """No room registers a task of this name."""


_tasks: dict[str, Task] = {}
_chores: list[Callable[[], None]] = []


def task(
    name: str, *, about: Callable[[Mapping[str, Any]], str], given_up: Callable[..., None] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the task of this name: "room.verb". See `Task`."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _tasks[name] = Task(name, function, about, given_up)
        return function

    return register


def chore(function: Callable[[], None]) -> Callable[[], None]:
    """Register what every worker does when it begins, and once an hour: putting things in order."""
    _chores.append(function)
    return function


def named(name: str) -> Task:
    """The task of this name. Raises TaskUnknown."""
    if name not in _tasks:
        raise TaskUnknown(name)
    return _tasks[name]


def chores() -> tuple[Callable[[], None], ...]:
    """Every chore."""
    return tuple(_chores)
