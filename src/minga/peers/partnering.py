"""Reads: foreign governments that governments like mine are bound to, with the reasons and how such bonds fared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from django.utils import timezone

from minga.peers import bonds as on_record
from minga.peers.domain.likeness import Floats
from minga.peers.domain.partners import WEIGHTS, Fared, Meeting, Mine, Network, Tie, added, fared, score, ties
from minga.peers.domain.partners.through import Offer, candidates, is_thin, like_mine, witnesses
from minga.territories.models import Territory

# So many governments like mine are named for one candidate; all are counted.
NAMED = 5


@dataclass(frozen=True)
class Partner:
    """A candidate with its reasons.

    parts      each part between 0 and 1
    through    those like mine bound to it, the likest first; the first five, of `offer.through` in all
    claims     refs of the public acts that say so
    """

    territory: Territory
    offer: Offer
    parts: Mapping[Tie, float]
    through: list[Territory]
    claims: list[str]
    fared: Fared


@dataclass(frozen=True)
class Partners:
    """The answer for one territory. `considered` counts the foreign governments with bonds that were looked at."""

    territory: Territory
    partners: list[Partner] = field(default_factory=list)
    considered: int = 0
    bound_to: int = 0
    more: bool = False

    @property
    def is_thin(self) -> bool:
        """Whether what stands here says little."""
        return is_thin([each.offer for each in self.partners])


def weights_of(moved: Mapping[str, float]) -> dict[Tie, float]:
    """All weights: each as it stands, times what the reader moved it by."""
    return {tie: weight * moved.get(tie.value, 1.0) for tie, weight in WEIGHTS.items()}


def partners(territory: Territory, *, weights: Mapping[str, float] | None = None, limit: int = 10) -> Partners:
    """Foreign governments that governments like a territory are bound to, the likeliest first.

    weights   by Tie, what its usual weight is multiplied with; others stay
    A government is offered only where one like mine is bound to it: nobody is offered on looks alone.
    """
    world = on_record.bonds()
    mine = on_record.mine(territory, world)
    if mine is None:
        return Partners(territory)
    parts = ties(world.net, mine)
    offers = _offers(world.net, mine, parts, weights_of(weights or {}), limit + 1)
    return Partners(
        territory,
        _told(offers[:limit], world, parts),
        considered=len(candidates(world.net, mine)),
        bound_to=int((world.net.cities.tier[mine.partners] > 0).sum()),
        more=len(offers) > limit,
    )


def _offers(
    net: Network,
    mine: Mine,
    parts: Mapping[Tie, Floats],
    weights: Mapping[Tie, float],
    limit: int,
) -> list[Offer]:
    rows, like = candidates(net, mine), like_mine(net, mine)
    scores = score(parts, weights)[rows]
    found: list[Offer] = []
    # Rows stand in the order of codes: where scores are equal, so do the offers.
    for row in rows[np.lexsort((rows, -np.round(scores, 9)))]:
        if through := witnesses(net, like, int(row)):
            found.append(Offer(int(row), added(parts, int(row), weights), through))
        if len(found) == limit:
            break
    return found


def _told(offers: list[Offer], world: on_record.Bonds, parts: Mapping[Tie, Floats]) -> list[Partner]:
    """The offers with their territories, their claims and how their bonds fared. Two queries."""
    theirs = {world.keys[offer.row] for offer in offers}
    seen = {world.keys[row] for offer in offers for row in offer.through}
    territories = Territory.objects.select_related("parent").in_bulk(theirs | seen)
    acts: dict[frozenset[str], list[Meeting]] = {}
    for each in on_record.meetings(theirs, seen):
        acts.setdefault(frozenset((each.one, each.other)), []).append(each)
    return [_partner(offer, world, parts, territories, acts) for offer in offers]


def _partner(
    offer: Offer,
    world: on_record.Bonds,
    parts: Mapping[Tie, Floats],
    territories: Mapping[int, Territory],
    acts: Mapping[frozenset[str], list[Meeting]],
) -> Partner:
    key = world.keys[offer.row]
    keys = [world.keys[row] for row in offer.through]
    told = {other: acts.get(frozenset((str(key), str(other))), []) for other in keys}
    return Partner(
        territories[key],
        offer,
        {tie: float(values[offer.row]) for tie, values in parts.items()},
        [territories[other] for other in keys[:NAMED]],
        list(dict.fromkeys(act.ref for other in keys[:NAMED] for act in told[other])),
        fared((act for other in keys for act in told[other]), this_year=timezone.localdate().year),
    )
