"""Where the bytes of a file wait until it is read, each under its hash: on the disk before anything else is done."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.conf import settings

# Younger files may be of somebody who is handing them in right now, and has not said so yet.
FRESH_SECONDS = 600.0


# Held by whoever copies the archive: meanwhile nothing leaves the spool. Any number, the same in every process.
COPYING = 6_494_224


def folder() -> Path:
    """The spool's folder: in the archive, so that a backup has what waits."""
    return Path(settings.MINGA_HOME) / "archive" / "waiting"


def path_of(sha256: str) -> Path:
    """Where the file with this hash waits."""
    return folder() / sha256


def keep(sha256: str, data: bytes) -> None:
    """Write the bytes, so that not even a power cut takes them."""
    _keep(sha256, lambda file: file.write(data))


def keep_file(sha256: str, path: Path) -> None:
    """The same with the bytes of a file, however long, which stays where it is."""
    with path.open("rb") as source:
        _keep(sha256, lambda file: shutil.copyfileobj(source, file, 1 << 20))


def _keep(sha256: str, write: Callable[[IO[bytes]], object]) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=".", dir=folder(), delete=False) as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path_of(sha256))
    entry = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def waiting(sha256: str) -> bool:
    """Whether the file is there."""
    return path_of(sha256).is_file()


def data_of(sha256: str) -> bytes | None:
    """Its bytes; None where it is not there."""
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError:
        return None


def remove(sha256: str) -> None:
    """It is archived, or nothing of it is kept."""
    path_of(sha256).unlink(missing_ok=True)


def left_behind() -> list[Path]:
    """Every file that has been there for a while, drafts of writers that died too."""
    if not folder().is_dir():
        return []
    oldest = time.time() - FRESH_SECONDS
    return sorted(path for path in folder().iterdir() if path.stat().st_mtime < oldest)
