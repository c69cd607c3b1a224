"""The years a question speaks of: "antes de 1990", "in the eighties", "entre 1990 y 2000", "ces 10 ans"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from minga.search.domain.tokens import Token, words

_DASHES = frozenset("-–—/")
_ROMAN = {"xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_FURTHEST = 2100
_BOUNDS = ("before", "until", "after", "since", "between", "to", "in", "of", "led_by", "numbered")
_RELATIVE = ("last", "years", "last_decade", "this_century", "last_year", "this_year")
_LISTS = (*_BOUNDS, "decade", "part_of_decade", "century", "century_after", *_RELATIVE)
# Words that begin a decade only where nothing countable follows: "los 80" but not "los 80 municipios".
_BARE_DECADE = frozenset({("los",), ("the",), ("os",), ("les",)})


@dataclass(frozen=True)
class Moment:
    """A year, decade or century: words up to `end` (exclusive), first and last year."""

    end: int
    low: int
    high: int


@dataclass(frozen=True)
class YearSpan:
    """Years meant by the words first..last (exclusive); None is an open end.

    `cue` says how sure it is: "clear" (a time word stands before), "of" ("de 1990") or "bare" (only the number).
    """

    first: int
    last: int
    low: int | None
    high: int | None
    cue: str = "clear"


class Years:
    """Reads years with the time words of four languages."""

    def __init__(self, times: Mapping[str, Any]) -> None:
        self._lists = {name: frozenset(words(phrase) for phrase in times[name]) for name in _LISTS}
        self._longest = {name: max(map(len, phrases)) for name, phrases in self._lists.items()}
        self._decade_words = {words(phrase): year for phrase, year in times["decade_words"].items()}
        self._numbers = {words(phrase)[0]: number for phrase, number in times["numbers"].items()}

    def find(self, tokens: Sequence[Token], today: date | None = None) -> Iterator[YearSpan]:
        """Every stretch of the question that names years, from left to right, none overlapping.

        A year after `today` is no date unless an "until" or "before" stands before it; without `today`, relative
        phrases ("últimos 10 años") are left alone.
        """
        position = 0
        while position < len(tokens):
            span = self._span(tokens, position, today)
            if span:
                yield span
            position = span.last if span else position + 1

    def _span(self, tokens: Sequence[Token], at: int, today: date | None) -> YearSpan | None:
        relative = self._relative(tokens, at, today) if today else None
        span = relative or self._between(tokens, at) or self._bounded(tokens, at) or self._named(tokens, at)
        if span is None or self._is_number_of_something(tokens, span):
            return None
        latest = today.year if today else _FURTHEST
        return None if span.low is not None and span.low > latest else span

    def _relative(self, tokens: Sequence[Token], at: int, today: date) -> YearSpan | None:
        for name, year in (("last_year", today.year - 1), ("this_year", today.year)):
            if end := self._phrase(name, tokens, at):
                return YearSpan(at, end, year, year)
        for name, year in (("last_decade", today.year - 10), ("this_century", 2001)):
            if end := self._phrase(name, tokens, at):
                return YearSpan(at, end, year, None)
        after = self._phrase("last", tokens, at)
        number = self._number(tokens, after) if after else None
        if number and (end := self._phrase("years", tokens, after + 1)):
            return YearSpan(at, end, today.year - number, None)
        # French says the number first: "10 dernières années".
        number = self._number(tokens, at)
        if number and tokens[at + 1 : at + 2] and tokens[at + 1].folded.startswith("derni"):
            end = self._phrase("years", tokens, at + 1)
            return YearSpan(at, end, today.year - number, None) if end else None
        return None

    def _between(self, tokens: Sequence[Token], at: int) -> YearSpan | None:
        start = self._phrase("between", tokens, at)
        first = self._moment(tokens, start or at)
        if first is None:
            return None
        second = self._dashed(tokens, first)
        if second is None and start and (to := self._phrase("to", tokens, first.end)):
            second = self._moment(tokens, to)
        if second is None or second.high < first.low:
            return None
        return YearSpan(at, second.end, first.low, second.high, "clear" if start else "bare")

    def _bounded(self, tokens: Sequence[Token], at: int) -> YearSpan | None:
        for name in ("before", "until", "after", "since", "in", "of"):
            end = self._phrase(name, tokens, at)
            moment = self._moment(tokens, end) if end else None
            if moment:
                return _bound(name, at, moment)
        return None

    def _named(self, tokens: Sequence[Token], at: int) -> YearSpan | None:
        moment = self._moment(tokens, at)
        if moment is None:
            return None
        one_year = moment.low == moment.high
        return YearSpan(at, moment.end, moment.low, moment.high, "bare" if one_year else "clear")

    def _moment(self, tokens: Sequence[Token], at: int) -> Moment | None:
        if at >= len(tokens):
            return None
        found = self._decade(tokens, at) or self._century(tokens, at) or self._year(tokens, at)
        # "desde el 2001", "antes del año 1990": an article or "year" may lead the number.
        return found or self._year(tokens, self._phrase("led_by", tokens, at) or len(tokens))

    def _year(self, tokens: Sequence[Token], at: int) -> Moment | None:
        text = tokens[at].folded if at < len(tokens) else ""
        if len(text) == 4 and text.isascii() and text.isdigit() and 1500 <= int(text) < _FURTHEST:
            return Moment(at + 1, int(text), int(text))
        return None

    def _decade(self, tokens: Sequence[Token], at: int) -> Moment | None:
        start = self._phrase("part_of_decade", tokens, at) or at
        prefix = self._phrase("decade", tokens, start)
        found = self._decade_name(tokens, prefix or start, bool(prefix))
        if found is None:
            return None
        end, year = found
        bare = prefix and tuple(token.folded for token in tokens[start:prefix]) in _BARE_DECADE
        if bare and tokens[end - 1].folded.isdigit() and end < len(tokens) and tokens[end].joined:
            return None
        return Moment(end, year, year + 9)

    def _decade_name(self, tokens: Sequence[Token], at: int, announced: bool) -> tuple[int, int] | None:
        if at >= len(tokens):
            return None
        text = tokens[at].folded
        digits = text.removesuffix("s")
        if digits.isascii() and digits.isdigit() and digits.endswith("0") and (announced or text.endswith("s")):
            year = {2: 1900 + int(digits) if int(digits) >= 30 else 0, 4: int(digits)}.get(len(digits), 0)
            return (at + 1, year) if 1500 <= year < _FURTHEST else None
        for size in (3, 2, 1):
            name = tuple(token.folded for token in tokens[at : at + size])
            year = self._decade_words.get(name, 0)
            if year and (announced or text.endswith("ies")):
                return at + len(name), year
        return None

    def _century(self, tokens: Sequence[Token], at: int) -> Moment | None:
        prefix = self._phrase("century", tokens, at)
        if prefix and prefix < len(tokens):
            return _century(prefix + 1, tokens[prefix].folded)
        if after := self._phrase("century_after", tokens, at + 1):
            return _century(after, tokens[at].folded)
        return None

    def _dashed(self, tokens: Sequence[Token], first: Moment) -> Moment | None:
        if first.end >= len(tokens) or tokens[first.end].gap.strip() not in _DASHES:
            return None
        text = tokens[first.end].folded
        if len(text) == 2 and text.isascii() and text.isdigit() and first.low % 100 < int(text):
            year = first.low - first.low % 100 + int(text)
            return Moment(first.end + 1, year, year)
        return self._year(tokens, first.end)

    def _number(self, tokens: Sequence[Token], at: int) -> int | None:
        if at >= len(tokens):
            return None
        text = tokens[at].folded
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else self._numbers.get(text)

    def _is_number_of_something(self, tokens: Sequence[Token], span: YearSpan) -> bool:
        """Whether the year is part of a name: "Ley 489 de 1998", "Agenda 2030", "Constitución de 1991"."""
        if span.cue == "clear":
            return False
        names = self._lists["numbered"]
        position = span.first - 1
        while position >= 0 and (tokens[position].folded.isdigit() or (tokens[position].folded,) in self._lists["of"]):
            position -= 1
        before = [(token.folded,) for token in tokens[max(position, 0) : span.first]]
        return any(word in names for word in before)

    def _phrase(self, name: str, tokens: Sequence[Token], at: int) -> int:
        """Where the longest phrase of a list that begins here ends; 0 if none does."""
        for size in range(min(self._longest[name], len(tokens) - at), 0, -1):
            if tuple(token.folded for token in tokens[at : at + size]) in self._lists[name]:
                return at + size
        return 0


def combine(spans: Iterable[YearSpan]) -> tuple[int | None, int | None]:
    """The first and last year that several stretches leave open.

    "since 2001 … until 2010" meet; of several years or decades the whole stretch is kept; what contradicts itself
    bounds nothing.
    """
    found = list(spans)
    lows = [span.low for span in found if span.low is not None]
    highs = [span.high for span in found if span.high is not None]
    if any(span.low is not None and span.high is not None for span in found):
        lows = lows if len(lows) == len(found) else []
        highs = highs if len(highs) == len(found) else []
    low, high = min(lows, default=None), max(highs, default=None)
    return (None, None) if low is not None and high is not None and low > high else (low, high)


def _bound(name: str, at: int, moment: Moment) -> YearSpan:
    low, high = {
        "before": (None, moment.low - 1),
        "until": (None, moment.high),
        "after": (moment.high + 1, None),
        "since": (moment.low, None),
    }.get(name, (moment.low, moment.high))
    return YearSpan(at, moment.end, low, high, "of" if name == "of" and moment.low == moment.high else "clear")


def _century(end: int, name: str) -> Moment | None:
    ordinal = name.removesuffix("th").removesuffix("st").removesuffix("e")
    number = _ROMAN.get(ordinal) or (
        int(ordinal) if ordinal.isascii() and ordinal.isdigit() and len(ordinal) == 2 else 0
    )
    return Moment(end, number * 100 - 99, number * 100) if 17 <= number <= 21 else None
