"""The search page: what was understood, what answers, what narrows, and the list as a file."""

import csv
import io
import re
from html import unescape
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest
import rispy
from django.test import Client

from minga.evidence.actions import save_claims, save_collection, save_source
from minga.evidence.domain.drafts import CitationDraft, ClaimDraft
from minga.evidence.domain.licences import Licence
from minga.search.actions import refresh
from minga.search.tongues import language_of_index
from tests.site.test_views import page

pytestmark = pytest.mark.usefixtures("small_world")


def refs(reader: Client, address: str) -> list[str]:
    """The refs of the claims that a page lists, in order."""
    return re.findall(r'<article class="claim" id="(MG-\w+)"', reader.get(address).content.decode())


def test_before_a_question_the_page_says_what_can_be_asked(reader: Client) -> None:
    words = page(reader, "/buscar/")
    assert "no redacta respuestas" in words
    assert "oficinas creadas antes de 1990 en Brasil" in words


def test_a_question_is_shown_as_it_was_understood_and_answered_by_claims_with_quotes(reader: Client) -> None:
    address = "/buscar/?q=oficinas+creadas+antes+de+1990+en+Brasil"
    words = page(reader, address)
    for chip in ("instrumento: órgano internacional", "hecho: creación", "cuándo: hasta 1989", "país: Brasil"):
        assert chip in words
    assert set(refs(reader, address)) == {"MG-F08", "MG-F09"}
    assert "<blockquote" in reader.get(address).content.decode()


def test_a_chip_can_be_taken_off_and_put_back(reader: Client) -> None:
    html = reader.get("/buscar/?q=oficinas+creadas+antes+de+1990+en+Brasil").content.decode()
    off = re.search(r'href="([^"]+quitar=country[^"]+)"', html)
    assert off
    assert "país: Brasil volver a poner" in page(reader, off[1].replace("&amp;", "&"))


def test_a_facet_narrows_and_its_choice_can_be_taken_back(reader: Client) -> None:
    html = reader.get("/buscar/?instrumento=organ").content.decode()
    assert re.search(r'href="/buscar/\?instrumento=organ&amp;pais=BR"', html)
    assert set(refs(reader, "/buscar/?instrumento=organ&pais=BR")) == {"MG-F08", "MG-F09", "MG-F10"}
    narrowed = reader.get("/buscar/?instrumento=organ&pais=BR").content.decode()
    assert 'href="/buscar/?instrumento=organ" title="Quitar"' in narrowed


def test_undated_claims_follow_apart_under_a_date_filter(reader: Client) -> None:
    words = page(reader, "/buscar/?instrumento=organ&desde=1980&hasta=2030")
    assert re.search(r"Sin fecha \(\d\) Cumplen lo demás, pero su fuente no dice cuándo\.", words)


def test_results_can_stand_under_their_territories_and_in_order_of_date(reader: Client) -> None:
    grouped = page(reader, "/buscar/?instrumento=organ&agrupar=territorio")
    assert "Jalisco" in grouped
    assert "sin agrupar" in grouped
    by_date = refs(reader, "/buscar/?instrumento=organ&orden=fecha")
    assert by_date.index("MG-9001") < by_date.index("MG-F08")


def test_a_question_too_long_is_cut_with_a_notice(reader: Client) -> None:
    assert "se buscó con los primeros 500" in page(reader, "/buscar/?q=" + "agencia+" * 100)


def test_without_meaning_the_page_says_that_only_words_were_compared(reader: Client) -> None:
    assert "Por ahora se busca solo por palabras" in page(reader, "/buscar/?q=agencia+nacida+entonces")


def test_where_nothing_answers_the_page_says_so_and_what_to_try(reader: Client) -> None:
    words = page(reader, "/buscar/?q=zzxqv")
    assert "Nada de lo que consta aquí responde a eso" in words or "lo más cercano, no la respuesta" in words


def test_the_list_can_be_taken_away_as_a_table_or_as_references(reader: Client) -> None:
    query = "?instrumento=organ&pais=BR"
    html = reader.get(f"/buscar/{query}").content.decode()
    assert all(f"/buscar/resultados.{form}{query.replace('&', '&amp;')}" in html for form in ("csv", "xlsx", "ris"))
    lines = list(csv.reader(io.StringIO(reader.get(f"/buscar/resultados.csv{query}").content.decode("utf-8-sig"))))
    assert {line[0] for line in lines[1:]} == {"MG-F08", "MG-F09", "MG-F10"}
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/buscar/resultados.xlsx{query}").content))
    assert book.worksheets[0].max_row == 4
    assert rispy.loads(reader.get(f"/buscar/resultados.ris{query}").content.decode())
    assert reader.get("/buscar/resultados.csv").status_code == 302


def test_rows_of_two_licences_never_stand_in_one_file(reader: Client, small_world: object) -> None:
    save_collection(
        slug="listas", title="Listas", licence=Licence.CC_BY_SA, attribution="Quienes las escriben", is_register=True
    )
    source, _ = save_source(
        slug="listas", csl={"id": "listas", "type": "webpage", "title": "Listas", "URL": "https://a.org"}
    )
    draft = ClaimDraft(
        ref="TW-1-2",
        kind="claim",
        instrument="office",
        event="created",
        when="1990",
        statement="Una oficina según una lista.",
        territory="BR-RJ",
        citations=(CitationDraft(source=source.slug),),
        collection="listas",
    )
    save_claims(drafts=[draft])
    refresh()
    query = "?instrumento=organ&pais=BR"
    html = reader.get(f"/buscar/{query}").content.decode()
    links = [unescape(link) for link in re.findall(r'href="(/buscar/resultados\.csv[^"]+)"', html)]
    files = [reader.get(link).content.decode("utf-8-sig") for link in links]
    rows = [list(csv.DictReader(io.StringIO(file))) for file in files]
    assert [{row["licencia"] for row in each} for each in rows] == [{"CC-BY-4.0"}, {"CC-BY-SA-4.0"}]
    assert [row["ref"] for row in rows[1]] == ["TW-1-2"] and rows[1][0]["atribución"] == "Quienes las escriben"
    assert "TW-1-2" not in reader.get(f"/buscar/resultados.csv{query}").content.decode()


@pytest.mark.parametrize(
    ("address", "first", "again"),
    [
        ("/buscar/", 0, 0),
        ("/buscar/?instrumento=organ", 12, 8),
        ("/buscar/?q=oficinas+de+Brasil", 12, 8),
        ("/buscar/?q=acuerdos+sobre+agua+y+saneamiento", 11, 11),
    ],
)
def test_a_search_takes_no_more_queries_than_it_says(
    reader: Client, address: str, first: int, again: int, django_assert_max_num_queries: Any
) -> None:
    language_of_index("es")  # known for a minute
    for queries in (first, again):
        with django_assert_max_num_queries(queries):
            reader.get(address)
