"""The governments of the gazetteer in columns: what does not change with the claims. Made once for each gazetteer."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minga.peers import adapters
from minga.peers.domain.kin import among
from minga.peers.domain.likeness import Countries
from minga.peers.domain.sums import Towns, centres, gathered, tops
from minga.territories.domain import Level
from minga.territories.models import Territory

_LOCAL = {Level.MUNICIPALITY, Level.DISTRICT, Level.COUNTY}
_BETWEEN = {Level.METROPOLITAN, Level.CONSORTIUM}
# A seat of government lies within this many degrees of where the capital is said to be.
_CAPITAL_DEGREES = 0.3
_LEVELS = [level.value for level in Level]


@dataclass(frozen=True)
class Ground:
    """The governments by row, in the order of their keys. `likeness.Places` tells what each column says.

    above   the row of the government in which each lies; -1 for none
    """

    keys: NDArray[np.int64]
    country: NDArray[np.int32]
    level: NDArray[np.int16]
    tier: NDArray[np.int8]
    region: NDArray[np.int32]
    seated: NDArray[np.bool_]
    size: NDArray[np.float64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    coast: NDArray[np.bool_]
    rank: NDArray[np.float64]
    above: NDArray[np.int64]
    countries: tuple[str, ...]

    def row(self, key: int) -> int | None:
        """The row of a territory's key; None where it is no government."""
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self.keys) and self.keys[at] == key else None

    @cached_property
    def capital(self) -> NDArray[np.bool_]:
        """Whether each is the seat of its State: the most populous city beside the capital's place.

        A government of the first level counts by its own seat, for some capitals are both; of equals the local one.
        """
        found = np.zeros(len(self.keys), bool)
        local = np.flatnonzero(((self.tier == 2) | ((self.tier == 1) & self.seated)) & ~np.isnan(self.latitude))
        by_country = local[np.argsort(self.country[local], kind="stable")]
        ends = np.searchsorted(self.country[by_country], np.arange(len(self.countries) + 1))
        for code, begin, end in zip(self.countries, ends, ends[1:], strict=False):
            if place := adapters.capital_at(code):
                rows = by_country[begin:end]
                near = rows[self._beside(rows, *place)]
                if len(near):
                    found[near[np.lexsort((self.tier[near] != 2, -np.nan_to_num(self.size[near])))[0]]] = True
        return found

    def _beside(self, rows: NDArray[np.int64], latitude: float, longitude: float) -> NDArray[np.bool_]:
        north = np.abs(self.latitude[rows] - latitude) < _CAPITAL_DEGREES
        return np.asarray(north & (np.abs(self.longitude[rows] - longitude) < _CAPITAL_DEGREES), bool)

    @cached_property
    def shared(self) -> Countries:
        """What the countries share: a language, a border."""
        tongues = [adapters.languages(code) for code in self.countries]
        beside = [adapters.neighbours(code) for code in self.countries]
        return Countries(
            language=np.array([[bool(one & other) for other in tongues] for one in tongues]),
            border=np.array([[code in around for code in self.countries] for around in beside]),
        )


def read() -> Ground:
    """The governments as they stand in the tables now; one query, about two seconds for the whole gazetteer."""
    every = Territory.objects.order_by("pk")
    fields = ("pk", "parent_id", "is_government", "country", "level", "population", "people", "latitude", "longitude")
    rows = list(every.values_list(*fields))
    return _of(*(zip(*rows, strict=True) if rows else ((),) * len(fields)))


def _of(keys: Any, parents: Any, governs: Any, countries: Any, levels: Any, seat: Any, people: Any, *at: Any) -> Ground:
    key = np.array(keys, np.int64)
    names, country = np.unique(np.array(countries, "U2"), return_inverse=True)
    level = np.array([_LEVELS.index(each) for each in levels], np.int16)
    tier = np.array([_tier(each) for each in _LEVELS], np.int8)[level]
    latitude, longitude = (np.array(column, float) for column in at)
    above = _rows_of(key, parents)
    population = np.array(seat, float)
    towns = gathered(Towns(above, population, latitude, longitude, adapters.on_the_coast(latitude, longitude)))
    size = np.where(np.isnan(population), np.array(people, float), population)
    kept = np.flatnonzero(np.array(governs, bool))
    north, east = centres(towns, latitude, longitude)
    return Ground(
        keys=key[kept],
        country=country[kept].astype(np.int32),
        level=level[kept],
        tier=tier[kept],
        region=tops(above)[kept].astype(np.int32),
        seated=~np.isnan(population[kept]),
        size=size[kept],
        latitude=north[kept],
        longitude=east[kept],
        coast=towns.coast[kept],
        rank=ranks(country[kept], level[kept], size[kept]),
        above=among(above, kept),
        countries=tuple(str(name) for name in names),
    )


def _rows_of(keys: NDArray[np.int64], parents: Any) -> NDArray[np.int64]:
    """The row of each parent; -1 for none."""
    named = np.array([parent or -1 for parent in parents], np.int64)
    return np.where(named < 0, -1, np.searchsorted(keys, named))


def _tier(level: str) -> int:
    if level == Level.COUNTRY:
        return 0
    if level in _LOCAL:
        return 2
    return 3 if level in _BETWEEN else 1


def ranks(country: NDArray[Any], level: NDArray[np.int16], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """The place of each by size among those of its country and level, from 1; nan without a size."""
    order = np.lexsort((-size, level, country))
    group = country[order].astype(np.int64) * 1000 + level[order]
    begins = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    first = np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    found = np.empty(len(order))
    found[order] = np.arange(len(order)) - first + 1
    found[np.isnan(size)] = np.nan
    return found
