"""Who holds the same ground, or a part of it, is no peer."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minga.peers.domain.kin import among, kin, lines

# Each lies in one that stands before it, or in none.
forests = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).map(
    lambda drawn: np.array([each % (at + 1) - 1 for at, each in enumerate(drawn)], np.int64)
)


def climb(above: np.ndarray, row: int) -> list[int]:
    """A row and all that it lies in, one by one."""
    return [row] if above[row] < 0 else [row, *climb(above, int(above[row]))]


def of(above: np.ndarray, one: int) -> list[int]:
    """The rows of the same ground as one."""
    every = lines(above, np.arange(len(above)))
    return np.flatnonzero(kin(every, every[:, one])).tolist()


@given(above=forests)
def test_whoever_holds_me_or_lies_in_me_is_kin_from_both_sides_and_nobody_else(above: np.ndarray) -> None:
    rows = np.arange(len(above))
    for one in rows.tolist():
        told = [other for other in rows.tolist() if one in climb(above, other) or other in climb(above, one)]
        assert of(above, one) == told
    assert kin(lines(above, rows[:0]), lines(above, rows)[:, 0]).tolist() == []


def test_a_province_is_kin_of_its_region_and_of_its_towns_and_not_of_the_next_province() -> None:
    region, here, next_one, town, _ = range(5)
    above = np.array([-1, region, region, here, next_one])
    assert of(above, here) == [region, here, town]
    assert of(above, town) == [region, here, town]


@given(above=forests, data=st.data())
def test_what_is_no_government_stands_between_none(above: np.ndarray, data: st.DataObject) -> None:
    kept = np.array(sorted(data.draw(st.sets(st.integers(0, len(above) - 1), min_size=1))), np.int64)
    for at, row in zip(among(above, kept).tolist(), kept.tolist(), strict=True):
        higher = [each for each in climb(above, row)[1:] if each in kept]
        assert (kept[at] if at >= 0 else None) == (higher[0] if higher else None)
