"""Claims, sources, documents and the vocabulary, as a reader meets them."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.site.test_views import page
from tests.world import HTML, SECRET, World


def test_a_quoted_claim_shows_its_words_in_context_and_the_chain_behind_them(
    reader: Client, small_world: World
) -> None:
    html = reader.get("/afirmaciones/MG-F08/").content.decode()
    assert "<mark>En 1983, el gobernador de R" in html
    assert "en 1987 el Gobernador de R" in html, "the words around"
    words = page(reader, "/afirmaciones/MG-F08/")
    assert "Esta fuente se apoya a su vez en Schiavon" in words
    assert "Aceptada por Equipo fundador de Minga" in words
    assert f"{small_world.founding.get_absolute_url()}?pasaje=5#MG-F08" in html


@pytest.mark.usefixtures("small_world")
def test_a_claim_without_quote_says_so_and_shows_the_collectors_note(reader: Client) -> None:
    words = page(reader, "/afirmaciones/MG-9006/")
    assert "Sin cita textual, sin cotejar." in words
    assert "Nota de quien la recogió: Lo que leyó quien la recogió." in words
    assert "Nadie ha cotejado todavía esta afirmación" in words
    assert "22 de noviembre de 2026" in words
    assert "2030-2032" in words


@pytest.mark.usefixtures("small_world")
def test_two_claims_that_disagree_stand_side_by_side_on_both_pages(reader: Client) -> None:
    for ref, other in (("MG-9001", "MG-9002"), ("MG-9002", "MG-9001")):
        words = page(reader, f"/afirmaciones/{ref}/")
        assert "En disputa: quién dice qué" in words
        assert other in words
        assert "en disputa" in words


@pytest.mark.usefixtures("small_world")
def test_what_was_replaced_stays_readable_and_leads_to_what_replaced_it(reader: Client) -> None:
    words = page(reader, "/afirmaciones/MG-9007/")
    assert "Esta afirmación fue reemplazada" in words
    assert "MG-9008 . La prensa da el año." in words
    assert "Corrige a MG-9007 : La prensa da el año." in page(reader, "/afirmaciones/MG-9008/")


@pytest.mark.usefixtures("small_world")
@pytest.mark.parametrize("ref", ["MG-9009", "MG-8888"])
def test_what_is_only_proposed_and_what_never_was_are_not_found(reader: Client, ref: str) -> None:
    assert "Aquí no hay nada con ese nombre" in page(reader, f"/afirmaciones/{ref}/", 404)


@pytest.mark.usefixtures("small_world")
def test_background_says_that_it_does_not_count(reader: Client) -> None:
    assert "Es un antecedente" in page(reader, "/afirmaciones/MG-9004/")


@pytest.mark.usefixtures("small_world")
def test_html_in_a_statement_is_shown_and_never_run(reader: Client) -> None:
    for address in ("/afirmaciones/MG-9010/", "/territorios/co-05001-medellin/", "/fuentes/tesis/", "/fuentes/"):
        html = reader.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
    assert HTML in json.loads(reader.get("/afirmaciones/MG-9010/cita.json").content)[0]["title"]


@pytest.mark.usefixtures("small_world")
@pytest.mark.parametrize(
    ("form", "begins", "media_type"),
    [
        ("bib", "@misc{aci,", "application/x-bibtex"),
        ("ris", "TY  - ELEC", "application/x-research-info-systems"),
        ("json", "[", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_claim_and_a_source_can_be_cited_in_three_forms(
    reader: Client, form: str, begins: str, media_type: str
) -> None:
    for address in ("/afirmaciones/MG-9001/", "/fuentes/aci/"):
        response = reader.get(f"{address}cita.{form}")
        text = response.content.decode()
        assert begins in text.splitlines()[0] + text.splitlines()[1]
        assert response.headers["Content-Type"].startswith(media_type)
        assert "attachment" in response.headers["Content-Disposition"]
    assert (
        "http://testserver/afirmaciones/MG-9001/" in reader.get(f"/afirmaciones/MG-9001/cita.{form}").content.decode()
    )


@pytest.mark.usefixtures("small_world")
def test_a_ref_in_small_letters_leads_to_its_address(reader: Client) -> None:
    response = reader.get("/afirmaciones/mg-f08/")
    assert (response.status_code, response.headers["Location"]) == (301, "/afirmaciones/MG-F08/")


@pytest.mark.usefixtures("small_world")
def test_a_mirror_is_marked_wherever_it_is_named(reader: Client) -> None:
    for address in ("/fuentes/", "/fuentes/copia/", "/afirmaciones/MG-9005/", "/territorios/mx-jal-jalisco/"):
        assert "copia no oficial" in page(reader, address)


@pytest.mark.usefixtures("small_world")
def test_a_source_lists_what_stands_on_it_directly_or_through_another(reader: Client) -> None:
    assert "2 afirmaciones, sin cotejar" in page(reader, "/fuentes/aci/")
    schiavon = reader.get("/fuentes/schiavon-politica-externa-entidades-federativas/").content.decode()
    assert all(f'id="MG-F{n:02}"' in schiavon for n in range(8, 13))


@pytest.mark.usefixtures("small_world")
def test_sources_are_searched_words_of_author_or_title_without_accents(reader: Client) -> None:
    assert "La agencia nació antes" in page(reader, "/fuentes/?q=perez+NACIO")
    assert "Ninguna fuente de esta colección lleva «zzz»" in page(reader, "/fuentes/?q=zzz")


def test_an_open_document_is_read_whole_with_the_words_of_its_claims_marked(reader: Client, small_world: World) -> None:
    html = reader.get(small_world.founding.get_absolute_url()).content.decode()
    assert all(f'id="p{n}"' in html for n in range(1, 8))
    refs = [f"MG-F{n:02}" for n in range(1, 18)]
    assert all(f'href="/afirmaciones/{ref}/"' in html for ref in refs)
    assert "Los Municipios pueden intercambiar experiencias" in html


def test_of_a_document_that_is_not_open_only_the_quotes_are_read(reader: Client, small_world: World) -> None:
    words = page(reader, small_world.quotes_only.get_absolute_url())
    assert "aquí solo se lee lo que se cita de él" in words
    assert "En 1987 Jalisco creó una oficina" in words
    assert SECRET not in words
    assert SECRET not in page(reader, "/afirmaciones/MG-9012/")


def test_a_private_document_is_read_nowhere(reader: Client, small_world: World) -> None:
    page(reader, small_world.private.get_absolute_url(), 404)
    for address in ("/afirmaciones/MG-9013/", "/territorios/mx-jal-jalisco/", "/fuentes/documento-private/"):
        words = page(reader, address)
        assert "según el informe (private)" not in words
        assert SECRET not in words


@pytest.mark.usefixtures("small_world")
def test_the_vocabulary_defines_counts_and_leads_to_the_claims(reader: Client) -> None:
    assert "agencia" in page(reader, "/vocabulario/")
    words = page(reader, "/vocabulario/instrument/organ/")
    assert "Conceptos más precisos" in words
    assert "aceptadas" in words
    assert 'href="/buscar/?instrumento=organ"' in reader.get("/vocabulario/instrument/organ/").content.decode()
    page(reader, "/vocabulario/instrument/nada/", 404)
    page(reader, "/vocabulario/modality/call/", 404)


@pytest.mark.usefixtures("small_world")
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/afirmaciones/MG-F08/", 8),
        ("/afirmaciones/MG-9001/", 12),
        ("/fuentes/", 3),
        ("/fuentes/aci/", 11),
        ("/vocabulario/", 8),
        ("/vocabulario/instrument/organ/", 2),
    ],
)
def test_a_page_takes_no_more_queries_than_it_says(
    reader: Client, address: str, queries: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(queries):
        reader.get(address)
