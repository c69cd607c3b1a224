"""Pictures of pages, drawn when somebody looks and kept as long as there is room: a cache that may be thrown away.

Each stands in MINGA_HOME under the hash of its document, its page and its width; an empty file says that the page
cannot be drawn. Drawing costs a process and half a second, so that one is drawn at a time on the whole machine, and
no more than one thread of each web process waits for that: the others answer pages.
"""

import fcntl
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from minga.evidence.adapters import path_of
from minga.ingest import sandbox

# Across, in dots: beside the text, and to look closely.
SMALL, LARGE = 640, 1280
# Bytes that all pictures together may take: some 6,000 small ones.
ROOM = 200 << 20
# To start a process costs as much as to draw three pages: whoever looks at one soon looks at the next.
_AHEAD = 3
_PATIENCE = 4.0
_STEP = 0.05
_drawing = threading.BoundedSemaphore(1)


class Busy(Exception):
    """Others are drawing: come back in a moment."""


class NotDrawn(Exception):
    """The page cannot be drawn."""


def picture(sha256: str, number: int, width: int) -> bytes:
    """A page of an archived PDF as PNG or JPEG. Raises Busy, NotDrawn."""
    path = _path(sha256, number, width)
    if (kept := _kept(path)) is None:
        with _turn(path):
            if (kept := _kept(path)) is None:
                kept = _draw(sha256, number, width)
    if not kept:
        raise NotDrawn(f"{sha256} {number}")
    return kept


def _path(sha256: str, number: int, width: int) -> Path:
    return _folder() / sha256 / f"{number}-{width}"


def _folder() -> Path:
    return Path(settings.MINGA_HOME) / "cache" / "pages"


def _kept(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Be the one who draws, or wait until another drew what is wanted. Raises Busy."""
    if not _drawing.acquire(blocking=False):
        raise Busy
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        with (_folder() / ".turn").open("w") as turn:
            _take(turn.fileno(), path)
            yield
    finally:
        _drawing.release()


def _take(descriptor: int, path: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not path.exists():
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise Busy from None
            time.sleep(_STEP)
        else:
            return


def _draw(sha256: str, number: int, width: int) -> bytes:
    last = number + _AHEAD if width == SMALL else number
    try:
        drawn = sandbox.draw(path_of(sha256), number, last, width)
    except FileNotFoundError as error:  # `minga check` tells of it; it may be put back
        raise NotDrawn(f"{sha256} is not in the archive") from error
    for each, data in {number: b"", **drawn}.items():
        _keep(_path(sha256, each, width), data)
    _make_room()
    return drawn.get(number, b"")


def _keep(path: Path, data: bytes) -> None:
    """There whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=".", dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def _make_room() -> None:
    """The oldest pictures go where there are too many; called by the one who draws."""
    found = [(file.stat(), file) for file in _folder().glob("*/*")]
    taken = sum(_blocks(stat.st_size) for stat, _ in found)
    for stat, file in sorted(found, key=lambda each: each[0].st_mtime):
        if taken <= ROOM:
            return
        file.unlink(missing_ok=True)
        taken -= _blocks(stat.st_size)


def _blocks(size: int) -> int:
    """What a file takes of the disk: whole blocks of four kilobytes, so that empty ones count too."""
    return max(1, -(-size // 4096)) * 4096
