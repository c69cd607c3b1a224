"""Dates as sources give them: the Extended Date/Time Format of ISO 8601-2:2019."""

from dataclasses import dataclass
from functools import lru_cache

from edtf import EDTFParseException, parse_edtf


class NotEdtf(ValueError):
    """The text is no EDTF date; write "1983", "1995/1996", "198X", "2001~" or leave it out."""


@dataclass(frozen=True)
class EdtfDate:
    """A date as written, with the first and the last calendar year it can mean (None: open or unknown)."""

    written: str
    first_year: int | None
    last_year: int | None


def parse_when(written: str | None) -> EdtfDate | None:
    """Read an EDTF date; None or an empty text is no date at all.

    An open or unknown end ("2004/..", "2004/") has no last year: the library's own guess of ten years is not used.
    Raises NotEdtf where the text is not EDTF or ends before it begins.
    """
    if not written:
        return None
    start, slash, end = written.partition("/")
    first, last = _years(start), _years(end) if slash else _years(start)
    if not slash:
        return EdtfDate(written, *first)
    if first[0] is not None and last[1] is not None and last[1] < first[0]:
        raise NotEdtf(written)
    return EdtfDate(written, first[0], last[1])


@lru_cache(maxsize=4096)  # the grammar costs milliseconds, and registers give the same days again and again
def _years(part: str) -> tuple[int | None, int | None]:
    if part in ("", ".."):
        return None, None
    try:
        date = parse_edtf(part)
        low, high = date.lower_strict(), date.upper_strict()
    except (EDTFParseException, ValueError, AttributeError, TypeError) as error:
        raise NotEdtf(part) from error
    return _year(low), _year(high)


def _year(moment: object) -> int:
    return int(getattr(moment, "tm_year", None) or moment[0])  # type: ignore[index]  # struct_time or plain tuple
