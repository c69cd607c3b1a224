"""The child process in which a file is read: `python -m minga.ingest.child NAME MODE LANGUAGES`.

In mode `draw` the last word is "FIRST-LAST-WIDTH", and what comes out are pictures of those pages.

The file comes on stdin and the reading goes to stdout, as JSON; both are files, so that no pipe fills up. The process
gives itself limits before it looks at a byte, and has no network where the kernel lets it have none. Its parent sets
the clock. It knows neither Django nor the database.
"""

import base64
import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable

from minga.ingest.domain.reading import Reading, packed
from minga.ingest.domain.states import Refused, State

MEGABYTE = 1 << 20
# Memory of the process, seconds of the processor, and size of what it may write.
_LIMITS = {
    "read": (1536 * MEGABYTE, 120),
    "ocr": (3072 * MEGABYTE, 900),
    "office": (6144 * MEGABYTE, 180),
    "draw": (1536 * MEGABYTE, 20),
}
LARGEST_OUTPUT = 96 * MEGABYTE
# From <linux/sched.h>: a user namespace lets an ordinary account have a network namespace of its own.
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
# From <linux/prctl.h>.
_END_WITH_PARENT = 1


def main(arguments: list[str]) -> int:
    """Read what is on stdin; 0 where a reading was written, whatever it says."""
    name, mode, languages = arguments
    end_with_parent()
    limit(*_LIMITS[mode])
    leave_network()
    data = sys.stdin.buffer.read()
    if mode == "draw":
        return _draw(data, languages)
    try:
        reading = _reader(mode, languages)(data, name)
    except (MemoryError, RecursionError) as error:
        reading = Reading(State.TOO_HUNGRY, detail=type(error).__name__)
    except Refused as refused:
        reading = Reading(refused.state, detail=refused.detail)
    json.dump(packed(reading), sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    return 0


def _draw(data: bytes, asked: str) -> int:
    """Pictures of pages as JSON, in base 64 by their numbers; 1 where there are none."""
    from minga.ingest.readers.drawing import draw

    first, last, width = map(int, asked.split("-"))
    try:
        drawn = draw(data, range(first, last + 1), width)
    except (MemoryError, RecursionError, Refused):
        return 1
    json.dump({number: base64.b64encode(picture).decode() for number, picture in drawn.items()}, sys.stdout)
    sys.stdout.flush()
    return 0


def _reader(mode: str, languages: str) -> Callable[[bytes, str], Reading]:
    if mode == "ocr":
        from minga.ingest.readers import ocr

        return lambda data, name: ocr.read(data, name, languages)
    if mode == "office":
        from minga.ingest.readers import office

        return office.read
    from minga.ingest.readers import read

    return read


def limit(memory: int, seconds: int) -> None:
    """No more memory, time and output than this, for this process and its children; no file of its dead body."""
    for what, most, last in (
        (resource.RLIMIT_AS, memory, memory),
        # At the first mark a process is told that its time is over, at the last it is killed without a word.
        (resource.RLIMIT_CPU, seconds, seconds + 5),
        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT, LARGEST_OUTPUT),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        hard = resource.getrlimit(what)[1]
        last = last if hard == resource.RLIM_INFINITY else min(last, hard)
        resource.setrlimit(what, (min(most, last), last))


def end_with_parent() -> None:
    """Ask the kernel to end this process where the one that waits for it is killed; Linux alone does."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def leave_network() -> bool:
    """Whether the process is now in a network of its own, in which there is nobody."""
    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        return bool(unshare(_NEW_NETWORK) == 0 or (os.geteuid() != 0 and unshare(_NEW_USER | _NEW_NETWORK) == 0))
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
