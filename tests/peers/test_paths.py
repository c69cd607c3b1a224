"""The routes others took: what came first, what ended, what came back, and how often."""

from minga.peers.domain.goals import Act, Goal
from minga.peers.domain.paths import Before, paths

ORGAN = Goal("organ", frozenset({"office"}))
STRATEGY = Goal("strategy", frozenset({"cooperation_strategy"}))
TWINNING = Goal("twinning", frozenset({"twinning"}))
OTHERS = (ORGAN, STRATEGY, TWINNING)


def _act(ref: str, instrument: str, year: int | None, event: str = "created") -> Act:
    return Act(ref, instrument, event, year, year)


WORLD = {
    "B": [_act("B1", "twinning", 1990, "signed"), _act("B2", "office", 2000)],
    "A": [_act("A1", "twinning", 1980, "signed"), _act("A2", "office", 1986), _act("A3", "cooperation_strategy", 2004)],
    "C": [
        _act("C1", "office", 2001),
        _act("C2", "office", 2005, "discontinued"),
        _act("C3", "office", 2009, "recreated"),
    ],
    "D": [_act("D1", "office", None, "in_force")],
    "E": [_act("E1", "twinning", 1999, "signed")],
    "F": [_act("F1", "office", 2030, "planned")],
}


def test_routes_stand_in_the_order_in_which_the_goal_was_reached() -> None:
    found = paths(ORGAN, OTHERS, WORLD)
    assert [(route.code, route.reached) for route in found.routes] == [("A", 1986), ("B", 2000), ("C", 2001)]
    assert [stage.goal for stage in found.routes[0].stages] == ["twinning", "organ", "strategy"]


def test_who_reached_it_nobody_says_when_has_no_route_and_is_named() -> None:
    assert paths(ORGAN, OTHERS, WORLD).undated == ("D",)


def test_what_came_before_with_the_number_behind_it_and_the_years_between() -> None:
    found = paths(ORGAN, OTHERS, WORLD)
    assert found.steps_before() == [Before("twinning", 2, 8.0)]
    assert found.orders() == [(("twinning", "organ"), 2), (("organ",), 1)]
    assert found.first_steps == 1


def test_endings_and_returns_belong_to_the_route() -> None:
    (route,) = [route for route in paths(ORGAN, OTHERS, WORLD).routes if route.code == "C"]
    assert route.endings == ((2005, "C2"),)
    assert route.returns == ((2009, "C3"),)


def test_two_routes_make_nothing_usual() -> None:
    assert paths(ORGAN, OTHERS, {code: WORLD[code] for code in "AB"}).is_thin
    assert not paths(ORGAN, OTHERS, WORLD).is_thin


def test_what_happened_in_the_same_year_is_not_called_earlier() -> None:
    same = {"A": [_act("A1", "twinning", 2000, "signed"), _act("A2", "office", 2000)]}
    (route,) = paths(ORGAN, OTHERS, same).routes
    assert route.before == ()
    assert [stage.goal for stage in route.stages] == ["organ", "twinning"]


def test_a_stage_without_a_date_stands_on_no_route() -> None:
    acts = {"A": [_act("A1", "twinning", None, "in_force"), _act("A2", "office", 2000)]}
    (route,) = paths(ORGAN, OTHERS, acts).routes
    assert [stage.goal for stage in route.stages] == ["organ"]
