"""Years are read as people say them, and numbers that are no dates are left alone."""

from datetime import date

import pytest

from minga.search.domain.tokens import tokenize
from minga.search.domain.years import Years, YearSpan, combine
from minga.search.lexicon import lexicon

YEARS = Years(lexicon().times)
TODAY = date(2026, 11, 24)


def years(text: str, today: date | None = TODAY) -> list[tuple[int | None, int | None, str]]:
    return [(span.low, span.high, span.cue) for span in YEARS.find(tokenize(text), today)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("antes de 1990", None, 1989),
        ("antes del año 1990", None, 1989),
        ("hasta 1995", None, 1995),
        ("después de 2000", 2001, None),
        ("desde 2001", 2001, None),
        ("desde el 2001", 2001, None),
        ("a partir de 1987", 1987, None),
        ("entre 1990 y 2000", 1990, 2000),
        ("de 1990 a 2000", 1990, 2000),
        ("desde 2001 hasta 2010", 2001, 2010),
        ("en 1983", 1983, 1983),
        ("en el año 1983", 1983, 1983),
        ("en los años 80", 1980, 1989),
        ("los años ochenta", 1980, 1989),
        ("década de 1990", 1990, 1999),
        ("la década de los 90", 1990, 1999),
        ("a finales de los noventa", 1990, 1999),
        ("antes de los años 80", None, 1979),
        ("después de los 90", 2000, None),
        ("desde los 90", 1990, None),
        ("años 2000", 2000, 2009),
        ("siglo XX", 1901, 2000),
        ("siglo XXI", 2001, 2100),
        ("últimos 10 años", 2016, None),
        ("los últimos diez años", 2016, None),
        ("el año pasado", 2025, 2025),
        ("este año", 2026, 2026),
        ("before 1990", None, 1989),
        ("since 2001", 2001, None),
        ("before the year 1990", None, 1989),
        ("desde los años 90 hasta los años 2000", 1990, 2009),
        ("between 1990 and 2000", 1990, 2000),
        ("in the 1990s", 1990, 1999),
        ("the early 90s", 1990, 1999),
        ("in the eighties", 1980, 1989),
        ("20th century", 1901, 2000),
        ("the last five years", 2021, None),
        ("depois de 1988", 1989, None),
        ("até 2003", None, 2003),
        ("nos anos 90", 1990, 1999),
        ("entre 1990 e 2000", 1990, 2000),
        ("nos últimos dez anos", 2016, None),
        ("avant 1990", None, 1989),
        ("après 2000", 2001, None),
        ("depuis 2015", 2015, None),
        ("dans les années 80", 1980, 1989),
        ("les années quatre-vingt-dix", 1990, 1999),
        ("XXe siècle", 1901, 2000),
        ("10 dernières années", 2016, None),
    ],
)
def test_a_time_said_in_words_is_a_stretch_of_years(text: str, low: int | None, high: int | None) -> None:
    assert years(text) == [(low, high, "clear")]


@pytest.mark.parametrize(
    ("text", "low", "high"), [("1990-1995", 1990, 1995), ("1990–95", 1990, 1995), ("1995/1996", 1995, 1996)]
)
def test_two_years_with_a_dash_are_a_stretch_without_a_time_word(text: str, low: int, high: int) -> None:
    assert years(text) == [(low, high, "bare")]


def test_a_number_alone_or_after_of_is_less_sure() -> None:
    assert years("Río 1992") == [(1992, 1992, "bare")]
    assert years("crisis de 2008") == [(2008, 2008, "of")]


@pytest.mark.parametrize(
    "text",
    [
        "Ley 489",
        "Ley 489 de 1998",
        "Acuerdo 73 de 2001",
        "Constitución de 1991",
        "objetivo 17",
        "visión 2040",
        "en 2031",
        "los 80 municipios",
        "años 20",
        "años 5",
        "siglo V",
        "siglo",
        "siglo cien",
        "década perdida",
        "década",
        "the",
        "década 1200",
        "120 municipios",
        "1234567",
        "10 dernières",
        "10 dernières villes",
        "desde",
        "desde el",
        "últimos municipios",
        "últimos 10",
        "los últimos",
        "les 10 ans du jumelage",
        "entre los",
        "años",
        "x century",
    ],
)
def test_a_number_that_is_no_date_is_left_alone(text: str) -> None:
    assert years(text) == []


def test_years_that_end_before_they_begin_are_two_dates_and_no_stretch() -> None:
    assert years("entre 2000 y 1990") == [(2000, 2000, "bare"), (1990, 1990, "bare")]


def test_without_a_calendar_relative_years_are_left_alone() -> None:
    assert years("últimos 10 años", None) == []
    assert years("en 2031", None) == [(2031, 2031, "clear")]


def test_a_plan_until_a_coming_year_is_kept() -> None:
    assert years("hasta 2030") == [(None, 2030, "clear")]


def test_open_ends_meet_and_several_years_are_spanned() -> None:
    since, until = YearSpan(0, 1, 2001, None), YearSpan(1, 2, None, 2010)
    assert combine([since, until]) == (2001, 2010)
    assert combine([YearSpan(0, 1, 1983, 1983), YearSpan(1, 2, 1987, 1987)]) == (1983, 1987)
    assert combine([YearSpan(0, 1, 1983, 1983), since]) == (1983, None)
    assert combine([YearSpan(0, 1, 1983, 1983), until]) == (None, 2010)
    assert combine([YearSpan(0, 1, 2012, None), YearSpan(1, 2, None, 2010)]) == (None, None)
    assert combine([]) == (None, None)
