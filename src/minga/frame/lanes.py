"""A timeline of lanes, laid out for SVG: where each mark stands, in percent of the width and pixels of height.

Across, positions are shares of the width, so that the drawing fits a telephone and a wall without shrinking its
letters. Down, they are CSS pixels. No colour is chosen here: each mark carries a class of the stylesheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LABEL, DOT, GAP, AXIS = 20, 14, 12, 26
# Marks closer than this share of the width would touch on a small screen: they are stacked.
NEAR = 4.5
# Room at both ends, so that half a mark or half a year's figures are never cut.
MARGIN = 4.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)


@dataclass(frozen=True)
class Mark:
    """One thing in time: years are inclusive; `until` None is an open end, equal to `since` a point."""

    since: int
    until: int | None
    css: str
    says: str


@dataclass(frozen=True)
class Lane:
    """A named row of marks."""

    label: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Placed:
    """A mark in its place: x and width in percent, y in pixels."""

    x: str
    width: str
    y: int
    css: str
    says: str

    @property
    def end(self) -> str:
        """Where a bar ends, in percent."""
        return f"{float(self.x) + float(self.width or 0):.2f}"


@dataclass(frozen=True)
class Row:
    """A lane in its place: the label's baseline, the rule under it, its marks."""

    label: str
    baseline: int
    rule: int
    marks: tuple[Placed, ...]


@dataclass(frozen=True)
class Tick:
    """A year on the axis, x in percent."""

    x: str
    year: int


@dataclass(frozen=True)
class Drawing:
    """All that the SVG template needs."""

    height: int
    axis: int
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    first: int
    last: int


def draw(lanes: Sequence[Lane], *, this_year: int) -> Drawing | None:
    """Lay the lanes out, in the order given; None where there is nothing to draw."""
    years = [year for lane in lanes for mark in lane.marks for year in (mark.since, mark.until or mark.since)]
    if not years:
        return None
    scale = _Scale(min(years), max(years), this_year)
    rows: list[Row] = []
    top = 0
    for lane in lanes:
        row = _row(lane, top, scale)
        rows.append(row)
        top = row.rule + GAP
    return Drawing(top + AXIS, top, tuple(rows), scale.ticks(), scale.first, scale.last)


class _Scale:
    def __init__(self, first: int, last: int, this_year: int) -> None:
        span = max(last - first, 4)
        self.step = next(step for step in _STEPS if span / step <= 6)
        self.first = first - first % self.step
        self.last = min(last + (-last) % self.step, max(last, this_year))
        if self.first == self.last:
            self.last += self.step
        self.this_year = this_year

    def x(self, year: float) -> float:
        return MARGIN + (100 - 2 * MARGIN) * (year - self.first) / (self.last - self.first)

    def ticks(self) -> tuple[Tick, ...]:
        return tuple(Tick(_percent(self.x(year)), year) for year in range(self.first, self.last + 1, self.step))


def _row(lane: Lane, top: int, scale: _Scale) -> Row:
    """Marks stand on the lane's rule, and on each other where they would touch."""
    ends: list[float] = []
    levels: list[tuple[int, float, float, Mark]] = []
    for mark in sorted(lane.marks, key=lambda mark: (mark.since, mark.until or mark.since)):
        left = scale.x(mark.since)
        right = scale.x(mark.until) if mark.until is not None else 100.0
        level = next((n for n, end in enumerate(ends) if left - end >= NEAR), len(ends))
        ends[level : level + 1] = [right]
        levels.append((level, left, right, mark))
    rule = top + LABEL + DOT * max(len(ends), 1)
    placed = tuple(
        Placed(
            _percent(left),
            _percent(right - left) if right > left else "",
            rule - DOT // 2 - DOT * n,
            mark.css,
            mark.says,
        )
        for n, left, right, mark in levels
    )
    return Row(lane.label, top + LABEL - 6, rule, placed)


def _percent(value: float) -> str:
    return f"{value:.2f}"
