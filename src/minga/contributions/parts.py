"""Files that come part by part, each under the key of its upload: in `uploads/` of MINGA_HOME."""

import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

# Younger files may be of an upload that is being begun right now.
FRESH_SECONDS = 3600.0


def folder() -> Path:
    """Where they are; no backup holds them, for nobody was told yet that they are kept."""
    return Path(settings.MINGA_HOME) / "uploads"


def path_of(key: str) -> Path:
    """Where the file of this key is."""
    return folder() / key


def has(key: str, size: int) -> bool:
    """Whether so many bytes of it are there; of a file that has not begun nothing is wanted."""
    if size == 0:
        return True
    try:
        return path_of(key).stat().st_size >= size
    except FileNotFoundError:
        return False


def write(key: str, offset: int, data: bytes) -> None:
    """Put bytes at their place; what an earlier try left behind it goes."""
    folder().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path_of(key), os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.seek(offset)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def hash_of(path: Path) -> str:
    """SHA-256 of a file, however long."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove(key: str) -> None:
    """It is handed on, or nobody wants it any more."""
    path_of(key).unlink(missing_ok=True)


def left_behind(wanted: Iterable[str]) -> list[Path]:
    """Files of no upload that still comes, but for those that are quite new."""
    if not folder().is_dir():
        return []
    names, oldest = set(wanted), time.time() - FRESH_SECONDS
    return [path for path in folder().iterdir() if path.name not in names and path.stat().st_mtime < oldest]
