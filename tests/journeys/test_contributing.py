"""Somebody brings a document, sees what it proposes, and proposes one more from words she selects."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from minga.accounts.domain.permissions import Role
from tests.conftest import SHARED
from tests.ingest.papers import pdf
from tests.journeys.conftest import Reader, sign_in
from tests.journeys.test_every_page import LATER, RULES, _listen, _over, _violations, settled

pytestmark = pytest.mark.journey

TOLD = "La gobernación de Valparaíso creó su unidad de asuntos internacionales en {year}."


def paper(folder: Path, n: int) -> Path:
    """A document of two pages, another for each `n`."""
    source = f"""#set document(title: "Informe de gestión {n}")
    = Informe de gestión {n}
    {TOLD.format(year=1990 + n)}
    #pagebreak()
    En Lisboa hay quien atiende a sus empresas exportadoras. #lorem(80)"""
    path = folder / f"informe-{n}.pdf"
    path.write_bytes(pdf(source, folder))
    return path


def _bring(page: Page, path: Path) -> None:
    page.get_by_label("cualquiera puede leerlo entero").check()
    page.get_by_label("Archivos").set_input_files(path)
    page.get_by_role("button", name="Subir").click()
    row = page.locator("#subidos ~ div li", has_text=path.name)
    expect(row.get_by_role("link", name=re.compile("propuestas? por leer"))).to_be_visible(timeout=60_000)
    row.get_by_role("link", name="leerlo").click()


def test_she_brings_a_document_sees_its_proposals_and_proposes_one_more(reader: Reader, tmp_path: Path) -> None:
    page = sign_in(reader, Role.CONTRIBUTOR).open("/aportar/documentos/")
    _bring(page, paper(tmp_path, 1))
    expect(page.locator(".reader mark.proposed").first).to_contain_text("unidad de asuntos internacionales")
    words = page.locator(".passage > p", has_text="En Lisboa hay")
    words.evaluate(
        """p => { const text = p.firstChild, end = text.data.indexOf("exportadoras") + 12;
                  getSelection().setBaseAndExtent(text, 0, text, end); }"""
    )
    page.get_by_role("link", name="proponer afirmación", exact=True).click()
    expect(page.get_by_label("Las palabras que lo dicen")).to_have_value(re.compile("^En Lisboa hay .* exportadoras$"))
    page.get_by_label("Nombre o código del territorio").press_sequentially("Región de Valpar", delay=20)
    page.locator("[data-offered] a", has_text="Valpara").first.click()
    expect(page.get_by_label("Nombre o código del territorio")).to_have_value("CL-VS")
    expect(page.get_by_role("status")).to_contain_text("Borrador guardado")
    page.reload()
    expect(page.get_by_text("Es su borrador")).to_be_visible()
    expect(page.get_by_label("Nombre o código del territorio")).to_have_value("CL-VS")
    _propose(page)
    assert _own(reader) == []


def test_the_same_walk_needs_no_javascript(plain_reader: Reader, tmp_path: Path) -> None:
    page = sign_in(plain_reader, Role.CONTRIBUTOR).open("/aportar/documentos/")
    _bring(page, paper(tmp_path, 2))
    page.get_by_role("link", name="proponer desde el pasaje 3").click()
    page.get_by_label("Las palabras que lo dicen").fill("En Lisboa hay quien atiende")
    page.get_by_label("Nombre o código del territorio").fill("Valparaíso")
    page.get_by_role("button", name="Buscar ese nombre").click()
    page.get_by_label(re.compile(r"^Valpara.*CL-VS")).check()
    page.get_by_role("button", name="Guardar borrador").click()
    expect(page.get_by_text("Es su borrador")).to_be_visible()
    _propose(page)


def _own(reader: Reader) -> list[str]:
    """What the browser complained of, but for pictures that are being drawn: those are asked for again."""
    return [each for each in reader.complaints if "503" not in each]


def _propose(page: Page) -> None:
    page.get_by_label("Qué", exact=True).select_option("delegation_abroad")
    page.get_by_label("Qué pasó").select_option("in_force")
    page.get_by_role("button", name="Proponer").click()
    expect(page.get_by_role("status").first).to_contain_text("Quedó en la cola")
    page.get_by_role("status").get_by_role("link").click()
    mark = page.locator(".reader mark:target, .reader mark:has(:target)")
    expect(mark).to_contain_text("En Lisboa hay")
    expect(page.get_by_text("espera dictamen").first).to_be_visible()


