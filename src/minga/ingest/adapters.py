"""The outside: the files that are handed in, the record that comes with them, and which language a text is in."""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.ingest.sandbox import LARGEST_INPUT
from minga.kit.text import printable

LANGUAGES = ("es", "pt", "fr", "en")
STDIN = "-"
# As much of a text as shows its language.
_SAMPLE = 20_000


class FileRefused(Exception):
    """A file cannot be taken: `reason` is "missing", "no_file", "no_permission", "too_big" or "failed"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def files_in(names: list[str]) -> Iterator[str]:
    """Each file that is named, in order; a folder gives all in it and below, without hidden ones, by name."""
    for name in names:
        path = Path(name)
        if name != STDIN and path.is_dir():
            found = (file for file in path.rglob("*") if not file.is_dir() and not _is_hidden(file, path))
            yield from sorted(str(file) for file in found)
        else:
            yield name


def _is_hidden(file: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(below).parts)


def shown(name: str) -> str:
    """A file's own name as it is shown and stored: a name that is no UTF-8 has marks in place of what is none."""
    return printable(os.fsencode(name).decode("utf-8", errors="replace"))


def data_of(name: str) -> bytes:
    """The bytes of a file, or of stdin. Raises FileRefused; a pipe or a device is no file."""
    if name == STDIN:
        return _checked(sys.stdin.buffer.read(LARGEST_INPUT + 1))
    path = Path(name)
    try:
        if not path.exists():
            raise FileRefused("missing")
        if not path.is_file():
            raise FileRefused("no_file")
        if path.stat().st_size > LARGEST_INPUT:
            raise FileRefused("too_big")
        with path.open("rb") as file:
            return _checked(file.read(LARGEST_INPUT + 1))
    except PermissionError as error:
        raise FileRefused("no_permission") from error
    except (OSError, ValueError) as error:
        raise FileRefused("failed") from error


def _checked(data: bytes) -> bytes:
    if len(data) > LARGEST_INPUT:
        raise FileRefused("too_big")
    return data


def hash_of(data: bytes) -> str:
    """By which a document is known."""
    return hashlib.sha256(data).hexdigest()


def record_in(path: Path) -> Any:
    """What a file of JSON says. Raises FileRefused."""
    try:
        return json.loads(data_of(str(path)).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused("no_json") from error


def language_of(text: str) -> str:
    """Which of the four languages a text is in; Spanish where there is none to tell."""
    import py3langid  # loads its tables; only where a file was read

    py3langid.set_languages(list(LANGUAGES))
    return str(py3langid.classify(text[:_SAMPLE])[0]) if text.strip() else "es"
