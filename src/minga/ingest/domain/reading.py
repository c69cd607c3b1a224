"""What a child process hands back of a file: its state, its text with passages and places, and its own record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from minga.ingest.domain.formats import Format
from minga.ingest.domain.layout import Box, Kind, Passage, Place, Text
from minga.ingest.domain.records import Record
from minga.ingest.domain.states import Note, State


@dataclass(frozen=True)
class Sheet:
    """A page's size in points."""

    width: float
    height: float


@dataclass(frozen=True)
class Reading:
    """A file as it was read.

    pages   how many it has; None where the format has none
    sheets  the size of each page that was read, from the first
    notes   what a reader should know beside the state, each with a number (0 where none belongs)
    """

    state: State
    format: Format | None = None
    detail: str = ""
    text: Text = field(default_factory=lambda: Text("", ()))
    record: Record = field(default_factory=Record)
    pages: int | None = None
    sheets: tuple[Sheet, ...] = ()
    notes: Mapping[Note, int] = field(default_factory=dict)


def packed(reading: Reading) -> dict[str, Any]:
    """A reading as JSON has it; boxes to a tenth of a point."""
    return {
        "state": reading.state,
        "format": reading.format,
        "detail": reading.detail,
        "text": reading.text.text,
        "passages": [[p.kind, p.label, p.start, p.end, p.page] for p in reading.text.passages],
        "places": [[p.start, p.end, p.page, *corners(p.box)] for p in reading.text.places],
        "record": reading.record.packed(),
        "pages": reading.pages,
        "sheets": [[round(sheet.width, 1), round(sheet.height, 1)] for sheet in reading.sheets],
        "notes": dict(reading.notes),
    }


def corners(box: Box) -> list[float]:
    """Left, top, right, bottom, to a tenth of a point."""
    return [round(box.left, 1), round(box.top, 1), round(box.right, 1), round(box.bottom, 1)]


def unpacked(said: Mapping[str, Any]) -> Reading:
    """The reading that JSON says; what does not add up is refused. Raises ValueError, KeyError, TypeError."""
    text = Text(
        str(said["text"]),
        tuple(Passage(Kind(kind), str(label)[:20], *_three(rest)) for kind, label, *rest in said["passages"]),
        tuple(
            Place(int(start), int(end), int(page), Box(*map(float, box))) for start, end, page, *box in said["places"]
        ),
    )
    spans = [(one.start, one.end) for one in text.passages] + [(one.start, one.end) for one in text.places]
    if any(not 0 <= start < end <= len(text.text) for start, end in spans):
        raise ValueError("a passage or a place lies outside the text")
    return Reading(
        State(said["state"]),
        Format(said["format"]) if said["format"] else None,
        str(said["detail"])[:300],
        text,
        Record.unpacked(said["record"]),
        said["pages"] if said["pages"] is None else int(said["pages"]),
        tuple(Sheet(float(width), float(height)) for width, height in said["sheets"]),
        {Note(note): int(number) for note, number in said["notes"].items()},
    )


def _three(rest: list[Any]) -> tuple[int, int, int | None]:
    start, end, page = rest
    return int(start), int(end), None if page is None else int(page)
