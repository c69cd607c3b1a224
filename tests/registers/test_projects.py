"""A project gives a claim for each government among its places, and nothing for a country, a river or a building."""

import pytest

from minga.evidence.domain.vocabulary import vocabulary
from minga.registers.adapters import settings_of
from minga.registers.domain import projects
from minga.registers.domain.ends import Place
from minga.registers.domain.plans import Group, Outcome, distinct
from minga.registers.domain.values import ValueAtFault
from minga.registers.intake import apc_words
from tests.registers.samples import project, site

WORDS = apc_words(settings_of("apc")["words"])
PLACES = {
    3689815: Place("CO-ANT", "Antioquia", "CO", "department", True, 3689815),
    3674962: Place("CO-05001", "Medellín", "CO", "municipality", True, 3674954),
    3674954: Place("CO-05001", "Medellín", "CO", "municipality", True, 3674954),
    3686110: Place("CO", "Colombia", "CO", "country", True, 3686110),
    3666640: Place("CO-gn3666640", "Tumaco", "CO", "place", False, 3666640),
}


def planned(rows: list[dict[str, str]], sites: list[dict[str, str]]) -> list[Group]:
    keys = distinct(row["project_id"] for row in rows)
    read = [(key, projects.read_project(n, row, WORDS)) for n, (key, row) in enumerate(zip(keys, rows, strict=True), 2)]
    where = [(row["project_location_id"], projects.read_site(n, row)) for n, row in enumerate(sites, 2)]
    return list(projects.plan(read, where, PLACES, WORDS))


def test_each_government_among_the_places_gets_one_claim() -> None:
    sites = [site("COL1", "3689815", "Antioquia", "4", "ADM1"), site("COL1", "3674962", "Medellín", "1", "PPLA")]
    again = site("COL1", "3674954", "Medellín")
    (group,) = planned([project()], [*sites, again])
    antioquia, medellin = group.drafts
    assert (antioquia.ref, medellin.ref) == ("APC-COL1-3689815", "APC-COL1-3674954")
    assert antioquia.statement == (
        "Según el registro de APC-Colombia, el proyecto «Empoderamiento y protección» (con la cooperación de: Suecia)"
        " tiene a Antioquia entre sus lugares."
    )
    assert (antioquia.event, antioquia.when) == ("in_force", "2012-01-01/2015-01-01")
    assert antioquia.areas == ("international_cooperation", "security_peace")
    assert [(party.name, party.territory) for party in antioquia.counterparts] == [("Suecia", "SE")]
    (cited,) = antioquia.citations
    assert (cited.source, cited.locator) == ("aiddata-apc-colombia-2013", "COL1")
    assert cited.note == (
        "Modalidad: Cooperación Financiera. Aporte internacional a todo el proyecto: 1.460.674,00 dólares de Estados"
        " Unidos. Sector según el CAD de la OCDE: prevención de conflictos, paz y seguridad."
    )
    assert [(row.key, row.part, row.reason) for row in group.rows] == [
        ("COL1", 0, ""),
        ("COL1_3689815", 1, ""),
        ("COL1_3674962", 1, ""),
        ("COL1_3674954", 1, "same_fact"),
    ]


@pytest.mark.parametrize(
    ("geonames", "precision", "reason"),
    [
        ("3686110", "6", "country"),
        ("3686110", "4", "country"),
        ("3689815", "5", "larger_area"),
        ("3674962", "2", "near_only"),
        ("3666640", "1", "not_a_government"),
        ("999", "1", "not_in_gazetteer"),
    ],
)
def test_what_is_no_government_is_told_and_gives_nothing(geonames: str, precision: str, reason: str) -> None:
    (group,) = planned([project()], [site("COL1", geonames, "Lugar", precision)])
    own, place = group.rows
    assert (group.drafts, place.outcome, place.reason) == ((), Outcome.LEFT_OUT, reason)
    assert own.reason == ("country" if reason == "country" else "no_government_among_places")


def test_a_project_without_places_a_place_without_project_and_a_project_twice_are_told() -> None:
    stray = site("COL9", "3689815", "Antioquia")
    rows = [row for group in planned([project(), project(), project("COL2")], [stray]) for row in group.rows]
    assert [(row.key, row.outcome.value, row.reason) for row in rows] == [
        ("COL9_3689815", "review", "project_unknown"),
        ("COL1", "left_out", "no_places"),
        ("COL1#2", "refused", "twice"),
        ("COL2", "left_out", "no_places"),
    ]


def test_a_finished_project_was_held_and_one_day_is_one_date() -> None:
    done = project(status="Completion", end_actual_isodate="2012-01-01", donors="Unspecified")
    ((draft,),) = (group.drafts for group in planned([done], [site("COL1", "3689815", "Antioquia")]))
    assert (draft.event, draft.when, draft.counterparts) == ("held", "2012-01-01", ())
    assert "el proyecto de cooperación «" in draft.statement
    undated = project(start_actual_isodate="", end_actual_isodate="")
    ((draft,),) = (group.drafts for group in planned([undated], [site("COL1", "3689815", "Antioquia")]))
    assert draft.when is None


def test_several_donors_and_both_sums_are_said() -> None:
    many = project(donors="Spain|Porticus|World Bank", APORTE_NACIONAL="703,00", MODALIDAD="", ad_sector_codes="")
    ((draft,),) = (group.drafts for group in planned([many], [site("COL1", "3689815", "Antioquia")]))
    assert "(con la cooperación de: España, Porticus y Banco Mundial)" in draft.statement
    assert [party.organization for party in draft.counterparts] == [None, None, "banco-mundial"]
    assert draft.citations[0].note.endswith("Aporte nacional a todo el proyecto: 703,00 dólares de Estados Unidos.")
    assert draft.areas == ("international_cooperation",)


def test_a_sector_whose_code_and_name_disagree_gives_no_area() -> None:
    doubtful = project(ad_sector_names="Government and civil society, general")
    (group,) = planned([doubtful], [site("COL1", "3689815", "Antioquia")])
    assert group.drafts[0].areas == ("international_cooperation",)
    assert group.rows[0].reason == "sector_disagrees"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "Pipeline"}, "status"),
        ({"project_id": "col 1"}, "project_id"),
        ({"PROYECTO": "Otro proyecto"}, "PROYECTO"),
        ({"end_actual_isodate": "2011-01-01"}, "end_actual_isodate"),
        ({"start_actual_isodate": "enero"}, "start_actual_isodate"),
        ({"ad_sector_codes": "999"}, "ad_sector_codes"),
        ({"APORTE_INTERNACIONAL": "1,460.00"}, "APORTE INTERNACIONAL"),
    ],
)
def test_a_project_with_a_wrong_value_names_its_column(cells: dict[str, str], column: str) -> None:
    with pytest.raises(ValueAtFault) as error:
        projects.read_project(2, project(**cells), WORDS)
    assert error.value.column == column


@pytest.mark.parametrize("column", ["geoname_id", "project_location_id", "place_name", "precision_code"])
def test_a_place_with_an_empty_cell_names_its_column(column: str) -> None:
    with pytest.raises(ValueAtFault) as error:
        projects.read_site(2, {**site("COL1", "3689815", "Antioquia"), column: ""})
    assert error.value.column == column


def test_the_tables_speak_the_words_of_the_vocabulary() -> None:
    areas = {sector.area for sector in WORDS.sectors.values()} - {""}
    assert areas <= set(vocabulary().claimable("area"))
    assert set(WORDS.events.values()) <= set(vocabulary().claimable("event"))
