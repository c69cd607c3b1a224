"""The order in which a page is read: rows, and columns one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from minga.ingest.domain.layout import Box, Line

# A column has this many lines of this many characters; what is narrower or shorter is a table.
_ROWS, _CHARACTERS = 4, 18
_GUTTER = 8.0
_CENTRE = (0.2, 0.8)


@dataclass(slots=True)
class Row:
    """The lines that stand side by side, from left to right. `region` numbers the column, in reading order."""

    lines: list[Line]
    region: int = 0

    @property
    def box(self) -> Box:
        """Around all of them."""
        found = self.lines[0].box
        for line in self.lines[1:]:
            found = found.joined(line.box)
        return found

    @property
    def size(self) -> float:
        """The height of most of its letters."""
        return max(self.lines, key=lambda line: len(line.text)).size

    def over(self, below: "Row") -> "Row":
        """The row with a cell's next line under it: its cells, and how far down they reach."""
        reached = [replace(self.lines[0], box=replace(self.lines[0].box, bottom=below.box.bottom)), *self.lines[1:]]
        return Row(reached, self.region)

    @property
    def text(self) -> str:
        """Its words; wide gaps stay as tabs."""
        return "\t".join(line.text for line in self.lines)


def in_order(lines: Sequence[Line]) -> list[Row]:
    """The rows of a page as one reads them: down each column, left before right; full width comes in its place."""
    rows: list[Row] = []
    for region, group in enumerate(_regions(list(lines))):
        found = _rows(group)
        for row in found:
            row.region = region
        rows += found
    return rows


def _regions(lines: list[Line]) -> Iterator[list[Line]]:
    """Cut the lines into stretches that are read one after the other."""
    gutter = _gutter(lines)
    if gutter is None:
        yield lines
        return
    for band, split in _bands(lines, gutter):
        left = [line for line in band if line.box.right <= gutter]
        right = [line for line in band if line.box.left >= gutter]
        if split and _is_column(left) and _is_column(right):
            yield from _regions(left)
            yield from _regions(right)
        else:
            yield band


def _gutter(lines: list[Line]) -> float | None:
    """Where a white stripe parts the lines into columns; None where none does."""
    if len(lines) < 2 * _ROWS:
        return None
    first, last = min(line.box.left for line in lines), max(line.box.right for line in lines)
    inner = [first + (last - first) * share for share in _CENTRE]
    # A column's left edge is where many lines begin; the stripe ends there.
    edges = {round(line.box.left) for line in lines if inner[0] < line.box.left < inner[1]}
    best = max(edges, key=lambda edge: _parted(lines, edge - _GUTTER / 2), default=None)
    if best is None or _parted(lines, best - _GUTTER / 2) < _ROWS:
        return None
    return best - _GUTTER / 2


def _parted(lines: list[Line], at: float) -> int:
    """How many lines stand on the poorer side of a stripe, less those that cross it."""
    left = sum(line.box.right <= at for line in lines)
    right = sum(line.box.left >= at for line in lines)
    return min(left, right) - (len(lines) - left - right)


def _bands(lines: list[Line], gutter: float) -> Iterator[tuple[list[Line], bool]]:
    """The lines from above to below, in stretches that cross the stripe and stretches that it parts."""
    band: list[Line] = []
    crossing: bool | None = None
    for line in sorted(lines, key=lambda line: line.box.top):
        crosses = line.box.left < gutter < line.box.right
        if band and crosses != crossing:
            yield band, not crossing
            band = []
        crossing = crosses
        band.append(line)
    yield band, not crossing


def _is_column(lines: list[Line]) -> bool:
    return len(lines) >= _ROWS and median(len(line.text) for line in lines) >= _CHARACTERS


def _rows(lines: list[Line]) -> list[Row]:
    """Lines that share most of their height are one row."""
    rows: list[Row] = []
    reach = (0.0, 0.0)
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom, line.box.left)):
        middle = (line.box.top + line.box.bottom) / 2
        if rows and reach[0] <= middle <= reach[1]:
            rows[-1].lines.append(line)
        else:
            rows.append(Row([line]))
            reach = line.box.top + 0.25 * line.box.height, line.box.bottom - 0.25 * line.box.height
    for row in rows:
        row.lines.sort(key=lambda line: line.box.left)
    return rows
