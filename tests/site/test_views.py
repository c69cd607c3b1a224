"""Home, territories, organizations and what the site says of itself."""

import re
from typing import Any

import pytest
from django.test import Client

from minga.evidence.actions import save_claims
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft, CounterpartDraft

pytestmark = pytest.mark.usefixtures("small_world")


def page(reader: Client, address: str, status: int = 200) -> str:
    """The words of a page, its tags taken off and its spaces made one."""
    response = reader.get(address)
    assert response.status_code == status, address
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_home_tells_accepted_and_recorded_apart_and_says_what_is_missing(reader: Client) -> None:
    words = page(reader, "/")
    assert "18 afirmaciones aceptadas, con sus palabras leídas" in words or "afirmaciones aceptadas" in words
    assert "Es lo que consta aquí, no lo que existe." in words
    assert "no tienen fecha en su fuente" in words
    assert "De todos los demás territorios no hay registro todavía" in words


def test_home_draws_the_organs_created_and_its_table_holds_the_same(reader: Client) -> None:
    home = reader.get("/").content.decode()
    drawn = re.findall(r"<g class=\"(?:accepted|recorded)[^\"]*\"><title>([^<]+)</title>", home)
    listed = page(reader, "/cronologia/")
    assert len(drawn) == 7
    assert any(title.startswith("1983: ") for title in drawn)
    assert all(title.split(": ", 1)[1].removesuffix(".") in listed.replace("&amp;", "&") for title in drawn)


def test_a_territory_shows_codes_trajectory_claims_sources_and_whom_to_turn_to(reader: Client) -> None:
    words = page(reader, "/territorios/co-05001-medellin/")
    assert "CO-05001" in words
    assert "Población de la cabecera" in words
    assert "7 afirmaciones, 2 aceptadas" in words
    assert "Además hay 2 sin fecha" in words
    assert "Antecedentes 1" in words
    assert "Federación Colombiana de Municipios" in words
    assert "La agencia de Medellín nació en 2002." in words
    assert "Un premio que nadie ha leído" not in words, "what is proposed is not shown"
    assert "Medellín adoptó un programa. " not in words, "what was replaced is read on its own page"


def test_the_trajectory_as_a_table_holds_every_act(reader: Client) -> None:
    table = reader.get("/territorios/co-05001-medellin/").content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert table.count("<tr>") == 7
    assert "hacia 2001" in table


def test_a_territory_without_claims_says_silence_is_not_absence(reader: Client) -> None:
    words = page(reader, "/territorios/co-19212-corinto/")
    assert "Sin registro sobre Corinto." in words
    assert "no que el territorio no haya hecho nada" in words
    assert "Puede ver lo que consta de: Colombia , Cauca" in words


def test_the_other_party_of_a_claim_is_told_on_its_page(reader: Client) -> None:
    assert "Aparece como la otra parte 1" in page(reader, "/territorios/ar-gn3838583-rosario/")


def _bonds(count: int) -> None:
    """As many bonds of Medellín, each told from both sides."""
    others = ["AR-gn3838583", "MX-JAL", "CO-19137"]
    pairs = [("CO-05001", others[n % 3], n) for n in range(count)]
    drafts = [
        ClaimDraft(
            ref=f"MG-95{n:02}{side}",
            kind="claim",
            instrument="twinning",
            event="signed",
            when=str(1980 + n),
            statement=f"Hermanamiento {n} de {one}.",
            territory=one,
            counterparts=(CounterpartDraft(name=other, territory=other),),
            citations=(CitationDraft(source="aci"),),
        )
        for first, second, n in pairs
        for side, one, other in (("A", first, second), ("B", second, first))
    ]
    assert {row.outcome for row in save_claims(drafts=drafts)} == {"added"}


def test_a_bond_that_both_sides_have_on_record_is_told_once_on_each_page(reader: Client) -> None:
    _bonds(3)
    words = page(reader, "/territorios/co-05001-medellin/")
    assert "Hermanamiento 1 de CO-05001." in words and "Hermanamiento 1 de MX-JAL." not in words
    assert "Hermanamiento 1 de MX-JAL." in page(reader, "/territorios/mx-jal-jalisco/")


def test_of_a_long_list_a_territory_shows_the_beginning_and_leads_to_the_rest(reader: Client) -> None:
    _bonds(60)
    html = reader.get("/territorios/co-05001-medellin/").content.decode()
    (address,) = re.findall(r'href="(/territorios/co-05001-medellin/\?ver=twinning)"', html)
    assert 'id="MG-9550A"' not in html and 'id="MG-9511A"' in html
    first, second = page(reader, address), page(reader, f"{address}&pagina=2")
    assert "Hermanamiento 0 de CO-05001." in first and "Página 1 de 2" in first
    assert "Hermanamiento 59 de CO-05001." in second
    assert "Trayectoria" in page(reader, "/territorios/co-05001-medellin/?ver=nada")


def test_of_a_long_list_an_organization_shows_the_beginning_and_leads_to_the_rest(reader: Client) -> None:
    drafts = [
        ClaimDraft(
            ref=f"MG-96{n:02}",
            kind="claim",
            instrument="project",
            event="awarded",
            when=str(1960 + n),
            statement=f"Proyecto {n} de Medellín.",
            territory="CO-05001",
            counterparts=(CounterpartDraft(name="BID", organization="bid"),),
            citations=(CitationDraft(source="aci"),),
        )
        for n in range(60)
    ]
    assert {row.outcome for row in save_claims(drafts=drafts)} == {"added"}
    html = reader.get("/organizaciones/bid/").content.decode()
    (address,) = re.findall(r'href="(/organizaciones/bid/\?ver=otra-parte)"', html)
    assert html.count('<article class="claim"') == 12
    first, second = page(reader, address), page(reader, f"{address}&pagina=2")
    assert "Proyecto 0 de Medellín." in first and "Página 1 de 2" in first
    assert "Proyecto 59 de Medellín." in second
    assert "Organización" in page(reader, "/organizaciones/bid/?ver=nada")


