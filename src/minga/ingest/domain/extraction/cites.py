"""Sources that a text itself relies on: "Ver Schiavon, «La política…»", "cf. Paquin (2004)", "(Zapata, 2007)"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEE = (
    r"(?:[Vv]er|[Vv]éase|[Vv]éanse|[Cc]omparar|[Cc]ompárese|[Cc]onfróntese|[Cc]onsúltese|[Cc]fr?\.?|[Aa]pud|[Vv]id\.?"
    r"|[Vv]ide|[Ss]ee|[Vv]oir|[Cc]ompare|[Cc]omparer|[Cc]onfer)"
)
_NAME = r"[A-ZÁÉÍÓÚÑÂÊÔÇ][\w'’-]+(?:[ -](?:de |da |do |dos |del |la |von |van )?[A-ZÁÉÍÓÚÑÂÊÔÇ][\w'’-]+)?"
_MARKED = re.compile(
    rf"\b{_SEE}\s+(?:(?:también|also|também|aussi|además),?\s+)?(?P<author>{_NAME})"
    rf"(?:,\s*(?P<given>[A-ZÁÉÍÓÚ][\w.’'-]*(?:\s[A-ZÁÉÍÓÚ][\w.]*)?))?"
    r"(?:\s+(?:y|e|and|et|&)\s+[A-ZÁÉÍÓÚ]\w+|\s+et\s+al\.?)?"
    r"[,.:]?\s*(?:\(?(?P<year>(?:1[89]|20)\d\d)[a-z]?\)?)?[,.:]?\s*(?:[“\"«](?P<title>[^”\"»]{5,300})[”\"»])?"
)
_SHORT = re.compile(
    rf"\((?:{_SEE}\s+)?(?P<author>{_NAME})(?:\s+(?:y|e|and|et|&)\s+{_NAME}|\s+et\s+al\.?)?,?\s+(?P<year>(?:1[89]|20)\d\d)[a-z]?(?:[,:]\s*[^()]{{0,20}})?\)"
)
_BEGINS = re.compile(rf"\s*\(?{_SEE}\s+(?:también\s+|also\s+)?[A-ZÁÉÍÓÚ“\"«]")


# "Véase Ramírez (2009): la Alcaldía creó…": after the reference it does tell something.
_TELLS = re.compile(r"[^:]{0,80}(?:1[89]|20)\d\d[a-z]?\)?\s*:\s+[a-záéíóúàâêãõçü]")


@dataclass(frozen=True)
class Cited:
    """A source that a text names: family name, year and title as far as they stand there; `text[start:end]` of it."""

    author: str
    year: int | None
    title: str
    start: int
    end: int


def cited(text: str, start: int, end: int) -> list[Cited]:
    """The sources cited in a stretch of a text, in order, each author and year once."""
    found: dict[tuple[str, int | None], Cited] = {}
    for one in sorted(_all(text, start, end), key=lambda one: one.start):
        found.setdefault((one.author, one.year), one)
    return list(found.values())


def _all(text: str, start: int, end: int) -> Iterator[Cited]:
    for pattern in (_MARKED, _SHORT):
        for match in pattern.finditer(text, start, end):
            parts = match.groupdict()
            year = int(parts["year"]) if parts["year"] else None
            # "Ver Anexo" cites nobody: a year, a title or a given name must follow.
            if year or parts.get("title") or parts.get("given"):
                title = " ".join((parts.get("title") or "").split()).rstrip(".")
                yield Cited(match["author"], year, title, match.start(), match.end())


def begins_with_a_citation(text: str) -> bool:
    """Whether a sentence is a reference and tells nothing itself."""
    return bool(_BEGINS.match(text)) and not _TELLS.match(text)
