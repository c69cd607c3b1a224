"""Branches are counted again as soon as what is not counted has ended."""

import sys

from tests.measured import unmeasured


def test_nothing_watches_a_block_that_is_not_measured_and_all_is_watched_again_after_it() -> None:
    before = sys.gettrace()
    with unmeasured():
        inside = sys.gettrace()
        with unmeasured():
            pass
        assert sys.gettrace() is inside
    assert inside is None and (sys.gettrace() is None) == (before is None)
