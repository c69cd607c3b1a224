"""Pages: who is ahead and resembles mine; the routes others took to a goal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minga.frame.forms import int_param, text_param
from minga.peers import charts, queries, words
from minga.peers.asking import own
from minga.peers.domain.paths import Paths, Route
from minga.peers.resemblance import resemblances
from minga.territories.beside import beside
from minga.territories.domain import Candidate, Level
from minga.territories.mine import mine_of
from minga.territories.models import Territory
from minga.territories.queries import associations_for, by_code, resolve

SHOWN, MOST = 10, 50
# The routes as a table stand behind a link, so many to a page.
TABLE, ROUTES_PER_PAGE = "tabla", 50
# So many routes of governments like the reader's stand apart.
MOST_ALIKE = 5
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
    typed = asked_for(request)
    goal = _goal(request)
    moving = _moving(request)
    territory, candidates = territory_typed(typed)
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
            "found": found if territory.level != Level.COUNTRY else None,
            "notes": list(words.notes(found)),
            "rows": _rows(found.peers, territory),
            "own": [(words.goal_label(code), holding) for code, holding in found.mine.items()],
            "associations": associations_for(territory),
            "more": MOST if found.ahead_in_all > len(found.peers) and count < MOST else 0,
        }
    return render(request, "peers/peers.html", context)


def asked_for(request: HttpRequest) -> str:
    """The territory that was typed; where the address does not say, the reader's own."""
    mine = None if "territorio" in request.GET else mine_of(request)
    return mine.territory.code if mine else text_param(request, "territorio", limit=200)


def _rows(found: Sequence[queries.Peer], mine: Territory) -> list[dict[str, object]]:
    said = beside([each.territory.pk for each in found])
    return [_row(each, mine) | {"beside": said.get(each.territory.pk, [])} for each in found]


def _row(peer: queries.Peer, mine: Territory) -> dict[str, object]:
    return {
        "peer": peer,
        "alike": words.alike(peer, mine),
        "ahead": [(words.ahead(each), each.holding.refs) for each in peer.suggestion.ahead],
        "proof": words.proof(peer),
        "percent": words.percent(peer.suggestion.similarity),
        "letter": peer.suggestion.ahead[0].holding.goal,
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


def territory_typed(typed: str) -> tuple[Territory | None, list[Candidate[Territory]]]:
    """The territory that was typed, by code or name, or the candidates to choose from."""
    if not typed:
        return None, []
    coded = by_code(typed)
    found = coded if coded.territory or coded.candidates else resolve(typed)
    below = [each for each in found.candidates if each.territory.level != "country"]
    if found.territory and (found.territory.level != "country" or not below):
        return found.territory, []
    return None, below


@require_safe
def path(request: HttpRequest) -> HttpResponse:
    """The routes others took to a goal, drawn, with what usually came before and how often."""
    goal = _goal(request) or queries.USUAL[0]
    found = queries.routes(goal)
    if text_param(request, "ver", limit=10) == TABLE:
        return _table(request, goal, found)
    shown = found.routes[-charts.MOST :]
    context = _from_mine(request, found) | {
        "goal": goal,
        "label": words.goal_label(goal),
        "goals": [(code, words.goal_label(code)) for code in (*queries.USUAL, queries.INVESTMENT)],
        "found": found,
        "before": [(words.goal_label(each.goal), each) for each in found.steps_before()],
        "orders": [([words.goal_label(code) for code in order], count) for order, count in found.orders()[:8]],
        "drawing": charts.routes(shown, _named(shown)),
        "shown": len(shown),
    }
    return render(request, "peers/path.html", context)


def _table(request: HttpRequest, goal: str, found: Paths) -> HttpResponse:
    """All routes to a goal as text, the latest first, in pages."""
    page = Paginator(found.routes[::-1], ROUTES_PER_PAGE).get_page(text_param(request, "pagina", limit=9))
    names = _named(list(page))
    context = {
        "goal": goal,
        "label": words.goal_label(goal),
        "page": page,
        "rows": [_route(route, names[route.code]) for route in page],
    }
    return render(request, "peers/path_table.html", context)


def _named(routes: Sequence[Route]) -> dict[str, Territory]:
    """The territories of these routes by code; one query."""
    return {each.code: each for each in Territory.objects.filter(code__in=[route.code for route in routes])}


def _from_mine(request: HttpRequest, found: Paths) -> dict[str, object]:
    """What stands here of the reader's own territory, and the routes of those that resemble it, the likest first."""
    mine = mine_of(request)
    if mine is None:
        return {}
    codes = [route.code for route in found.routes]
    others = {each.pk: each for each in Territory.objects.filter(code__in=codes).exclude(pk=mine.territory.pk)}
    found_alike = resemblances(mine.territory, others)
    near = sorted(found_alike.like().items(), key=lambda pair: (-pair[1], others[pair[0]].code))
    routes = {route.code: route for route in found.routes}
    return {
        "own": [(words.goal_label(code), holding) for code, holding in own(mine.territory).items()],
        "alike": [
            _route(routes[others[key].code], others[key])
            | {"why": ", ".join(words.alike_in(found_alike.parts_of(key), others[key], mine.territory))}
            for key, _similar in near[:MOST_ALIKE]
        ],
    }


def _route(route: Route, territory: Territory) -> dict[str, object]:
    stages = [(stage.year, words.goal_label(stage.goal), stage.refs[0]) for stage in route.stages]
    return {"territory": territory, "stages": stages, "endings": route.endings, "returns": route.returns}
