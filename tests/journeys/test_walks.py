"""People's walks through the site, with JavaScript and without."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Reader

pytestmark = pytest.mark.journey


def test_an_officer_asks_in_her_own_words_and_reaches_the_words_that_prove_it(reader: Reader) -> None:
    _ask_and_reach_the_words(reader)


def test_the_same_walk_needs_no_javascript(plain_reader: Reader) -> None:
    _ask_and_reach_the_words(plain_reader)


def _ask_and_reach_the_words(reader: Reader) -> None:
    page = reader.open("/")
    page.get_by_label("Pregunte con sus palabras").fill("oficinas creadas antes de 1990 en Brasil")
    page.get_by_role("button", name="Buscar").click()
    expect(page.get_by_text("instrumento: órgano internacional")).to_be_visible()
    expect(page.get_by_text("cuándo: hasta 1989")).to_be_visible()
    page.locator("article#MG-F08 h3 a").click()
    expect(page.locator("mark")).to_contain_text("instituyó el primer órgano")
    page.get_by_role("link", name="leer en el documento").first.click()
    assert page.url.endswith("#MG-F08")
    expect(page.locator("mark[id='MG-F08']")).to_be_in_viewport()
    page.locator("#p5 > a.at").click()
    assert page.url.endswith("?pasaje=5#p5")
    assert reader.complaints == []


def test_what_was_understood_can_be_taken_off_and_the_list_narrowed(plain_reader: Reader) -> None:
    page = plain_reader.open("/buscar/?q=hermanamientos+de+municipios+colombianos")
    before = _total(page)
    page.locator(".chips a[title='Quitar']").last.click()
    expect(page.get_by_text("volver a poner").first).to_be_visible()
    page.get_by_role("link", name="volver a poner").first.click()
    assert _total(page) == before
    page.locator(".facets li a").first.click()
    assert 0 < _total(page) <= before


def _total(page: Page) -> int:
    found = re.search(r"([\d.]+) resultados?", page.locator(".toolbar").inner_text())
    assert found
    return int(found[1].replace(".", ""))


def test_an_officer_finds_her_municipality_and_whom_to_turn_to(plain_reader: Reader) -> None:
    page = plain_reader.open("/")
    page.get_by_label("O vaya a un territorio").fill("Alcaldía de Caldono")
    page.get_by_role("button", name="Ir").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Caldono")
    page.get_by_role("link", name="a quién acudir").click()
    expect(page.get_by_role("link", name="Federación Colombiana de Municipios")).to_be_visible()


def test_names_are_offered_while_they_are_typed(reader: Reader) -> None:
    page = reader.open("/territorios/")
    page.get_by_label("Nombre o código").press_sequentially("manizal", delay=30)
    offered = page.locator("#suggestions a").first
    expect(offered).to_contain_text("Manizales")
    offered.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Manizales")
    assert reader.complaints == []


def test_from_a_country_one_goes_down_to_a_municipality(plain_reader: Reader) -> None:
    page = plain_reader.open("/territorios/")
    page.get_by_role("link", name="Colombia", exact=True).click()
    page.get_by_role("link", name="Cauca", exact=True).click()
    page.get_by_role("link", name="Caldono", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Caldono")
    page.get_by_role("navigation", name="Dónde está").get_by_role("link", name="Cauca").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cauca")


def test_a_researcher_takes_the_list_and_the_reference_away(plain_reader: Reader) -> None:
    page = plain_reader.open("/buscar/?instrumento=agency&pais=CO")
    with page.expect_download() as list_:
        page.get_by_role("link", name="CSV").click()
    assert list_.value.path().read_text(encoding="utf-8-sig").count("\n") > 3
    page.locator("article.claim h3 a").first.click()
    with page.expect_download() as reference:
        page.get_by_role("link", name="BibTeX").click()
    assert reference.value.path().read_text().startswith("@")


def test_of_two_licences_there_are_two_rows_of_files_and_no_row_stands_in_both(plain_reader: Reader) -> None:
    page = plain_reader.open("/buscar/?q=cooperaci%C3%B3n+internacional")
    files = page.locator("a[download]").filter(has_text="CSV")
    expect(files).to_have_count(2)
    rows = []
    for n in range(2):
        with page.expect_download() as taken:
            files.nth(n).click()
        with taken.value.path().open(encoding="utf-8-sig", newline="") as file:
            rows.append({tuple(row) for row in list(csv.reader(file))[1:]})
    assert all(rows)
    assert not rows[0] & rows[1]


def test_a_long_table_of_routes_is_one_click_away_and_leads_back(plain_reader: Reader) -> None:
    page = plain_reader.open("/camino/?meta=organ&mi=CO-19137")
    page.get_by_role("link", name=re.compile("caminos en texto")).click()
    expect(page.get_by_role("region", name="Caminos en tabla")).to_be_visible()
    page.get_by_role("link", name="El camino que otros tomaron").click()
    assert page.url.endswith("/camino/?meta=organ&mi=CO-19137")


def test_the_keyboard_skips_to_the_content(reader: Reader) -> None:
    page = reader.open("/metodo/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir al contenido")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido"


def test_on_paper_a_territory_is_a_clean_dossier(reader: Reader) -> None:
    page = reader.open("/territorios/co-05001-medellin/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Secciones").is_visible()
    assert not page.locator("header form").is_visible()
    assert page.locator("#trayectoria").is_visible()
    assert page.locator(".claim").first.is_visible()


def test_an_officer_sees_everything_from_her_territory_and_takes_it_off_again(reader: Reader) -> None:
    _see_from_mine(reader)


def test_seeing_it_from_her_territory_needs_no_javascript(plain_reader: Reader) -> None:
    _see_from_mine(plain_reader)


def _see_from_mine(reader: Reader) -> None:
    page = reader.open("/")
    page.get_by_label("O vaya a un territorio").fill("Caldono")
    page.get_by_role("button", name="Es mi territorio").click()
    expect(page.get_by_role("heading", level=2, name="Caldono", exact=True)).to_be_visible()
    page.locator("main").get_by_label("Pregunte con sus palabras").fill("estrategia de cooperación internacional")
    page.locator("main").get_by_role("button", name="Buscar").click()
    expect(page.locator(".chips").first).to_contain_text("visto desde: Caldono")
    expect(page.locator(".alike .badge").first).to_have_text("su territorio")
    expect(page.locator(".alike .badge").nth(1)).to_contain_text("parecido a Caldono: mismo país, municipio")
    seen = _total(page)
    page.locator(".chips a[title='Quitar']").first.click()
    assert "quitar=mi" in page.url
    assert page.locator(".alike").count() == 0
    assert _total(page) == seen
    page.get_by_role("link", name="volver a poner").first.click()
    expect(page.locator(".alike").first).to_be_visible()
    assert reader.context.cookies() == []
    assert reader.complaints == []


def test_what_the_browser_keeps_is_kept_by_permission_and_forgotten_with_one_click(plain_reader: Reader) -> None:
    page = plain_reader.open("/territorios/co-19137-caldono/")
    page.get_by_role("link", name="Es mi territorio").click()
    page.get_by_role("link", name="Recordarlo en este navegador").click()
    page.get_by_role("button", name="Sí, recordarlo").click()
    kept = [(each["name"], each["value"], each["httpOnly"]) for each in plain_reader.context.cookies()]
    assert kept == [("minga_mi", "CO-19137", True)]
    page.goto(f"{plain_reader.site}/pares/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pares de Caldono")
    page.get_by_role("button", name="olvidarlo").click()
    assert page.url.endswith("/pares/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pares")
    assert plain_reader.context.cookies() == []


def test_an_officer_prepares_a_letter_to_a_peer_and_takes_it_away(plain_reader: Reader) -> None:
    page = plain_reader.open("/pares/?territorio=CO-19137&meta=organ")
    page.get_by_role("link", name="Pedir ayuda").first.click()
    page.get_by_label("Primera pregunta").fill("¿Con qué decreto se creó?")
    with page.expect_download() as paper:
        page.get_by_role("button", name="Bajar en PDF").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as text:
        page.get_by_role("button", name="Bajar en Word").click()
    assert text.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="Actualizar el texto del correo").click()
    expect(page.locator("pre")).to_contain_text("1. ¿Con qué decreto se creó?")
    expect(page.get_by_role("link", name="Abrir en su programa de correo")).to_be_visible()


def test_a_reader_goes_from_mark_to_mark_by_keyboard_and_may_turn_the_keys_off(reader: Reader) -> None:
    page = reader.open("/documentos/")
    page.get_by_role("link", name=re.compile("Siete notas al pie")).click()
    page.wait_for_url("**/documentos/*/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("#.+"))
    first = _place(page)
    expect(page.locator(f"[id='{first}']")).to_be_in_viewport()
    page.keyboard.press("j")
    assert _place(page) != first
    page.keyboard.press("k")
    assert _place(page) == first
    page.get_by_role("button", name="No usarlas").click()
    page.keyboard.press("n")
    assert _place(page) == first
    assert reader.complaints == []


def _place(page: Page) -> str:
    """The place on the page at which the reader is."""
    return str(page.evaluate("location.hash")).removeprefix("#")


def test_an_old_address_of_a_passage_leads_to_its_part(reader: Reader) -> None:
    page = _actas(reader)
    address = page.url
    last = page.context.new_page()
    last.goto(f"{address}#p12")
    expect(last.locator("#p12")).to_be_in_viewport()
    assert "pasaje=12#p12" in last.url


def test_a_page_is_reached_by_its_number_without_a_script(plain_reader: Reader) -> None:
    page = _actas(plain_reader)
    page.get_by_label("Página", exact=True).fill("11")
    page.get_by_role("button", name="Ir").click()
    assert page.url.endswith("#pag-11")
    expect(page.get_by_role("heading", name="Página 11")).to_be_in_viewport()


def _actas(reader: Reader) -> Page:
    page = reader.open("/documentos/")
    page.get_by_role("link", name="Actas de Rosario").click()
    return page


def test_pictures_of_pages_stand_beside_the_words_where_there_is_room_and_below_where_there_is_none(
    reader: Reader,
) -> None:
    page = _actas(reader)
    words, picture = page.locator(".sheet .reader").first, page.locator(".sheet img").first
    expect(picture).to_be_visible()
    # Not wait_for_function: where it has to wait it evaluates a string, which our policy of contents refuses.
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    one, other = words.bounding_box(), picture.bounding_box()
    assert one and other and other["x"] > one["x"] + one["width"] - 1
    page.set_viewport_size({"width": 360, "height": 740})
    one, other = words.bounding_box(), picture.bounding_box()
    assert one and other and other["y"] >= one["y"] + one["height"]
    page.emulate_media(media="print")
    assert not picture.is_visible() and words.is_visible()
