"""Lists of pairs of cities as the product's network of bonds, each city once; and bonds hidden to be found again."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from minga.kit.sphere import kilometres
from minga.kit.text import fold
from minga.peers import adapters
from minga.peers.domain.partners import Cities, Mine, Network
from minga.peers.domain.partners.bonds import take
from minga.territories.adapters import read_source

Pair = tuple[int, int]
# Two of one name in one country, one of them without an id, are one city when they lie no farther apart.
SAME_KM = 20.0
_CAPITAL_DEGREES = 0.3


@dataclass
class Sightings:
    """What the rows say of one city."""

    names: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    places: Counter[tuple[float, float]] = field(default_factory=Counter)
    ids: Counter[int] = field(default_factory=Counter)

    @property
    def key(self) -> tuple[str, str]:
        """Its commonest name, folded, and its country."""
        return fold(_commonest(self.names)), _commonest(self.countries)

    @property
    def place(self) -> tuple[float, float]:
        """Where most rows put it; nan where none does."""
        return max(self.places, key=lambda each: (self.places[each], each), default=(np.nan, np.nan))

    def add(self, other: "Sightings") -> None:
        """Take in what the rows say of the same city under another id."""
        for name in ("names", "countries", "places", "ids"):
            getattr(self, name).update(getattr(other, name))


def _commonest(counted: Counter[str]) -> str:
    return max(counted, key=lambda each: (counted[each], each), default="")


@dataclass(frozen=True)
class World:
    """The cities in columns, the number of their countries, and every bond once."""

    cities: Cities
    countries: int
    pairs: list[Pair]
    rows: int
    merged: int

    def without(self, hidden: Iterable[Pair]) -> Network:
        """The network with these bonds hidden from both ends."""
        size = len(self.cities)
        gone = [min(pair) * size + max(pair) for pair in hidden]
        one, other = self.columns
        kept = ~np.isin(one * size + other, gone)
        return Network(self.cities, (one[kept], other[kept]), self.countries)

    @cached_property
    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The two ends of every bond, the lower row first."""
        one, other = np.array(self.pairs, np.int64).reshape(-1, 2).T
        return one, other

    def mine(self, net: Network, row: int) -> Mine:
        """One city as the one that looks for partners."""
        return Mine(take(self.cities, np.array([row])), net.partners_of(row), row)


def read(path: Path) -> World:
    """The pairs of a file of the form of `twinning_pairs.csv`, cities merged by GeoNames and Wikidata id."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = [[_end(row, side) for side in "ab"] for row in rows]
    named = _merged_by_id([end for pair in ends for end in pair])
    cities = {root: Sightings() for root in dict.fromkeys(named.values())}
    for pair in ends:
        for keys, seen in pair:
            cities[named[keys[0]]].add(seen)
    into = _merged_by_name(cities)
    kept = sorted({into[root] for root in cities})
    number = {root: place for place, root in enumerate(kept)}
    for root, other in into.items():
        if root != other:
            cities[other].add(cities[root])
    pairs = {tuple(sorted(number[into[named[keys[0]]]] for keys, _ in pair)) for pair in ends}
    found = sorted((one, other) for one, other in pairs if one != other)
    table, countries = _columns([cities[root] for root in kept])
    return World(table, countries, found, len(rows), len(named) - len(kept))


def _end(row: dict[str, str], side: str) -> tuple[list[str], Sightings]:
    """The ids of one end, its name where it has none, and what the row says of it."""
    geonames, wikidata = (row.get(f"{name}_{side}") or "" for name in ("geonames", "wikidata"))
    name, country = row[f"city_{side}"], row[f"iso2_{side}"]
    keys = [f"{kind}{value}" for kind, value in (("gn", geonames), ("wd", wikidata)) if value]
    place = [(float(row[f"lat_{side}"]), float(row[f"lon_{side}"]))] if row[f"lat_{side}"] else []
    ids = [int(geonames)] if geonames else []
    return keys or [f"{fold(name)}@{country}"], Sightings(
        Counter([name]), Counter([country]), Counter(place), Counter(ids)
    )


def _merged_by_id(ends: Sequence[tuple[list[str], Sightings]]) -> dict[str, str]:
    """For each id the one that stands for its city: ids that one row gives together are of one city."""
    above: dict[str, str] = {}

    def root(key: str) -> str:
        while above.setdefault(key, key) != key:
            above[key] = key = above[above[key]]
        return key

    for keys, _ in ends:
        first, *more = (root(key) for key in keys)
        for other in more:
            above[max(first, other)] = min(first, other)
            first = min(first, other)
    return {key: root(key) for key in above}


def _merged_by_name(cities: dict[str, Sightings]) -> dict[str, str]:
    """Of each city the one it is: another of its name and country beside it, unless both have ids that differ."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for root, seen in cities.items():
        alike[seen.key].append(root)
    into = {root: root for root in cities}
    for roots in alike.values():
        firm = sorted(roots, key=lambda root: (not cities[root].ids, root))
        for at, root in enumerate(firm):
            same = (other for other in firm[:at] if into[other] == other and _same(cities[root], cities[other]))
            into[root] = next(same, root)
    return into