def test_where_one_is_only_the_other_party_the_page_does_not_say_that_nothing_is_on_record(reader: Client) -> None:
    words = page(reader, "/territorios/ar-gn3838583-rosario/")
    assert "como la otra parte: 1" in words


def test_many_acts_of_one_year_are_one_mark_with_their_number(reader: Client) -> None:
    drafts = [
        ClaimDraft(
            ref=f"MG-97{n:02}",
            kind="claim",
            instrument="project",
            event="held",
            when="2008" if n < 30 else "2010",
            statement=f"Proyecto {n} de Corinto.",
            territory="CO-19212",
            citations=(CitationDraft(source="aci"),),
        )
        for n in range(31)
    ]
    assert {row.outcome for row in save_claims(drafts=drafts)} == {"added"}
    html = reader.get("/territorios/co-19212-corinto/").content.decode()
    assert re.findall(r"<g class=\"[^\"]+\"><title>([^<]+)</title>", html) == [
        "2008: 30",
        "2010: Proyecto 30 de Corinto.",
    ]


def test_a_country_leads_down_to_its_first_level_with_counts(reader: Client) -> None:
    words = page(reader, "/territorios/co-colombia/")
    assert re.search(r"Antioquia 7 \(2 aceptadas\)", words)
    assert re.search(r"Cauca 1 \(1 aceptada\)", words)


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("/territorios/CO-05001/", "/territorios/co-05001-medellin/"),
        ("/territorios/co-05001-otro-nombre/", "/territorios/co-05001-medellin/"),
        ("/territorios/19137/", "/territorios/co-19137-caldono/"),
        ("/territorios/?q=19137", "/territorios/co-19137-caldono/"),
        ("/territorios/?q=MX-JAL", "/territorios/mx-jal-jalisco/"),
        ("/territorios/?q=Alcald%C3%ADa+de+Caldono", "/territorios/co-19137-caldono/"),
    ],
)
def test_any_way_of_writing_a_territory_leads_to_its_one_address(reader: Client, written: str, leads_to: str) -> None:
    response = reader.get(written)
    assert response.status_code in (301, 302)
    assert response.headers["Location"].split("?")[0] == leads_to


@pytest.mark.parametrize("code", ["CO-99999", "co-99999-nada", "CO-XYZ", "MX-JAL-99999", "mx-jal-99999"])
def test_an_unknown_code_of_a_known_country_is_not_the_country(reader: Client, code: str) -> None:
    html = reader.get(f"/territorios/{code}/?mi=CO-19137")
    assert html.status_code == 404
    words, within = html.content.decode(), "co-colombia" if code.lower().startswith("co") else "mx-jal-jalisco"
    assert f"Ningún territorio del nomenclátor tiene el código «{code}»" in words
    assert f'name="q" value="{code}"' in words
    assert f'href="/territorios/{within}/?mi=CO-19137"' in words


def test_homonyms_are_listed_with_reasons_and_never_guessed_in_silence(reader: Client) -> None:
    words = page(reader, "/territorios/?q=rosario&todos=1")
    assert "Minga no adivina" in words
    assert words.count("se llama así") > 5
    response = reader.get("/territorios/?q=rosario", follow=True)
    assert "Ver los demás que se llaman así" in response.content.decode() or "Minga no adivina" in words


def test_an_unknown_name_gets_advice(reader: Client) -> None:
    assert "Ningún territorio del nomenclátor se llama «qwxzv»" in page(reader, "/territorios/?q=qwxzv")


def test_names_are_offered_while_they_are_typed(reader: Client) -> None:
    words = page(reader, "/territorios/sugerir/?q=caldon")
    assert words.startswith("Caldono Cauca, Colombia · CO-19137")
    assert page(reader, "/territorios/sugerir/?q=") == ""


def test_the_site_explains_itself_and_credits_its_sources(reader: Client) -> None:
    assert "GeoNames" in page(reader, "/acerca/")
    assert "«Sin registro» nunca quiere decir «no»" in page(reader, "/metodo/")


def test_the_sitemap_holds_only_territories_with_claims(reader: Client) -> None:
    index = reader.get("/sitemap.xml").content.decode()
    parts = re.findall("<loc>(.*?)</loc>", index)
    assert "http://testserver/sitemap-territorios.xml" in parts
    listed = "".join(reader.get(part).content.decode() for part in parts)
    assert "http://testserver/territorios/co-05001-medellin/" in listed
    assert "corinto" not in listed
    assert "/afirmaciones/MG-9001/" in listed
    assert "MG-9009" not in listed
    assert "Sitemap: http://testserver/sitemap.xml" in page(reader, "/robots.txt")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 8),
        ("/cronologia/", 1),
        ("/territorios/", 3),
        ("/territorios/co-05001-medellin/", 11),
        ("/territorios/co-colombia/", 12),
        ("/acerca/", 1),
        ("/metodo/", 0),
        ("/sitemap.xml", 4),
        ("/sitemap-territorios.xml", 2),
        ("/territorios/sugerir/?q=medell", 3),
    ],
)
def test_a_page_takes_no_more_queries_than_it_says(
    reader: Client, address: str, queries: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(queries):
        reader.get(address)
