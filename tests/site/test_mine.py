"""My territory: chosen without an account, in the address or, where allowed, in one cookie; and what it changes."""

import csv
import io
import re
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from minga.territories.mine import COOKIE, seen_from, way_back
from tests.site.test_bad_input import TYPED
from tests.site.test_search_page import refs
from tests.site.test_views import page

pytestmark = pytest.mark.usefixtures("small_world", "nothing_remembered")
CALDONO, MEDELLIN, JALISCO = "CO-19137", "CO-05001", "MX-JAL"
PAGES = [
    "/",
    "/buscar/?q=agencia",
    "/pares/",
    "/camino/",
    "/territorios/",
    "/territorios/co-19137-caldono/",
    "/metodo/",
]


@pytest.fixture
def keeper(reader: Client) -> Client:
    """A reader whose browser keeps Caldono."""
    reader.cookies[COOKIE] = CALDONO
    return reader


def test_a_name_that_is_sure_is_chosen_and_others_are_asked_about(reader: Client) -> None:
    response = reader.get("/mi-territorio/", {"q": "Alcaldía de Caldono"})
    assert (response.status_code, response.headers["Location"]) == (302, "/mi-territorio/?mi=CO-19137")
    html = reader.get("/mi-territorio/", {"q": "Rosario", "vuelta": "/buscar/?q=oficina"}).content.decode()
    assert 'href="/buscar/?q=oficina&amp;mi=AR-gn3838583"' in html
    assert "Minga no adivina" in html


def test_no_country_no_place_and_no_nonsense_can_be_chosen(reader: Client) -> None:
    assert "¿Cuál «Colombia»?" in page(reader, "/mi-territorio/?q=Colombia")
    assert "Ningún gobierno por debajo del Estado" in page(reader, "/mi-territorio/?q=zzxqv")
    for code in ("CO", "ZZ-1", "'; DROP", "\x00", "x" * 5000, *TYPED.values()):
        assert "Visto desde" not in page(reader, "/metodo/?" + urlencode({"mi": code}))


def test_choosing_leads_back_to_where_the_reader_was_and_nowhere_else(reader: Client) -> None:
    response = reader.get("/mi-territorio/", {"q": "Caldono", "vuelta": "/camino/?meta=organ"})
    assert response.headers["Location"] == "/camino/?meta=organ&mi=CO-19137"
    for elsewhere in ("https://malo.example/", "//malo.example/", "/\\malo.example", "javascript:alert(1)", "x" * 3000):
        response = reader.get("/mi-territorio/", {"q": "Caldono", "vuelta": elsewhere})
        assert response.headers["Location"] == "/mi-territorio/?mi=CO-19137"


def test_an_address_is_seen_from_one_territory_at_most() -> None:
    assert seen_from("/buscar/?q=a&mi=CO-05001&quitar=x", CALDONO) == "/buscar/?q=a&quitar=x&mi=CO-19137"
    assert seen_from("/buscar/?mi=CO-05001", "") == "/buscar/"
    assert way_back("/buscar/?q=a") == "/buscar/?q=a"
    assert way_back("/" + "a" * 2000) == ""


def test_names_are_offered_to_choose_from_while_they_are_typed(reader: Client) -> None:
    query = {"q": "caldon", "elegir": "1", "vuelta": "/camino/?meta=organ"}
    html = reader.get("/territorios/sugerir/", query).content.decode()
    assert f'href="/mi-territorio/?mi=CO-19137&amp;vuelta={quote("/camino/?meta=organ", safe="")}"' in html
    assert 'href="/territorios/co-19137-caldono/"' in reader.get("/territorios/sugerir/?q=caldon").content.decode()
    assert " · CO<" in reader.get("/territorios/sugerir/?q=colombia").content.decode()
    assert " · CO<" not in reader.get("/territorios/sugerir/?q=colombia&elegir=1").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_whose_view_it_is_and_keeps_nothing(reader: Client, address: str) -> None:
    response = reader.get(seen_from(address, CALDONO))
    html = response.content.decode()
    assert "Visto desde:" in html
    assert 'name="mi" value="CO-19137"' in html
    assert "Cookie" in response.headers["Vary"]
    assert not response.cookies
    assert not reader.get(address).cookies


