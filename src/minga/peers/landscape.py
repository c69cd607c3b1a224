"""All governments in columns: what each is, and what it has on record. Made once and kept until a claim changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from django.db.models import Max
from numpy.typing import NDArray

from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, Counterpart
from minga.journal.models import Event
from minga.peers import adapters
from minga.peers.domain.goals import Act, Goal
from minga.peers.domain.likeness import Countries, Places
from minga.territories.domain import Level
from minga.territories.models import Territory

_LOCAL = {Level.MUNICIPALITY, Level.DISTRICT, Level.COUNTY}
_BETWEEN = {Level.METROPOLITAN, Level.CONSORTIUM}
# A seat of government lies within this many degrees of where the capital is said to be.
_CAPITAL_DEGREES = 0.3
_LEVELS = {level.value: number for number, level in enumerate(Level)}


@dataclass(frozen=True)
class Ground:
    """The governments of the gazetteer in columns, by row; what does not change with the claims."""

    keys: NDArray[np.int64]
    country: NDArray[np.int32]
    level: NDArray[np.int16]
    tier: NDArray[np.int8]
    region: NDArray[np.int32]
    population: NDArray[np.float64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    rank: NDArray[np.float64]
    countries: tuple[str, ...]

    def row(self, key: int) -> int | None:
        """The row of a territory's key; None where it is no government."""
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self.keys) and self.keys[at] == key else None

    @cached_property
    def capital(self) -> NDArray[np.bool_]:
        """Whether each is the seat of its State: the most populous local government beside the capital's place."""
        found = np.zeros(len(self.keys), bool)
        for number, code in enumerate(self.countries):
            if place := adapters.capital_at(code):
                near = (np.abs(self.latitude - place[0]) < _CAPITAL_DEGREES) & (
                    np.abs(self.longitude - place[1]) < _CAPITAL_DEGREES
                )
                rows = np.flatnonzero(near & (self.country == number) & (self.tier == 2))
                if len(rows):
                    found[rows[np.argmax(np.nan_to_num(self.population[rows]))]] = True
        return found

    @cached_property
    def shared(self) -> Countries:
        """What the countries share: a language, a border."""
        tongues = [adapters.languages(code) for code in self.countries]
        beside = [adapters.neighbours(code) for code in self.countries]
        return Countries(
            language=np.array([[bool(one & other) for other in tongues] for one in tongues]),
            border=np.array([[code in around for code in self.countries] for around in beside]),
        )


@lru_cache(maxsize=1)
def _ground(edition: int) -> Ground:
    rows = list(
        Territory.objects.governments()
        .order_by("pk")
        .values_list("pk", "country", "level", "population", "latitude", "longitude", "ancestors")
    )
    keys, countries, levels, people, lat, lon, above = zip(*rows, strict=True) if rows else ((),) * 7
    names = tuple(sorted(set(countries)))
    number = {code: place for place, code in enumerate(names)}
    regions: dict[str, int] = {}
    country = np.array([number[code] for code in countries], np.int32)
    level = np.array([_LEVELS[each] for each in levels], np.int16)
    population = np.array(people, float)
    return Ground(
        keys=np.array(keys, np.int64),
        country=country,
        level=level,
        tier=np.array([_tier(each) for each in levels], np.int8),
        region=np.array([regions.setdefault(a[1], len(regions)) if len(a) > 1 else -1 for a in above], np.int32),
        population=population,
        latitude=np.array(lat, float),
        longitude=np.array(lon, float),
        rank=ranks(country, level, population),
        countries=names,
    )


def _tier(level: str) -> int:
    if level == Level.COUNTRY:
        return 0
    if level in _LOCAL:
        return 2
    return 3 if level in _BETWEEN else 1


def ranks(country: NDArray[np.int32], level: NDArray[np.int16], population: NDArray[np.float64]) -> NDArray[np.float64]:
    """The place of each by population among those of its country and level, from 1; nan without a population."""
    order = np.lexsort((-population, level, country))
    group = country[order].astype(np.int64) * 1000 + level[order]
    begins = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    first = np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    found = np.empty(len(order))
    found[order] = np.arange(len(order)) - first + 1
    found[np.isnan(population)] = np.nan
    return found


