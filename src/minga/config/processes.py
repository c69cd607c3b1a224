"""Children that never outlive whoever started them."""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def dying_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends the child this signal when the thread that started it is gone, even by kill -9.

    Does nothing where the kernel is not Linux. Runs after the change of user, which would clear it.
    """
    parent = os.getpid()

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(signum))
            if os.getppid() != parent:  # it went while we were asking
                os.kill(os.getpid(), signum)

    return ask


def die_with_parent(signum: signal.Signals) -> None:
    """The same for the process that runs this line."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signum))


def working_in(folder: Path) -> list[int]:
    """Ids of the living processes whose working folder is this one (every PostgreSQL process works in its data).

    Empty where there is no /proc to look in. A zombie has no working folder, so it does not count.
    """
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == folder:
                found.append(int(process.name))
    return found
