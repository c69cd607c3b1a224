"""Pages: who is ahead and resembles mine; the routes others took to a goal."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.frame.forms import int_param, text_param
from minga.peers import charts, queries, words
from minga.peers.domain.paths import Route
from minga.territories.domain import Candidate
from minga.territories.models import Territory
from minga.territories.queries import by_code, resolve

SHOWN, MOST = 10, 50
# A weight is moved in halves, from nothing to four: in the address as whole numbers from 0 to 8.
_HALVES, _HEAVIEST = 2, 8


@dataclass(frozen=True)
class Moving:
    """One weight as the form shows it: its name, its label, where it stands, and whether somebody moved it."""

    name: str
    label: str
    value: int
    moved: bool


@require_safe
def peers(request: HttpRequest) -> HttpResponse:
    """Governments that resemble one and are ahead of it. The whole question stands in the address."""
    typed = text_param(request, "territorio", limit=200)
    goal = _goal(request)
    moving = _moving(request)
    territory, candidates = _territory(typed)
    context = {
        "typed": typed,
        "goal": goal,
        "goals": [(code, words.goal_label(code)) for code in (*queries.USUAL, queries.INVESTMENT)],
        "moving": moving,
        "any_moved": any(each.moved for each in moving),
        "territory": territory,
        "candidates": candidates,
    }
    if territory:
        weights = {each.name: each.value / _HALVES for each in moving}
        count = int_param(request, "mostrar", least=1, most=MOST, default=SHOWN)
        found = queries.peers(territory, goal=goal or None, weights=weights, limit=count)
        context |= {
            "found": found,
            "rows": [_row(peer, territory) for peer in found.peers],
            "mine": [(words.goal_label(code), holding) for code, holding in found.mine.items()],
            "more": MOST if found.ahead_in_all > len(found.peers) and count < MOST else 0,
        }
    return render(request, "peers/peers.html", context)


def _row(peer: queries.Peer, mine: Territory) -> dict[str, object]:
    return {
        "peer": peer,
        "alike": words.alike(peer, mine),
        "ahead": [(words.ahead(each), each.holding.refs) for each in peer.suggestion.ahead],
        "proof": words.proof(peer),
        "percent": round(100 * peer.suggestion.similarity),
    }


def _goal(request: HttpRequest) -> str:
    """The goal in the address; "" where it names none."""
    code = text_param(request, "meta", limit=60)
    return code if code and queries.is_goal(code) else ""


def _moving(request: HttpRequest) -> list[Moving]:
    labels, usual = words.part_labels(), queries.weights_of({})
    found = []
    for name, label in labels.items():
        default = round(usual[name] * _HALVES)
        value = int_param(request, f"peso_{name}", least=0, most=_HEAVIEST, default=default)
        found.append(Moving(str(name), label, value, value != default))
    return found


def _territory(typed: str) -> tuple[Territory | None, list[Candidate[Territory]]]:
    """The territory that was typed, by code or name, or the candidates to choose from."""
    if not typed:
        return None, []
    coded = by_code(typed)
    found = coded if coded.territory or coded.candidates else resolve(typed)
    if found.territory and found.territory.level != "country":
        return found.territory, []
    return None, [each for each in found.candidates if each.territory.level != "country"]


@require_safe
def path(request: HttpRequest) -> HttpResponse:
    """The routes others took to a goal, drawn, with what usually came before and how often."""
    goal = _goal(request) or queries.USUAL[0]
    found = queries.routes(goal)
    shown = found.routes[-charts.MOST :]
    names = {each.code: each for each in Territory.objects.filter(code__in=[r.code for r in found.routes])}
    context = {
        "goal": goal,
        "label": words.goal_label(goal),
        "goals": [(code, words.goal_label(code)) for code in (*queries.USUAL, queries.INVESTMENT)],
        "found": found,
        "before": [(words.goal_label(each.goal), each) for each in found.steps_before()],
        "orders": [([words.goal_label(code) for code in order], count) for order, count in found.orders()[:8]],
        "drawing": charts.routes(shown, names),
        "shown": len(shown),
        "rows": [_route(route, names[route.code]) for route in found.routes],
    }
    return render(request, "peers/path.html", context)


def _route(route: Route, territory: Territory) -> dict[str, object]:
    stages = [(stage.year, words.goal_label(stage.goal), stage.refs[0]) for stage in route.stages]
    return {"territory": territory, "stages": stages, "endings": route.endings, "returns": route.returns}
