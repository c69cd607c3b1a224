"""Somebody reports a problem and sees the answer; a sheet goes out and comes back. With JavaScript and without."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from minga.accounts.domain.permissions import Role
from minga.kit.tables import as_xlsx
from minga.sheets.adapters import read, table
from minga.sheets.domain import COLUMNS, rows_of
from tests.journeys.conftest import Reader, sign_in
from tests.journeys.test_contributing import _look
from tests.journeys.test_every_page import LATER, _listen, settled

pytestmark = pytest.mark.journey


def test_a_reader_reports_a_problem_and_sees_the_answer(world_site: str, browser: Browser) -> None:
    _report_and_see(world_site, browser, javascript=True)


def test_the_same_needs_no_javascript(world_site: str, browser: Browser) -> None:
    _report_and_see(world_site, browser, javascript=False)


def _report_and_see(site: str, browser: Browser, *, javascript: bool) -> None:
    said = f"La fecha es otra ({javascript})."
    with browser.new_context(java_script_enabled=javascript) as hers, browser.new_context() as theirs:
        page = Reader(site, hers).open("/afirmaciones/MG-F08/")
        page.get_by_role("link", name="Informar un problema").click()
        page.get_by_label("Con sus palabras; si falta").fill(said)
        page.wait_for_timeout(3200)  # nobody writes sooner
        page.get_by_role("button", name="Enviar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Se recibió; la respuesta estará aquí")
        reviewer = sign_in(Reader(site, theirs), Role.REVIEWER).open("/informes/?afirmacion=MG-F08")
        reviewer.locator("li", has_text=said).get_by_role("link").click()
        reviewer.get_by_label("La leerá quien informó").fill("Gracias: se revisa.")
        reviewer.get_by_role("button", name="Publicar la respuesta").click()
        expect(reviewer.get_by_role("heading", level=1)).to_have_text("Hay respuesta")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hay respuesta")
        expect(page.get_by_text("Gracias: se revisa.")).to_be_visible()
        expect(page.get_by_role("button", name="Publicar la respuesta")).to_have_count(0)


def _take(page: Page, site: str) -> bytes:
    page.goto(f"{site}/hojas/")
    page.get_by_label("Código del territorio").fill("BR-RJ")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Como XLSX").click()
    return waiting.value.path().read_bytes()


def _edited(data: bytes, said: str, path: Path) -> Path:
    rows = rows_of(read(data))
    next(row for row in rows if row["ref"] == "MG-F08")["enunciado"] = said
    path.write_bytes(as_xlsx([("Afirmaciones", table([*rows, dict(rows[0], ref="", instrumento="nada")], COLUMNS))]))
    return path


def _bring(page: Page, site: str, path: Path) -> None:
    page.goto(f"{site}/hojas/")
    page.get_by_label("Archivo XLSX u ODS").set_input_files(path)
    page.get_by_role("button", name="Ver qué cambiaría").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lo que cambiaría")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sheet_is_taken_edited_and_brought_back(
    world_site: str, browser: Browser, tmp_path: Path, javascript: bool
) -> None:
    with browser.new_context(java_script_enabled=javascript) as context:
        page = sign_in(Reader(world_site, context), Role.CONTRIBUTOR).open("/hojas/")
        path = _edited(
            _take(page, world_site), f"El gobernador instituyó un órgano ({javascript}).", tmp_path / "a.xlsx"
        )
        _bring(page, world_site, path)
        expect(page.get_by_text("instrumento: no existe, o no se escribe así")).to_be_visible()
        page.get_by_role("button", name="Proponer lo que entra").click()
        expect(page.get_by_role("status")).to_contain_text("Quedó propuesto")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="XLSX").click()
        assert read(waiting.value.path().read_bytes())[1][-1] == "instrumento: no existe, o no se escribe así"
        _bring(page, world_site, path)
        expect(page.get_by_text("No hay nada que proponer.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_these_pages_are_open_to_all_and_light(world_site: str, browser: Browser, width: int, tmp_path: Path) -> None:
    faults: dict[str, object] = {}
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        reader = Reader(world_site, context)
        page = reader.open("/informar/?afirmacion=MG-F05&tipo=source")
        weight, _ = _listen(page)
        page.get_by_label("Con sus palabras; si falta").fill(f"Falta el decreto {width}.")
        page.get_by_label("Su correo").fill("a@b")
        page.get_by_role("button", name="Enviar").click()
        expect(page.get_by_role("alert")).to_be_visible()
        _look(page, "report, with an error", faults, width)
        page.get_by_label("Su correo").fill("")
        page.wait_for_timeout(3200)
        context.clear_cookies()  # as when the browser was closed, and opened again where it was
        page.get_by_role("button", name="Enviar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Envíelo otra vez; nada se perdió")
        expect(page.locator("main dd", has_text=f"Falta el decreto {width}.")).to_be_visible()
        _look(page, "a form that is sent once more", faults, width)
        page.get_by_role("button", name="Enviarlo otra vez").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Se recibió; la respuesta estará aquí")
        report = page.url.removeprefix(world_site)
        paths = {"report, form": "/informar/?afirmacion=MG-F05", "report": report}
        _walk(page, world_site, paths, weight, faults, width)
        sign_in(reader, Role.CONTRIBUTOR)
        _bring(page, world_site, _edited(_take(page, world_site), f"Otra frase ({width}).", tmp_path / "b.xlsx"))
        _walk(
            page, world_site, {"sheets": "/hojas/", "sheet": page.url.removeprefix(world_site)}, weight, faults, width
        )
        sign_in(reader, Role.REVIEWER)
        paths = {"report, answering": report, "reports": "/informes/", "reports, none": "/informes/?estado=held"}
        _walk(page, world_site, {**paths, "notices": "/avisos/"}, weight, faults, width)
        page.get_by_role("button", name="Crear mi canal").or_(
            page.get_by_role("button", name="Cambiar la dirección")
        ).click()
        expect(page.get_by_text(re.compile("no las comparta"))).to_be_visible()
        _look(page, "notices, with a feed", faults, width)
    assert faults == {}


def _walk(
    page: Page, site: str, paths: dict[str, str], weight: list[int], faults: dict[str, object], width: int
) -> None:
    for name, path in paths.items():
        page.goto(site + path)
        weight.clear()
        page.goto(site + path)
        _look(page, name, faults, width)
        if settled(page, weight) > LATER:
            faults[f"{name}, weight"] = sum(weight)
