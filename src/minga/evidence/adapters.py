"""The archive: documents as files, each under the hash of its bytes, written once."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_CHUNK = 1 << 20


class ArchiveDamaged(OSError):
    """An archived file is missing or no longer has the bytes it was stored with."""


def path_of(sha256: str) -> Path:
    """Where the document with this hash is kept."""
    return Path(settings.MINGA_HOME) / "archive" / sha256[:2] / sha256


def keep(data: bytes) -> str:
    """Store the bytes once, whole or not at all; their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    if target.exists() and _hash(target) == sha256:
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(prefix=".", dir=target.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(target)
    return sha256


def verify(sha256: str) -> None:
    """Raise ArchiveDamaged unless the archived file still has its bytes."""
    path = path_of(sha256)
    if not path.exists():
        raise ArchiveDamaged(f"missing: {path}")
    if _hash(path) != sha256:
        raise ArchiveDamaged(f"changed: {path}")


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
