"""Dates are kept as written, with the years they can mean; what is no date is refused."""

import pytest

from minga.kit.dates import EdtfDate, NotEdtf, parse_when


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1983", 1983, 1983),
        ("1995/1996", 1995, 1996),
        ("198X", 1980, 1989),
        ("2001~", 2001, 2001),
        ("1968-05-30", 1968, 1968),
        ("2004/..", 2004, None),
        ("2004/", 2004, None),
        ("../1990", None, 1990),
        ("/1990", None, 1990),
    ],
)
def test_a_date_has_its_years_and_an_open_end_has_none(written: str, first: int | None, last: int | None) -> None:
    assert parse_when(written) == EdtfDate(written, first, last)


@pytest.mark.parametrize("written", [None, ""])
def test_nothing_is_no_date(written: str | None) -> None:
    assert parse_when(written) is None


@pytest.mark.parametrize("written", ["ayer", "1996/1995", "2001-13", "12/03/2001", "1983/ayer"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(NotEdtf):
        parse_when(written)
