"""How much governments resemble one: parts between 0 and 1, each with a name, summed by weights that anyone may move.

Nothing here says that a government is better than another: it says in what they are alike. What nobody knows of either
of the two (a population, a place on the map) makes no likeness: its part is 0.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
EARTH_RADIUS_KM = 6371.0


class Part(StrEnum):
    """In what two governments may be alike."""

    COUNTRY = "country"
    LEVEL = "level"
    REGION = "region"
    BORDER = "border"
    SIZE = "size"
    RANK = "rank"
    NEARNESS = "nearness"
    COAST = "coast"
    CAPITAL = "capital"
    LANGUAGE = "language"
    NETWORK = "network"
    AREAS = "areas"


# Where each begins; a reader moves them. Chosen by reading the table of docs/peers.md, not learnt from data: a
# colleague of the same kind and size under the same laws first, then the same tongue and neighbourhood.
WEIGHTS: dict[Part, float] = {
    Part.COUNTRY: 2.0,
    Part.LEVEL: 2.0,
    Part.REGION: 0.5,
    Part.BORDER: 0.5,
    Part.SIZE: 2.0,
    Part.RANK: 1.0,
    Part.NEARNESS: 0.5,
    Part.COAST: 0.5,
    Part.CAPITAL: 0.5,
    Part.LANGUAGE: 1.0,
    Part.NETWORK: 0.5,
    Part.AREAS: 0.5,
}
# At this distance nearness is a half.
_HALF_KM = 200.0
# So many partners and networks in common make the part whole.
_COMMON = 3.0


@dataclass(frozen=True)
class Places:
    """Governments in columns of the same length n; row i of each is government i.

    country     index of the country (int)
    tier        0 country, 1 first level (state, department…), 2 local, 3 between or beside them
    level       index of the level's name (int)
    region      index of the first-level unit it lies in; -1 for none
    seated      whether its inhabitants are those of a seat of its own: a city, whatever its tier
    size        inhabitants of the seat; where nobody says, of its towns as far as they are counted; nan where unknown
    rank        place by size among the governments of its level at home, 1 the largest; nan as size
    latitude, longitude     of the seat, else of the centre of its people, in degrees; nan where unknown
    coast, capital          booleans; without a seat of its own, whether any of its towns is on the coast
    areas       bit i set where its claims speak of area i (uint32)
    partners    two arrays of one length: row partners[0][j] is bound to the partner or network numbered partners[1][j]
    """

    country: NDArray[np.int32]
    tier: NDArray[np.int8]
    level: NDArray[np.int16]
    region: NDArray[np.int32]
    seated: NDArray[np.bool_]
    size: Floats
    rank: Floats
    latitude: Floats
    longitude: Floats
    coast: NDArray[np.bool_]
    capital: NDArray[np.bool_]
    areas: NDArray[np.uint32]
    partners: tuple[NDArray[np.int32], NDArray[np.int32]]

    def __len__(self) -> int:
        return len(self.country)

    @cached_property
    def kinds(self) -> "Kinds":
        """The places sorted by what has few values: country, tier, level, coast and capital."""
        flags = self.coast.astype(np.int64) * 2 + self.capital
        code = ((self.country.astype(np.int64) * 1000 + self.level) * 10 + self.tier) * 4 + flags
        rows, of = np.unique(code, return_index=True, return_inverse=True)[1:]
        return Kinds(take(self, rows), of)

    @cached_property
    def points(self) -> Floats:
        """Each place as a point on a sphere of radius one, coordinate by coordinate (3 by n); nan where unknown."""
        lat, lon = np.radians(self.latitude), np.radians(self.longitude)
        return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))

    @cached_property
    def mapped(self) -> NDArray[np.bool_]:
        """Whether it is known where each lies."""
        return np.asarray(~np.isnan(self.points).any(axis=0))

    @cached_property
    def decades(self) -> dict[Part, Floats]:
        """The logarithms of size and rank; infinite where unknown, for what is unknown is far from all."""
        with np.errstate(divide="ignore"):
            found = {Part.SIZE: np.log10(self.size), Part.RANK: np.log10(self.rank)}
        return {part: np.where(np.isfinite(column), column, np.inf) for part, column in found.items()}

    @cached_property
    def by_row(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The same as `partners`, in the order of the row."""
        order = np.argsort(self.partners[0], kind="stable")
        return self.partners[0][order], self.partners[1][order]

    @cached_property
    def by_partner(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The same as `partners`, in the order of the partner."""
        order = np.argsort(self.partners[1], kind="stable")
        return self.partners[0][order], self.partners[1][order]


@dataclass(frozen=True)
class Kinds:
    """One place of each kind, and the row among these of each of the n places."""

    first: Places
    of: NDArray[np.int64]


@dataclass(frozen=True)
class Countries:
    """What countries share, as square tables over the index of countries."""

    language: NDArray[np.bool_]
    border: NDArray[np.bool_]


def parts(places: Places, mine: Places, countries: Countries) -> dict[Part, Floats]:
    """Each part of the likeness of all n places to mine (a table of one row), as arrays of n between 0 and 1."""
    return {part: np.asarray(_PARTS[part](places, mine, countries), float) for part in Part}


def score(found: Mapping[Part, Floats], weights: Mapping[Part, float]) -> Floats:
    """The weighted sum of the parts. Moving one weight moves what its own part adds, and nothing else."""
    none = np.zeros(len(found[Part.COUNTRY]))
    return added_up(none, ((weights.get(part, 0.0), values) for part, values in found.items()))


def alike(places: Places, mine: Places, countries: Countries, weights: Mapping[Part, float]) -> Floats:
    """The score of the parts, without keeping these: to order all, of whom few are told of.

    What is the same for all places of a kind is reckoned once for each kind: of 20,000 places there are some hundreds.
    """
    counting = {part: weight for part in Part if (weight := weights.get(part, 0.0))}
    kinds = places.kinds
    usual = added_up(np.zeros(len(kinds.first)), _weighed(kinds.first, mine, countries, counting, _OF_KIND))
    return added_up(usual.take(kinds.of), _weighed(places, mine, countries, counting, frozenset(Part) - _OF_KIND))


def _weighed(
    places: Places, mine: Places, countries: Countries, weights: Mapping[Part, float], among: frozenset[Part]
) -> Iterator[tuple[float, NDArray[Any]]]:
    return ((weight, _PARTS[part](places, mine, countries)) for part, weight in weights.items() if part in among)


def added_up(first: Floats, weighed: Iterable[tuple[float, NDArray[Any]]]) -> Floats:
    """A column and others after it, each times its weight."""
    whole, added = first.copy(), np.empty(len(first))
    for weight, values in weighed:
        whole += np.multiply(values, weight, out=added)
    return whole


def _level(places: Places, mine: Places, countries: Countries) -> Floats:
    """Whole for the same name, half for another of the same tier."""
    return np.asarray(np.maximum(places.level == mine.level, 0.5 * (places.tier == mine.tier)), float)


def _region(places: Places, mine: Places, countries: Countries) -> Flags:
    return np.asarray((places.region == mine.region) & (mine.region >= 0))


def _within_a_decade(part: Part, places: Places, mine: Places, countries: Countries) -> Floats:
    """1 where equal, falling with the logarithm of the ratio to 0 at ten times.

    Size and rank compare governments of one tier, or cities of whatever tier: a region of as many people as a city, or
    the third region of its country beside the third city of another, has neither its tasks nor its means.
    """
    column, own = places.decades[part], mine.decades[part]
    if np.isinf(own[0]):
        return np.zeros(len(places))
    comparable = places.tier == mine.tier
    if mine.seated[0]:
        comparable |= places.seated
    apart: Floats = np.abs(column - own)
    np.subtract(1.0, apart, out=apart)
    np.maximum(apart, 0.0, out=apart)
    apart *= comparable
    return apart


def distance_km(places: Places, mine: Places) -> Floats:
    """Great-circle distance of each place to mine in kilometres; nan where either lies nowhere."""
    chord: Floats = np.sqrt(((places.points - mine.points) ** 2).sum(axis=0))
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0)))


def _nearness(places: Places, mine: Places, countries: Countries) -> Floats:
    if not mine.mapped[0]:
        return np.zeros(len(places))
    near: Floats = 1.0 / (1.0 + distance_km(places, mine) / _HALF_KM)
    return np.where(places.mapped, near, 0.0)


def _network(places: Places, mine: Places, countries: Countries) -> Floats:
    """How many of my partners each has; three are enough."""
    rows, held = places.by_partner
    wanted = np.unique(mine.partners[1])
    ends = zip(np.searchsorted(held, wanted), np.searchsorted(held, wanted, "right"), strict=True)
    shared = [rows[begin:end] for begin, end in ends]
    common = np.bincount(np.concatenate([rows[:0], *shared]), minlength=len(places))
    return np.asarray(np.minimum(common / _COMMON, 1.0))


def _areas(places: Places, mine: Places, countries: Countries) -> Floats:
    """Areas in common over areas of either (Jaccard); 0 where neither speaks of any."""
    if not mine.areas[0]:
        return np.zeros(len(places))
    either = np.bitwise_count(places.areas | mine.areas)
    return np.asarray(np.bitwise_count(places.areas & mine.areas) / either)


# What each part is, of all places to mine: numbers between 0 and 1, or whether.
_PARTS: dict[Part, Callable[[Places, Places, Countries], NDArray[Any]]] = {
    Part.COUNTRY: lambda places, mine, _: places.country == mine.country,
    Part.LEVEL: _level,
    Part.REGION: _region,
    Part.BORDER: lambda places, mine, countries: countries.border[mine.country[0]].take(places.country),
    Part.SIZE: partial(_within_a_decade, Part.SIZE),
    Part.RANK: partial(_within_a_decade, Part.RANK),
    Part.NEARNESS: _nearness,
    Part.COAST: lambda places, mine, _: places.coast & mine.coast,
    Part.CAPITAL: lambda places, mine, _: places.capital & mine.capital,
    Part.LANGUAGE: lambda places, mine, countries: countries.language[mine.country[0]].take(places.country),
    Part.NETWORK: _network,
    Part.AREAS: _areas,
}
# Those that ask nothing else of a place than what its kind says.
_OF_KIND = frozenset({Part.COUNTRY, Part.LEVEL, Part.BORDER, Part.COAST, Part.CAPITAL, Part.LANGUAGE})


def take(places: Places, rows: NDArray[np.int64]) -> Places:
    """The places of these rows, in this order."""
    columns = {field.name: getattr(places, field.name)[rows] for field in fields(places) if field.name != "partners"}
    return Places(**columns, partners=_partners_of(places, rows))


def _partners_of(places: Places, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The partners of these rows, which are numbered anew in their order."""
    of, held = places.by_row
    wanted = rows.astype(of.dtype)
    begin = np.searchsorted(of, wanted)
    count = np.searchsorted(of, wanted, "right") - begin
    at = np.arange(count.sum()) + np.repeat(begin - np.cumsum(count) + count, count)
    return np.repeat(np.arange(len(rows), dtype=np.int32), count), held[at]