def test_the_founding_document_is_brought_by_a_browser_too(reader: Reader) -> None:
    notes = SHARED / "data" / "notas_fundacionales.txt"
    if not notes.is_file():
        pytest.skip("the founding document is not beside this project")
    page = sign_in(reader, Role.CONTRIBUTOR).open("/aportar/documentos/")
    page.get_by_label("Archivos").set_input_files(notes)
    page.get_by_role("button", name="Subir").click()
    row = page.locator("#subidos ~ div li", has_text=notes.name)
    expect(row.get_by_role("link", name="leerlo")).to_be_visible(timeout=60_000)


def test_a_large_file_goes_on_after_a_broken_link_and_after_a_reload(reader: Reader, tmp_path: Path) -> None:
    page = sign_in(reader, Role.CONTRIBUTOR).open("/aportar/documentos/")
    path = tmp_path / "largo.bin"  # of no format that is read: how it comes is what counts
    path.write_bytes(b"".join(n.to_bytes(4, "little") for n in range(400_000)))
    sent: list[str] = []

    def breaks(route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        sent.append(request.url.partition("desde=")[2])
        if len(sent) in (2, 3):
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/parte/**", breaks)
    page.get_by_label("Archivos").set_input_files(path)
    page.get_by_role("button", name="Subir").click()
    expect(page.locator("[data-sending]")).to_contain_text("Enviado", timeout=60_000)
    assert sent[:4] == ["0", "524288", "524288", "524288"], "it goes on where it broke off"
    other = tmp_path / "otro.bin"
    other.write_bytes(path.read_bytes()[::-1])
    page.unroute("**/parte/**")
    page.route("**/parte/**", lambda route: route.abort() if "desde=0" not in route.request.url else route.continue_())
    page.get_by_label("Archivos").set_input_files(other)
    page.get_by_role("button", name="Subir").click()
    expect(page.locator("[data-sending]")).to_contain_text("Sin conexión", timeout=30_000)
    page.unroute("**/parte/**")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("subiendo: 32")).to_be_visible()
    resumed: list[str] = []
    page.on("request", lambda one: resumed.append(one.url.partition("desde=")[2]) if "/parte/" in one.url else None)
    page.get_by_label("Archivos").set_input_files(other)
    page.get_by_role("button", name="Subir").click()
    expect(page.locator("[data-sending]")).to_contain_text("Enviado", timeout=60_000)
    assert resumed[0] == "524288"


PAGES = {
    "contributions": "/aportar/",
    "uploads": "/aportar/documentos/",
    "address": "/aportar/direccion/",
    "documents": "/documentos/",
}


def _every_page(reader: Reader) -> dict[str, str]:
    page = reader.open("/documentos/")
    acta = page.locator("main li a", has_text="Actas de Rosario").first.get_attribute("href") or ""
    page.close()
    short = acta.strip("/").rpartition("/")[2]
    propose = f"/aportar/afirmacion/?documento={short}&pasaje=2"
    return {**PAGES, "reader": f"{acta}?imagenes=no", "propose": propose, "propose, nothing read": f"{propose}0"}


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_filled_in_is_open_to_all_and_light(
    world_site: str, browser: Browser, width: int, tmp_path: Path
) -> None:
    faults: dict[str, object] = {}
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        reader = sign_in(Reader(world_site, context), Role.CONTRIBUTOR)
        page = reader.open("/aportar/documentos/")
        _bring(page, paper(tmp_path, width))
        page.goto(f"{world_site}/aportar/documentos/")
        page.locator("#subidos ~ div li a").first.click()
        one = page.url.removeprefix(world_site)
        weight, _ = _listen(page)
        for name, path in {**_every_page(reader), "upload": one, "source": f"{one}fuente/"}.items():
            page.goto(world_site + path)
            weight.clear()
            page.goto(world_site + path)
            _look(page, name, faults, width)
            if settled(page, weight) > LATER:
                faults[f"{name}, weight"] = sum(weight)
        assert _own(reader) == []
        page.goto(f"{world_site}/aportar/afirmacion/?documento={_short(page, world_site)}&pasaje=20")
        page.get_by_role("button", name="Proponer").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        _look(page, "propose, with errors", faults, width)
    assert faults == {}


def _short(page: Page, site: str) -> str:
    page.goto(f"{site}/documentos/")
    found = page.locator("main li a", has_text="Actas de Rosario").first.get_attribute("href") or ""
    return found.strip("/").rpartition("/")[2]


def _look(page: Page, name: str, faults: dict[str, object], width: int) -> None:
    if found := _violations(page, "light", RULES):
        faults[name] = found
    if found := _violations(page, "dark", ["color-contrast", "link-in-text-block"]):
        faults[f"{name}, in the dark"] = found
    if width < 640 and (over := _over(page)):
        faults[f"{name}, sideways"] = over
    page.set_viewport_size({"width": width, "height": 900})
