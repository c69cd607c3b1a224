"""What a file says of itself, as the first record of a source (a CSL-JSON item, citeproc-js schema 1.0)."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from minga.ingest.domain.formats import suffixed
from minga.kit.text import nfc, printable, slugify

_DATE = re.compile(r"(?:D:)?(\d{4})(?:-?(\d{2}))?(?:-?(\d{2}))?")
# What programs write where nobody gave a title, or where a program and no person is the author.
_NO_TITLE = re.compile(
    r"(?i)^(?:untitled|sin t[íi]tulo|sem t[íi]tulo|sans titre|document\d*|documento\d*|word document|title)$"
)
_OF_A_PROGRAM = re.compile(
    r"(?i)^microsoft (?:office )?(?:word|powerpoint|excel) - |\.(?:docx?|pdf|odt|rtf|indd|qxd|txt)$"
)
_NO_AUTHOR = re.compile(
    r"(?i)^(?:user|usuario|admin|administrator|administrador|windows user|usuario de windows|python-docx|unknown|owner"
    r"|author|autor|hp|pc|acer|dell|lenovo|toshiba)?\d*$"
)
_LONGEST = 400
_EARLIEST = 1450
# What the note of such a record says.
UNREAD = "metadata of the file, not yet checked by a person"


@dataclass(frozen=True)
class Record:
    """What a file says of itself; each "" where it says nothing. `issued` begins with a year: "2020", "2020-01-16"."""

    title: str = ""
    author: str = ""
    issued: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""

    def packed(self) -> dict[str, str]:
        """As JSON has it."""
        return asdict(self)

    @classmethod
    def unpacked(cls, said: Mapping[str, Any]) -> "Record":
        """The record that JSON says."""
        return cls(**{name: str(said.get(name) or "") for name in cls.__dataclass_fields__})

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Record":
        """From a file's own fields, without what no person wrote: names of programs, of machines, of nobody."""
        values = {name: _tidy(said.get(name)) for name in cls.__dataclass_fields__}
        values["title"] = title if not _NO_TITLE.match(title := _OF_A_PROGRAM.sub("", values["title"])) else ""
        values["author"] = "" if _NO_AUTHOR.match(values["author"]) else values["author"]
        values["issued"] = _date(values["issued"])
        values["url"] = values["url"] if values["url"].startswith(("https://", "http://")) else ""
        values["language"] = values["language"].lower()[:2]
        return cls(**values)


def _tidy(value: Any) -> str:
    return " ".join(nfc(printable(str(value or ""))).split())[:_LONGEST]


def _date(written: str) -> str:
    """ "D:20200116123332-06'00'" and "2020-01-16T…" are "2020-01-16"; "" for what is no date."""
    found = _DATE.match(written)
    if not found or int(found[1]) < _EARLIEST:
        return ""
    month, day = int(found[2] or 0), int(found[3] or 0)
    if not 1 <= month <= 12:
        return found[1]
    return f"{found[1]}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{found[1]}-{month:02}"


def slug_of(record: Record, *, name: str, sha256: str) -> str:
    """The name of the source that a file begins: its title, and digits of its hash, so that no other has it."""
    words = slugify(record.title) or slugify(stem(name)) or "documento"
    return f"{words[:90].strip('-')}-{sha256[:8]}"


def stem(name: str) -> str:
    """A file's name without folders and the extension of a known format."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return last.rpartition(".")[0] if suffixed(last) else last


def csl_of(record: Record, *, slug: str, name: str) -> dict[str, Any]:
    """The first record of a source. The date is the file's own, and the note says whence all this is."""
    item: dict[str, Any] = {
        "id": slug,
        "type": "webpage" if record.url else "document",
        "title": record.title or stem(name) or slug,
        "note": UNREAD,
    }
    if record.author:
        item["author"] = [{"literal": author.strip()} for author in record.author.split(";") if author.strip()]
    if record.issued:
        item["issued"] = {"date-parts": [[int(part) for part in record.issued.split("-")]]}
    named = {"publisher": record.publisher, "URL": record.url, "language": record.language}
    return item | {key: value for key, value in named.items() if value}


class RecordAtFault(ValueError):
    """A record of a source is no item of CSL-JSON; the message names the field."""


def source_record(said: Any) -> dict[str, Any]:
    """The CSL-JSON item that a file holds, alone or as a list of one, with an `id` that may stand in an address.

    Raises RecordAtFault.
    """
    if isinstance(said, list) and len(said) == 1:
        said = said[0]
    if not isinstance(said, dict):
        raise RecordAtFault("item")
    if not (isinstance(said.get("title"), str) and said["title"].strip()):
        raise RecordAtFault("title")
    authors = said.get("author") or []
    if not (isinstance(authors, list) and all(isinstance(author, dict) for author in authors)):
        raise RecordAtFault("author")
    slug = slugify(str(said.get("id") or said["title"]))[:120].strip("-")
    if not slug:
        raise RecordAtFault("id")
    item = {**said, "id": slug, "type": str(said.get("type") or "document")}
    return item | ({"issued": {"date-parts": [_parts(said["issued"])]}} if said.get("issued") else {})


def _parts(issued: Any) -> list[int]:
    """Year, month, day: reference managers write them as numbers or as text, or in one string."""
    try:
        written = issued["date-parts"][0] if "date-parts" in issued else _date(str(issued["raw"])).split("-")
        return [int(part) for part in written]
    except (TypeError, KeyError, IndexError, ValueError) as error:
        raise RecordAtFault("issued") from error
