"""A reference as people write it: authors, year, title, and where it appeared; what is not understood is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)(10\.\d{4,9}/[^\s,;]+[^\s,;.])", re.I)
_BARE_DOI = re.compile(r"10\.\d{4,9}/\S+", re.I)
_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;)]")
_YEAR = re.compile(r"\(?\b(1[5-9]\d\d|20\d\d)[a-z]?\b\)?[.,:]?")
_INITIALS = r"(?:[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ]\.(?:\s|-)?)+"
# Of a name so many letters at most: else a long text without a comma would be looked at from each of its words anew.
_NAME = r"[^,;&]{1,80}?"
_PERSON = re.compile(rf"({_NAME}),\s*({_INITIALS}|{_NAME})(?=\s*(?:[,;&]|\by\b|\be\b|\band\b|\bet\b|$))")
_BETWEEN = re.compile(r"\s*(?:;|&|\by\b|\be\b|\band\b|\bet\b)\s*")
_SENTENCE = re.compile(r"(?<=[^A-ZÁÉÍÓÚÑ.])[.?]\s+(?=[A-ZÁÉÍÓÚÑÇ«“\"¿\d])")
_VOLUME = re.compile(r"^(.{2,}?),\s*((?:[Vv]ol\.?\s*)?\d+\s*(?:\(.*|,.*|$))")
_PLACE = re.compile(r"^[^:]{2,40}:\s*(.{2,})$")
_RETRIEVED = re.compile(r"(?:Recuperado|Disponible|Consultado|Retrieved|Available|Disponível|Accessed)\b.*$", re.I)


@dataclass(frozen=True)
class Understood:
    """A reference as a CSL-JSON item without `id`; and the pieces that nobody could place."""

    csl: dict[str, Any]
    left: tuple[str, ...] = field(default=())


def doi_in(text: str) -> str:
    """The DOI that a text is, bare or as an address, in the writer's letters; "" where it is more or something else."""
    text = text.strip()
    found = _DOI.fullmatch(text) or _BARE_DOI.fullmatch(text)
    return (found[1] if found and found.re is _DOI else found[0] if found else "").rstrip(".,;")


def understood(text: str) -> Understood:
    """ "Apellido, N. (2010). Título. Editorial" by its parts. The order is that of APA; others give less."""
    text = " ".join(text.split())
    csl: dict[str, Any] = {}
    if doi := _DOI.search(text):
        csl["DOI"], text = doi[1], text.replace(doi[0], " ")
    if url := _URL.search(text):
        csl["URL"], text = url[0], text.replace(url[0], " ")
    text = _RETRIEVED.sub("", " ".join(text.split())).strip(" .,;")
    year = _YEAR.search(text)
    before, after = (text[: year.start()], text[year.end() :]) if year else ("", text)
    csl |= {"issued": {"date-parts": [[int(year[1])]]}} if year else {}
    before, pieces = before.strip(" ,;(:"), _pieces(after)
    left: list[str] = []
    if year and not pieces:  # "Título, 1999": what stands before a year alone is no author
        before, pieces = "", _pieces(before)
    elif year and "(" not in year[0] and len(pieces) == 1:  # another order than ours
        left, before = [before] if before else [], ""
    if authors := list(_authors(before)):
        csl["author"] = authors
    if pieces and (title := pieces[0].strip(' «»“”"')):
        csl["title"] = title
    return Understood(csl, (*left, *_placed(csl, pieces[1:])))


def _pieces(text: str) -> list[str]:
    return [piece.strip(" .,;") for piece in _SENTENCE.split(text.strip(" .,;:")) if piece.strip(" .,;")]


def _authors(written: str) -> Iterator[dict[str, str]]:
    """Persons as "Apellido, N."; an organ or a name in another order stands as it is written."""
    persons = list(_PERSON.finditer(written))
    if persons:
        for each in persons:
            yield {"family": _BETWEEN.sub("", each[1]).strip(" .,;"), "given": each[2].strip(" ,;")}
        return
    yield from ({"literal": name.strip(" .,")} for name in _BETWEEN.split(written) if name.strip(" .,"))


def _placed(csl: dict[str, Any], rest: list[str]) -> Iterator[str]:
    """Where it appeared is the last piece: a journal with its volume, or who published it; the others are told."""
    *between, last = rest or [""]
    csl["type"] = "book" if last else "document"
    if volume := _VOLUME.match(last):
        csl["container-title"], csl["type"] = volume[1], "article-journal"
        between.append(volume[2])
    elif last:
        place = _PLACE.match(last)
        csl["publisher"] = place[1] if place else last
    yield from between
