"""Which format a file is in, by what it holds; its extension only settles what content leaves open."""

import re
from collections.abc import Collection
from enum import StrEnum


class Format(StrEnum):
    """The formats that are read, by their media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"
    DOC = "application/msword"
    RTF = "application/rtf"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"
    PNG = "image/png"
    JPEG = "image/jpeg"
    TIFF = "image/tiff"


IMAGES = frozenset({Format.PNG, Format.JPEG, Format.TIFF})
# LibreOffice turns these into DOCX.
BY_OFFICE = frozenset({Format.DOC, Format.RTF})
_SUFFIXES = {
    ".pdf": Format.PDF, ".docx": Format.DOCX, ".odt": Format.ODT, ".doc": Format.DOC, ".rtf": Format.RTF,
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN, ".txt": Format.TEXT, ".png": Format.PNG, ".jpg": Format.JPEG, ".jpeg": Format.JPEG,
    ".tif": Format.TIFF, ".tiff": Format.TIFF,
}  # fmt: skip
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"II*\x00", Format.TIFF),
    (b"MM\x00*", Format.TIFF),
    (b"{\\rtf", Format.RTF),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# A head may come after a byte order mark, white space, comments and an XML declaration.
_HTML = re.compile(
    rb"(?is)^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b"
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Control characters that no text has; those of layout (tab, line feed, form feed, carriage return, escape) may be.
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def suffixed(name: str) -> Format | None:
    """The format that a file's name promises; None where it promises none."""
    return _SUFFIXES.get("." + name.lower().rpartition(".")[2])


def recognise(data: bytes, name: str = "", members: Collection[str] = ()) -> Format | None:
    """The format of some bytes; None where it is none that can be read.

    name     decides between plain text and Markdown alone
    members  the names inside, where the bytes are a ZIP
    """
    head = data[:4096]
    # The mark may stand anywhere in the first 1024 bytes (PDF Reference 1.7, appendix H, note 13).
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if data.startswith(ZIP):
        return _zipped(members)
    if data.startswith(OLE):
        return Format.DOC
    found = next((kind for mark, kind in _MAGIC if data.startswith(mark)), None)
    return found or _written(data, head, name)


def _zipped(members: Collection[str]) -> Format | None:
    if "word/document.xml" in members:
        return Format.DOCX
    return Format.ODT if {"content.xml", "mimetype"} <= set(members) else None


def _written(data: bytes, head: bytes, name: str) -> Format | None:
    if _HTML.match(head):
        return Format.HTML
    if not (data.startswith(_UTF16_MARKS) or looks_utf16(head)) and _is_binary(data[: 1 << 16]):
        return None
    return Format.MARKDOWN if suffixed(name) == Format.MARKDOWN else Format.TEXT


def _is_binary(data: bytes) -> bool:
    """More than one byte in two hundred is one that no text holds: a stray one is a fault, many are another format."""
    return len(_BINARY.findall(data)) * 200 > len(data)


def looks_utf16(head: bytes) -> bool:
    """Whether every other byte is nought, as it is in UTF-16 of a European language without a mark."""
    even, odd = head[0::2], head[1::2]
    zeros = sorted((even.count(0), odd.count(0)))
    return len(head) >= 4 and zeros[1] * 10 > len(even) * 7 and zeros[0] * 10 < len(even)
