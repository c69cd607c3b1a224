"""How much governments resemble one: parts between 0 and 1, each with a name, summed by weights that anyone may move.

Nothing here says that a government is better than another: it says in what they are alike. What nobody knows of either
of the two (a population, a place on the map) makes no likeness: its part is 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
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
# A seat ten times as large, or ten times as far down the order at home, is alike in nothing of that part.
_DECADE = 10.0
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


@dataclass(frozen=True)
class Countries:
    """What countries share, as square tables over the index of countries."""

    language: NDArray[np.bool_]
    border: NDArray[np.bool_]


def parts(places: Places, mine: Places, countries: Countries) -> dict[Part, Floats]:
    """Each part of the likeness of all n places to mine (a table of one row), as arrays of n between 0 and 1.

    Size and rank compare governments of one tier, or cities of whatever tier: a region of as many people as a city, or
    the third region of its country beside the third city of another, has neither its tasks nor its means.
    """
    comparable = (places.tier == mine.tier) | (places.seated & mine.seated)
    found = {
        Part.COUNTRY: _same(places.country, mine.country),
        Part.LEVEL: np.where(places.level == mine.level, 1.0, 0.5 * (places.tier == mine.tier)),
        Part.REGION: np.where(mine.region >= 0, _same(places.region, mine.region), 0.0),
        Part.BORDER: countries.border[mine.country[0], places.country].astype(float),
        Part.SIZE: comparable * _within_a_decade(places.size, mine.size),
        Part.RANK: comparable * _within_a_decade(places.rank, mine.rank),
        Part.NEARNESS: _known(1.0 / (1.0 + distance_km(places, mine) / _HALF_KM)),
        Part.COAST: _both(places.coast, mine.coast),
        Part.CAPITAL: _both(places.capital, mine.capital),
        Part.LANGUAGE: countries.language[mine.country[0], places.country].astype(float),
        Part.NETWORK: np.minimum(_in_common(places, mine) / _COMMON, 1.0),
        Part.AREAS: _overlap(places.areas, mine.areas),
    }
    return {part: found[part] for part in Part}


def score(found: Mapping[Part, Floats], weights: Mapping[Part, float]) -> Floats:
    """The weighted sum of the parts. Moving one weight moves what its own part adds, and nothing else."""
    return np.asarray(np.sum([weights.get(part, 0.0) * values for part, values in found.items()], axis=0), float)


def distance_km(places: Places, mine: Places) -> Floats:
    """Great-circle distance of each place to mine in kilometres (haversine); nan where either lies nowhere."""
    lat, lon = np.radians(places.latitude), np.radians(places.longitude)
    lat0, lon0 = np.radians(mine.latitude[0]), np.radians(mine.longitude[0])
    half: Floats = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def take(places: Places, rows: NDArray[np.int64]) -> Places:
    """The places of these rows, in this order."""
    columns = {field.name: getattr(places, field.name)[rows] for field in fields(places) if field.name != "partners"}
    return Places(**columns, partners=_renumbered(places.partners, rows, len(places)))


def _renumbered(
    partners: tuple[NDArray[np.int32], NDArray[np.int32]], rows: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    place_of = np.full(count, -1, np.int32)
    place_of[rows] = np.arange(len(rows), dtype=np.int32)
    kept = place_of[partners[0]] >= 0
    return place_of[partners[0][kept]], partners[1][kept]


def _same(column: NDArray[np.int32], mine: NDArray[np.int32]) -> Floats:
    return np.asarray(column == mine, float)


def _both(column: NDArray[np.bool_], mine: NDArray[np.bool_]) -> Floats:
    return np.asarray(column & mine, float)


def _known(values: Floats) -> Floats:
    return np.asarray(np.nan_to_num(values, nan=0.0), float)


def _within_a_decade(column: Floats, mine: Floats) -> Floats:
    """1 where equal, falling with the logarithm of the ratio to 0 at ten times."""
    ratio: Floats = np.abs(np.log(column / mine)) / np.log(_DECADE)
    return _known(np.maximum(0.0, 1.0 - ratio))


def _in_common(places: Places, mine: Places) -> Floats:
    held = np.isin(places.partners[1], mine.partners[1])
    return np.asarray(np.bincount(places.partners[0][held], minlength=len(places)), float)


def _overlap(areas: NDArray[np.uint32], mine: NDArray[np.uint32]) -> Floats:
    """Areas in common over areas of either (Jaccard); 0 where neither speaks of any."""
    either = np.bitwise_count(areas | mine).astype(float)
    common = np.bitwise_count(areas & mine).astype(float)
    return np.asarray(common / np.maximum(either, 1.0), float)
