"""Dates and numbers as a reader says them, in the language of the page."""

import datetime
import re

from babel import Locale
from babel.numbers import format_decimal
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_DECADE = re.compile(r"(\d{3})X")
_CENTURY = re.compile(r"(\d\d)XX")
_ROMAN = {16: "XVI", 17: "XVII", 18: "XVIII", 19: "XIX", 20: "XX", 21: "XXI"}


def when_in_words(written: str | None) -> str:
    """An EDTF date (ISO 8601-2) as words: "1995/1996" is "1995-1996", "198X" is "década de 1980".

    What is not understood comes back as it was written; no date at all is "sin fecha".
    """
    if not written:
        return _("sin fecha")
    start, slash, end = written.partition("/")
    if not slash:
        return _moment(start)
    if start in ("", ".."):
        return _("hasta %(date)s") % {"date": _moment(end)}
    if end in ("", ".."):
        return _("desde %(date)s") % {"date": _moment(start)}
    if start.isdigit() and end.isdigit():
        return f"{start}-{end}"
    said = {"start": _moment(start), "end": _moment(end)}
    if _DAY.fullmatch(start) and _DAY.fullmatch(end):
        return _("del %(start)s al %(end)s") % said
    return _("de %(start)s a %(end)s") % said


def _moment(written: str) -> str:
    bare, mark = written.rstrip("~?%"), written[-1:]
    said = _plain(bare)
    if mark == "~":
        return _("hacia %(date)s") % {"date": said}
    if mark == "?":
        return _("%(date)s (dudoso)") % {"date": said}
    if mark == "%":
        return _("hacia %(date)s (dudoso)") % {"date": said}
    return said


def _plain(bare: str) -> str:
    try:
        if found := _DAY.fullmatch(bare):
            return date_format(datetime.date(*map(int, found.groups())), "DATE_FORMAT")
        if found := _MONTH.fullmatch(bare):
            return date_format(datetime.date(int(found[1]), int(found[2]), 1), "YEAR_MONTH_FORMAT").lower()
    except ValueError:  # a season ("2001-21") or a day that is not in the calendar
        return bare
    if found := _DECADE.fullmatch(bare):
        return _("década de %(year)s") % {"year": f"{found[1]}0"}
    if (found := _CENTURY.fullmatch(bare)) and (roman := _ROMAN.get(int(found[1]) + 1)):
        return pgettext("century", "siglo %(roman)s") % {"roman": roman}
    return bare


def country(code: str) -> str:
    """The name of a country in the page's language (CLDR), by its ISO 3166-1 alpha-2 code; the code where none."""
    return str(_locale().territories.get(code, code))


def number(value: int | float | None) -> str:
    """A number with the separators of the page's language (CLDR): 12345 is "12.345"; None is "sin dato"."""
    if value is None:
        return _("sin dato")
    return str(format_decimal(value, locale=_locale()))


def _locale() -> Locale:
    return Locale.parse(get_language() or "es", sep="-")
