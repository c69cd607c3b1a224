"""What extraction needs to know of territories, and how their names are found in a text by Aho-Corasick."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ahocorasick_rs import AhoCorasick, MatchKind

from minga.ingest.domain.extraction.tokens import Folded, folded

LOCAL = frozenset({"municipality", "district", "place"})
MIDDLE = frozenset({"state", "region", "province", "department", "canton", "county"})


_CITY_OF = "city of "


@dataclass(frozen=True)
class Place:
    """A territory of the gazetteer. `ancestors` are codes, country first; `size` is in inhabitants, 0 where unknown."""

    code: str
    name: str
    country: str
    level: str
    ancestors: tuple[str, ...] = ()
    size: int = 0
    geonames_id: int | None = None
    is_government: bool = True
    has_seat: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it governs a town, or is one; a city that is a first level counts."""
        return (self.level in LOCAL and not self._is_first) or self.has_seat

    @property
    def is_middle(self) -> bool:
        """Whether it stands between the country and the municipality."""
        return self.level in MIDDLE or self._is_first

    @property
    def _is_first(self) -> bool:
        """Whether it is a district right under the country, as in Portugal: no town, though a town has its name."""
        return self.level == "district" and len(self.ancestors) == 1

    @property
    def is_country(self) -> bool:
        """Whether it is a country."""
        return self.level == "country"


@dataclass(frozen=True)
class Called:
    """A territory by one of its names, as `written`; `official` is False for names that only help to find it."""

    place: Place
    official: bool = True
    written: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """The names that may occur in a text, folded, with the territories so called.

    ordinary    words, folded, that the text writes in small letters too: there "Cuenca" is the basin
    adjectives  words of the text, folded, that are adjectives of regions and cities, with whose they are: "vasco"
    """

    names: Mapping[str, Sequence[Called]]
    ordinary: frozenset[str] = frozenset()
    adjectives: Mapping[str, Called] = field(default_factory=dict)

    def bearers(self, name: str) -> tuple[Called, ...]:
        """Who bears a folded name, where the text can hold it."""
        return tuple(self._called.get(name, ()))

    @cached_property
    def _called(self) -> dict[str, list[Called]]:
        called: dict[str, list[Called]] = {}
        for name, found in self.names.items():
            called.setdefault(folded(name).text.strip(), []).extend(found)
        called.pop("", None)
        for name in [name for name in called if name.startswith(_CITY_OF) and name.removeprefix(_CITY_OF) in called]:
            del called[name]  # "the City of Bristol" is Bristol, not the county of that name
        return called

    @cached_property
    def _patterns(self) -> list[str]:
        return list(self._called)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        # Every name has a border on both sides; borders are shared, so that matches overlap.
        return AhoCorasick([f" {name} " for name in self._patterns], matchkind=MatchKind.Standard)

    def spoken(self, text: Folded, raw: str = "") -> Iterator[tuple[int, int, tuple[Called, ...]]]:
        """Where names stand, in order: start and end in the original text, and who is called so.

        `raw` is that original text: what a comma parts or a small letter ends is no name, so it hides none in it.

        The automaton is made of the names this text can hold, not of the whole gazetteer: 300,000 names take five
        seconds to compile, those of a text a few milliseconds.
        """
        called, patterns = self._called, self._patterns
        hits = self._automaton.find_matches_as_indexes(f" {text.text} ", overlapping=True) if called else []
        # "El Valle del Cauca" is no "El Valle": where two overlap, the longer is meant.
        taken: list[tuple[int, int, int]] = []
        for which, start, _end in sorted(hits, key=lambda hit: (hit[1] - hit[2], hit[1])):
            stop = start + len(patterns[which])
            if raw and not _is_one_name(raw[text.origin[start] : text.origin[stop - 1] + 1]):
                continue
            if all(stop < begin or start > end for begin, end, _which in taken):
                taken.append((start, stop, which))
        for start, stop, which in sorted(taken):
            yield text.origin[start], text.origin[stop - 1] + 1, tuple(called[patterns[which]])


def _is_one_name(said: str) -> bool:
    """ "Edinburgh, a" is not the place called "Edinburgh A"."""
    words = said.split()
    last = re.split("['’]", words[-1])[-1][:1] if words else ""  # "Val d'Oise"
    return len(words) < 2 or (last.isupper() and not any(sign in said for sign in ",;:()"))
