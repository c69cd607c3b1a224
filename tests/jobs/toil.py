"""What is done in the processes of a pool or of a cluster when batches are tried: a module that they can import."""

import hashlib
import os
import signal
import time
from pathlib import Path


def digest(number: int) -> str:
    """Some work with one right result."""
    time.sleep(0.005)
    return hashlib.sha256(str(number).encode()).hexdigest()


def die_at_13(number: int) -> int:
    """Kill the process that works on 13, each time."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_once(marker: str) -> str:
    """Kill the process once; what was at hand is lost with it."""
    path = Path(marker)
    if path.suffix and not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path.stem


class Odd(Exception):
    """An error that cannot be put together again from what it carries."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"{number}: {why}")


def refuse_odd(number: int) -> int:
    """Raise for odd numbers."""
    if number % 2:
        raise Odd(number, "odd")
    return number


def whose(_number: int) -> tuple[int, str]:
    """The process, and how many threads arithmetic may have in it."""
    time.sleep(0.05)
    return os.getpid(), os.environ["OMP_NUM_THREADS"]
