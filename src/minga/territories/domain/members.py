"""The list of a federation's members, as an office keeps it: one code on each row."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# What the columns may be called, in small letters: offices keep such lists in their own words.
_CODE = ("code", "codigo", "código", "divipola", "ibge", "inegi", "code_insee")
_SINCE = ("since", "desde", "depuis")
_ENDED = ("ended", "hasta", "até", "jusque")
_DAYS = ((r"(\d{4})-(\d\d?)-(\d\d?)", (0, 1, 2)), (r"(\d\d?)/(\d\d?)/(\d{4})", (2, 1, 0)))
MOST_ROWS = 20_000


class Outcome(StrEnum):
    """What became of a row. From UNKNOWN on it brought nothing, and somebody has to look at it."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    BAD_DATE = "bad_date"
    NO_CODE = "no_code"


FAULTS = (Outcome.UNKNOWN, Outcome.AMBIGUOUS, Outcome.BAD_DATE, Outcome.NO_CODE)


class NotAList(ValueError):
    """The file has no column of codes, no rows, or more of them than any federation has members."""


@dataclass(frozen=True)
class MemberRow:
    """One row: its line in the file (the head is the first), the code as written, from when, until when."""

    line: int
    code: str
    since: date | None = None
    ended: date | None = None
    fault: Outcome | None = None


@dataclass(frozen=True)
class Told:
    """What became of one row, and of which territory it spoke ("" where that is not known)."""

    row: MemberRow
    outcome: Outcome
    territory: str = ""


def read_members(text: str) -> list[MemberRow]:
    """The rows of a CSV text, divided by commas, semicolons or tabs; empty lines are none. Raises NotAList."""
    head, _, _ = text.partition("\n")
    divider = max(",;\t", key=head.count)
    table = list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=divider))
    names = [name.strip().lower() for name in table[0]] if table else []
    code = _column(names, _CODE)
    if code is None or not 1 < len(table) <= MOST_ROWS + 1:
        raise NotAList(head[:80])
    since, ended = _column(names, _SINCE), _column(names, _ENDED)
    return [
        _row(line, _cell(cells, code), _cell(cells, since), _cell(cells, ended))
        for line, cells in enumerate(table[1:], 2)
        if any(cell.strip() for cell in cells)
    ]


def _column(names: list[str], known: Iterable[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in known), None)


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _row(line: int, code: str, since: str, ended: str) -> MemberRow:
    if not code:
        return MemberRow(line, code, fault=Outcome.NO_CODE)
    try:
        begins, ends = _day(since), _day(ended)
    except ValueError:
        return MemberRow(line, code, fault=Outcome.BAD_DATE)
    backwards = begins is not None and ends is not None and ends < begins
    return MemberRow(line, code, begins, ends, Outcome.BAD_DATE if backwards else None)


def _day(text: str) -> date | None:
    """A day as 2024-05-31 or 31/05/2024; None for nothing. Raises ValueError for anything else."""
    if not text:
        return None
    for pattern, order in _DAYS:
        if found := re.fullmatch(pattern, text):
            year, month, day = (int(found[place + 1]) for place in order)
            return date(year, month, day)
    raise ValueError(text)


@dataclass(frozen=True)
class Codes:
    """The codes of a country's governments: ours, and those that the country itself writes.

    Spreadsheets eat zeros at the beginning (5001 for 05001), so that national codes are compared without them; where
    two governments have the same one then, it names neither.
    """

    country: str
    ours: Mapping[str, str]
    national: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def meant(self, written: str) -> tuple[str, ...]:
        """The codes it may stand for: one where it is certain, none where nobody has it."""
        code = written.upper()
        for one in (code, f"{self.country}-{code}"):
            if one in self.ours:
                return (self.ours[one],)
        return self.national.get(code.lstrip("0"), ())
