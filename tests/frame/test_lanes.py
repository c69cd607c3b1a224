"""Timelines: every mark inside the drawing, none upon another."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minga.frame.lanes import NEAR, Lane, Mark, draw


def test_nothing_in_time_draws_nothing() -> None:
    assert draw([], this_year=2026) is None
    assert draw([Lane("Brasil", [])], this_year=2026) is None


def test_marks_of_one_year_stand_on_each_other_and_make_their_lane_higher() -> None:
    one = draw([Lane("Brasil", [Mark(1983, 1983, "accepted", "")])], this_year=2026)
    two = draw([Lane("Brasil", [Mark(1983, 1983, "accepted", ""), Mark(1983, 1983, "recorded", "")])], this_year=2026)
    assert one and two
    assert two.height > one.height
    assert len({mark.y for mark in two.rows[0].marks}) == 2


def test_a_single_year_still_has_an_axis() -> None:
    drawing = draw([Lane("Brasil", [Mark(1983, 1983, "accepted", "")])], this_year=2026)
    assert drawing
    assert len(drawing.ticks) >= 2
    assert drawing.first <= 1983 <= drawing.last


def test_an_open_end_reaches_the_edge_and_a_stretch_its_last_year() -> None:
    drawing = draw([Lane("Red", [Mark(2000, None, "a", ""), Mark(2010, 2020, "a", "")])], this_year=2026)
    assert drawing
    still, ended = drawing.rows[0].marks
    assert float(still.end) == 100
    assert float(ended.x) < float(ended.end) < 100


years = st.integers(1200, 2030)
marks = st.builds(lambda a, b: Mark(min(a, b), max(a, b), "recorded", "x"), years, years)


@given(st.lists(st.lists(marks, min_size=1, max_size=12), min_size=1, max_size=4))
def test_every_mark_stands_inside_and_apart_from_the_others(lanes: list[list[Mark]]) -> None:
    drawing = draw([Lane(str(n), found) for n, found in enumerate(lanes)], this_year=2026)
    assert drawing
    assert 2 <= len(drawing.ticks) <= 9
    for row, below in zip(drawing.rows, [*(r.baseline for r in drawing.rows[1:]), drawing.height], strict=True):
        assert row.rule < below
        by_level: dict[int, list[tuple[float, float]]] = {}
        for mark in row.marks:
            assert 0 <= float(mark.x) <= float(mark.end) <= 100
            assert row.baseline < mark.y < row.rule
            by_level.setdefault(mark.y, []).append((float(mark.x), float(mark.end)))
        for placed in by_level.values():
            assert all(after[0] - before[1] >= NEAR - 0.02 for before, after in pairwise(placed))
