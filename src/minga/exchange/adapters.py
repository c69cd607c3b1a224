"""Files of exchanges on the disk: each under the hash of its bytes, where no page of documents looks."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

# One file; an office's link takes some minutes for it.
MOST_BYTES = 20 * 1024 * 1024


class FileRefused(ValueError):
    """It is empty, or larger than a file may be."""


def path_of(sha256: str) -> Path:
    """Where the file with this hash lies; backups take it along with the rest of the archive."""
    return Path(settings.MINGA_HOME) / "archive" / "exchanges" / sha256[:2] / sha256


def keep(data: bytes) -> str:
    """Store the bytes once, whole or not at all; their SHA-256. Raises FileRefused."""
    if not 0 < len(data) <= MOST_BYTES:
        raise FileRefused(len(data))
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=".", dir=target.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(target)
    return sha256
