"""What a job can be, when it is tried again, and when it is given up."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# A worker tells that it lives every second; one that was silent for so long is taken for dead.
BEAT_SECONDS = 1.0
STALLED_SECONDS = 10.0
# A job that was at work whenever its worker died is likely what killed it.
MOST_DEATHS = 3
# The database may be away for a while; not for ever.
MOST_TRIES = 20
_LONGEST_WAIT_SECONDS = 60


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why a job ended without being done."""

    KILLED = "killed"
    ERROR = "error"
    CANCELLED = "cancelled"


# procrastinate's words (its enum `procrastinate_job_status`) in ours.
STATES = {
    "todo": State.WAITING,
    "doing": State.WORKING,
    "succeeded": State.DONE,
    "failed": State.FAILED,
    "cancelled": State.CANCELLED,
    "aborting": State.WORKING,
    "aborted": State.CANCELLED,
}
LIVE = ("todo", "doing")


class Cancelled(BaseException):
    """Somebody asked that the job at work be left; what it has under way is undone as by Ctrl-C."""


@dataclass(frozen=True)
class Job:
    """A job as a worker took it. `worker`: the worker that holds it; `tries`: how often it was begun before."""

    pk: int
    task: str
    key: str
    arguments: dict[str, Any]
    worker: int
    tries: int


def wait_before(tries: int) -> int:
    """Seconds before a job is tried again that found no database: 1, 2, 4, … up to a minute."""
    return min(1 << min(tries, 10), _LONGEST_WAIT_SECONDS)
