"""Reads: who resembles a government and is ahead of it, and the routes others took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from minga.evidence.domain.vocabulary import UnknownConcept, vocabulary
from minga.peers.domain import likeness
from minga.peers.domain.goals import Goal, Holding, ahead, held, holdings
from minga.peers.domain.likeness import WEIGHTS, Part
from minga.peers.domain.ordering import ENOUGH_PEERS, TELLING_WEIGHTS, Suggestion, Telling
from minga.peers.domain.paths import Paths, paths
from minga.peers.landscape import Landscape, alone, landscape
from minga.peers.partnering import partners as partners
from minga.territories.domain import Level
from minga.territories.models import Territory
from minga.territories.queries.by_key import with_parents

# What is looked for where nobody says what, in this order.
LACKING = ("organ", "policy_instrument", "agreement", "network_membership", "delegation_abroad")
# What may be asked for, stands in one's own record and on a route: twinnings too, which are easily signed and, with
# whole lists of them on record, would hide whoever built something.
USUAL = ("organ", "policy_instrument", "agreement", "twinning", "network_membership", "delegation_abroad")
INVESTMENT = "investment"
_INVESTMENT_AREAS = frozenset({"foreign_investment", "investment_followup", "promotion_branding"})
# Less alike than this, and a suggestion is said to be far from mine.
NEAR = 0.5
# So many governments of the same ground are named, the first by code.
NAMED_KIN = 3
# Scores are equal to so many decimals, and then stand in the order of their codes.
_DECIMALS = 9
# Whoever founds a network is in it.
_ALSO = {"network_membership": {"network_foundation"}}

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Peer:
    """A suggestion with its territory, and each part of its likeness between 0 and 1."""

    territory: Territory
    suggestion: Suggestion
    parts: Mapping[Part, float]


@dataclass(frozen=True)
class Peers:
    """The answer for one territory.

    considered, at_home         governments with acts on record that were looked at: of all countries, of its own
    ahead_in_all, ahead_at_home those of them that are ahead
    mine                        what the territory itself has reached, by goal
    background                  its mentions that are no activity, where it has none
    size                        its inhabitants as far as is known; see `likeness.Places`
    kin, kin_ahead              governments that hold its ground or a part of it and are ahead: no peers (`domain.kin`),
                                and counted nowhere else; the first three, and how many there are
    """

    territory: Territory
    goal: str | None
    peers: list[Peer] = field(default_factory=list)
    considered: int = 0
    at_home: int = 0
    ahead_in_all: int = 0
    ahead_at_home: int = 0
    mine: Mapping[str, Holding] = field(default_factory=dict)
    background: int = 0
    size: int | None = None
    kin: list[Territory] = field(default_factory=list)
    kin_ahead: int = 0

    @property
    def is_thin(self) -> bool:
        """Whether what stands here says little: few are ahead, or few of them are near."""
        near = [peer for peer in self.peers if peer.suggestion.similarity >= NEAR and not peer.suggestion.is_thin]
        return len(near) < ENOUGH_PEERS

    @property
    def nearest(self) -> float:
        """How alike the likest of them is, 0 to 1."""
        return max((peer.suggestion.similarity for peer in self.peers), default=0.0)

    @property
    def has_goal(self) -> bool:
        """Whether the territory itself holds the one goal that was asked for."""
        own = self.mine.get(self.goal or "")
        return own is not None and own.ended is None


@cache  # of some sixty concepts; an unknown one is looked for anew
def goal_of(code: str) -> Goal:
    """The goal of a code: an instrument or a broader concept of the vocabulary, or "investment".

    Raises UnknownConcept.
    """
    if code == INVESTMENT:
        return Goal(code, areas=_INVESTMENT_AREAS)
    return Goal(code, frozenset(vocabulary().narrower(code, "instrument") | _ALSO.get(code, set())))


def goals() -> list[Goal]:
    """The usual goals, and investment."""
    return [goal_of(code) for code in (*USUAL, INVESTMENT)]


def is_goal(code: str) -> bool:
    """Whether a code names a goal."""
    try:
        goal_of(code)
    except UnknownConcept:
        return False
    return True


def weights_of(moved: Weights) -> dict[str, float]:
    """All weights: those moved, and the others where they stand."""
    usual = {part.value: weight for part, weight in (*WEIGHTS.items(), *TELLING_WEIGHTS.items())}
    return {**usual, **moved}


def peers(territory: Territory, *, goal: str | None = None, weights: Weights | None = None, limit: int = 10) -> Peers:
    """Governments that resemble a territory and are ahead of it, best first.

    goal      a code `goal_of` takes; None looks at all usual goals but twinnings
    weights   moved ones only, by Part or Telling
    Raises UnknownConcept for another goal.
    """
    wanted = [goal_of(code) for code in ([goal] if goal else LACKING)]
    world = landscape()
    found = alone(territory, world)
    if found is None or territory.level == Level.COUNTRY:
        return Peers(territory, goal)
    here, my_acts = found
    every = list({each.code: each for each in (*wanted, *(goal_of(code) for code in USUAL))}.values())
    mine = holdings(every, my_acts)
    kin = world.kin(territory)
    search = _Search(world, kin, here, mine, wanted, every, weights_of(weights or {}))
    told = search.told(search.first(limit))
    near = [key for key in world.keys[search.kin_ahead].tolist() if key != territory.pk]
    territories = with_parents(
        [*world.keys[np.array([each.row for each, _ in told], np.int64)].tolist(), *near[:NAMED_KIN]]
    )
    below, home, same = world.by_country, int(here.country[0]), int((kin & (world.places.tier != 0)).sum())
    return Peers(
        territory,
        goal,
        [Peer(territories[int(world.keys[each.row])], each, parts) for each, parts in told],
        considered=below.total() - same,
        ahead_in_all=search.ahead_in_all,
        ahead_at_home=search.ahead_at_home,
        mine=mine,
        background=0 if my_acts else world.background.get(territory.pk, 0),
        size=_known(here.size[0]),
        at_home=below[home] - same,
        kin=[territories[key] for key in near[:NAMED_KIN]],
        kin_ahead=len(near),
    )


def _known(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


class _Search:
    """All that are ahead, by likeness and by how well each can tell of the way; the best of them in full.

    kin     whether each row of the world is of the same ground as the one that asks, who is among them and may be
            ahead of itself in what ended there
    """

    def __init__(
        self,
        world: Landscape,
        kin: likeness.Flags,
        here: likeness.Places,
        mine: Mapping[str, Holding],
        wanted: Sequence[Goal],
        every: Sequence[Goal],
        weights: Mapping[str, float],
    ) -> None:
        self.world, self.here, self.mine, self.wanted, self.every = world, here, mine, wanted, every
        stands = held(mine)
        lacking = [each for each in wanted if each.code not in stands]
        self.found = world.ahead(lacking, [goal_of(code) for code in stands])
        self.alike = likeness.alike(
            self.found.places, here, world.ground.shared, {part: weights[part] for part in Part}
        )
        self.score = likeness.added_up(self.alike, ((weights[part], each) for part, each in self.found.telling.items()))
        self.weighed = [(part.value, weights[part]) for part in (*Part, *Telling)]
        self.whole = sum(weights[part] for part in Part) or 1.0
        self.kin_at = np.flatnonzero(kin[self.found.rows])
        self.score[self.kin_at] = -np.inf

    @property
    def kin_ahead(self) -> NDArray[np.int64]:
        """The rows of those of the same ground that are ahead, in the order of their codes."""
        return self.found.rows[self.kin_at]

    @property
    def ahead_in_all(self) -> int:
        """How many others are ahead."""
        return len(self.found.rows) - len(self.kin_at)

    @property
    def ahead_at_home(self) -> int:
        """How many of them are of the same country."""
        return int((self.found.places.country == self.here.country[0]).sum()) - len(self.kin_at)

    def first(self, limit: int) -> list[int]:
        """Where the best of them stand among those found; where the order is equal, by their codes."""
        scores, limit = -self.score, min(limit, self.ahead_in_all)
        if not limit:
            return []
        near = np.flatnonzero(scores <= np.partition(scores, limit - 1)[limit - 1] + 2 * 10**-_DECIMALS)
        order = np.argsort(np.round(scores[near], _DECIMALS), kind="stable")[:limit]
        return [int(at) for at in near[order]]

    def told(self, best: Sequence[int]) -> list[tuple[Suggestion, dict[Part, float]]]:
        """These candidates in full, and each part of their likeness."""
        places = likeness.take(self.found.places, np.array(best, np.int64))
        columns = likeness.parts(places, self.here, self.world.ground.shared)
        every = zip(*(column.tolist() for column in columns.values()), strict=True)
        parts = [dict(zip(columns, values, strict=True)) for values in every]
        return [(self._suggestion(at, each), each) for at, each in zip(best, parts, strict=True)]

    def _suggestion(self, at: int, parts: Mapping[Part, float]) -> Suggestion:
        row = int(self.found.rows[at])
        theirs = holdings(self.every, self.world.acts[row])
        values = (*parts.values(), *(float(column[at]) for column in self.found.telling.values()))
        added = {name: weight * value for (name, weight), value in zip(self.weighed, values, strict=True)}
        ahead_in = ahead(self.mine, theirs, [each.code for each in self.wanted])
        return Suggestion(row, float(self.alike[at]) / self.whole, added, ahead_in)


def routes(goal: str) -> Paths:
    """The routes of all governments to a goal. Raises UnknownConcept.

    Of most bonds in registers nobody says when they began: only acts of those with a date are looked at one by one.
    """
    wanted, world = goal_of(goal), landscape()
    stand = world.standing(wanted)
    reached, dated = stand.reached & (world.places.tier != 0), np.isfinite(stand.stood_by)
    acts = {world.codes[row]: world.acts[row] for row in np.flatnonzero(reached & dated).tolist()}
    undated = tuple(world.codes[row] for row in np.flatnonzero(reached & ~dated).tolist())
    return replace(paths(wanted, [goal_of(code) for code in USUAL], acts), undated=undated)
