"""Cutting a text into sentences, list items and rows; and everything that is marked in one of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from minga.evidence.domain.passages import footnotes, paragraphs
from minga.ingest.domain.extraction.adjectives import Peopled
from minga.ingest.domain.extraction.choosing import Named
from minga.ingest.domain.extraction.dates import When
from minga.ingest.domain.extraction.gazetteer import Gazetteer
from minga.ingest.domain.extraction.lexicon import Language, Verb
from minga.ingest.domain.extraction.naming import names
from minga.ingest.domain.extraction.objects import Thing
from minga.ingest.domain.extraction.tokens import Token, tokens

_END = re.compile(r"(?<=[.!?…])[\"”»')\]]*\s+(?=[\"“«¿¡(\[]*[A-ZÁÉÍÓÚÑÀÂÇÈÊÎÔÛÜÃÕ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:Sr|Sra|Dr|Dra|Ing|Lic|art|arts|núm|num|No|n|p|pp|vol|ed|cap|cf|Cfr|Cf|St|Mr|Mrs|Ms|etc|vs|aprox|[A-ZÁÉÍÓÚ])\.)$"
)
_ITEM = re.compile(r"^\s*(?:[-–—•*·▪◦]|\(?[0-9]{1,3}[.)]|\(?[a-z]\))\s+")
_ROW = re.compile(r"\t|\s\|\s|\s{3,}(?=\S)")
_RULE = re.compile(r"[\s|:+=-]+")
# "1995: ingreso a…" and "Matsuyama, Japón — 1981": short lines that a year opens or ends.
_DATED = re.compile(r"\s*\(?(?:1[89]|20)\d\d\)?\s*[:.–—-]\s|.{0,90}\b(?:1[89]|20)\d\d\)?[.;,]?\s*$")
_LISTED = re.compile(r"(?P<head>[^:;.()]{5,160}):(?:[^():]{2,60}\([^()]*(?:1[89]|20)\d\d\)[,;]?){2,}")
_NEXT = re.compile(r"(?<=\))[,;]?\s+(?:(?:y|e|and|et)\s+)?(?=\S)")
# Shorter words stand in names too: "Los Angeles", "Vila de Rei".
_LITTLE = 3
_BREAK = re.compile(r"[,;:.()\[\]«»\"“”|¿?¡!\t]|\s[-–—]\s")


@dataclass(frozen=True)
class Stretch:
    """Part of a text: `text[start:end]`; a "sentence", an "item", or "head" or "columns" of items."""

    start: int
    end: int
    kind: str
    note: str = ""


@dataclass(frozen=True)
class Deed:
    """A verb or its noun in a sentence, by its words; `also` is what else its form may say, in the same order."""

    start: int
    end: int
    event: str
    tense: str
    also: tuple[Verb, ...] = ()

    @property
    def readings(self) -> "tuple[Deed, ...]":
        """The deed as each of what its form may say, the likeliest first."""
        return (
            replace(self, also=()),
            *(replace(self, event=verb.event, tense=verb.tense, also=()) for verb in self.also),
        )


@dataclass
class Sentence:
    """One stretch with all that is marked in it. Places are indexes of `words`; offsets are of the whole text."""

    stretch: Stretch
    words: Sequence[Token]
    named: list[Named]
    breaks: set[int]
    hard: set[int]
    colons: set[int]
    dashes: set[int]
    deeds: list[Deed] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    dates: list[When] = field(default_factory=list)
    corefs: list[tuple[int, int, str]] = field(default_factory=list)
    peopled: list[Peopled] = field(default_factory=list)

    def folded(self, start: int, end: int) -> list[str]:
        """The words of a range, folded; a range that begins before the sentence begins with it."""
        return [word.folded for word in self.words[max(0, start) : end]]


def stretches(text: str) -> Iterator[list[Stretch]]:
    """The blocks of a text (notes where it has them, else paragraphs), each as its stretches."""
    notes = footnotes(text)
    for cut in notes if len(notes) > 2 and notes[0].start < 8 else paragraphs(text):
        yield list(_block(text, cut.start, cut.end, cut.label))


def _block(text: str, start: int, end: int, note: str) -> Iterator[Stretch]:
    lines = [(found.start() + start, found.end() + start) for found in re.finditer(r"[^\n]+", text[start:end])]
    lines = [(a, b) for a, b in lines if not _RULE.fullmatch(text[a:b])]
    rows = [bool(_ITEM.match(text[a:b]) or _ROW.search(text[a:b].strip())) for a, b in lines]
    dated = [bool(_DATED.match(text[a:b])) for a, b in lines]
    by_dates = sum(rows) < 2
    rows = dated if by_dates else rows
    if sum(rows) < 2 or note or (by_dates and _is_wrapped(text, lines, rows)):
        yield from _sentences(text, start, end, note)
        return
    first = rows.index(True)
    if first:
        heads = list(_sentences(text, lines[0][0], lines[first - 1][1], note))
        yield from heads[:-1]
        yield Stretch(heads[-1].start, heads[-1].end, "head", note)
    for place, ((begin, stop), is_row) in enumerate(zip(lines[first:], rows[first:], strict=True)):
        if is_row and not place and _is_header(text[begin:stop], lines[first + 1 :], text):
            yield Stretch(begin, stop, "columns" if _ROW.search(text[begin:stop].strip()) else "head", note)
        elif is_row:
            yield Stretch(begin, stop, "item", note)
        else:
            yield from _sentences(text, begin, stop, note)


def _is_wrapped(text: str, lines: list[tuple[int, int]], rows: list[bool]) -> bool:
    """Whether lines are one paragraph broken at the margin: a year happens to end one, and the next goes on small."""
    after = [text[start:end].lstrip()[:1] for (start, end), _row in zip(lines[1:], rows, strict=False)]
    return any(first.islower() for first in after) or not all(rows[rows.index(True) :])


def _is_header(line: str, rest: list[tuple[int, int]], text: str) -> bool:
    """Whether the first row of a table names its columns: it has no year, and the next has one."""
    year = re.compile(r"\b(?:1[89]|20)\d\d\b")
    parted = _ROW.search(line.strip()) and not _ITEM.match(line)
    return bool(parted and not year.search(line) and rest and year.search(text[rest[0][0] : rest[0][1]]))


def _sentences(text: str, start: int, end: int, note: str) -> Iterator[Stretch]:
    for stretch in _whole_sentences(text, start, end, note):
        listed = _LISTED.match(text, stretch.start, stretch.end)
        if not listed or _tells_itself(text[listed.end("head") + 1 : listed.end()].partition("(")[0]):
            yield stretch
            continue
        # "Ciudades hermanas de La Plata: Bolonia (1988), Zaragoza (1990)": a head and its items in one line.
        yield Stretch(stretch.start, listed.end("head"), "head", note)
        begin = listed.end("head") + 1
        for found in _NEXT.finditer(text, begin, stretch.end):
            yield Stretch(begin, found.start(), "item", note)
            begin = found.end()
        yield Stretch(begin, stretch.end, "item", note)


def _tells_itself(first: str) -> bool:
    """ "Twinning in Ireland: *Cork is twinned with Cologne* (1988), Rennes (1982)": words of a sentence, no name."""
    said = first.split()
    return bool(said) and said[0][0].isupper() and sum(len(word) > _LITTLE and word.islower() for word in said) > 0


def _whole_sentences(text: str, start: int, end: int, note: str) -> Iterator[Stretch]:
    begin = start
    for found in _END.finditer(text, start, end):
        if not _SHORT.search(text[begin : found.start()].rstrip()):
            yield Stretch(begin, found.start(), "sentence", note)
            begin = found.end()
    yield Stretch(begin, end, "sentence", note)


def marked(stretch: Stretch, text: str, gazetteer: Gazetteer, language: Language) -> Sentence:
    """A stretch with its words, names and breaks; what needs chosen names is marked later, by `complete`."""
    words = tokens(text, stretch.start, stretch.end)
    breaks, hard, colons, dashes = set[int](), set[int](), set[int](), set[int]()
    for place in range(1, len(words)):
        gap = text[words[place - 1].end : words[place].start]
        if gap == " ":
            continue
        if _BREAK.search(gap):
            breaks.add(place)
        if ";" in gap or ("." in gap and " " in gap):
            hard.add(place)
        if ":" in gap:
            colons.add(place)
        if gap in ("-", "–"):
            dashes.add(place)
    named, peopled = names(text, words, gazetteer, language)
    return Sentence(stretch, words, named, breaks, hard, colons, dashes, peopled=peopled)


def deeds(sentence: Sentence, language: Language, taken: set[int]) -> list[Deed]:
    """The verbs and their nouns, outside names and dates. A form of several verbs is the first that the data gives."""
    found: list[Deed] = []
    place = 0
    while place < len(sentence.words):
        end, meanings = (place, list[Any]()) if place in taken else language.verbs.at(sentence.words, place)
        verbs = _likeliest(meanings) if meanings else ()
        if verbs and verbs[0].event != "other" and not _is_said_of_an_organ(sentence.words, place, end, language):
            found.append(Deed(place, end, verbs[0].event, verbs[0].tense, verbs[1:]))
        place = max(end, place + 1)
    return found


def _is_said_of_an_organ(words: Sequence[Token], place: int, end: int, language: Language) -> bool:
    """ "Vinculada al despacho": where an organ stands; and capitals side by side are a title: "Globally Connected"."""
    beside = [*words[max(0, place - 1) : place], *words[end : end + 1]]
    title = place > 0 and words[place].capital and any(word.capital and not word.text.isupper() for word in beside)
    return words[place].folded in language.words("hosts") or (title and end == place + 1)


def _likeliest(meanings: Sequence[Verb]) -> tuple[Verb, ...]:
    order = ("state", "past", "law", "part", "noun", "pres", "fut", "impf", "cond", "inf", "ger")
    return tuple(dict.fromkeys(sorted(meanings, key=lambda verb: order.index(verb.tense))))
