"""What of a text is shown to whom, and which of its words are marked: pure, over offsets in code points."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minga.evidence.domain.highlights import Highlight, segments
from minga.evidence.domain.statuses import Status
from minga.ingest.domain.layout import Box

# The numbers of notes as readers raise them: "en 1995.¹".
_CALL = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")
_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# Stands for "may be shown" among the names of marks; no mark has an empty name.
_SHOWN = ""


class Strength(StrEnum):
    """How sure it is that marked words prove what is said of them, surest first."""

    ACCEPTED = Status.ACCEPTED
    RECORDED = Status.RECORDED
    PROPOSED = Status.PROPOSED


STRENGTHS = tuple(Strength)


@dataclass(frozen=True, slots=True)
class Mark:
    """The words of a claim or a proposal: `text[start:end]`, under its public name; `number` as it is shown."""

    ref: str
    start: int
    end: int
    strength: Strength
    number: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A passage or what of it is in one part: `text[start:end]`, its number, kind, label and page."""

    ordinal: int
    kind: str
    label: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """Words, or the raised number of a note: then `note` is the number of the passage that it calls."""

    text: str
    note: int | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between two borders of marks.

    strength  of the surest mark over them, None where there is none
    anchors   names of marks that begin here for the first time
    closes    marks that end here
    skips     whether words before it are not shown
    """

    runs: tuple[Run, ...]
    strength: Strength | None
    anchors: tuple[str, ...]
    closes: tuple[Mark, ...]
    skips: bool


def windows(marks: Iterable[Mark], stretches: Sequence[Stretch], around: int) -> list[tuple[int, int]]:
    """What of a text that is not open may be shown: the marked words, and beside a claim's so many characters.

    Beside a proposal's words there are none: nobody has chosen them yet. Nothing reaches into a passage in which no
    marked word stands: the next note may be another's.
    """
    found = []
    for mark in marks:
        touched = [one for one in stretches if one.start < mark.end and mark.start < one.end]
        if touched:
            beside = 0 if mark.strength == Strength.PROPOSED else around
            first, last = min(one.start for one in touched), max(one.end for one in touched)
            found.append((max(mark.start - beside, first), min(mark.end + beside, last)))
    return sorted(found)


def pieces(
    text: str, stretch: Stretch, marks: Sequence[Mark], notes: Mapping[str, int], seen: set[str], open_to: object
) -> list[Piece]:
    """The pieces of a passage that may be shown.

    text     begins at offset 0 of what the offsets of stretch and marks count
    notes    the number of the passage that each label of a note leads to
    seen     names of marks and notes that were met before; those that are met here are added
    open_to  None where all is open, else the windows that may be shown
    """
    named = {mark.ref: mark for mark in marks}
    borders = [Highlight(mark.start, mark.end, mark.ref) for mark in marks]
    if isinstance(open_to, list):
        borders += [Highlight(start, end, _SHOWN) for start, end in open_to]
    found: list[Piece] = []
    skips = False
    for segment in segments(text, stretch.start, stretch.end, borders):
        if open_to is not None and _SHOWN not in segment.refs:
            skips = True
            continue
        over = [named[ref].strength for ref in segment.refs if ref != _SHOWN]
        begun = tuple(ref for ref in segment.begins if ref != _SHOWN and ref not in seen)
        seen.update(begun)
        found.append(
            Piece(
                tuple(_runs(segment.text, notes, seen)),
                min(over, key=STRENGTHS.index, default=None),
                begun,
                tuple(named[ref] for ref in segment.ends if ref != _SHOWN),
                skips,
            )
        )
        skips = False
    return found


def _runs(text: str, notes: Mapping[str, int], seen: set[str]) -> Iterator[Run]:
    at = 0
    for call in _CALL.finditer(text):
        if (note := notes.get(call[0].translate(_FIGURES))) is not None:
            if call.start() > at:
                yield Run(text[at : call.start()])
            name = f"note {note}"
            yield Run(call[0], note, name not in seen)
            seen.add(name)
            at = call.end()
    if at < len(text):
        yield Run(text[at:])


def notes_of(stretches: Sequence[Stretch], page: int | None) -> dict[str, int]:
    """The passage that each number of a note leads to from a page: the note on it, else the next with that number."""
    found: dict[str, int] = {}
    notes = [one for one in stretches if one.kind == "footnote" and one.label]
    for one in sorted(notes, key=lambda one: (one.page != page, one.ordinal)):
        if page is None or one.page is None or one.page >= page:
            found.setdefault(one.label, one.ordinal)
    return found


@dataclass(frozen=True, slots=True)
class Boxed:
    """A line of a page that holds marked words."""

    strength: Strength
    box: Box


def boxed(places: Iterable[Sequence[float]], marks: Sequence[Mark]) -> list[Boxed]:
    """The lines of a page, as `[start, end, left, top, right, bottom]`, in which marked words stand, each once."""
    found = []
    for start, end, *corners in places:
        over = [mark.strength for mark in marks if start < mark.end and mark.start < end]
        if over:
            found.append(Boxed(min(over, key=STRENGTHS.index), Box(*corners)))
    return found
