"""Dates of a sentence as EDTF, with those that count from another ("cinco años más tarde")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minga.ingest.domain.extraction.lexicon import Language
from minga.ingest.domain.extraction.tokens import Token

# A sentence of so few words is a head.
_HEAD = 6
_FIRST, _LAST = 1850, 2045
# So far on stands the verb of a clause, so long is a name.
_CLAUSE, _NAME = 9, 5
# What leads in a work that is cited: "(see Jain 2005 on…)".
_SEE = r"(?:[Vv]er|[Vv]ide|[Vv]éase|[Ss]ee|[Vv]oir|[Cc]f\.?|[Cc]fr\.?)"


@dataclass(frozen=True)
class When:
    """A date by its words: `edtf` as ISO 8601-2, its first and last year, and how it stands in the text.

    since   "desde 1982": begun then and lasting
    period  it belongs to a name ("Plan 2015-2020") and dates an act only where nothing else does
    """

    start: int
    end: int
    edtf: str
    first: int
    last: int
    since: bool = False
    period: bool = False
    relative: bool = False
    bracketed: bool = False
    until: bool = False

    @property
    def last_said(self) -> int:
        """The year from which "a year later" counts: the end of a span, the first year of a decade."""
        return self.last if "/" in self.edtf else self.first


def dates(
    words: Sequence[Token], text: str, language: Language, reference: int | None, now: int | None = None
) -> list[When]:
    """All dates in order; relative ones count from the last one before them, at first from `reference`.

    now   the year of the news or the session that is told, from which alone "next year" counts
    """
    found: list[When] = []
    place = 0
    while place < len(words):
        if words[place].folded not in language.begins_date and not words[place].text[0].isdecimal():
            place += 1
            continue
        last = found[-1].last_said if found else reference
        one = (
            _decade(words, place, language)
            or _coming(words, place, language, now)
            or _relative(words, place, language, last, told=bool(found))
            or _plain(words, place, text, language)
        )
        if one and "X" in one.edtf and {w.folded for w in words[max(0, place - 3) : place]} & language.words("since"):
            one = replace(one, since=True)
        if one and not _reported(words, one, text, language):
            opened = text[words[one.start - 1].end : words[one.start].start].endswith("(") if one.start else False
            ended = bool(one.start) and words[one.start - 1].folded in language.words("until")
            found.append(replace(one, bracketed=opened, until=ended))
        place = one.end if one else place + 1
    return found


def _year(word: Token) -> int | None:
    if re.fullmatch(r"(1[89]|20)\d\d", word.text) and _FIRST <= int(word.text) <= _LAST:
        return int(word.text)
    return None


def _decade(words: Sequence[Token], place: int, language: Language) -> When | None:
    if words[place].folded not in language.opening_decades and not words[place].text[0].isdecimal():
        return None
    english = re.fullmatch(r"((?:1[89]|20)\d)0s", words[place].low)
    if english:
        return When(place, place + 1, f"{english[1]}X", int(english[1]) * 10, int(english[1]) * 10 + 9)
    if words[place].folded not in language.opening_decades:
        return None
    little = language.words("of") | language.words("articles") | language.words("decade")
    for end in range(place, min(place + 6, len(words))):
        word = words[end]
        if end > place and (year := _year(word)) and year % 10 == 0 and words[place].folded in language.words("decade"):
            return When(place, end + 1, f"{year // 10}X", year, year + 9)
        if end > place or language.code == "en":
            year, stop = _spelt(words, end, language)
            if year:
                return When(place, stop, f"{year // 10}X", year, year + 9)
        if end > place and re.fullmatch(r"[2-9]0", word.text) and words[place].folded in language.words("decade"):
            return When(place, end + 1, f"19{word.text[0]}X", 1900 + int(word.text), 1909 + int(word.text))
        if end > place and word.folded not in little:
            return None
    return None


def _spelt(words: Sequence[Token], place: int, language: Language) -> tuple[int, int]:
    """The decade that words spell ("noventa", "quatre-vingt-dix") and where they end; 0 where they spell none."""
    if language.code == "fr":
        said = [word.folded.rstrip("s") for word in words[place : place + 3]]
        for spelt, year in (
            (["quatre", "vingt", "dix"], 1990),
            (["quatre", "vingt"], 1980),
            (["soixante", "dix"], 1970),
        ):
            if said[: len(spelt)] == spelt:
                return year, place + len(spelt)
    return language.decades.get(words[place].folded, 0), place + 1


def _coming(words: Sequence[Token], place: int, language: Language, now: int | None) -> When | None:
    """ "Anunció que el próximo año firmará": the year after that in which it is told, not after the last one named."""
    end, meanings = language.phrases.at(words, place)
    return _counted(place, end, now + 1) if now and "coming_year" in meanings else None


def _relative(words: Sequence[Token], place: int, language: Language, last: int | None, *, told: bool) -> When | None:
    """A date that counts from another; `told` where that one stands in the same sentence."""
    if last is None:
        return None
    if words[place].folded in language.words("less_than_years") and place + 1 < len(words):
        end, meanings = language.phrases.at(words, place + 1)
        if {"later", "before"} & {*meanings}:
            return _counted(place, end, last)  # "semanas después": most often in the same year
    end, meanings = language.phrases.at(words, place)
    for meaning in meanings:
        step = {"next_year": 1, "same_year": 0, "last_year": -1}.get(meaning)
        if step is not None:
            return _counted(place, end, last + step)
    return _so_many_years(words, place, language, last, told=told)


def _so_many_years(words: Sequence[Token], place: int, language: Language, last: int, *, told: bool) -> When | None:
    """ "Cinco años más tarde", "pasados tres años", "two years earlier"."""
    number = language.numbers.get(words[place].folded) or (
        int(words[place].text) if words[place].text.isdecimal() else 0
    )
    if not 0 < number < 60 or place + 1 >= len(words):
        return None
    if words[place + 1].folded in language.words("decade") - language.words("years"):
        number *= 10  # "a decade later"
    elif words[place + 1].folded not in language.words("years"):
        return None
    if place + 2 < len(words):
        end, meanings = language.phrases.at(words, place + 2)
        after = [word.folded for word in words[end : end + 2]]
        if "later" in meanings and after in (["de", "haber"], ["de", "haberlo"], ["de", "haberla"], ["d", "avoir"]):
            return _counted(place, end, last - number)  # "quince años después de haberlo suscrito"
        if told and _leads_in_a_deed(words, end, language):
            # "Reopened it in 2016, three years after shutting it": a year before the one told.
            return _counted(place, end, last + (-number if "later" in meanings else number))
        if "later" in meanings or "before" in meanings:
            return _counted(place, end, last + (number if "later" in meanings else -number))
    lead = place - 1 - (place > 1 and words[place - 1].folded in language.words("of"))
    if place > 1 and [word.folded for word in words[place - 2 : place]] == ["a", "los"]:
        return _counted(place - 2, place + 2, last + number)  # "a los dos años"
    if lead >= 0 and words[lead].folded in language.words("passed"):
        return _counted(lead, place + 2, last + number)
    return None


def _leads_in_a_deed(words: Sequence[Token], place: int, language: Language) -> bool:
    """Whether what follows "after" or "before" happened then: "after shutting it", "after *it had left*", "que Cali".

    An infinitive or a gerund, a clause with its verb, or a name alone, who did the same.
    """
    here = place
    if words[here - 1].folded not in language.words("conjoining"):
        return False
    little = language.words("of") | language.words("articles") | language.words("that")
    while place < len(words) and language.code != "en" and words[place].folded in little and _goes_on(words, place):
        place += 1
    if place >= len(words) or not _goes_on(words, place):
        return False
    if _is_done(words, place, language, ("ger",) if language.code == "en" else ("inf",)):
        return True
    clause = language.code == "en" or bool({word.folded for word in words[here:place]} & language.words("that"))
    end = place + 1
    while end < len(words) and _goes_on(words, end) and end - place < _CLAUSE:
        if clause and _is_done(words, end, language, ("past", "state", "part")):
            return True
        end += 1
    alone = all(word.capital for word in words[place:end] if len(word.text) > 3)
    return alone and end - place < _NAME and (language.code == "en" or place > here)


def _goes_on(words: Sequence[Token], place: int) -> bool:
    """Whether nothing but a space stands before a word."""
    return words[place].start - words[place - 1].end == 1


def _is_done(words: Sequence[Token], place: int, language: Language, tenses: tuple[str, ...]) -> bool:
    return any(verb.tense in tenses for verb in language.verbs.at(words, place)[1])


def _counted(start: int, end: int, year: int) -> When:
    return When(start, end, str(year), year, year, relative=True)


def _plain(words: Sequence[Token], place: int, text: str, language: Language) -> When | None:
    year = _year(words[place])
    if year is None:
        return None
    before = [word.folded for word in words[max(0, place - 4) : place]]
    years = [spot for spot, word in enumerate(before) if word.isdecimal() and len(word) == 4]
    since = bool(set(before[max(years, default=-1) + 1 :]) & language.words("since"))
    other = _span_end(words, place, text, language, before)
    if other:
        return When(place, other[0] + 1, f"{year}/{other[1]}", year, other[1], since, period=other[2])
    return _with_day(words, place, year, language, since)


def _span_end(
    words: Sequence[Token], place: int, text: str, language: Language, before: list[str]
) -> tuple[int, int, bool] | None:
    if place + 1 < len(words) and (end := _year(words[place + 1])):
        between = text[words[place].end : words[place + 1].start]
        if re.fullmatch(r"\s?[-–—/]\s?", between) and end >= int(words[place].text):
            at = words[place - 1].folded in language.words("at") | language.words("terms") if place else False
            return place + 1, end, not at
    if place + 2 < len(words) and (end := _year(words[place + 2])):
        opened, joined = language.data["span"]
        fits = words[place + 1].folded in (joined, "a", "to", "until")
        if fits and before[-1:] and before[-1] in (opened, "de", "from", "desde", "du", "des"):
            return place + 2, end, False
    return None


def _with_day(words: Sequence[Token], place: int, year: int, language: Language, since: bool) -> When:
    before = list(words[max(0, place - 4) : place])
    while before and before[-1].folded in language.words("of"):
        before.pop()
    month = language.months.get(before[-1].folded) if before else None
    if not month:
        return When(place, place + 1, str(year), year, year, since)
    rest = [word for word in before[:-1] if word.folded not in language.words("of")]
    day = int(rest[-1].text) if rest and rest[-1].text.isdecimal() and 0 < int(rest[-1].text) < 32 else 0
    edtf = f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"
    return When(place, place + 1, edtf, year, year, since)


def _reported(words: Sequence[Token], one: When, text: str, language: Language) -> bool:
    """Whether it dates a report or a cited work, not an act: "(ver Restrepo, 2022)", "su memoria de 2016"."""
    before = words[max(0, one.start - 3) : one.start]
    if one.relative or not before:
        return False
    if {word.low for word in before if word.text.islower()} & language.words("horizons"):
        return True  # "con horizonte en 2019"
    if {word.folded for word in before} & language.words("report_words"):
        return _joined(words, one, language) and len(words) > _HEAD  # "Annual report 2021." is a head
    if language.code == "en" and {word.folded for word in words[one.end : one.end + 2]} & language.words(
        "report_words"
    ):
        return True  # "in its 2019 annual report"
    cites = language.words("cites") - language.words("at")
    led = max((spot for spot in range(len(before)) if before[spot].folded in cites), default=-1)
    if 0 <= led < len(before) - 1 and all(word.capital for word in before[led + 1 :] if len(word.text) > 3):
        return True  # "According to Ruffin (2013)"
    opening = text.rfind("(", max(0, words[one.start].start - 200), words[one.start].start)
    if opening < 0 or ")" in text[opening : words[one.start].start]:
        return False
    inside = text[opening + 1 : words[one.start].start]
    return bool(
        re.fullmatch(rf"\s*(?:{_SEE}\s+)?[A-ZÁÉÍÓÚ]\w+[^()]*,\s*", inside)
        or re.fullmatch(rf"\s*{_SEE}\s+(?:[\w]+\s+)?[A-ZÁÉÍÓÚ]\w+[^()\d]*", inside)
    )


def _joined(words: Sequence[Token], one: When, language: Language) -> bool:
    """Whether a word of report and a date are one phrase: only "de" and articles stand between them."""
    place = one.start - 1
    while place >= 0 and words[place].folded in language.words("of"):
        place -= 1
    return place >= 0 and words[place].folded in language.words("report_words")
