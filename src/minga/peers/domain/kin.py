"""Whose territory is the same ground: what a government lies in, and what lies in it.

They are no peers. What it lies in is the government whom it deals with already, of other powers and means; what lies in
it is a part of itself. Neither was where it stands, nor is it news to it.
"""

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


def lines(above: Rows, rows: Rows) -> Rows:
    """Each of these n rows, what it lies in, what that lies in…: d by n, -1 beyond the highest.

    above   the row of what each of all governments lies in; -1 for none
    """
    line = [rows]
    while len(rows) and line[-1].max() >= 0:
        line.append(np.where(line[-1] >= 0, above[line[-1]], -1))
    return np.stack(line)


def kin(lines: Rows, mine: Rows) -> Flags:
    """Whether each of n governments is mine, lies in it or holds it, at whatever distance.

    lines, mine   the lines of all, d by n, and that of mine alone
    """
    found = (lines == mine[0]).any(axis=0)
    for up in mine[mine >= 0]:
        found |= lines[0] == up
    return np.asarray(found)


def among(above: Rows, kept: Rows) -> Rows:
    """The row, among those kept, of what each of them lies in, over whatever was not kept; -1 for none.

    kept    rows in rising order
    """
    number = np.full(len(above) + 1, -1, np.int64)  # the last one is that of nothing, -1
    number[kept] = np.arange(len(kept))
    at = above[kept]
    while (between := (at >= 0) & (number[at] < 0)).any():
        at = np.where(between, above[at], at)
    return number[at]
