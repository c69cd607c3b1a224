"""In what governments are alike, part by part."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from minga.peers.domain.likeness import WEIGHTS, Countries, Part, Places, alike, distance_km, parts, score, take

COUNTRIES = Countries(
    language=np.array([[True, True, False], [True, True, False], [False, False, True]]),
    border=np.array([[False, True, False], [True, False, False], [False, False, False]]),
)


def _places(*rows: dict[str, Any], bonds: tuple[tuple[int, int], ...] = ()) -> Places:
    """Governments of country 0, local, of 10,000 inhabitants, on the equator: unless a row says otherwise."""
    usual = {"country": 0, "tier": 2, "level": 7, "region": 1, "size": 1e4, "rank": 5.0, "latitude": 0.0}
    full = [
        usual | {"seated": True, "longitude": 0.0, "coast": False, "capital": False, "areas": 0} | row for row in rows
    ]
    kinds = {
        "country": "i4",
        "tier": "i1",
        "level": "i2",
        "region": "i4",
        "coast": "?",
        "seated": "?",
        "capital": "?",
        "areas": "u4",
    }
    columns = {name: np.array([row[name] for row in full], kinds.get(name, "f8")) for name in full[0]}
    pairs = np.array(bonds, np.int32).reshape(-1, 2)
    return Places(**columns, partners=(pairs[:, 0], pairs[:, 1]))


def _part(part: Part, mine: dict[str, Any], *others: dict[str, Any]) -> list[float]:
    return [round(float(x), 3) for x in parts(_places(*others), _places(mine), COUNTRIES)[part]]


def test_each_part_is_whole_for_a_twin() -> None:
    twin = {"coast": True, "capital": True, "areas": 5}
    found = parts(
        _places(twin, bonds=((0, 1), (0, 2), (0, 3))), _places(twin, bonds=((0, 1), (0, 2), (0, 3))), COUNTRIES
    )
    assert {part for part in Part if found[part][0] == 1.0} == set(Part) - {Part.BORDER}


def test_a_seat_ten_times_as_large_is_alike_in_nothing_of_size() -> None:
    sizes = [{"size": size} for size in (1e4, 1e5, 1e3, 10**4.5, float("nan"), 1e7)]
    assert _part(Part.SIZE, {}, *sizes) == [1.0, 0.0, 0.0, 0.5, 0.0, 0.0]


def test_another_name_of_the_same_tier_is_half_as_near() -> None:
    assert _part(Part.LEVEL, {}, {}, {"level": 8}, {"level": 3, "tier": 1}) == [1.0, 0.5, 0.0]


def test_size_compares_governments_of_one_tier_or_cities_whatever_they_are_called() -> None:
    state, city_state = {"tier": 1, "seated": False}, {"tier": 1}
    for part in (Part.SIZE, Part.RANK):
        assert _part(part, {}, state, city_state, {"seated": False}) == [0.0, 1.0, 1.0]
        assert _part(part, state, state, city_state) == [1.0, 1.0]


def test_no_region_is_no_region_in_common() -> None:
    assert _part(Part.REGION, {"region": -1}, {"region": -1}) == [0.0]
    assert _part(Part.REGION, {}, {}, {"region": 2}) == [1.0, 0.0]


def test_neighbouring_countries_and_a_common_tongue() -> None:
    assert _part(Part.BORDER, {}, {}, {"country": 1}, {"country": 2}) == [0.0, 1.0, 0.0]
    assert _part(Part.LANGUAGE, {}, {}, {"country": 1}, {"country": 2}) == [1.0, 1.0, 0.0]


def test_nearness_is_a_half_at_two_hundred_kilometres_and_nothing_where_nobody_knows_the_place() -> None:
    degrees = 200 / 111.195
    assert _part(Part.NEARNESS, {}, {}, {"longitude": degrees}, {"latitude": float("nan")}) == [1.0, 0.5, 0.0]


def test_areas_in_common_count_over_the_areas_of_either() -> None:
    assert _part(Part.AREAS, {"areas": 0b011}, {"areas": 0b110}, {"areas": 0}) == [0.333, 0.0]


def test_three_partners_in_common_are_enough() -> None:
    mine = _places({}, bonds=tuple((0, n) for n in range(9)))
    others = _places({}, {}, {}, bonds=((0, 1), (1, 1), (1, 2), (1, 3), (1, 4), (2, 99)))
    found = parts(others, mine, COUNTRIES)[Part.NETWORK]
    assert [round(float(x), 3) for x in found] == [0.333, 1.0, 0.0]


def test_the_distance_from_medellin_to_bogota() -> None:
    bogota, medellin = {"latitude": 4.6097, "longitude": -74.0818}, {"latitude": 6.2518, "longitude": -75.5636}
    assert 240 < distance_km(_places(bogota), _places(medellin))[0] < 247


rows = st.fixed_dictionaries(
    {
        "country": st.integers(0, 2),
        "tier": st.integers(0, 3),
        "seated": st.booleans(),
        "region": st.integers(-1, 3),
        "size": st.sampled_from([float("nan"), 1.0, 500.0, 1e4, 8e6]),
        "rank": st.sampled_from([float("nan"), 1.0, 40.0]),
        "latitude": st.sampled_from([float("nan"), -33.0, 0.0, 60.0]),
        "areas": st.integers(0, 2**16 - 1),
        "coast": st.booleans(),
    }
)


@given(st.lists(rows, min_size=1, max_size=6), rows)
def test_a_part_lies_between_nothing_and_one(others: list[dict[str, Any]], mine: dict[str, Any]) -> None:
    for values in parts(_places(*others), _places(mine), COUNTRIES).values():
        assert ((values >= 0) & (values <= 1)).all()


@given(st.lists(rows, min_size=1, max_size=6), rows, st.sampled_from(list(Part)), st.floats(0, 5))
def test_moving_a_weight_moves_only_its_part(
    others: list[dict[str, Any]], mine: dict[str, Any], part: Part, weight: float
) -> None:
    found = parts(_places(*others), _places(mine), COUNTRIES)
    moved = score(found, WEIGHTS | {part: weight}) - score(found, WEIGHTS)
    assert np.allclose(moved, (weight - WEIGHTS[part]) * found[part])


@given(st.lists(rows, min_size=1, max_size=6), rows, st.dictionaries(st.sampled_from(list(Part)), st.floats(0, 5)))
def test_all_are_ordered_by_the_very_parts_that_are_told(
    others: list[dict[str, Any]], mine: dict[str, Any], weights: dict[Part, float]
) -> None:
    places, me = _places(*others, bonds=((0, 1), (0, 3))), _places(mine, bonds=((0, 1), (0, 2)))
    told = score(parts(places, me, COUNTRIES), weights)
    assert np.allclose(alike(places, me, COUNTRIES, weights), told, rtol=0, atol=1e-12)


@given(st.lists(rows, min_size=2, max_size=6), rows)
def test_what_resembles_does_not_depend_on_the_order_of_the_rows(
    others: list[dict[str, Any]], mine: dict[str, Any]
) -> None:
    places = _places(*others, bonds=tuple((n, n % 2) for n in range(len(others))))
    back = np.arange(len(others))[::-1]
    me = _places(mine, bonds=((0, 1),))
    one, other = parts(places, me, COUNTRIES), parts(take(places, back), me, COUNTRIES)
    assert all(np.allclose(one[part][back], other[part]) for part in Part)
