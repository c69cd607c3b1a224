"""Cutting a long document into parts that are read one at a time, whole pages together where it has pages."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

# As many characters as a page over a slow line may hold; each passage costs what its own marks take.
SIZE = 16_000
COST = 120


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as far as cutting needs it: `text[start:end]`, and the page on which it begins."""

    ordinal: int
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """Passages `first` to `last` as far as they stand in `text[start:end]`, and the pages on which they begin."""

    number: int
    first: int
    last: int
    start: int
    end: int
    first_page: int | None
    last_page: int | None


@dataclass(frozen=True)
class Plan:
    """The parts of a text in order; never empty where it has a passage."""

    parts: tuple[Part, ...]

    def with_passage(self, ordinal: int) -> Part:
        """The part in which a passage begins; the nearest where there is no such passage."""
        # The first of the parts that share a passage: where it is longer than one, it begins there.
        return next((part for part in self.parts if ordinal <= part.last), self.parts[-1])

    def with_offset(self, offset: int) -> Part:
        """The part that holds a character of the text; the one before where it stands between two."""
        starts = [part.start for part in self.parts]
        return self.parts[max(bisect_right(starts, offset) - 1, 0)]

    def with_page(self, page: int) -> Part:
        """The part that holds a page of the document, or the nearest page before it that has words."""
        before = [part for part in self.parts if part.first_page is not None and part.first_page <= page]
        exact = [part for part in before if part.last_page is not None and page <= part.last_page]
        return (exact or before[-1:] or self.parts)[0]

    def beside(self, part: Part) -> tuple[Part | None, Part | None]:
        """The parts before and after."""
        here = part.number - 1
        return (self.parts[here - 1] if here else None, self.parts[here + 1] if part.number < len(self.parts) else None)


def planned(rows: Iterable[Row]) -> Plan:
    """Cut the passages of a text, in their order, into parts of at most about SIZE characters.

    A part ends with a page where it can; a page that is too long by itself is cut between passages, and a passage
    that is too long between its characters.
    """
    found: list[list[Row]] = []
    size = SIZE + 1
    for piece in _pieces(rows):
        cost = _cost(piece)
        if size + cost > SIZE:
            found.append([])
            size = 0
        found[-1] += piece
        size += cost
    return Plan(tuple(_part(number, each) for number, each in enumerate(found, 1)))


def _pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """What is not cut any further: a page where it is short enough, else its passages or their pieces."""
    for page, group in groupby(rows, key=lambda row: row.page):
        whole = list(group)
        if page is not None and _cost(whole) <= SIZE:
            yield whole
        else:
            yield from ([piece] for row in whole for piece in _short(row))


def _short(row: Row) -> Iterator[Row]:
    for start in range(row.start, row.end, SIZE):
        yield Row(row.ordinal, start, min(start + SIZE, row.end), row.page)


def _cost(rows: Sequence[Row]) -> int:
    return sum(row.end - row.start + COST for row in rows)


def _part(number: int, rows: Sequence[Row]) -> Part:
    pages = [row.page for row in rows if row.page is not None]
    return Part(
        number,
        rows[0].ordinal,
        rows[-1].ordinal,
        min(row.start for row in rows),
        max(row.end for row in rows),
        min(pages, default=None),
        max(pages, default=None),
    )
