"""Reads for asking one government for help: in what it is ahead, what proves it, and whom to turn to there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from minga.evidence.domain.vocabulary import vocabulary
from minga.evidence.models import Claim, ClaimQuerySet, Source
from minga.evidence.pages import in_time, marked
from minga.peers import landscape as land
from minga.peers.domain import likeness
from minga.peers.domain.goals import ENDING, Act, Ahead, Goal, Holding, ahead, holdings
from minga.peers.domain.likeness import Part
from minga.peers.queries import INVESTMENT, USUAL, goal_of
from minga.territories.models import Territory
from minga.territories.queries import associations_for

_MOST_ORGANS = 3


@dataclass(frozen=True)
class Pair:
    """My government and another: in what they are alike (0 to 1 each), and where the other is ahead, by goal."""

    mine: Territory
    other: Territory
    parts: dict[Part, float]
    ahead: dict[str, Ahead]
    acts: Sequence[Act]


@dataclass(frozen=True)
class Desk:
    """Whom to turn to: claims about the organ of the other government, associations of both, sources to read first."""

    organs: Sequence[Claim]
    theirs: list[dict[str, Any]]
    ours: list[dict[str, Any]]
    sources: list[Source]


def pair(mine: Territory, other: Territory, goal: Goal | None = None) -> Pair | None:
    """What stands between two governments; None where one is none, both are one, or nothing is known of the other.

    goal    one more to look at, beside the usual ones and investment
    """
    world = land.landscape()
    found = land.alone(mine, world)
    row = world.row(other.code)
    if found is None or row is None or mine == other:
        return None
    here, my_acts = found
    compared = likeness.parts(likeness.take(world.places, np.array([row])), here, world.ground.shared)
    usual = {code: goal_of(code) for code in (*USUAL, INVESTMENT)}
    every = {goal.code: goal, **usual} if goal else usual
    acts = world.acts[row]
    found_ahead = ahead(holdings(every.values(), my_acts), holdings(every.values(), acts), list(every))
    return Pair(
        mine,
        other,
        {part: float(values[0]) for part, values in compared.items()},
        {each.holding.goal: each for each in found_ahead},
        acts,
    )


def own(territory: Territory) -> dict[str, Holding]:
    """What stands here of a territory, by usual goal."""
    found = land.alone(territory)
    return holdings([goal_of(code) for code in USUAL], found[1]) if found else {}


def proofs(refs: Sequence[str], limit: int) -> list[Claim]:
    """The public claims of these refs with their sources, each with `disputed`, oldest first; three queries."""
    claims: ClaimQuerySet = Claim.objects.public().activity().filter(ref__in=refs)
    return list(in_time(marked(claims))[:limit])


def desk(mine: Territory, other: Territory | None, organs: Sequence[Claim], shown: Sequence[Claim]) -> Desk:
    """Whom to turn to: about another government its organs and what its claims stand on; and the associations."""
    every = {citation.source.pk: citation.source for claim in (*shown, *organs) for citation in claim.citations.all()}
    theirs = associations_for(other) if other else []
    return Desk(
        organs,
        theirs,
        [each for each in associations_for(mine) if each not in theirs],
        sorted(every.values(), key=lambda source: source.title.casefold()),
    )


def standing_organs(territory: Territory) -> list[Claim]:
    """The latest claim of each kind of organ that a government has and that did not end since, latest first."""
    organs = vocabulary().narrower("organ", "instrument")
    claims = Claim.objects.public().activity().filter(territory=territory, instrument__in=organs)
    found = list(in_time(marked(claims)))
    ended = {claim.instrument: claim.year_last or claim.year_first or 0 for claim in found if claim.event == ENDING}
    standing = [
        claim
        for claim in reversed(found)
        if claim.event not in (ENDING, "planned")
        and (claim.instrument not in ended or (claim.year_first or 0) > ended[claim.instrument])
    ]
    # Undated ones are last in time; where a dated one stands too, it tells more.
    standing.sort(key=lambda claim: claim.year_first is None)
    latest = {claim.instrument: claim for claim in reversed(standing)}
    return [claim for claim in standing if latest[claim.instrument] is claim][:_MOST_ORGANS]
