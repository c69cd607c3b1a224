"""Dates and numbers as a reader says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.frame.words import country, number, when_in_words


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1983", "1983"),
        ("1995/1996", "1995-1996"),
        ("198X", "década de 1980"),
        ("19XX", "siglo XX"),
        ("2001~", "hacia 2001"),
        ("2001?", "2001 (dudoso)"),
        ("2001%", "hacia 2001 (dudoso)"),
        ("2002-06-19", "19 de junio de 2002"),
        ("2002-06", "junio de 2002"),
        ("../1999-05", "hasta mayo de 1999"),
        ("2004/..", "desde 2004"),
        ("2004/", "desde 2004"),
        ("2008-07-23/2013-11-23", "del 23 de julio de 2008 al 23 de noviembre de 2013"),
        ("2010~/2012-03", "de hacia 2010 a marzo de 2012"),
        ("", "sin fecha"),
        (None, "sin fecha"),
        ("2001-21", "2001-21"),
        ("2001-02-31", "2001-02-31"),
    ],
)
def test_a_date_is_said_in_words(written: str | None, said: str) -> None:
    assert when_in_words(written) == said


@given(st.text(max_size=30))
def test_what_is_no_date_is_shown_as_written_and_never_fails(written: str) -> None:
    assert isinstance(when_in_words(written), str)


def test_numbers_have_spanish_separators_and_silence_is_told() -> None:
    assert number(2_427_129) == "2.427.129"
    assert number(None) == "sin dato"


def test_countries_are_named_in_spanish_and_an_unknown_code_stays_as_it_is() -> None:
    assert country("BR") == "Brasil"
    assert country("ZZ9") == "ZZ9"
