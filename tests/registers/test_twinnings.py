"""A pair of cities is one fact, whatever the order, the names and the lists; what is in doubt gives nothing."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from minga.registers.adapters import settings_of
from minga.registers.domain import twinnings
from minga.registers.domain.ends import End, Found, Place
from minga.registers.domain.plans import Group, Outcome, Plan, distinct
from minga.registers.domain.twinnings import Pairing, Words
from minga.registers.domain.values import ValueAtFault
from tests.registers.samples import (
    AMASYA,
    BARCELONA,
    BERAT,
    BOTH,
    CAMBRIDGE,
    MEDELLIN,
    MEDELLIN_BY_ITEM,
    POLTAVA,
    VARNA,
    WIKIDATA,
    pair,
)

_WORDS = settings_of("twinnings")["words"]
WORDS = Words(**{**_WORDS, "items": frozenset(_WORDS["items"]), "elsewhere": frozenset(_WORDS["elsewhere"])})
COUNTRIES = {"CO": "Colombia", "ES": "España", "AL": "Albania", "TR": "Turquía"}
PLACES = {
    3674962: Place("CO-05001", "Medellín", "CO", "municipality", True, 3674954),
    3128760: Place("ES-gn3128760", "Barcelona", "ES", "municipality", True, 3128760),
    3186084: Place("AL-gn3186084", "Berat", "AL", "municipality", True, 3186084),
    752015: Place("TR-gn752015", "Amasya", "TR", "place", False, 752015),
}


def read(*rows: dict[str, str]) -> list[tuple[str, Pairing]]:
    keys = distinct(twinnings.key_of(row) for row in rows)
    return [(key, twinnings.read(n, row, WORDS.lists)) for n, (key, row) in enumerate(zip(keys, rows, strict=True), 2)]


def planned(*rows: dict[str, str], found: Mapping[str, Found] | None = None) -> list[Group]:
    read_rows = read(*rows)
    ends = {end for _, pairing in read_rows for end in pairing.ends}
    places = {end: (found or {}).get(end.name) or _found(end) for end in ends}
    return list(twinnings.plan(read_rows, places, WORDS, COUNTRIES))


def _found(end: End) -> Found:
    if end.in_another_country:
        return Found(None, "in_another_country", doubt=True)
    place = PLACES.get(end.geonames or (3674962 if end.wikidata == "Q48278" else 0))
    return Found(place, "" if place else "not_found")


def test_each_end_that_is_a_government_gets_a_claim_and_the_other_is_its_counterpart() -> None:
    (group,) = planned(pair(MEDELLIN, BARCELONA, BOTH))
    one, other = group.drafts
    assert (one.ref, other.ref) == ("TW-3128760-3674954", "TW-3674954-3128760")
    assert (
        one.statement
        == other.statement
        == (
            "Según las listas de Wikipedia y Wikidata, Barcelona (España) y Medellín (Colombia) figuran como ciudades"
            " hermanadas."
        )
    )
    assert (one.territory, one.counterparts[0].territory) == ("ES-gn3128760", "CO-05001")
    assert (one.instrument, one.event, one.when, one.kind) == ("twinning", "in_force", None, "claim")
    assert [(c.source, c.locator) for c in one.citations] == [
        ("wikipedia-ciudades-hermanadas-2026", ""),
        ("wikidata-p190-2022", "Q1492, Q48278"),
    ]
    (row,) = group.rows
    assert (row.outcome, row.reason, row.refs) == (Outcome.CLAIMED, "", (one.ref, other.ref))


def test_both_directions_both_names_and_both_lists_are_one_fact_with_two_citations() -> None:
    (group,) = planned(
        pair(MEDELLIN, BARCELONA), pair(BARCELONA, MEDELLIN_BY_ITEM, WIKIDATA), pair(MEDELLIN, BARCELONA)
    )
    assert len(group.drafts) == 2
    assert all(len(draft.citations) == 2 for draft in group.drafts)
    assert {draft.subject for draft in group.drafts} == {"Barcelona", "Medellín"}, "the commonest name stands"
    assert len(group.rows) == len({row.key for row in group.rows}) == 3
    assert {row.refs for row in group.rows} == {tuple(draft.ref for draft in group.drafts)}


def test_the_order_of_the_rows_changes_no_claim() -> None:
    rows = [pair(MEDELLIN, BARCELONA), pair(BARCELONA, MEDELLIN_BY_ITEM, WIKIDATA), pair(BERAT, AMASYA)]
    one, other = (Plan("t", tuple(planned(*order))) for order in (rows, rows[::-1]))
    assert {draft.ref: draft.fingerprint for draft in one.drafts} == {d.ref: d.fingerprint for d in other.drafts}
    assert [row.line for row in other.rows] == [2, 3, 4]
    assert one.outcomes() == {("claimed", ""): 2, ("claimed", "not_a_government"): 1}


def test_a_year_makes_it_signed_and_years_that_differ_leave_it_undated() -> None:
    (group,) = planned(pair(MEDELLIN, BARCELONA, year="2003"))
    assert (group.drafts[0].event, group.drafts[0].when) == ("signed", "2003")
    assert group.drafts[0].statement.endswith("figuran como ciudades hermanadas desde 2003.")
    (group,) = planned(pair(MEDELLIN, BARCELONA, year="2003"), pair(BARCELONA, MEDELLIN, year="2005"))
    assert (group.drafts[0].event, group.drafts[0].when) == ("in_force", None)
    assert "2003, 2005" in group.drafts[0].curation_note


def test_a_town_without_government_gets_no_claim_and_is_named_on_the_other_side() -> None:
    (group,) = planned(pair(BERAT, AMASYA))
    (draft,) = group.drafts
    assert (draft.territory, draft.counterparts[0].territory) == ("AL-gn3186084", "TR-gn752015")
    assert (group.rows[0].outcome, group.rows[0].reason) == (Outcome.CLAIMED, "not_a_government")


def test_an_end_known_by_name_alone_is_a_counterpart_by_name_and_waits_for_a_reviewer() -> None:
    (group,) = planned(pair(BERAT, VARNA))
    (draft,) = group.drafts
    assert (draft.counterparts[0].name, draft.counterparts[0].territory) == ("Varna, Bulgaria", None)
    assert draft.counterparts[0].country is None
    assert draft.ref.startswith("TW-3186084-X")
    assert "Berat (Albania) y Varna, Bulgaria figuran" in draft.statement
    assert (group.rows[0].outcome, group.rows[0].reason, group.rows[0].detail) == (
        Outcome.PARTLY,
        "not_found",
        "Varna, Bulgaria",
    )


def test_a_pair_with_an_end_in_doubt_gives_nothing() -> None:
    (group,) = planned(pair(BERAT, CAMBRIDGE, flag="b:near_GB"))
    assert (group.drafts, group.rows[0].outcome, group.rows[0].reason) == ((), Outcome.REVIEW, "in_another_country")
    assert group.rows[0].detail == "Cambridge (US)"


def test_a_pair_of_which_neither_end_is_known_gives_nothing() -> None:
    (group,) = planned(pair(VARNA, CAMBRIDGE))
    assert (group.drafts, group.rows[0].outcome) == ((), Outcome.REVIEW)


def test_a_city_twinned_with_itself_is_for_a_reviewer() -> None:
    (group,) = planned(pair(MEDELLIN, MEDELLIN_BY_ITEM, flag="self"))
    assert (group.rows[0].outcome, group.rows[0].reason) == (Outcome.REVIEW, "same_place")


def test_two_cities_of_one_country_are_background_and_never_counted() -> None:
    here = {"Amasya": Found(replace(PLACES[752015], code="AL-gn1", country="AL", is_government=True))}
    (group,) = planned(pair(BERAT, AMASYA), found=here)
    assert {draft.kind for draft in group.drafts} == {"background"}
    assert all(draft.kind_note for draft in group.drafts)
    assert group.rows[0].reason == "same_country"


def test_what_another_register_holds_at_first_hand_is_left_to_it() -> None:
    (group,) = planned(pair(POLTAVA, BARCELONA, "ua_skew", "1988", "a:no_coord"))
    assert (group.drafts, group.rows[0].outcome, group.rows[0].reason) == (
        (),
        Outcome.LEFT_OUT,
        "in_another_register",
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"lat_a": "norte"}, "lat_a"),
        ({"lon_b": "200"}, "lon_b"),
        ({"geonames_a": "3674962.0"}, "geonames_a"),
        ({"wikidata_b": "1492"}, "wikidata_b"),
        ({"city_a": ""}, "city_a"),
        ({"iso2_a": "Colombia"}, "iso2_a"),
        ({"year": "hacia 1990"}, "year"),
        ({"sources": "mi_lista"}, "sources"),
        ({"sources": ""}, "sources"),
    ],
)
def test_a_row_with_a_wrong_value_names_its_column(cells: dict[str, str], column: str) -> None:
    with pytest.raises(ValueAtFault) as error:
        read({**pair(MEDELLIN, BARCELONA), **cells})
    assert error.value.column == column


def test_a_row_says_itself_and_its_identity() -> None:
    ((key, pairing),) = read(pair(VARNA, BERAT))
    assert (key, pairing.says) == ("Varna, Bulgaria@–3186084", "Varna, Bulgaria (?) – Berat (AL)")
