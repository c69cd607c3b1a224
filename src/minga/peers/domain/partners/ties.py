"""What speaks for a bond between two governments: parts between 0 and 1, each with a name, summed by known weights.

The parts follow what is known of such networks: who shares partners comes to be bound to the same third (paths of
three steps, Kovács et al. 2019, Nature Communications 10:1240, "L3"), a friend's friend becomes a friend (Adamic and
Adar 2003), and neighbours twin with neighbours. What nobody knows of either of the two adds nothing.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from minga.peers.domain.likeness import EARTH_RADIUS_KM, Floats
from minga.peers.domain.partners.bonds import WIDE_KM, Mine, Network


class Tie(StrEnum):
    """What may speak for a bond."""

    ALIKE = "alike"
    COMPATRIOTS = "compatriots"
    LIKE_A_PARTNER = "like_a_partner"
    SHARED = "shared"
    THEIR_CIRCLE = "their_circle"
    MY_CIRCLE = "my_circle"
    NEXT_DOOR = "next_door"
    BESIDE = "beside"
    REGION = "region"
    COUNTRIES = "countries"
    FAMILIAR = "familiar"
    NEW_COUNTRY = "new_country"
    BONDS = "bonds"
    FRESH = "fresh"
    KIN_SIZE = "kin_size"
    KIN_BONDS = "kin_bonds"
    OF_ITS_KIN = "of_its_kin"
    SIZE = "size"
    LARGE = "large"
    NAME = "name"
    NEARNESS = "nearness"
    COAST = "coast"
    CAPITAL = "capital"
    LEVEL = "level"
    AREAS = "areas"


# Those that ask nothing of mine own bonds: what is left for who has none.
CONTENT = frozenset(Tie) - {
    *(Tie.ALIKE, Tie.COMPATRIOTS, Tie.LIKE_A_PARTNER, Tie.SHARED, Tie.THEIR_CIRCLE, Tie.MY_CIRCLE, Tie.BESIDE),
    *(Tie.FAMILIAR, Tie.NEW_COUNTRY, Tie.KIN_SIZE, Tie.KIN_BONDS),
}

# Learnt from bonds that were hidden and had to be found again (docs/adr/0013-partners.md; `bench.partners_weights`),
# but for the last two: the lists of sister cities hold cities alone and say nothing of areas, so these are chosen.
WEIGHTS: dict[Tie, float] = {
    Tie.ALIKE: 3.0,
    Tie.COMPATRIOTS: 2.6,
    Tie.LIKE_A_PARTNER: 2.5,
    Tie.SHARED: 4.3,
    Tie.THEIR_CIRCLE: 1.5,
    Tie.MY_CIRCLE: 2.0,
    Tie.NEXT_DOOR: 3.6,
    Tie.BESIDE: 1.9,
    Tie.REGION: 3.3,
    Tie.COUNTRIES: 3.7,
    Tie.FAMILIAR: 1.8,
    Tie.NEW_COUNTRY: 1.2,
    Tie.BONDS: 4.3,
    Tie.FRESH: 1.7,
    Tie.KIN_SIZE: 0.6,
    Tie.KIN_BONDS: 1.2,
    Tie.OF_ITS_KIN: 0.8,
    Tie.SIZE: 0.4,
    Tie.LARGE: 0.2,
    Tie.NAME: 1.0,
    Tie.NEARNESS: 1.0,
    Tie.COAST: 0.1,
    Tie.CAPITAL: 0.7,
    Tie.LEVEL: 3.0,
    Tie.AREAS: 1.0,
}

# Each is counted in steps that double: from the first value on it is worth something, at the second it is whole.
_STEPS: dict[Tie, tuple[float, float]] = {
    Tie.ALIKE: (0.005, 1.0),
    Tie.COMPATRIOTS: (0.005, 1.0),
    Tie.SHARED: (0.03, 3.0),
    Tie.REGION: (0.003, 0.3),
    Tie.FAMILIAR: (1.0, 30.0),
    Tie.BONDS: (0.5, 100.0),
    Tie.FRESH: (0.2, 30.0),
}
# Nearness falls with the logarithm of the distance, from whole at the first to nothing at the second.
_NEAR_KM, _FAR_KM = 30.0, 20000.0
# Beside a partner of mine: a quarter at so many kilometres.
_BESIDE_KM = 20.0
# Next door to mine: a quarter at so many kilometres.
_NEXT_DOOR_KM = 8.0
# A logarithm of inhabitants up to which a seat is small, and from which on it is large.
_SMALL, _LARGE = 3.0, 7.0
# One with so many more bonds, or fewer (e^3 is twenty times), is nothing like my partners.
_BONDS_APART = 3.0
# Bonds between countries that chance alone would make are a third of the way: e^-3 to e^6 times as many as by chance.
_LEAST_LIKELY, _MOST_LIKELY = -3.0, 6.0


def ties(net: Network, mine: Mine) -> dict[Tie, Floats]:
    """What speaks for a bond of mine with each of the n nodes, as arrays of n between 0 and 1."""
    found = _of_bonds(net, mine) | _of_places(net, mine) | _of_countries(net, mine) | _of_kind(net, mine)
    return {tie: found[tie] for tie in Tie}


def score(found: Mapping[Tie, Floats], weights: Mapping[Tie, float] = WEIGHTS) -> Floats:
    """The weighted sum of the parts. Moving one weight moves what its own part adds, and nothing else."""
    return np.asarray(np.sum([weights.get(tie, 0.0) * values for tie, values in found.items()], axis=0), float)


def added(found: Mapping[Tie, Floats], row: int, weights: Mapping[Tie, float] = WEIGHTS) -> dict[Tie, float]:
    """What each part adds to the score of one node."""
    return {tie: weights.get(tie, 0.0) * float(values[row]) for tie, values in found.items()}


def sharing(net: Network, mine: Mine) -> Floats:
    """How much each other node shares partners with mine; a partner bound to few counts more."""
    weight = np.zeros(len(net))
    weight[mine.partners] = 1.0 / np.maximum(net.degree[mine.partners], 1.0)
    found = net.spread(weight)
    if mine.row is not None:
        found[mine.row] = 0.0
    return found


def nearby(net: Network, mine: Mine, reach: float) -> Floats:
    """How near each node is that lies in the surroundings of mine at home; 0 elsewhere."""
    rows, far = net.surroundings(mine)
    return np.asarray(np.bincount(rows, weights=np.exp(-far / reach), minlength=len(net)), float)


def _of_bonds(net: Network, mine: Mine) -> dict[Tie, Floats]:
    shared, common = sharing(net, mine), _in_common(net, mine)
    handed = shared / np.maximum(net.degree, 1.0)
    return _like_partners(net, mine) | {
        Tie.SHARED: _steps(Tie.SHARED, shared),
        Tie.THEIR_CIRCLE: common / np.maximum(net.degree, 1.0),
        Tie.MY_CIRCLE: common / max(len(mine.partners), 1),
        Tie.ALIKE: _steps(Tie.ALIKE, net.spread(handed)),
        Tie.COMPATRIOTS: _steps(Tie.COMPATRIOTS, net.spread(handed * (net.cities.country == mine.city.country[0]))),
        Tie.LIKE_A_PARTNER: _like_a_partner(net, mine),
        Tie.BONDS: _steps(Tie.BONDS, net.degree),
    }


def _in_common(net: Network, mine: Mine) -> Floats:
    """How many partners each other node has in common with mine."""
    held = np.zeros(len(net))
    held[mine.partners] = 1.0
    common = net.spread(held)
    if mine.row is not None:
        common[mine.row] = 0.0
    return common


def _like_a_partner(net: Network, mine: Mine) -> Floats:
    """How far the partners of each are those of the one of my partners whose are likest, mine aside: their cosine."""
    found = np.zeros(len(net))
    whose, theirs = net.steps(mine.partners)
    kept = theirs != (-1 if mine.row is None else mine.row)
    at, reached = net.steps(theirs[kept])
    pairs, common = np.unique(whose[kept][at] * len(net) + reached, return_counts=True)
    ends = mine.partners[pairs // len(net)], pairs % len(net)
    np.maximum.at(found, ends[1], common / np.sqrt(net.degree[ends[0]] * net.degree[ends[1]]))
    return found


def _like_partners(net: Network, mine: Mine) -> dict[Tie, Floats]:
    """How much each is of the size of my partners, and as richly bound as they are."""
    if not len(mine.partners):
        return {Tie.KIN_SIZE: np.zeros(len(net)), Tie.KIN_BONDS: np.zeros(len(net))}
    size, bound = np.log10(net.cities.population), np.log1p(net.degree)
    apart = np.abs(size[mine.partners][:, None] - size[None, :])
    usual = bound[mine.partners].mean()
    return {
        Tie.KIN_SIZE: _known(np.maximum(0.0, 1.0 - apart)).mean(axis=0),
        Tie.KIN_BONDS: 1.0 - np.minimum(np.abs(bound - usual) / _BONDS_APART, 1.0),
    }


def _of_places(net: Network, mine: Mine) -> dict[Tie, Floats]:
    return {
        Tie.NEXT_DOOR: _next_door(net, mine),
        Tie.BESIDE: _beside(net, mine),
        Tie.REGION: _steps(Tie.REGION, _between_surroundings(net, mine)),
        Tie.NEARNESS: _nearness(net, mine),
    }


def _between_surroundings(net: Network, mine: Mine) -> Floats:
    """Bonds between the surroundings of mine and of each, over what chance makes of the bonds that both have."""
    here = nearby(net, mine, WIDE_KM)
    mass = float(here @ net.degree) + len(mine.partners)
    if mine.row is not None:
        here[mine.row] += 1.0
    reached = net.spread(here)
    both = reached + net.smooth(reached, WIDE_KM)
    return np.asarray(both / np.sqrt(np.maximum(net.mass * mass, 1e-9)))


def _next_door(net: Network, mine: Mine) -> Floats:
    """How near to mine the nearest lies at home that is bound to each: whole where it is beside mine."""
    rows, far = net.surroundings(mine)
    near, found = 1.0 / (1.0 + far / _NEXT_DOOR_KM) ** 2, np.zeros(len(net))
    at, reached = net.steps(rows)
    np.maximum.at(found, reached, near[at])
    return found


def _beside(net: Network, mine: Mine) -> Floats:
    """How near each is to one of my partners in its own country: whole where it is beside it."""
    found = np.zeros(len(net))
    rows, far = net.cities.around[0][mine.partners], net.cities.around[1][mine.partners]
    np.maximum.at(found, rows.ravel(), (1.0 / (1.0 + far / _BESIDE_KM) ** 2).ravel())
    return found


def _of_countries(net: Network, mine: Mine) -> dict[Tie, Floats]:
    home, theirs = mine.city.country[0], net.cities.country
    total = net.between.sum(axis=1)
    expected = (total[home] + 30.0) * (total / max(total.sum(), 1.0) + 1e-4)
    likely = np.log((net.between[home] + 0.3) / expected)
    held = np.bincount(theirs[mine.partners], minlength=len(total)).astype(float)
    return {
        Tie.COUNTRIES: np.clip((likely - _LEAST_LIKELY) / (_MOST_LIKELY - _LEAST_LIKELY), 0.0, 1.0)[theirs],
        Tie.FRESH: 1.0 - _steps(Tie.FRESH, net.in_country(int(home))),
        Tie.FAMILIAR: _steps(Tie.FAMILIAR, held)[theirs],
        Tie.NEW_COUNTRY: np.asarray(held == 0.0, float)[theirs],
    }


def _of_kind(net: Network, mine: Mine) -> dict[Tie, Floats]:
    cities, own = net.cities, mine.city
    size, whoseize = np.log10(cities.population), np.log10(own.population)
    near = _known(np.maximum(0.0, 1.0 - np.abs(size - whoseize)))
    either = np.bitwise_count(cities.areas | own.areas).astype(float)
    return {
        Tie.SIZE: near,
        Tie.OF_ITS_KIN: net.spread(near) / np.maximum(net.degree, 1.0),
        Tie.LARGE: _known(_scaled(size) * _scaled(whoseize)),
        Tie.NAME: np.asarray(cities.name == own.name[0], float),
        Tie.COAST: np.asarray(cities.coast & own.coast, float),
        Tie.CAPITAL: np.asarray(cities.capital == own.capital, float),
        Tie.LEVEL: np.asarray(cities.tier == own.tier, float),
        Tie.AREAS: np.asarray(np.bitwise_count(cities.areas & own.areas) / np.maximum(either, 1.0), float),
    }


def _scaled(size: Floats) -> Floats:
    return np.asarray(np.clip((size - _SMALL) / (_LARGE - _SMALL), 0.0, 1.0), float)


def _nearness(net: Network, mine: Mine) -> Floats:
    lat, lon = np.radians(net.cities.latitude), np.radians(net.cities.longitude)
    lat0, lon0 = np.radians(mine.city.latitude[0]), np.radians(mine.city.longitude[0])
    cosine = np.sin(lat) * np.sin(lat0) + np.cos(lat) * np.cos(lat0) * np.cos(lon - lon0)
    far = EARTH_RADIUS_KM * np.arccos(np.clip(cosine, -1.0, 1.0))
    return _known(np.log(_FAR_KM / np.clip(far, _NEAR_KM, _FAR_KM)) / np.log(_FAR_KM / _NEAR_KM))


def _steps(tie: Tie, values: Floats) -> Floats:
    first, whole = _STEPS[tie]
    return np.asarray(np.minimum(np.log1p(values / first) / np.log1p(whole / first), 1.0), float)


def _known(values: Floats) -> Floats:
    return np.asarray(np.nan_to_num(values, nan=0.0), float)
