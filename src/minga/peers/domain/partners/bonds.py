"""The network of bonds between governments: who is bound to whom, where each lies, and who lies around it.

A bond is a twinning, an agreement or the membership of a network; a network stands as a node of its own, to which its
members are bound. Bonds have no direction and count once, however many claims tell of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from minga.peers.domain.likeness import EARTH_RADIUS_KM, Floats

Rows = NDArray[np.int64]
# The surroundings of a government: so many of the nearest at home that have bonds…
_AROUND = 40
# …each counting less with distance: a third at so many kilometres.
WIDE_KM, NEXT_KM = 150.0, 40.0
# Distances are reckoned for so many rows at once: a country of ten thousand needs no table of all its pairs.
_AT_ONCE = 500


@dataclass(frozen=True)
class Cities:
    """What is known of the n nodes of the network, in columns of that length.

    country     index of the country (int); of a network of governments, one beyond all countries
    tier        1 first level, 2 local, 3 between or beside them, as in `likeness.Places`; -1 of a network
    population  of the seat, inhabitants; nan where nobody says
    latitude, longitude     degrees; nan where unknown
    coast, capital          booleans
    areas       bit i set where its claims speak of area i (uint32)
    name        folded, as names are compared
    """

    country: NDArray[np.int32]
    tier: NDArray[np.int8]
    population: Floats
    latitude: Floats
    longitude: Floats
    coast: NDArray[np.bool_]
    capital: NDArray[np.bool_]
    areas: NDArray[np.uint32]
    name: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.country)

    @cached_property
    def around(self) -> tuple[Rows, Floats]:
        """The surroundings of each node: the rows (n by 40; itself, at inf, where fewer) and kilometres."""
        rows = np.tile(np.arange(len(self))[:, None], (1, _AROUND))
        far = np.full(rows.shape, np.inf)
        points, known = _points(self), ~np.isnan(self.latitude)
        for country in np.unique(self.country[known]):
            here = np.flatnonzero(known & (self.country == country))
            rows[here], far[here] = _nearest(here, points[here])
        return rows, far


@dataclass(frozen=True)
class Mine:
    """The government that looks for partners: a table of one row, the rows it is bound to, and its own row if any."""

    city: Cities
    partners: Rows
    row: int | None = None


@dataclass(frozen=True)
class Network:
    """The nodes and their bonds, each bond once as a pair of rows (in any order, no row with itself).

    countries   how many there are: the index beyond them is that of networks
    """

    cities: Cities
    pairs: tuple[Rows, Rows]
    countries: int

    def __len__(self) -> int:
        return len(self.cities)

    @cached_property
    def ends(self) -> tuple[Rows, Rows]:
        """Every bond seen from both of its ends, in the order of the first."""
        one, other = np.concatenate(self.pairs), np.concatenate(self.pairs[::-1])
        order = np.lexsort((other, one))
        return one[order], other[order]

    @cached_property
    def degree(self) -> Floats:
        """How many bonds each has."""
        return np.bincount(self.ends[0], minlength=len(self)).astype(float)

    @cached_property
    def between(self) -> Floats:
        """How many bonds join each two countries, counted from both ends."""
        size = self.countries + 1
        one, other = (self.cities.country[end] for end in self.ends)
        return np.bincount(one * size + other, minlength=size * size).reshape(size, size).astype(float)

    def partners_of(self, row: int) -> Rows:
        """The rows that one is bound to."""
        start, stop = np.searchsorted(self.ends[0], [row, row + 1])
        return self.ends[1][start:stop]

    def steps(self, rows: Rows) -> tuple[Rows, Rows]:
        """Every partner of these rows: the place of the row among them, and the partner's row."""
        begin, count = self._begins[rows], self._begins[rows + 1] - self._begins[rows]
        at = np.arange(count.sum()) + np.repeat(begin - np.cumsum(count) + count, count)
        return np.repeat(np.arange(len(rows)), count), self.ends[1][at]

    @cached_property
    def _begins(self) -> Rows:
        """Where the bonds of each begin among the ends, and those of the last end."""
        return np.searchsorted(self.ends[0], np.arange(len(self) + 1))

    def spread(self, weight: Floats) -> Floats:
        """For each node, the sum of a weight over those it is bound to."""
        return np.asarray(np.bincount(self.ends[1], weights=weight[self.ends[0]], minlength=len(self)), float)

    def surroundings(self, mine: Mine) -> tuple[Rows, Floats]:
        """The same for mine, which need not be a node: the rows, and kilometres."""
        if mine.row is not None:
            return self.cities.around[0][mine.row], self.cities.around[1][mine.row]
        home = np.flatnonzero((self.cities.country == mine.city.country[0]) & ~np.isnan(self.cities.latitude))
        if np.isnan(mine.city.latitude[0]):
            home = home[:0]
        apart = _kilometres(_points(mine.city) @ _points(self.cities)[home].T)[0]
        nearest = np.lexsort((home, apart))[:_AROUND]
        return home[nearest], apart[nearest]

    def in_country(self, country: int) -> Floats:
        """How many of the bonds of each go to a country."""
        return self.spread(np.asarray(self.cities.country == country, float))

    def smooth(self, weight: Floats, reach: float) -> Floats:
        """For each node, the sum of a weight over those in whose surroundings it lies, less with distance."""
        held = np.flatnonzero(weight)
        rows, far = self.cities.around[0][held], self.cities.around[1][held]
        near = weight[held, None] * np.exp(-far / reach)
        return np.asarray(np.bincount(rows.ravel(), weights=near.ravel(), minlength=len(self)), float)

    @cached_property
    def mass(self) -> Floats:
        """How many bonds there are in and around each node, less with distance."""
        rows, far = self.cities.around
        return np.asarray(self.degree + (np.exp(-far / WIDE_KM) * self.degree[rows]).sum(axis=1))