def test_only_whoever_asks_for_it_keeps_it_and_only_the_code(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/mi-territorio/recordar/?mi=CO-19137")
    assert (refused.status_code, COOKIE in refused.cookies) == (403, False)
    assert "Minga" in refused.content.decode()
    assert not strict.get("/mi-territorio/?mi=CO-19137").cookies
    html = strict.get("/mi-territorio/recordar/?mi=CO-19137").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert token
    response = strict.post("/mi-territorio/recordar/?mi=CO-19137", {"csrfmiddlewaretoken": token[1]})
    kept = response.cookies[COOKIE]
    assert (kept.value, kept["samesite"], kept["httponly"], kept["max-age"]) == (CALDONO, "Lax", True, 31_536_000)
    assert "Este navegador lo recuerda" in strict.get("/mi-territorio/").content.decode()
    assert COOKIE not in client.post("/mi-territorio/recordar/?mi=ZZ-1").cookies
    assert client.get("/mi-territorio/recordar/").headers["Location"] == "/mi-territorio/"


def test_one_click_on_any_page_makes_the_browser_forget(keeper: Client) -> None:
    assert "Mi territorio:" in page(keeper, "/metodo/")
    response = keeper.post("/mi-territorio/olvidar/", {"vuelta": "/buscar/?q=agencia&mi=CO-19137"})
    assert response.headers["Location"] == "/buscar/?q=agencia"
    assert "Mi territorio:" not in page(keeper, "/metodo/")
    assert keeper.post("/mi-territorio/olvidar/", {"vuelta": "https://malo.example/"}).headers["Location"] == (
        "/mi-territorio/"
    )


def test_a_shared_address_is_seen_as_it_was_shared_and_the_readers_own_is_one_click_away(keeper: Client) -> None:
    html = keeper.get("/buscar/?q=agencia&mi=MX-JAL").content.decode()
    assert re.search(r"Visto desde: <a [^>]+>Jalisco</a>", html)
    assert "ver desde Caldono" in html
    assert 'href="?q=agencia"' in html


def test_what_a_list_leads_to_is_seen_from_the_same_territory(reader: Client) -> None:
    for address in ("/buscar/?pais=CO", "/territorios/co-05001-medellin/"):
        links = claims_linked(reader, seen_from(address, CALDONO))
        assert links and all(link.endswith("/?mi=CO-19137") for link in links)
    reader.cookies[COOKIE] = CALDONO
    assert all("mi=" not in link for link in claims_linked(reader, "/buscar/?pais=CO&mi=CO-19137"))


def test_words_are_read_in_their_document_from_the_same_territory(reader: Client) -> None:
    """From a claim, a territory and the list of documents; nothing where the browser keeps it."""
    read = r'href="(/documentos/[0-9a-f]{12}/[^"]*)"[^>]*>leer en el documento<'
    places = ("/afirmaciones/MG-F08/", "/territorios/co-05001-medellin/", "/documentos/")
    for kept in (False, True):
        if kept:
            reader.cookies[COOKIE] = CALDONO
        pages = [reader.get(seen_from(address, CALDONO)).content.decode() for address in places]
        to_words = [link for html in pages for link in re.findall(read, html)]
        to_documents = re.findall(r'href="(/documentos/[0-9a-f]{12}/[^"]*)"', pages[-1])
        assert to_words and to_documents
        assert all(("mi=CO-19137" in link) != kept for link in (*to_words, *to_documents))
        assert all(page(reader, unescape(link)) for link in to_words)


def claims_linked(reader: Client, address: str) -> list[str]:
    """Where the statements on a page lead."""
    return re.findall(r'<h3[^>]*><a href="(/afirmaciones/[^"]+)"', reader.get(address).content.decode())


@pytest.mark.parametrize("name", TYPED)
def test_whatever_the_cookie_holds_is_no_fault(reader: Client, name: str) -> None:
    reader.cookies[COOKIE] = quote(TYPED[name][:3000])
    for address in ("/", "/buscar/?q=agencia", "/pares/", "/mi-territorio/"):
        response = reader.get(address)
        assert response.status_code == 200
        assert "Mi territorio:" not in response.content.decode()


def test_errors_ask_no_base_whose_view_they_are(keeper: Client) -> None:
    assert "Mi territorio:" not in page(keeper, "/nada/?mi=CO-19137", 404)


def test_what_answers_from_territories_like_mine_comes_first_and_says_why(reader: Client) -> None:
    address = "/buscar/?instrumento=cooperation_strategy"
    before, after = refs(reader, address), refs(reader, address + "&mi=MX-JAL")
    assert sorted(before) == sorted(after)
    seen = reader.get("/buscar/?instrumento=cooperation_strategy&mi=CO-19137").content.decode()
    assert re.search(r'"badge firm">parecido a Caldono: mismo país, municipio', seen)
    assert '"badge firm">su territorio' in seen
    mine = refs(reader, address + "&mi=CO-19137")
    assert mine[0] == "MG-F02"
    assert mine.index("MG-F04") > max(mine.index("MG-F01"), mine.index("MG-F03"))


def test_facets_total_and_other_orders_are_as_without_it(reader: Client) -> None:
    address = "/buscar/?instrumento=organ"
    for order in ("fecha", "prueba"):
        assert refs(reader, f"{address}&orden={order}") == refs(reader, f"{address}&orden={order}&mi=CO-05001")
        assert "en este orden no cambia nada" in page(reader, f"{address}&orden={order}&mi=CO-05001")
    counts = r'<span class="count">(\d+)</span>'
    plain, seen = (reader.get(address + more).content.decode() for more in ("", "&mi=CO-05001"))
    assert re.findall(counts, plain) == re.findall(counts, seen)


def test_the_chip_takes_it_off_this_search_and_puts_it_back(keeper: Client) -> None:
    address = "/buscar/?instrumento=organ"
    html = keeper.get(address).content.decode()
    off = re.search(r'href="([^"]+quitar=mi[^"]*)" title="Quitar"', html)
    assert "visto desde: Caldono" in page(keeper, address)
    assert off
    without = off[1].replace("&amp;", "&")
    assert refs(keeper, without) == refs(Client(), address)
    assert "visto desde: Caldono volver a poner" in page(keeper, without)
    assert 'badge firm">parecido' not in keeper.get(without).content.decode()


def test_a_list_taken_away_stands_in_the_order_of_the_page(reader: Client) -> None:
    query = "?instrumento=cooperation_strategy&mi=CO-19137"
    html = reader.get(f"/buscar/{query}").content.decode()
    href = re.search(r'href="(/buscar/resultados\.csv[^"]+)"', html)
    assert href
    lines = list(csv.reader(io.StringIO(reader.get(href[1].replace("&amp;", "&")).content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == refs(reader, f"/buscar/{query}")
    assert [line[0] for line in lines[1:]] != refs(reader, "/buscar/?instrumento=cooperation_strategy")


def test_peers_and_path_are_filled_in_with_it(keeper: Client) -> None:
    assert "Pares de Caldono" in page(keeper, "/pares/")
    assert "Pares de Jalisco" in page(keeper, "/pares/?territorio=MX-JAL")
    assert "Pares de" not in page(keeper, "/pares/?territorio=")
    assert "Desde Caldono" in page(keeper, "/camino/?meta=policy_instrument")
    assert "Es mi territorio" in page(keeper, "/territorios/co-05001-medellin/")
    assert "Es mi territorio" not in page(keeper, "/territorios/co-19137-caldono/")
    assert "Es mi territorio" not in page(keeper, "/territorios/co-colombia/")


@pytest.mark.parametrize(("address", "queries"), [("/metodo/", 1), ("/buscar/?instrumento=organ", 18)])
def test_it_costs_few_queries(keeper: Client, address: str, queries: int, django_assert_max_num_queries: Any) -> None:
    keeper.get(address)
    with django_assert_max_num_queries(queries):
        keeper.get(address)


def test_what_has_no_date_and_background_stay_behind_however_alike(reader: Client) -> None:
    address = "/buscar/?instrumento=organ&desde=1980&hasta=2030"
    halves = [
        [set(re.findall(r'<article class="claim" id="(MG-\w+)"', half)) for half in html.split('id="sin-fecha"')]
        for html in (reader.get(address + more).content.decode() for more in ("", "&mi=MX-JAL"))
    ]
    assert len(halves[0]) == 2
    assert halves[0] == halves[1]
    listed = refs(reader, "/buscar/?territorio=CO-05001&mi=CO-05001")
    assert listed[-1] == "MG-9004"
