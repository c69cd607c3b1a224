"""The routes others took to a goal: what came first, how long it took, what ended and came back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from minga.peers.domain.goals import ENDING, RETURN, Act, Goal, holding

# An order is told as usual only where so many took it.
ENOUGH_ROUTES = 3


@dataclass(frozen=True)
class Stage:
    """A goal reached on a route: since when, and by which claims."""

    goal: str
    year: int
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """The dated way of one government to a goal: its stages in time, the year of the goal, endings and returns."""

    code: str
    goal: str
    stages: tuple[Stage, ...]
    reached: int
    endings: tuple[tuple[int, str], ...]
    returns: tuple[tuple[int, str], ...]

    @property
    def before(self) -> tuple[Stage, ...]:
        """What it had reached in an earlier year than the goal."""
        return tuple(stage for stage in self.stages if stage.year < self.reached)


@dataclass(frozen=True)
class Before:
    """How often something was reached before the goal: on so many of all routes, so many years earlier (median)."""

    goal: str
    routes: int
    years: float


@dataclass(frozen=True)
class Paths:
    """All routes to a goal. `undated`: codes of those who reached it nobody says when, and have no route."""

    goal: str
    routes: tuple[Route, ...]
    undated: tuple[str, ...]

    def steps_before(self) -> list[Before]:
        """What came before the goal, the most frequent first."""
        gaps: dict[str, list[int]] = {}
        for route in self.routes:
            for stage in route.before:
                gaps.setdefault(stage.goal, []).append(route.reached - stage.year)
        found = [Before(goal, len(years), median(years)) for goal, years in gaps.items()]
        return sorted(found, key=lambda each: (-each.routes, each.goal))

    def orders(self) -> list[tuple[tuple[str, ...], int]]:
        """Each order of stages up to the goal with the number of routes that took it, the most frequent first."""
        taken = Counter((*(stage.goal for stage in route.before), self.goal) for route in self.routes)
        return sorted(taken.items(), key=lambda each: (-each[1], each[0]))

    @property
    def first_steps(self) -> int:
        """For how many the goal is the first thing on record."""
        return sum(not route.before for route in self.routes)

    @property
    def is_thin(self) -> bool:
        """Whether too few routes stand here to call anything usual."""
        return len(self.routes) < ENOUGH_ROUTES


def paths(goal: Goal, others: Sequence[Goal], acts_of: Mapping[str, Sequence[Act]]) -> Paths:
    """The routes to a goal of all governments, by code.

    others   goals that may stand on the way; the goal itself among them counts once
    """
    routes, undated = [], []
    for code in sorted(acts_of):
        found = holding(goal, acts_of[code])
        if found and found.since is not None:
            routes.append(_route(code, goal, found.since, others, acts_of[code]))
        elif found:
            undated.append(code)
    return Paths(goal.code, tuple(sorted(routes, key=lambda route: (route.reached, route.code))), tuple(undated))


def _route(code: str, goal: Goal, reached: int, others: Sequence[Goal], acts: Sequence[Act]) -> Route:
    stages = []
    for each in (goal, *(other for other in others if other.code != goal.code)):
        found = holding(each, acts)
        if found and found.since is not None:
            stages.append(Stage(each.code, found.since, found.refs))
    return Route(
        code,
        goal.code,
        tuple(sorted(stages, key=lambda stage: (stage.year, stage.goal != goal.code, stage.goal))),
        reached,
        _of_event(ENDING, goal, acts),
        _of_event(RETURN, goal, acts),
    )


def _of_event(event: str, goal: Goal, acts: Sequence[Act]) -> tuple[tuple[int, str], ...]:
    found = [(act.year, act.ref) for act in acts if goal.takes(act) and act.event == event and act.year is not None]
    return tuple(sorted(found))
