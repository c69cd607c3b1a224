"""What is made by the hundred thousand is made without a search for rubbish, which goes on afterwards."""

import gc

import pytest

from minga.kit.memory import uncollected


def test_the_search_goes_on_as_it_was_also_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), uncollected():
        assert not gc.isenabled()
        1 / 0  # noqa: B018 - a fault
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
