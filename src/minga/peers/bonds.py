"""The network of bonds on record, kept between questions: it follows the landscape, and so the journal."""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from django.db import connection
from django.db.models import Q
from numpy.typing import NDArray

from minga.evidence.models import Claim, Counterpart
from minga.kit.text import fold
from minga.peers import adapters
from minga.peers import landscape as land
from minga.peers.domain.likeness import Floats
from minga.peers.domain.partners import Cities, Meeting, Mine, Network, network, with_areas
from minga.peers.reading import rows_of
from minga.territories.models import Territory

# A plan is no bond yet.
_NO_BOND = "planned"


@dataclass(frozen=True)
class Bonds:
    """The network, and the key of the territory of each row; below zero the organization's.

    world   the landscape whose bonds these are
    called  code and folded name of each territory in it, by key
    """

    world: land.Landscape
    net: Network
    keys: tuple[int, ...]
    called: dict[int, tuple[str, str]]
    row_of: dict[int, int]


class _Memory:
    """What this process keeps; one thread at a time makes the next."""

    known: Bonds | None = None
    making = Lock()


def forget() -> None:
    """Keep nothing."""
    _Memory.known = None


def bonds() -> Bonds:
    """All bonds on record, as of the landscape. Where a claim changed and no new name came, no query beside its own.

    While one thread follows a change, the others are given the network before it; so is whoever asks first where new
    names came and this process measures their places beside its readers.
    """
    world = land.landscape()
    known = _Memory.known
    if known and known.world is world:
        return known
    if known and _is_of(known, world) and (_Memory.making.locked() or _left_to_others(known, world)):
        return known
    return renewed(world)


def renewed(world: land.Landscape) -> Bonds:
    """The bonds of this landscape, waited for."""
    with _Memory.making:
        known = _Memory.known
        if known is None or known.world is not world:
            known = _Memory.known = _made(world, known if known and _is_of(known, world) else None)
        return known


def _is_of(known: Bonds, world: land.Landscape) -> bool:
    """Whether these are of the same gazetteer, however old."""
    return known.world.ground is world.ground


def _left_to_others(known: Bonds, world: land.Landscape) -> bool:
    """Whether places came or went, which takes long to measure, and somebody beside the readers does it."""
    return not np.array_equal(np.unique(world.bound), np.unique(known.world.bound)) and land.make_beside()


def _made(world: land.Landscape, before: Bonds | None) -> Bonds:
    """The network of a landscape; what the one before knows of places that have not moved is not asked again."""
    held = np.unique(world.bound)
    called = _called(held[held > 0], before.called if before else {})
    # In the order of codes, networks last, so that no order of loading shows.
    keys = sorted((key for key in called if world.ground.row(key) is not None), key=lambda key: called[key][0])
    keys += held[held < 0][::-1].tolist()
    rows = rows_of(np.array(keys, np.int64), world.bound.ravel()).reshape(-1, 2)
    if before and before.keys == tuple(keys):
        cities = with_areas(before.net.cities, _areas(world, keys))
    else:
        cities = _cities(world, keys, called)
    net = network(cities, rows[(rows >= 0).all(axis=1)], len(world.ground.countries))
    return Bonds(world, net, tuple(keys), called, {key: row for row, key in enumerate(keys)})


def _called(keys: NDArray[np.int64], known: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Code and folded name of these territories; one query for those not yet known, and none where all are."""
    told = {key: known[key] for key in keys.tolist() if key in known}
    if missing := [key for key in keys.tolist() if key not in told]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, code, name FROM territories_territory WHERE id = ANY(%s)", [missing])
            told |= {key: (code, fold(name)) for key, code, name in cursor.fetchall()}
    return told


def mine(territory: Territory, found: Bonds) -> Mine | None:
    """A territory as the one that looks for partners; None where it is no government."""
    if found.world.ground.row(territory.pk) is None:
        return None
    row = found.row_of.get(territory.pk)
    partners = found.net.partners_of(row) if row is not None else np.array([], np.int64)
    called = {territory.pk: (territory.code, fold(territory.name))}
    return Mine(_cities(found.world, [territory.pk], called), partners, row)


def meetings(one: set[int], other: set[int]) -> list[Meeting]:
    """Public acts that name a territory of each set, by keys, whichever tells of it. One query."""
    parties = Counterpart.objects.filter(claim__in=Claim.objects.public().activity()).exclude(claim__event=_NO_BOND)
    either = Q(claim__territory__in=one, territory__in=other) | Q(claim__territory__in=other, territory__in=one)
    fields = (
        "claim__ref",
        "claim__territory_id",
        "territory_id",
        "claim__event",
        "claim__year_first",
        "claim__year_last",
    )
    rows = parties.filter(either).order_by("claim__ref", "pk").values_list(*fields)
    return [Meeting(ref, str(mine), str(theirs), event, first, last) for ref, mine, theirs, event, first, last in rows]


def _cities(world: land.Landscape, keys: list[int], called: dict[int, tuple[str, str]]) -> Cities:
    """The columns of these nodes; of an organization only that it stands in no country."""
    ground = world.ground
    rows = np.array([ground.row(key) if key > 0 else -1 for key in keys], np.int64)
    known = rows >= 0
    latitude, longitude = (np.where(known, column[rows], np.nan) for column in (ground.latitude, ground.longitude))
    return Cities(
        country=np.where(known, ground.country[rows], len(ground.countries)).astype(np.int32),
        tier=np.where(known, ground.tier[rows], -1).astype(np.int8),
        # Only what is counted of a seat: the sum of a state's towns is of another kind.
        population=_known(known & ground.seated[rows], ground.size[rows]),
        latitude=latitude,
        longitude=longitude,
        coast=adapters.on_the_coast(latitude, longitude),
        capital=known & ground.capital[rows],
        areas=_areas(world, keys),
        name=np.array([called[key][1] if key > 0 else f"#{key}" for key in keys], str),
    )


def _known(known: NDArray[np.bool_], column: Floats) -> Floats:
    return np.asarray(np.where(known, column, np.nan), float)


def _areas(world: land.Landscape, keys: list[int]) -> NDArray[np.uint32]:
    rows = rows_of(world.keys, np.array(keys, np.int64))
    # One more for those of whom nothing is on record.
    return np.append(world.places.areas, np.uint32(0))[rows]
