"""Which place a name means."""

from minga.search.domain.places import Place, PlaceMatch, choose

CITY = Place("ES-gn3128760", "Barcelona", "municipality", "ES", ("ES", "ES-CT", "ES-B"), 1_686_208)
PROVINCE = Place("ES-B", "Barcelona", "province", "ES", ("ES", "ES-CT"))
ABROAD = Place("VE-gn8131391", "Simón Bolívar", "municipality", "VE", ("VE", "VE-B"), 815_141)
VILLAGE = Place("PH-gn1726708", "Barcelona", "municipality", "PH", ("PH",), 3_541)


def test_a_province_whose_people_nobody_gives_is_meant_by_those_of_the_city_in_it() -> None:
    choice = choose(PlaceMatch((ABROAD, PROVINCE, CITY)))
    assert choice.place is None and choice.others[0] == PROVINCE
    assert choose(PlaceMatch((VILLAGE, PROVINCE, CITY))).place == PROVINCE


def test_where_nearly_everyone_would_mean_one_it_is_chosen() -> None:
    assert choose(PlaceMatch((VILLAGE, CITY))).place == CITY
