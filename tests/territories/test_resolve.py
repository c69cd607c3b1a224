"""Names as people write them, over the whole gazetteer."""

import argparse
import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.forms import model_to_dict

from minga.territories import commands, queries
from minga.territories.domain import Hints
from minga.territories.models import Edition, Organization, Territory, TerritoryName
from minga.territories.queries.by_key import with_parents

pytestmark = pytest.mark.usefixtures("gazetteer")

ONE = [
    ("Municipalidad del Rosario", "AR", "AR-gn3838583"),
    ("Rosario, Santa Fe", None, "AR-gn3838583"),
    ("prefeitura de São Paulo", None, "BR-3550308"),
    ("Estado de México", None, "MX-MEX"),
    ("Región del Valparaíso", None, "CL-VS"),
    ("Bogotá D.C.", None, "CO-11001"),
    ("Bogotá", None, "CO-11001"),
    ("CDMX", None, "MX-CMX"),
    ("CABA", None, "AR-C"),
    ("Ciudad de México", None, "MX-CMX"),
    ("Ville de Québec", None, "CA-gn6325494"),
    ("Medellín, Antioquia", None, "CO-05001"),
    ("medellin", None, "CO-05001"),
    ("Caldono, Cauca", None, "CO-19137"),
    ("gobernador de Río de Janeiro", None, "BR-RJ"),
    ("Tolima", None, "CO-TOL"),
    ("19137", None, "CO-19137"),
    ("3550308", None, "BR-3550308"),
    ("co-dc", None, "CO-11001"),
    ("BR-DF", None, "BR-5300108"),
    ("ar-GN3838583", None, "AR-gn3838583"),
    ("Baviera", None, "DE-BY"),
    ("Escocia", None, "GB-SCT"),
    ("Flandes", "BE", "BE-VLG"),
    ("Monterrey", "MX", "MX-19039"),
    ("Colombia", None, "CO"),
    ("Diputación de Barcelona", None, "ES-B"),
    ("Área Metropolitana del Valle de Aburrá", None, "CO-X-AMVA"),
]


@pytest.mark.parametrize(("name", "country", "code"), ONE)
def test_a_name_means_one_territory(name: str, country: str | None, code: str) -> None:
    territory = queries.resolve(name, Hints(country=country)).territory
    assert territory is not None
    assert territory.code == code


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Municipalidad del Rosario", {"AR-gn3838583"}),
        ("Sao Paulo", {"BR-SP", "BR-3550308"}),
        ("México", {"MX", "MX-MEX"}),
        ("Québec", {"CA-QC", "CA-gn6325494"}),
        ("Bogotá, Cundinamarca", {"CO-11001", "CO-CUN"}),
        ("11001", {"CO-11001", "MX-11001"}),
        ("Medelin", {"CO-05001"}),
    ],
)
def test_an_ambiguous_name_gives_candidates_with_their_reasons(name: str, codes: set[str]) -> None:
    answer = queries.resolve(name)
    assert answer.territory is None
    assert codes <= {one.territory.code for one in answer.candidates}
    assert all(commands.reason(why) for one in answer.candidates for why in one.why)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "🙂", "مدينة", "x" * 10_000, "' OR 1=1 --", "%_%", ",,,", "()", "-" * 50, "9" * 30, "²", "ab"],
)
def test_nonsense_is_answered_calmly(text: str) -> None:
    assert queries.resolve(text).territory is None
    assert queries.by_code(text).territory is None
    assert queries.by_slug(text) is None
    assert isinstance(queries.typeahead(text), list)


def test_the_town_is_the_seat_and_never_stands_beside_its_municipality() -> None:
    caldono = Territory.objects.get(code="CO-19137")
    assert caldono.population
    assert not Territory.objects.filter(parent=caldono, name="Caldono").exists()
    assert queries.by_code("CO-gn3687933").territory == caldono


def test_other_towns_of_a_municipality_are_places() -> None:
    places = Territory.objects.filter(country="CO", level="place")
    assert places.exists()
    assert not places.governments().exists()


def test_cities_stand_in_where_the_source_has_no_municipalities() -> None:
    rosario = Territory.objects.get(code="AR-gn3838583")
    assert (rosario.level, rosario.is_government, rosario.stands_for_municipality) == ("municipality", True, True)
    assert rosario.ancestors[:2] == ["AR", "AR-S"]


@pytest.mark.parametrize(
    "code", ["CO-11001", "MX-CMX", "AR-C", "BR-5300108", "UY-MO", "DE-BE", "AT-9", "US-DC", "PE-LMA"]
)
def test_a_capital_that_is_a_first_level_has_its_people_and_its_other_codes(code: str) -> None:
    capital = Territory.objects.get(code=code)
    assert capital.ancestors == [code[:2]]
    assert (capital.population or 0) > 100_000
    assert capital.other_codes


