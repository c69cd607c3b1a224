"""What is known of a government from the towns in it."""

import numpy as np

from minga.peers.domain.sums import Towns, centres, depths, gathered, tops

# A country, its state, a municipality with two towns, one of them by the sea; and a state of which nothing is known.
ABOVE = np.array([-1, 0, 1, 2, 2, 0])
NAN = float("nan")


def _towns() -> Towns:
    return Towns(
        ABOVE,
        weight=np.array([NAN, NAN, NAN, 3000.0, 1000.0, NAN]),
        latitude=np.array([NAN, NAN, NAN, 0.0, 0.0, NAN]),
        longitude=np.array([NAN, NAN, NAN, 0.0, 4.0, NAN]),
        coast=np.array([False, False, False, False, True, False]),
    )


def test_a_state_lies_where_its_people_live_and_by_the_sea_where_a_town_of_it_does() -> None:
    towns = _towns()
    found = gathered(towns)
    north, east = centres(found, towns.latitude, towns.longitude)
    assert np.allclose(north[:5], 0.0)
    assert np.allclose(east[:3], 1.0, atol=0.01)
    assert found.coast.tolist() == [True, True, True, False, True, False]


def test_a_place_of_its_own_is_kept_and_an_unknown_one_stays_unknown() -> None:
    towns = _towns()
    _, east = centres(gathered(towns), towns.latitude, towns.longitude)
    assert east[3:5].tolist() == [0.0, 4.0]
    assert np.isnan(east[5])


def test_a_town_nobody_counts_still_tells_where_the_state_lies() -> None:
    above, known = np.array([-1, 0]), np.array([NAN, 10.0])
    towns = Towns(above, np.array([NAN, NAN]), known, known, np.array([False, False]))
    north, _ = centres(gathered(towns), known, known)
    assert np.isclose(north[0], 10.0)


def test_the_first_level_that_each_lies_in() -> None:
    assert depths(ABOVE).tolist() == [0, 1, 2, 3, 3, 1]
    assert tops(ABOVE).tolist() == [-1, -1, 1, 1, 1, -1]
    assert tops(np.array([], np.int64)).tolist() == []
