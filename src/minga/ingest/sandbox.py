"""The parent's side: a file is read in a child process with limits, and whatever the child does is a state."""

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from minga.ingest.child import LARGEST_OUTPUT
from minga.ingest.domain.reading import Reading, unpacked
from minga.ingest.domain.states import State

# Seconds on the clock. Ordinary reading of 500 pages takes ten; a scan takes as long as it has pages.
_CLOCK = {"read": 180.0, "ocr": 1800.0, "office": 240.0, "draw": 25.0}
LARGEST_INPUT = 256 << 20
# How a picture of a page begins: PNG, JPEG.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# The kernel kills a process where memory is short, and one that writes more than it may.
_OUT_OF_ROOM = {signal.SIGKILL, signal.SIGXFSZ}
_SOURCE = Path(__file__).parents[2]
# What a child may know of where it runs: no secret, no address of a database.
_KNOWN = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SystemRoot")


def read(data: bytes, name: str = "", *, languages: tuple[str, ...] = ("es", "pt", "fr", "en")) -> Reading:
    """Read a file's bytes; never raises for what is in them.

    name       its extension settles what content leaves open (Markdown), and is compared with the content
    languages  in which a scan may be, where it is read by OCR

    A Word file of old goes through LibreOffice and a scan through tesseract where they are installed; where they are
    not, the state says so.
    """
    if len(data) > LARGEST_INPUT:
        return Reading(State.TOO_BIG, detail=str(len(data)))
    reading = run(data, name, "read")
    if reading.state == State.NEEDS_OFFICE and office():
        return run(data, name, "office")
    if reading.state == State.SCAN and ocr():
        return run(data, name, "ocr", languages=languages)
    return reading


def office() -> str | None:
    """Where LibreOffice is."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def ocr() -> str | None:
    """Where tesseract is."""
    return shutil.which("tesseract")


def run(data: bytes, name: str, mode: str, *, languages: tuple[str, ...] = (), clock: float | None = None) -> Reading:
    """One child, one reading. mode: "read", "ocr" or "office"; clock: seconds until it is ended."""
    with (
        tempfile.TemporaryDirectory(prefix="minga-") as folder,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as given,
    ):
        given.write(data)
        given.seek(0)
        command = [sys.executable, "-P", "-m", "minga.ingest.child", Path(name).name[-80:], mode, ",".join(languages)]
        code = _ended(command, given, said, folder, clock or _CLOCK[mode])
        return _reading(code, said)


def draw(path: Path, first: int, last: int, width: int) -> dict[int, bytes]:
    """Pictures of a PDF's pages from `first` to `last`, PNG or JPEG, by their numbers; of what cannot be drawn none.

    width  of each picture, in dots
    """
    with (
        tempfile.TemporaryDirectory(prefix="minga-") as folder,
        tempfile.TemporaryFile() as said,
        path.open("rb") as given,
    ):
        command = [sys.executable, "-P", "-m", "minga.ingest.child", "", "draw", f"{first}-{last}-{width}"]
        code = _ended(command, given, said, folder, _CLOCK["draw"])
        if code != 0 or said.seek(0, os.SEEK_END) > LARGEST_OUTPUT:
            return {}
        said.seek(0)
        try:
            drawn = {int(number): base64.b64decode(picture) for number, picture in json.load(said).items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}
    return {n: data for n, data in drawn.items() if first <= n <= last and data.startswith(_PICTURES)}


def call(module: str, data: bytes, clock: float) -> bytes | State:
    """What another room's child says of a file's bytes, or how it ended; the module limits itself as ours does."""
    with (
        tempfile.TemporaryDirectory(prefix="minga-") as folder,
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as given,
    ):
        given.write(data)
        given.seek(0)
        code = _ended([sys.executable, "-P", "-m", module], given, said, folder, clock)
        if code is None:
            return State.TOO_SLOW
        if code < 0:
            return _died(signal.Signals(-code)).state
        if code or said.seek(0, os.SEEK_END) > LARGEST_OUTPUT:
            return State.CRASHED
        said.seek(0)
        return said.read()


def _ended(command: list[str], given: IO[bytes], said: IO[bytes], folder: str, clock: float) -> int | None:
    """The exit code of the child, negative for a signal; None where the clock ended it."""
    with subprocess.Popen(  # noqa: S603 - our own module, by this very Python
        command,
        stdin=given,
        stdout=said,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    ) as child:
        try:
            return child.wait(clock)
        except subprocess.TimeoutExpired:
            return None
        finally:  # also where the parent is interrupted: what the child started must not outlive it
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _environment(folder: str) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name in _KNOWN}
    path = os.pathsep.join([str(_SOURCE), *(entry for entry in sys.path if entry.endswith("site-packages"))])
    return {**known, "PYTHONPATH": path, "HOME": folder, "PYTHONUTF8": "1", "OMP_THREAD_LIMIT": "1"}


def _reading(code: int | None, said: IO[bytes]) -> Reading:
    if code is None:
        return Reading(State.TOO_SLOW)
    if code < 0:
        return _died(signal.Signals(-code))
    size = said.seek(0, os.SEEK_END)
    if code or not 0 < size <= LARGEST_OUTPUT:
        return Reading(State.TOO_HUNGRY if size >= LARGEST_OUTPUT else State.CRASHED, detail=f"exit {code}")
    said.seek(0)
    try:
        return unpacked(json.loads(said.read()))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return Reading(State.CRASHED, detail=type(error).__name__)


def _died(by: signal.Signals) -> Reading:
    if by == signal.SIGXCPU:
        return Reading(State.TOO_SLOW, detail=by.name)
    return Reading(State.TOO_HUNGRY if by in _OUT_OF_ROOM else State.CRASHED, detail=by.name)