def test_countries_have_names_in_four_languages() -> None:
    names = TerritoryName.objects.filter(territory__code="DE", kind="official")
    assert {(name.language, name.name) for name in names} >= {
        ("es", "Alemania"),
        ("en", "Germany"),
        ("pt", "Alemanha"),
        ("fr", "Allemagne"),
    }


def test_typing_finds_governments_first_and_quickly() -> None:
    assert queries.typeahead("bog")[0].territory.code == "CO-11001"
    assert queries.typeahead("bo")[0].territory.code == "BO"
    assert queries.typeahead("medelin")[0].territory.code == "CO-05001"
    start = time.perf_counter()
    for _turn in range(10):
        queries.typeahead("sant")
    assert (time.perf_counter() - start) / 10 < 0.3


def test_one_walks_from_a_country_down_to_a_municipality() -> None:
    assert {"CO-CAU", "CO-11001"} <= {one.code for one in queries.first_levels("CO")}
    cauca = Territory.objects.get(code="CO-CAU")
    caldono = queries.municipalities(cauca).get(code="CO-19137")
    assert caldono in queries.children(cauca)
    assert queries.children(cauca, governments_only=False).count() >= queries.children(cauca).count()
    assert [one.code for one in queries.lineage(caldono)] == ["CO", "CO-CAU"]
    assert queries.countries().filter(code="CO").exists()
    assert queries.by_slug(caldono.slug) == caldono


def test_a_municipality_and_a_department_turn_to_their_own_federations() -> None:
    by_code = Territory.objects.in_bulk(["CO-19137", "CO-TOL", "CO"], field_name="code")
    names = {code: {row["short_name"] for row in queries.associations_for(one)} for code, one in by_code.items()}
    assert "FCM" in names["CO-19137"]
    assert names["CO-TOL"] == {"FND"}
    assert names["CO"] >= {"FCM", "FND"}


def test_all_holds_and_what_does_not_is_said() -> None:
    assert list(queries.problems()) == []
    caldono = Territory.objects.get(code="CO-19137")
    caldono.names.all().delete()
    Territory.objects.filter(pk=caldono.pk).update(parent=Territory.objects.get(code="MX-MEX"))
    Edition.objects.update(counts={"country": 1000})
    assert len(list(queries.problems())) == 4
    Edition.objects.all().delete()
    assert list(queries.problems()) == ["gazetteer: never loaded"]


def test_the_command_answers_in_words_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())

    def run(*words: str) -> int:
        return commands.run_resolve(parser.parse_args(["resolve", *words]))

    assert run("Caldono", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["territory"]["code"] == answer["candidates"][0]["code"] == "CO-19137"
    assert run("Sao Paulo") == 1
    assert "No hay certeza" in capsys.readouterr().out
    assert run("🙂") == 1
    assert "Ningún territorio" in capsys.readouterr().out
    assert run("Tolima", "--country", "co", "--level", "department") == 0
    assert "CO-TOL" in capsys.readouterr().out


def test_a_parent_known_beside_the_name_decides() -> None:
    answer = queries.resolve("Buenos Aires", Hints(parent="co-cau"))
    assert answer.territory is not None
    assert answer.territory.code == "CO-19110"


def test_the_bodies_of_the_collection_are_loaded_with_their_governments() -> None:
    assert Organization.objects.exclude(territory=None).exists()
    assert str(Edition.objects.get(source="gazetteer")).startswith("gazetteer ")
    assert str(Territory.objects.get(code="CO-19137")) == "Caldono (CO-19137)"
    assert Territory.objects.get(code="ES-VC").name == "Comunidad Valenciana"


def strangers() -> list[tuple[str, str, str, str]]:
    """The rows of names.tsv: name, country, level, expected."""
    lines = (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(name, country, level, expected) for name, country, level, expected in rows]


@pytest.mark.parametrize(("name", "country", "level", "expected"), strangers())
def test_a_strangers_name_means_one_territory_or_gives_the_right_candidates(
    name: str, country: str, level: str, expected: str
) -> None:
    answer = queries.resolve(name, Hints(country=country or None, level=level or None))
    found = answer.territory.code if answer.territory else "?"
    wanted, *among = expected.split()
    assert found == wanted
    assert set(among) <= {one.territory.code for one in answer.candidates}
    assert all(one.why and all(commands.reason(why) for why in one.why) for one in answer.candidates)


def test_territories_by_key_come_with_their_parents_and_unknown_keys_with_nothing(
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    asked = {Territory.objects.get(code=code).pk: code for code in ("CO-19137", "MX-MEX", "CO")}
    usual = Territory.objects.select_related("parent").in_bulk(list(asked))
    with django_assert_num_queries(1):
        found = with_parents([*asked, 0])
        parents = {each.code: each.parent and each.parent.code for each in found.values()}
    assert parents == {"CO-19137": "CO-CAU", "MX-MEX": "MX", "CO": None}
    assert [model_to_dict(found[key]) for key in asked] == [model_to_dict(usual[key]) for key in asked]