def _same(one: Sightings, other: Sightings) -> bool:
    if one.ids and other.ids:
        return False
    return kilometres(*one.place, *other.place) < SAME_KM


def _columns(cities: Sequence[Sightings]) -> tuple[Cities, int]:
    codes = sorted({seen.key[1] for seen in cities})
    number = {code: place for place, code in enumerate(codes)}
    divisions, towns = read_source()[1:]
    people = {town.geonames_id: town.population for town in towns}
    first = {division.geonames_id for division in divisions if division.parent is None}
    ids = [max(seen.ids, key=lambda each: (seen.ids[each], each), default=0) for seen in cities]
    lat, lon = np.array([seen.place for seen in cities], float).T
    country = np.array([number[seen.key[1]] for seen in cities], np.int32)
    population = np.array([people.get(each) or np.nan for each in ids], float)
    table = Cities(
        country=country,
        tier=np.array([1 if each in first else 2 for each in ids], np.int8),
        population=population,
        latitude=lat,
        longitude=lon,
        coast=adapters.on_the_coast(lat, lon),
        capital=_capitals(codes, country, population, lat, lon),
        areas=np.zeros(len(cities), np.uint32),
        name=np.array([seen.key[0] for seen in cities]),
    )
    return table, len(codes)


def _capitals(
    codes: Sequence[str],
    country: NDArray[np.int32],
    population: NDArray[np.float64],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """As the product tells them: the most populous beside the place where the capital is said to be."""
    found = np.zeros(len(country), bool)
    for number, code in enumerate(codes):
        place = adapters.capital_at(code) if code else None
        if place:
            near = (np.abs(lat - place[0]) < _CAPITAL_DEGREES) & (np.abs(lon - place[1]) < _CAPITAL_DEGREES)
            rows = np.flatnonzero(near & (country == number))
            if len(rows):
                found[rows[np.argmax(np.nan_to_num(population[rows]))]] = True
    return found


@dataclass(frozen=True)
class Hidden:
    """Cities, and for each a partner whose bond is hidden from both ends."""

    cities: NDArray[np.int64]
    partners: NDArray[np.int64]

    @property
    def pairs(self) -> list[Pair]:
        """The bonds that are hidden."""
        return [(int(one), int(other)) for one, other in zip(self.cities, self.partners, strict=True)]


def hide(
    net: Network, seed: int, count: int, *, least: int, most: int | None = None, spare: Iterable[int] = ()
) -> Hidden:
    """Draw cities with so many partners, none of the spared, and one partner of each; the same for the same seed."""
    chance = np.random.default_rng(seed)
    wanted = (net.degree >= least) & (net.degree <= (most or np.inf))
    wanted[list(spare)] = False
    able = np.flatnonzero(wanted)
    cities = chance.choice(able, min(count, len(able)), replace=False)
    return Hidden(cities, np.array([chance.choice(net.partners_of(int(row))) for row in cities], np.int64))
