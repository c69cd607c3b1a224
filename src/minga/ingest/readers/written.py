"""Plain text and Markdown, in whatever encoding."""

import codecs
import re

import ftfy
from charset_normalizer import from_bytes

from minga.ingest.domain.assembly import assemble
from minga.ingest.domain.formats import looks_utf16
from minga.ingest.domain.layout import Kind
from minga.ingest.domain.plain import markdown_blocks, plain_blocks
from minga.ingest.domain.reading import Reading
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Note, State

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Encodings in which texts of our languages come; charset-normalizer chooses among them.
_LIKELY = ["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850", "cp437"]
# A question mark in a word; a text that has so many of them, one in two hundred words, was hurt.
_WITHIN, _MANY = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])"), 10
_TWICE = ("Ã", "Â", "â€", "ï¿½")


def read(data: bytes) -> Reading:
    """A plain text."""
    text, notes = decoded(data)
    return Reading(State.READ, text=assemble(plain_blocks(text)), notes=notes)


def markdown(data: bytes) -> Reading:
    """A Markdown text; its first heading is its title."""
    text, notes = decoded(data)
    blocks = markdown_blocks(text)
    title = next((block.words for block in blocks if block.kind == Kind.HEADING), "")
    return Reading(State.READ, text=assemble(blocks), record=Record.of({"title": title}), notes=notes)


def decoded(data: bytes) -> tuple[str, dict[Note, int]]:
    """The text of some bytes, and what was noticed: that it had been encoded twice, that letters are lost."""
    text = _once(data)
    notes: dict[Note, int] = {}
    if any(mark in text for mark in _TWICE):
        mended = ftfy.fix_encoding(text)
        if mended != text:
            notes[Note.ENCODED_TWICE] = 0
            text = mended
    if lost := text.count("\ufffd") + _asked(text):
        notes[Note.LETTERS_LOST] = lost
    return text, notes


def _asked(text: str) -> int:
    """Question marks that a program put for letters it did not know ("GEN?TICAMENTE"); addresses have one or two."""
    found = len(_WITHIN.findall(text))
    return found if found >= _MANY and found * 200 > len(text.split()) else 0


def _once(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if looks_utf16(data[:4096]):
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A text in UTF-8 that was cut or hurt in a place or two is no text in another encoding.
        broken = data.decode("utf-8", errors="replace")
        if broken.count("\ufffd") * 20 < sum(char > "\x7f" for char in broken) or error.start > len(data) - 4:
            return broken
    best = from_bytes(data, cp_isolation=_LIKELY).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")
