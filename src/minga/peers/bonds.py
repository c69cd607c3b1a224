"""The network of bonds on record, kept until a claim changes."""

from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, Counterpart
from minga.journal.queries import kept_until_a_change
from minga.kit.text import fold
from minga.peers import adapters
from minga.peers import landscape as land
from minga.peers.domain.likeness import Floats
from minga.peers.domain.partners import Cities, Meeting, Mine, Network, network
from minga.territories.models import Territory

# A plan is no bond yet.
_NO_BOND = "planned"


@dataclass(frozen=True)
class Bonds:
    """The network, and the key of the territory of each row; below zero the organization's."""

    net: Network
    keys: tuple[int, ...]
    row_of: dict[int, int]


@kept_until_a_change
def bonds() -> Bonds:
    """All bonds on record; one query where nothing has changed."""
    ground, pairs = land.ground(), _pairs()
    held = {key for pair in pairs for key in pair}
    codes = dict(Territory.objects.filter(pk__in=[key for key in held if key > 0]).values_list("pk", "code"))
    # In the order of codes, networks last, so that no order of loading shows.
    keys = sorted((key for key in codes if ground.row(key) is not None), key=lambda key: codes[key])
    keys += sorted((key for key in held if key < 0), reverse=True)
    row_of = {key: row for row, key in enumerate(keys)}
    kept = [(row_of[one], row_of[other]) for one, other in pairs if one in row_of and other in row_of]
    return Bonds(network(_cities(keys), kept, len(ground.countries)), tuple(keys), row_of)


def mine(territory: Territory, found: Bonds) -> Mine | None:
    """A territory as the one that looks for partners; None where it is no government."""
    if land.ground().row(territory.pk) is None:
        return None
    row = found.row_of.get(territory.pk)
    partners = found.net.partners_of(row) if row is not None else np.array([], np.int64)
    return Mine(_cities([territory.pk]), partners, row)


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


def _pairs() -> list[tuple[int, int]]:
    claims = Claim.objects.public().activity().filter(instrument__in=vocabulary().narrower("bond", "instrument"))
    parties = Counterpart.objects.filter(claim__in=claims.exclude(event=_NO_BOND), claim__territory__isnull=False)
    rows = parties.order_by().values_list("claim__territory_id", "territory_id", "organization_id")
    return [(one or 0, other or -(organization or 0)) for one, other, organization in rows if other or organization]


def _cities(keys: list[int]) -> Cities:
    """The columns of these nodes; of an organization only that it stands in no country."""
    ground = land.ground()
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
        areas=_areas(keys),
        name=_names(keys),
    )


def _known(known: NDArray[np.bool_], column: Floats) -> Floats:
    return np.asarray(np.where(known, column, np.nan), float)


def _areas(keys: list[int]) -> NDArray[np.uint32]:
    world = land.landscape()
    bits = dict(zip(world.keys.tolist(), world.places.areas.tolist(), strict=True))
    return np.array([bits.get(key, 0) for key in keys], np.uint32)


def _names(keys: list[int]) -> NDArray[np.str_]:
    names = dict(Territory.objects.filter(pk__in=[key for key in keys if key > 0]).values_list("pk", "name"))
    return np.array([fold(names[key]) if key in names else f"#{key}" for key in keys], str)
