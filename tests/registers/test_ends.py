"""An end of a bond is a government only where nothing speaks against it, and the same city is one under any name."""

from hypothesis import given
from hypothesis import strategies as st

from minga.kit.sphere import kilometres
from minga.registers.domain.ends import (
    End,
    Found,
    Place,
    by_digest,
    by_id,
    by_name,
    distance,
    governed_by,
    identity,
    ids_by_item,
)

MEDELLIN = Place("CO-05001", "Medellín", "CO", "municipality", True, 3674954, 6.25, -75.56)
ZHEJIANG = Place("CN-ZJ", "Zhejiang Sheng", "CN", "province", True, 1784764, towns=((30.25, 120.17),))
HERE = End("Medellín", "CO", latitude=6.23, longitude=-75.59, geonames=3674962)
latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distances_are_the_same_both_ways_and_never_past_half_the_earth(a: float, b: float, c: float, d: float) -> None:
    there = kilometres(a, b, c, d)
    assert abs(there - kilometres(c, d, a, b)) < 1e-6
    assert 0 <= there <= 20_016


def test_the_distance_from_bogota_to_medellin_is_that_of_the_maps() -> None:
    assert 235 < kilometres(4.609, -74.082, 6.25, -75.56) < 250


def test_an_id_is_believed_unless_the_point_or_the_name_contradicts_it() -> None:
    assert by_id(HERE, MEDELLIN) == Found(MEDELLIN)
    far = End("Medellín", "CO", latitude=38.96, longitude=-5.95, geonames=3674962)
    assert by_id(far, MEDELLIN) == Found(None, "far", doubt=True)
    unna = Place("DE-gn2820087", "Unna", "DE", "municipality", True, 2820087)
    assert by_id(End("Unna (district)", "DE", geonames=2820087), unna) == Found(None, "level_differs", doubt=True)
    assert by_id(End("State College", "US", geonames=2820087), unna) == Found(unna)
    county = Place("US-gn1", "Unna", "US", "county", True, 1)
    assert by_id(End("Unna (district)", "DE", geonames=1), county) == Found(county)


def test_a_name_alone_is_never_enough() -> None:
    named = End("Medellín", "CO")
    assert by_name(named, None, candidates=0) == Found(None, "not_found")
    assert by_name(named, None, candidates=3) == Found(None, "several")
    assert by_name(named, MEDELLIN, candidates=1) == Found(None, "no_coordinates")
    assert by_name(HERE, MEDELLIN, candidates=1) == Found(MEDELLIN)
    assert by_name(End("Medellín", "CO", latitude=4.0, longitude=-75.0), MEDELLIN, candidates=1).reason == "far"
    assert by_name(End("Medellín", "CO", parent="CO-ANT"), MEDELLIN, candidates=1) == Found(MEDELLIN)


def test_a_wide_territory_is_borne_out_by_its_towns_only_where_the_name_says_that_it_is_meant() -> None:
    point = {"latitude": 30.3, "longitude": 120.1}
    assert by_name(End("Zhejiang Province", "CN", **point), ZHEJIANG, candidates=1) == Found(ZHEJIANG)  # type: ignore[arg-type]  # a point
    assert by_name(End("Zhejiang", "CN", **point), ZHEJIANG, candidates=1).reason == "no_point_to_compare"  # type: ignore[arg-type]  # as above
    bare = Place("CN-ZJ", "Zhejiang Sheng", "CN", "province", True)
    assert by_name(End("Zhejiang Province", "CN", **point), bare, candidates=1).reason == "no_point_to_compare"  # type: ignore[arg-type]  # as above
    town = Place("NO-1", "Frogn", "NO", "municipality", True, towns=((59.66, 10.63),))
    assert by_name(End("Frogn", "NO", latitude=59.7, longitude=10.66), town, candidates=1) == Found(town)


def test_where_a_point_is_missing_nothing_is_compared() -> None:
    assert distance(End("Medellín", "CO"), MEDELLIN) == 0
    assert distance(HERE, Place("CO-1", "X", "CO", "municipality", True)) == 0


def test_a_mere_place_is_governed_from_the_municipality_named_after_it() -> None:
    siret = Place("RO-1", "Siret", "RO", "place", False)
    oras = Place("RO-2", "Oraş Siret", "RO", "municipality", True)
    assert governed_by(siret, oras)
    assert governed_by(
        Place("RO-3", "Cluj Napoca", "RO", "place", False),
        Place("RO-4", "Municipiul Cluj-Napoca", "RO", "municipality", True),
    )
    assert not governed_by(
        Place("MX-1", "Cancún", "MX", "place", False), Place("MX-2", "Benito Juárez", "MX", "municipality", True)
    )
    assert not governed_by(siret, Place("RO-5", "Siret", "RO", "county", True))
    assert not governed_by(siret, Place("RO-6", "Siret", "RO", "municipality", False))


def test_an_item_means_the_id_that_other_rows_give_it_if_they_agree() -> None:
    other = End("Medellín", "ES", wikidata="Q48278", geonames=1, flags=("near_ES",))
    assert ids_by_item([End("Medellín", "CO", wikidata="Q48278", geonames=5), other]) == {"Q48278": 5}
    yeosu = [End("Yeosu", "KR", wikidata="Q42125", geonames=number) for number in (1, 2)]
    assert ids_by_item([*yeosu, End("Sin nada", "KR")]) == {}


def test_what_makes_one_city_is_the_surest_thing_known_of_it() -> None:
    nothing = Found()
    assert identity(HERE, Found(MEDELLIN), {}) == "3674954"
    assert identity(HERE, Found(Place("CO-X-AMVA", "AMVA", "CO", "metropolitan", True)), {}) == "CO-X-AMVA"
    assert identity(HERE, nothing, {}) == "3674962"
    assert identity(End("Medellin", "CO", wikidata="Q48278"), nothing, {"Q48278": 3674962}) == "3674962"
    assert identity(End("Medellin", "CO", wikidata="Q48278"), nothing, {}) == "Q48278"
    assert identity(End("MEDELLÍN", "CO"), nothing, {}) == identity(End("Medellin", "CO"), nothing, {})
    assert identity(End("Varna", country_name="Bulgaria"), nothing, {}) == by_digest("Varna|Bulgaria")


def test_an_end_says_itself_in_a_few_words() -> None:
    assert HERE.said == "Medellín (CO)"
    assert End("Varna").said == "Varna (?)"
    assert End("Cambridge", flags=("near_GB",)).in_another_country
