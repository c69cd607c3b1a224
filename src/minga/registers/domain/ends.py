"""The two ends of a bond as a list names them, and which government of the gazetteer each is, where that is sure."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from minga.kit.sphere import kilometres
from minga.kit.text import fold
from minga.territories.domain import FIRST, Level, readings

# Two points farther apart are not one town.
NEAR = 25.0


@dataclass(frozen=True)
class End:
    """A place as a row names it.

    country       ISO 3166-1 alpha-2; "" where the list does not say it readably, then `country_name` is what it says
    geonames      its GeoNames id; `wikidata` its item, "Q170244"
    flags         what the list itself doubts: "near_GB" (it lies in another country), "country?", "no_coord"
    parent        the code of a territory that holds it, where the list says so
    """

    name: str
    country: str = ""
    country_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    wikidata: str = ""
    flags: tuple[str, ...] = ()
    parent: str = ""

    @property
    def said(self) -> str:
        """The place in a few words: "Cambridge (US)"."""
        return f"{self.name} ({self.country or self.country_name or '?'})"

    @property
    def in_another_country(self) -> bool:
        """Whether the list itself says that its point lies in another country than its name."""
        return any(flag.startswith("near_") for flag in self.flags)


@dataclass(frozen=True)
class Place:
    """A territory of the gazetteer, with what has to be compared; `towns` are looked up where it has no point."""

    code: str
    name: str
    country: str
    level: str
    is_government: bool
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    towns: tuple[tuple[float, float], ...] = ()

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Its own point; where the gazetteer has none, those of the towns in it."""
        own = self.latitude is not None and self.longitude is not None
        return ((self.latitude or 0.0, self.longitude or 0.0),) if own else self.towns


@dataclass(frozen=True)
class Found:
    """The place that an end is, or None and why it is not sure.

    `doubt` says that the end itself may be another than it seems: nothing is claimed of it, not even by its name.
    """

    place: Place | None = None
    reason: str = ""
    doubt: bool = False


def ids_by_item(ends: Iterable[End]) -> dict[str, int]:
    """The GeoNames id of each Wikidata item, as other rows give it; items with more than one are left out."""
    ids: dict[str, set[int]] = defaultdict(set)
    for end in ends:
        if end.wikidata and end.geonames and not end.in_another_country:
            ids[end.wikidata].add(end.geonames)
    return {item: next(iter(found)) for item, found in ids.items() if len(found) == 1}


def by_id(end: End, place: Place) -> Found:
    """Judge the territory of an end's own id: its point and the level its name asks for must not contradict it."""
    if distance(end, place) > NEAR:
        return Found(None, "far", doubt=True)
    if place.level == Level.MUNICIPALITY and _asks_for_another_level(end.name):
        return Found(None, "level_differs", doubt=True)
    return Found(place)


def by_name(end: End, place: Place | None, *, candidates: int) -> Found:
    """Judge what a name alone found: a point or a holding territory has to bear it out."""
    if place is None:
        return Found(None, "several" if candidates else "not_found")
    if end.parent:
        return Found(place)  # it was looked for inside that one
    if end.latitude is None:
        return Found(None, "no_coordinates")
    # A wide territory holds many towns: that one is near says little, unless the name says that it is the territory.
    if not place.points or (place.latitude is None and not _small_or_said(end.name, place)):
        return Found(None, "no_point_to_compare")
    return Found(place) if distance(end, place) <= NEAR else Found(None, "far")


def distance(end: End, place: Place) -> float:
    """Kilometres between the list's point and the nearest of the gazetteer's; 0 where one side has none."""
    if end.latitude is None or end.longitude is None:
        return 0.0
    here = end.latitude, end.longitude
    return min((kilometres(*here, *point) for point in place.points), default=0.0)


def _small_or_said(name: str, place: Place) -> bool:
    return place.level == Level.MUNICIPALITY or place.level in _levels(name)


def _levels(name: str) -> set[str]:
    """The levels that the words of a name ask for: "São Paulo State", "Alameda County"."""
    return {level for way in readings(fold(name)) for level in way.levels}


def _asks_for_another_level(name: str) -> bool:
    """Whether a name says in brackets that it is no municipality: "Unna (district)"."""
    levels = _levels(name) if "(" in name else set()
    return bool(levels) and not levels & {Level.MUNICIPALITY, FIRST}


def governed_by(place: Place, holder: Place) -> bool:
    """Whether a mere place is the town its municipality is named after: Siret and "Oraş Siret"."""
    if holder.level != Level.MUNICIPALITY or not holder.is_government:
        return False
    town, own = _words(place.name), _words(holder.name)
    return any(own[start : start + len(town)] == town for start in range(len(own) - len(town) + 1))


def _words(name: str) -> list[str]:
    return fold(name).replace("-", " ").split()


def identity(end: End, found: Found, items: Mapping[str, int]) -> str:
    """What makes two ends one city: the territory's GeoNames id, else its own, else its item, else name and country."""
    if found.place:
        return str(found.place.geonames or found.place.code.upper())
    if end.geonames or end.wikidata in items:
        return str(end.geonames or items[end.wikidata])
    if end.wikidata:
        return end.wikidata
    return by_digest(f"{end.name}|{end.country or end.country_name}")


def by_digest(name: str) -> str:
    """A short identity for what has nothing but a name: "X" and ten digits of its hash, whatever its case and marks."""
    return f"X{hashlib.sha256(fold(name).encode()).hexdigest()[:10].upper()}"
