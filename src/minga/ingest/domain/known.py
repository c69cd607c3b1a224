"""What words name that the base knows already: the sources they rely on, the organizations on the other side."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minga.kit.text import fold

# A name as short as this must be an acronym, and stand there in its very letters: "Rosario" is a city first.
_SHORTEST, _SHORT = 3, 8


@dataclass(frozen=True)
class KnownSource:
    """A source of the base: `authors` as shown, "Schiavon, Jorge; Universidad X"."""

    slug: str
    authors: str
    year: int | None
    title: str


@dataclass(frozen=True)
class KnownBody:
    """An organization of the base and the names it goes by."""

    slug: str
    name: str
    names: tuple[str, ...]


def source_named(author: str, year: int | None, title: str, sources: Iterable[KnownSource]) -> str:
    """The slug of the one source that a short reference names; "" where there is none, or more than one.

    The author's name must be in it, with the year or the title; where both sides give a year or a title, they agree.
    """
    if year is None and not title:
        return ""
    found = {one.slug for one in sources if _is_named(author, year, title, one)}
    return found.pop() if len(found) == 1 else ""


def _is_named(author: str, year: int | None, title: str, source: KnownSource) -> bool:
    if not re.search(rf"\b{re.escape(fold(author))}\b", fold(source.authors)):
        return False
    if year is not None and source.year is not None and year != source.year:
        return False
    if title:
        return _same_title(title, source.title)
    return year == source.year


def _same_title(one: str, other: str) -> bool:
    """Whether one begins as the other does: a reference leaves the subtitle out."""
    mine, theirs = (re.findall(r"\w+", fold(title)) for title in (one, other))
    shorter, longer = sorted((mine, theirs), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter and (len(shorter) > 2 or mine == theirs)


def bodies_named(words: str, bodies: Sequence[KnownBody]) -> list[KnownBody]:
    """The organizations named in some words, in order of place, each once; none whose name another bears too."""
    bearers: dict[str, set[str]] = {}
    for body in bodies:
        for name in body.names:
            bearers.setdefault(fold(name), set()).add(body.slug)
    line, found = " ".join(words.split()), dict[str, tuple[int, KnownBody]]()
    for body in bodies:
        places = [_place(name, line) for name in body.names if len(bearers[fold(name)]) == 1]
        if at := [place for place in places if place is not None]:
            found[body.slug] = (min(at), body)
    return [body for _at, body in sorted(found.values(), key=lambda one: (one[0], one[1].slug))]


def _place(name: str, words: str) -> int | None:
    """Where a name stands as a name: with a capital, and an acronym in its very letters."""
    if len(name) < _SHORTEST or (len(name) <= _SHORT and sum(letter.isupper() for letter in name) < 2):
        return None
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", words, 0 if len(name) <= _SHORT else re.IGNORECASE)
    return next((match.start() for match in found if match[0][0].isupper()), None)
