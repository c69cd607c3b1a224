"""Reads: who resembles a government and is ahead of it, and the routes others took."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from minga.evidence.domain.vocabulary import UnknownConcept, vocabulary
from minga.peers import landscape as land
from minga.peers.domain import likeness
from minga.peers.domain.goals import Act, Ahead, Goal, Holding, ahead, holdings
from minga.peers.domain.likeness import WEIGHTS, Part
from minga.peers.domain.ordering import ENOUGH_PEERS, TELLING_WEIGHTS, Suggestion, Telling, in_order, telling
from minga.peers.domain.paths import Paths, paths
from minga.territories.models import Territory

# What is looked for where nobody says what, in this order; and what may stand on a route.
USUAL = ("organ", "policy_instrument", "agreement", "twinning", "network_membership", "delegation_abroad")
INVESTMENT = "investment"
_INVESTMENT_AREAS = frozenset({"foreign_investment", "investment_followup", "promotion_branding"})
# Less alike than this, and a suggestion is said to be far from mine.
NEAR = 0.5
# Scores nearer than this are equal, and stand in the order of their codes.
_TIE = 1e-6

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Peer:
    """A suggestion with its territory, and each part of its likeness between 0 and 1."""

    territory: Territory
    suggestion: Suggestion
    parts: Mapping[Part, float]


@dataclass(frozen=True)
class Peers:
    """The answer for one territory. `considered` counts the governments with acts on record that were looked at."""

    territory: Territory
    goal: str | None
    peers: list[Peer] = field(default_factory=list)
    considered: int = 0
    ahead_in_all: int = 0
    mine: Mapping[str, Holding] = field(default_factory=dict)

    @property
    def is_thin(self) -> bool:
        """Whether what stands here says little: few are ahead, or few of them are near."""
        near = [peer for peer in self.peers if peer.suggestion.similarity >= NEAR and not peer.suggestion.is_thin]
        return len(near) < ENOUGH_PEERS

    @property
    def has_goal(self) -> bool:
        """Whether the territory itself holds the one goal that was asked for."""
        own = self.mine.get(self.goal or "")
        return own is not None and own.ended is None


def goal_of(code: str) -> Goal:
    """The goal of a code: an instrument or a broader concept of the vocabulary, or "investment".

    Raises UnknownConcept.
    """
    if code == INVESTMENT:
        return Goal(code, areas=_INVESTMENT_AREAS)
    return Goal(code, frozenset(vocabulary().narrower(code, "instrument")))


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

    goal      a code `goal_of` takes; None looks at all usual goals
    weights   moved ones only, by Part or Telling
    Raises UnknownConcept for another goal.
    """
    found = land.alone(territory)
    if found is None:
        return Peers(territory, goal)
    here, my_acts = found
    world, wanted = land.landscape(), [goal_of(code) for code in ([goal] if goal else USUAL)]
    every = list({each.code: each for each in (*wanted, *(goal_of(code) for code in USUAL))}.values())
    mine = holdings(every, my_acts)
    others = (world.places.tier != 0) & (world.keys != territory.pk)
    lacking = [each for each in wanted if each.code not in mine or mine[each.code].ended is not None]
    rows = np.flatnonzero(others & world.reaching(lacking))
    order = _Order(likeness.parts(likeness.take(world.places, rows), here, land.ground().shared), weights or {})
    best = in_order(
        order.best([world.acts[row] for row in rows], mine, every, [each.code for each in wanted], limit),
        [world.codes[row] for row in rows],
    )[:limit]
    territories = Territory.objects.select_related("parent").in_bulk([int(world.keys[rows[each.row]]) for each in best])
    return Peers(
        territory,
        goal,
        [Peer(territories[int(world.keys[rows[each.row]])], each, order.parts_of(each.row)) for each in best],
        considered=int(others.sum()),
        ahead_in_all=len(rows),
        mine=mine,
    )


class _Order:
    """The candidates by likeness, and the best of them once it is known how well each can tell of the way."""

    def __init__(self, parts: Mapping[Part, likeness.Floats], moved: Weights) -> None:
        self.parts, self.weights = parts, weights_of(moved)
        self.alike = likeness.score(parts, {part: self.weights[part] for part in Part})
        self.whole = sum(self.weights[part] for part in Part) or 1.0

    def parts_of(self, row: int) -> dict[Part, float]:
        """Each part of one candidate's likeness."""
        return {part: float(values[row]) for part, values in self.parts.items()}

    def best(
        self,
        acts: Sequence[Sequence[Act]],
        mine: Mapping[str, Holding],
        every: Sequence[Goal],
        wanted: Sequence[str],
        limit: int,
    ) -> list[Suggestion]:
        """The likest in full, for as long as one more could still come among the first `limit`."""
        could_add = sum(self.weights[part] for part in Telling)
        found: list[Suggestion] = []
        first: list[float] = []
        for row in np.argsort(-self.alike, kind="stable"):
            if len(first) >= limit and self.alike[row] + could_add < first[0] - _TIE:
                break
            suggestion = self._suggestion(int(row), ahead(mine, holdings(every, acts[row]), wanted))
            found.append(suggestion)
            heapq.heappush(first, suggestion.score)
            if len(first) > limit:
                heapq.heappop(first)
        return found

    def _suggestion(self, row: int, ahead_in: Sequence[Ahead]) -> Suggestion:
        added = {part.value: self.weights[part] * float(values[row]) for part, values in self.parts.items()}
        added |= {part.value: self.weights[part] * value for part, value in telling(ahead_in).items()}
        return Suggestion(row, float(self.alike[row]) / self.whole, added, ahead_in)


def routes(goal: str) -> Paths:
    """The routes of all governments to a goal. Raises UnknownConcept."""
    world = land.landscape()
    acts: dict[str, Sequence[Act]] = {
        code: world.acts[row] for row, code in enumerate(world.codes) if world.places.tier[row] != 0
    }
    return paths(goal_of(goal), [goal_of(code) for code in USUAL], acts)
