"""Bytes into a reading: the format is recognised by content, and its reader is asked."""

import importlib
from collections.abc import Callable
from dataclasses import replace

from minga.ingest.domain.formats import BY_OFFICE, IMAGES, OLE, ZIP, Format, recognise, suffixed
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.states import WITH_TEXT, Note, Refused, State

Reader = Callable[[bytes], Reading]
# Loaded when they are needed: a text file waits for no PDF library.
_READERS = {
    Format.PDF: "pdf",
    Format.DOCX: "docx",
    Format.ODT: "odt",
    Format.HTML: "html",
    Format.MARKDOWN: "written",
    Format.TEXT: "written",
}
# Word's own mark in an OLE file that holds an encrypted DOCX: the name of its stream in UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, name: str) -> Reading:
    """Read a file's bytes; what goes wrong is a state of the reading. Memory and time are the process's limits."""
    found: Format | None = None
    try:
        found = _recognised(data, name)
        return _told(_reader(found)(data), found, name)
    except Refused as refused:
        return Reading(refused.state, found, refused.detail)


def _recognised(data: bytes, name: str) -> Format:
    if not data.strip(b"\x00\t\n\r\f \xef\xbb\xbf\xfe\xff"):
        raise Refused(State.EMPTY)
    members: list[str] = []
    if data.startswith(ZIP):
        from minga.ingest.readers.zipped import members_of

        members = members_of(data)
    if data.startswith(OLE) and _ENCRYPTED in data:
        raise Refused(State.PASSWORD)
    found = recognise(data, name, members)
    if found is None:
        raise Refused(State.UNSUPPORTED)
    return found


def _reader(found: Format) -> Reader:
    if found in BY_OFFICE:
        raise Refused(State.NEEDS_OFFICE)
    if found in IMAGES:
        raise Refused(State.SCAN)
    module = importlib.import_module(f"minga.ingest.readers.{_READERS[found]}")
    reader: Reader = module.markdown if found == Format.MARKDOWN else module.read
    return reader


def _told(reading: Reading, found: Format, name: str) -> Reading:
    """The reading with its format, the note that the extension says another, and no text that is none."""
    promised = suffixed(name)
    notes = dict(reading.notes)
    if promised and promised != found and {promised, found} != {Format.TEXT, Format.MARKDOWN}:
        notes[Note.OTHER_FORMAT] = 0
    state = State.NO_TEXT if reading.state in WITH_TEXT and not reading.text.passages else reading.state
    return replace(reading, state=state, format=found, notes=notes)
