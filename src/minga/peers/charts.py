"""Routes as lanes: a row for each government, a mark for each goal it reached."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from minga.frame.lanes import Drawing, Lane, Mark, draw
from minga.peers.domain.paths import Route
from minga.peers.words import goal_label
from minga.territories.models import Territory

# More rows than this are no picture but a wall; the table has them all.
MOST = 14


def routes(found: Sequence[Route], names: Mapping[str, Territory]) -> Drawing | None:
    """The routes drawn, the goal itself as a full mark; None where there is none."""
    lanes = [Lane(names[route.code].name, _marks(route)) for route in found]
    return draw(lanes, this_year=timezone.localdate().year)


def _marks(route: Route) -> list[Mark]:
    marks = [
        Mark(
            stage.year,
            stage.year,
            "accepted" if stage.goal == route.goal else "recorded",
            _says(stage.year, stage.goal),
        )
        for stage in route.stages
    ]
    ended = _("%(goal)s: terminó") % {"goal": goal_label(route.goal)}
    return [*marks, *(Mark(year, year, "recorded ended", f"{year}: {ended}") for year, _ref in route.endings)]


def _says(year: int, goal: str) -> str:
    return f"{year}: {goal_label(goal)}"