def take(cities: Cities, rows: Rows) -> Cities:
    """The columns of these rows, in this order."""
    return Cities(**{field.name: getattr(cities, field.name)[rows] for field in fields(cities)})


def with_areas(cities: Cities, areas: NDArray[np.uint32]) -> Cities:
    """The same places, whose claims speak of other areas by now."""
    found = replace(cities, areas=areas)
    if "around" in vars(cities):  # nobody has moved: the surroundings need not be reckoned again
        vars(found)["around"] = cities.around
    return found


def network(cities: Cities, pairs: Sequence[tuple[int, int]] | Rows, countries: int) -> Network:
    """The network of these bonds; those told twice or from both ends count once, and none binds a node to itself."""
    columns = np.sort(np.array(pairs, np.int64).reshape(-1, 2), axis=1)
    kept = np.unique(columns[columns[:, 0] != columns[:, 1]], axis=0)
    return Network(cities, (kept[:, 0], kept[:, 1]), countries)


def _points(cities: Cities) -> Floats:
    """Each place as a point on a sphere of radius one; nan where unknown."""
    lat, lon = np.radians(cities.latitude), np.radians(cities.longitude)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def _kilometres(cosine: Floats) -> Floats:
    return np.asarray(EARTH_RADIUS_KM * np.arccos(np.clip(cosine, -1.0, 1.0)))


def _nearest(here: Rows, points: Floats) -> tuple[Rows, Floats]:
    """For each of the rows, the nearest others, itself at infinity where there are not enough."""
    parts = [_nearest_of(here, points, start) for start in range(0, len(here), _AT_ONCE)]
    rows, far = (np.concatenate(each) for each in zip(*parts, strict=True))
    return rows, far


def _nearest_of(here: Rows, points: Floats, start: int) -> tuple[Rows, Floats]:
    own = here[start : start + _AT_ONCE]
    apart = _kilometres(points[start : start + _AT_ONCE] @ points.T)
    apart[np.arange(len(own)), np.arange(start, start + len(own))] = np.inf
    short = max(_AROUND - len(here), 0)
    apart = np.pad(apart, ((0, 0), (0, short)), constant_values=np.inf)
    # The forty nearest are found before they are put in order: a country has thousands.
    near = np.sort(np.argpartition(apart, _AROUND - 1, axis=1)[:, :_AROUND], axis=1)
    order = np.take_along_axis(near, np.argsort(np.take_along_axis(apart, near, 1), axis=1, kind="stable"), 1)
    far = np.take_along_axis(apart, order, axis=1)
    return np.where(np.isinf(far), own[:, None], np.pad(here, (0, short))[order]), far
