"""Whose branches are counted.

Coverage takes as long again as the code it watches, so it watches the tests that hold a room to every branch, and not
walks through the whole, nor cases by the hundred of what others have tried.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from coverage import Coverage


@contextmanager
def unmeasured() -> Iterator[None]:
    """No line is counted for as long as the block lasts."""
    mine = []
    while (measuring := Coverage.current()) is not None:  # in a worker one stands on another, which would go on
        measuring.stop()
        mine.append(measuring)
    try:
        yield
    finally:
        for measuring in reversed(mine):
            measuring.start()
