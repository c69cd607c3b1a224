"""What speaks for a bond between two governments, part by part."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.peers.domain.partners import (
    CONTENT,
    WEIGHTS,
    Cities,
    Mine,
    Network,
    Tie,
    added,
    network,
    score,
    ties,
    with_areas,
)
from minga.peers.domain.partners.bonds import take
from minga.peers.domain.partners.through import Offer, candidates, is_thin, like_mine, witnesses

Bonds = list[tuple[int, int]]
COUNTRIES = 4
# Five cities in each of three countries, a degree apart, and one network of governments, beyond all countries.
PER_COUNTRY, SIZE, NETWORK = 5, 16, 15


def cities(**changed: dict[int, Any]) -> Cities:
    """Cities of 10,000, local, a degree apart on the equator, thirty degrees between countries; some otherwise."""
    country = np.array([*np.repeat([0, 1, 2], PER_COUNTRY), 4], np.int32)
    columns: dict[str, Any] = {
        "country": country,
        "tier": np.array([2] * NETWORK + [-1], np.int8),
        "population": np.array([1e4] * NETWORK + [np.nan]),
        "latitude": np.array([0.0] * NETWORK + [np.nan]),
        "longitude": np.array([30.0 * (n // PER_COUNTRY) + n % PER_COUNTRY for n in range(NETWORK)] + [np.nan]),
        "coast": np.zeros(SIZE, bool),
        "capital": np.zeros(SIZE, bool),
        "areas": np.zeros(SIZE, np.uint32),
        "name": np.array([f"city {n}" for n in range(SIZE)]),
    }
    for name, values in changed.items():
        for row, value in values.items():
            columns[name][row] = value
    return Cities(**columns)


def net(bonds: Bonds, **changed: dict[int, Any]) -> Network:
    """The small world with these bonds."""
    return network(cities(**changed), bonds, COUNTRIES)


def mine(world: Network, row: int = 0) -> Mine:
    """A node as the one that looks for partners."""
    return Mine(take(world.cities, np.array([row])), world.partners_of(row), row)


def newcomer(world: Network, **changed: object) -> Mine:
    """A city like the first, half a degree from it, that is bound to nobody."""
    columns: dict[str, Any] = {"longitude": {0: 0.5}} | {name: {0: value} for name, value in changed.items()}
    return Mine(take(cities(**columns), np.array([0])), np.array([], np.int64))


def test_places_whose_claims_speak_of_more_have_moved_nowhere() -> None:
    before, areas = cities(), np.arange(SIZE, dtype=np.uint32)
    assert with_areas(before, areas).around[0].tolist() == before.around[0].tolist()
    after = with_areas(before, areas)
    assert after.around is before.around
    assert after.areas.tolist() == areas.tolist() and not before.areas.any()


pairs = st.lists(st.tuples(st.integers(0, NETWORK), st.integers(0, NETWORK)), max_size=30)


@given(bonds=pairs, row=st.integers(0, NETWORK - 1))
def test_every_part_lies_between_nothing_and_whole(bonds: Bonds, row: int) -> None:
    world = net(bonds)
    found = ties(world, mine(world, row))
    assert set(found) == set(Tie)
    for values in found.values():
        assert values.shape == (SIZE,)
        assert np.all((values >= 0) & (values <= 1))


@given(bonds=pairs, row=st.integers(0, NETWORK - 1))
def test_nobody_is_its_own_partner_nor_offered_whom_it_is_bound_to_or_its_own_country(bonds: Bonds, row: int) -> None:
    world = net(bonds)
    offered = set(candidates(world, mine(world, row)).tolist())
    bound = set(world.partners_of(row).tolist())
    assert not offered & ({row, NETWORK} | bound)
    assert {int(world.cities.country[each]) for each in offered}.isdisjoint({int(world.cities.country[row])})


@given(bonds=pairs, row=st.integers(0, NETWORK - 1), order=st.permutations(range(SIZE)))
@settings(deadline=None)
def test_the_order_of_loading_does_not_show(bonds: Bonds, row: int, order: list[int]) -> None:
    world, place = net(bonds), np.argsort(order)
    turned = network(take(world.cities, np.array(order)), [(int(place[b]), int(place[a])) for a, b in bonds], COUNTRIES)
    usual, other = score(ties(world, mine(world, row))), score(ties(turned, mine(turned, int(place[row]))))
    assert np.allclose(usual[order], other)


@given(bonds=pairs, tie=st.sampled_from(list(Tie)), by=st.floats(0, 4))
def test_moving_a_weight_moves_only_its_part(bonds: Bonds, tie: Tie, by: float) -> None:
    world = net(bonds)
    found = ties(world, mine(world))
    before, after = (added(found, 7, weights) for weights in (WEIGHTS, WEIGHTS | {tie: by}))
    assert {each for each in Tie if before[each] != after[each]} <= {tie}
    assert score(found)[7] == pytest.approx(sum(before.values()))


@given(bonds=pairs)
def test_a_bond_told_twice_or_from_the_other_end_counts_once(bonds: Bonds) -> None:
    once, again = net(bonds), net([*bonds, *((b, a) for a, b in bonds)])
    assert np.array_equal(once.degree, again.degree)
    assert once.partners_of(3).tolist() == again.partners_of(3).tolist()


def test_every_weight_speaks_for_and_none_against() -> None:
    assert set(WEIGHTS) == set(Tie)
    assert min(WEIGHTS.values()) >= 0


def test_who_shares_a_partner_with_mine_leads_to_its_other_partners() -> None:
    found = ties(world := net([(0, 5), (1, 5), (1, 10)]), mine(world))
    assert found[Tie.ALIKE][10] > 0
    assert found[Tie.ALIKE][11] == 0
    assert found[Tie.SHARED][10] == 0


def test_a_partner_of_a_partner_is_shared_and_the_rarer_the_more() -> None:
    world = net([(0, 5), (5, 10), (0, 6), (6, 11), (6, 12), (6, 13)])
    found = ties(world, mine(world))[Tie.SHARED]
    assert found[10] > found[11] > found[14] == 0


def test_the_circles_are_the_part_of_its_partners_that_are_mine_and_of_mine_that_are_its() -> None:
    found = ties(world := net([(0, 5), (0, 6), (0, 10), (0, 11), (7, 5), (7, 12)]), mine(world))
    assert (found[Tie.THEIR_CIRCLE][7], found[Tie.MY_CIRCLE][7]) == (0.5, 0.25)
    assert found[Tie.THEIR_CIRCLE][[0, 5, 12]].tolist() == found[Tie.MY_CIRCLE][[0, 5, 12]].tolist() == [0.0] * 3


def test_members_of_one_network_share_it() -> None:
    world = net([(0, NETWORK), (7, NETWORK)])
    assert ties(world, mine(world))[Tie.SHARED][7] > 0


def test_a_partner_of_the_near_neighbour_counts_by_the_nearest_alone() -> None:
    world = net([(1, 5), (4, 10), (1, 11), (4, 11), (7, 12)])
    found = ties(world, mine(world))[Tie.NEXT_DOOR]
    assert found[5] == found[11] > found[10] > 0 == found[12]
    beside = net([(1, 5)], longitude={1: 0.0})
    assert ties(beside, mine(beside))[Tie.NEXT_DOOR][5] == 1.0, "whole where it lies beside mine"


def test_those_at_home_who_share_partners_with_mine_speak_apart_from_those_abroad() -> None:
    world = net([(0, 5), (1, 5), (1, 10), (12, 5), (12, 9)])
    found = ties(world, mine(world))
    assert found[Tie.COMPATRIOTS][10] > 0 == found[Tie.COMPATRIOTS][9], "Nº 1 is of my country, and Nº 12 is not"
    assert found[Tie.ALIKE][9] > 0


def test_one_whose_partners_are_those_of_a_partner_of_mine_is_like_it_and_mine_itself_tells_nothing() -> None:
    world = net([(0, 5), (1, 5), (2, 5), (1, 6), (2, 6), (0, 7), (7, 3)])
    found = ties(world, mine(world))[Tie.LIKE_A_PARTNER]
    assert found[6] == pytest.approx(2 / np.sqrt(3 * 2)), "two of the three of Nº 5, and both of its own"
    assert found[12] == 0
    lonely = net([(0, 5), (1, 6)])
    assert not ties(lonely, mine(lonely))[Tie.LIKE_A_PARTNER].any()


def test_whose_partners_are_of_my_size_is_told_by_the_mean_of_those_known() -> None:
    world = net([(0, 9), (1, 5), (2, 6), (3, 6)], population={2: 1e5, 3: np.nan})
    found = ties(world, mine(world))[Tie.OF_ITS_KIN]
    assert (found[5], found[6], found[12]) == (1.0, 0.0, 0.0)


def test_beside_a_partner_of_mine_counts_by_distance_and_never_across_the_border() -> None:
    world = net([(0, 5), (6, 10), (7, 10), (1, 11)])
    found = ties(world, mine(world))[Tie.BESIDE]
    assert found[6] > found[7] > 0
    assert found[10] == found[11] == 0


def test_surroundings_bound_to_surroundings_speak_for_their_cities() -> None:
    world = net([(1, 6), (2, 7), (0, 14)])
    found = ties(world, mine(world))
    assert found[Tie.REGION][5] > found[Tie.REGION][10] >= 0


def test_countries_that_bind_more_than_chance_makes_speak_for_their_cities() -> None:
    world = net([(1, 6), (2, 7), (3, 8), (4, 9), (10, 6)])
    found = ties(world, mine(world))[Tie.COUNTRIES]
    assert found[5] > found[12]


def test_partners_in_a_country_make_it_familiar_and_none_makes_it_new() -> None:
    found = ties(world := net([(0, 5), (0, 6)]), mine(world))
    assert found[Tie.FAMILIAR][7] > found[Tie.FAMILIAR][12] == 0
    assert (found[Tie.NEW_COUNTRY][7], found[Tie.NEW_COUNTRY][12]) == (0, 1)


def test_who_has_few_partners_in_my_country_is_fresh() -> None:
    found = ties(world := net([(1, 5), (2, 5), (3, 6)]), mine(world))[Tie.FRESH]
    assert 1 == found[7] > found[6] > found[5]


def test_like_my_partners_in_size_and_in_bonds() -> None:
    world = net([(0, 5), (5, 11), (6, 12), (6, 1)], population={6: 1e4, 7: 1e5, 8: np.nan})
    found = ties(world, mine(world))
    assert found[Tie.KIN_SIZE][[6, 7, 8]].tolist() == [1.0, 0.0, 0.0]
    assert found[Tie.KIN_BONDS][6] == 1.0 > found[Tie.KIN_BONDS][9]


def test_size_name_coast_capital_level_and_areas_of_the_two() -> None:
    world = net(
        [(0, 10)],
        population={0: 1e5, 5: 1e5, 6: 1e2, 7: np.nan},
        name={5: "city 0"},
        coast={0: True, 5: True},
        capital={6: True},
        tier={6: 1},
        areas={0: 3, 5: 3, 6: 1},
    )
    found = ties(world, mine(world))
    assert found[Tie.SIZE][[5, 6, 7]].tolist() == [1.0, 0.0, 0.0]
    assert found[Tie.LARGE][[5, 6, 7]].tolist() == [0.25, 0.0, 0.0]
    assert found[Tie.NAME][[5, 6]].tolist() == found[Tie.COAST][[5, 6]].tolist() == [1.0, 0.0]
    assert found[Tie.CAPITAL][[5, 6]].tolist() == found[Tie.LEVEL][[5, 6]].tolist() == [1.0, 0.0]
    assert found[Tie.AREAS][[5, 6, 7]].tolist() == [1.0, 0.5, 0.0]


def test_nearness_falls_with_distance_and_is_nothing_where_nobody_knows_the_place() -> None:
    world = net([(0, 5)], latitude={14: np.nan}, longitude={14: np.nan})
    found = ties(world, mine(world))[Tie.NEARNESS]
    assert all(one > other for one, other in pairwise(found[[0, 1, 5, 10, 14]]))
    assert found[14] == 0


def test_who_has_no_bonds_is_judged_by_where_it_lies_and_what_it_is() -> None:
    world = net([(0, 5), (1, 6), (10, 7)])
    found = ties(world, newcomer(world))
    assert {tie for tie in Tie if found[tie][5] > 0} <= CONTENT | {Tie.NEW_COUNTRY}
    assert score(found)[5] > score(found)[12]


def test_the_place_of_a_newcomer_gives_it_the_surroundings_a_node_there_would_have() -> None:
    world = net([(0, 5), (1, 6)])
    rows, far = world.surroundings(newcomer(world))
    assert rows[:2].tolist() == [0, 1]
    assert far[0] == pytest.approx(55.6, abs=0.1)


def test_a_newcomer_whose_place_nobody_knows_has_no_surroundings() -> None:
    world = net([(0, 5)])
    lost = newcomer(world, latitude=np.nan)
    assert len(world.surroundings(lost)[0]) == 0
    assert ties(world, lost)[Tie.NEXT_DOOR].sum() == 0


def test_those_like_mine_are_named_the_likest_first() -> None:
    world = net([(0, 6), (1, 5), (4, 5), (10, 5), (3, NETWORK), (1, 6)])
    like = like_mine(world, mine(world))
    assert like[0] == like[NETWORK] == like[10] == 0
    assert witnesses(world, like, 5) == (1, 4)
    assert like_mine(world, newcomer(world))[0] > 0


def test_one_witness_is_thin_and_so_is_an_answer_with_few_others() -> None:
    firm, thin = Offer(5, {Tie.SIZE: 1.0, Tie.NAME: 0.5}, (1, 2)), Offer(6, {}, (1,))
    assert (firm.score, firm.is_thin, thin.is_thin) == (1.5, False, True)
    assert is_thin([firm, firm, thin])
    assert not is_thin([firm, firm, firm])