@dataclass(frozen=True)
class Landscape:
    """The governments that have acts on record, and those acts.

    places   columns of the n governments, in the order of `codes` and `keys`
    acts     of each of them
    """

    keys: NDArray[np.int64]
    codes: tuple[str, ...]
    places: Places
    acts: tuple[tuple[Act, ...], ...]

    def row(self, code: str) -> int | None:
        """The row of a territory's code."""
        return self._row_of.get(code)

    def reaching(self, goals: Sequence[Goal]) -> NDArray[np.bool_]:
        """Whether each has reached any of the goals."""
        found = np.zeros(len(self.codes), bool)
        for goal in goals:
            found |= self._reached(goal)
        return found

    def _reached(self, goal: Goal) -> NDArray[np.bool_]:
        if goal not in self._reached_by:
            self._reached_by[goal] = np.array([any(map(goal.takes, acts)) for acts in self.acts], bool)
        return self._reached_by[goal]

    @cached_property
    def _reached_by(self) -> dict[Goal, NDArray[np.bool_]]:
        return {}

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.codes)}


def ground() -> Ground:
    """The governments of the gazetteer as last loaded."""
    return _ground(Territory.objects.aggregate(last=Max("pk"))["last"] or 0)


def landscape() -> Landscape:
    """All governments with acts on record, as of the journal's last event; one query where nothing changed."""
    return _landscape(Event.objects.aggregate(last=Max("pk"))["last"] or 0)


@lru_cache(maxsize=1)
def _landscape(event: int) -> Landscape:
    land = ground()
    acts = _acts()
    codes = dict(Territory.objects.filter(pk__in=acts).values_list("pk", "code"))
    keys = sorted(codes, key=lambda key: codes[key])
    rows = [row for key in keys if (row := land.row(key)) is not None]
    kept = [key for key in keys if land.row(key) is not None]
    found = tuple(tuple(sorted(acts[key])) for key in kept)
    return Landscape(
        keys=np.array(kept, np.int64),
        codes=tuple(codes[key] for key in kept),
        places=places_at(land, np.array(rows, np.int64), found, _bonds(kept)),
        acts=found,
    )


def alone(territory: Territory) -> tuple[Places, tuple[Act, ...]] | None:
    """One government as a table of one row, with its acts; None where it is no government."""
    land = ground()
    row = land.row(territory.pk)
    if row is None:
        return None
    acts = tuple(sorted(_acts(territory.pk).get(territory.pk, ())))
    return places_at(land, np.array([row], np.int64), (acts,), _bonds([territory.pk])), acts


def places_at(
    land: Ground, rows: NDArray[np.int64], acts: Sequence[tuple[Act, ...]], bonds: list[tuple[int, int]]
) -> Places:
    """The columns that likeness compares, of these rows of the ground."""
    pairs = np.array(bonds, np.int32).reshape(-1, 2)
    latitude, longitude = land.latitude[rows], land.longitude[rows]
    return Places(
        country=land.country[rows],
        tier=land.tier[rows],
        level=land.level[rows],
        region=land.region[rows],
        population=land.population[rows],
        rank=land.rank[rows],
        latitude=latitude,
        longitude=longitude,
        coast=adapters.on_the_coast(latitude, longitude),
        capital=land.capital[rows],
        areas=np.array([_bits(each) for each in acts], np.uint32),
        partners=(pairs[:, 0], pairs[:, 1]),
    )


def _bits(acts: Sequence[Act]) -> int:
    order = {code: 1 << place for place, code in enumerate(vocabulary().claimable("area"))}
    return sum(order[area] for area in frozenset[str]().union(*(act.areas for act in acts)) if area in order)


def _acts(key: int | None = None) -> dict[int, list[Act]]:
    """The public acts of each territory, by its key; background is none."""
    claims = Claim.objects.public().activity().filter(territory__isnull=False)
    if key is not None:
        claims = claims.filter(territory=key)
    found: dict[int, list[Act]] = {}
    fields = ("territory_id", "ref", "instrument", "event", "year_first", "year_last", "areas")
    for territory, ref, instrument, event, first, last, areas in claims.order_by().values_list(*fields):
        found.setdefault(territory, []).append(Act(ref, instrument, event, first, last, frozenset(areas)))
    return found


def _bonds(keys: Sequence[int]) -> list[tuple[int, int]]:
    """Row and partner of every bond: a territory by its key, an organization by its key below zero."""
    row_of = {key: row for row, key in enumerate(keys)}
    bonds = vocabulary().narrower("bond", "instrument")
    parties = Counterpart.objects.filter(
        claim__in=Claim.objects.public().activity().filter(instrument__in=bonds), claim__territory__in=keys
    )
    found: set[tuple[int, int]] = set()
    for key, other, organization in _pairs(parties):
        if other or organization:
            found.add((row_of[key], other or -organization))
    return sorted(found)


def _pairs(parties: Any) -> Any:
    return parties.order_by().values_list("claim__territory_id", "territory_id", "organization_id")
